// Written by scripts/make_team_tables.py; change scripts/teams and run it again.
// Origin: names and nicknames from general knowledge (scripts/teams); codes and the exchange's own
// names as seen in its public tickers of 2025 and 2026. Facts only: codes and names.

extension ShippedTeams {
  /// `family|name;name|nickname;nickname|league:code;league:code`.
  static let knownTeamLines = """
    NFL|Arizona|Cardinals;Cards|NFL:ARI~NFL|Atlanta|Falcons|NFL:ATL~NFL|Baltimore|Ravens|NFL:BAL~\
    NFL|Buffalo|Bills|NFL:BUF~NFL|Carolina|Panthers|NFL:CAR~NFL|Chicago|Bears|NFL:CHI~\
    NFL|Cincinnati|Bengals|NFL:CIN~NFL|Cleveland|Browns|NFL:CLE~NFL|Dallas|Cowboys|NFL:DAL~\
    NFL|Denver|Broncos|NFL:DEN~NFL|Detroit|Lions|NFL:DET~NFL|Green Bay;GNB|Packers|NFL:GB~\
    NFL|Houston|Texans|NFL:HOU~NFL|Indianapolis|Colts|NFL:IND~\
    NFL|Jacksonville|Jaguars;Jags|NFL:JAC;NFL:JAX~NFL|Kansas City;KAN|Chiefs|NFL:KC~\
    NFL|Las Vegas;LVR|Raiders|NFL:LV~NFL|Los Angeles C;Los Angeles;LA|Chargers|NFL:LAC~\
    NFL|Los Angeles R;Los Angeles;LA|Rams|NFL:LA;NFL:LAR~NFL|Miami|Dolphins|NFL:MIA~\
    NFL|Minnesota|Vikings|NFL:MIN~NFL|New England;NWE|Patriots;Pats|NFL:NE~\
    NFL|New Orleans;NOR|Saints|NFL:NO~NFL|New York G;New York;NY|Giants|NFL:NYG~\
    NFL|New York J;New York;NY|Jets|NFL:NYJ~NFL|Philadelphia;Philly|Eagles|NFL:PHI~\
    NFL|Pittsburgh|Steelers|NFL:PIT~\
    NFL|San Francisco;SFO;San Fran|49ers;Niners;Forty Niners|NFL:SF~NFL|Seattle|Seahawks|NFL:SEA~\
    NFL|Tampa Bay;Tampa;TAM|Buccaneers;Bucs|NFL:TB~NFL|Tennessee|Titans|NFL:TEN~\
    NFL|Washington;WSH|Commanders;Football Team|NFL:WAS~NBA|Atlanta|Hawks|NBA:ATL~\
    NBA|Boston|Celtics|NBA:BOS~NBA|Brooklyn;BRK|Nets|NBA:BKN~NBA|Charlotte;CHO|Hornets|NBA:CHA~\
    NBA|Chicago|Bulls|NBA:CHI~NBA|Cleveland|Cavaliers;Cavs|NBA:CLE~\
    NBA|Dallas|Mavericks;Mavs|NBA:DAL~NBA|Denver|Nuggets|NBA:DEN~NBA|Detroit|Pistons|NBA:DET~\
    NBA|Golden State;GS;Golden St|Warriors|NBA:GSW~NBA|Houston|Rockets|NBA:HOU~\
    NBA|Indiana|Pacers|NBA:IND~NBA|Los Angeles C;Los Angeles;LA|Clippers|NBA:LAC~\
    NBA|Los Angeles L;Los Angeles;LA|Lakers|NBA:LAL~NBA|Memphis|Grizzlies;Grizz|NBA:MEM~\
    NBA|Miami|Heat|NBA:MIA~NBA|Milwaukee|Bucks|NBA:MIL~\
    NBA|Minnesota|Timberwolves;Wolves;T-Wolves;TWolves|NBA:MIN~\
    NBA|New Orleans;NO;NOLA|Pelicans;Pels|NBA:NOP~\
    NBA|New York;New York K;NY|Knicks;Knickerbockers|NBA:NYK~NBA|Oklahoma City|Thunder|NBA:OKC~\
    NBA|Orlando|Magic|NBA:ORL~NBA|Philadelphia;Philly|76ers;Sixers|NBA:PHI~\
    NBA|Phoenix;PHO|Suns|NBA:PHX~NBA|Portland|Trail Blazers;Blazers;Trailblazers|NBA:POR~\
    NBA|Sacramento|Kings|NBA:SAC~NBA|San Antonio;SA|Spurs|NBA:SAS~NBA|Toronto|Raptors|NBA:TOR~\
    NBA|Utah;UTH|Jazz|NBA:UTA~NBA|Washington;WSH|Wizards|NBA:WAS~\
    MLB|A's;Oakland;Sacramento;OAK|Athletics;A's|MLB:ATH~MLB|Atlanta|Braves|MLB:ATL~\
    MLB|Arizona;ARI|Diamondbacks;D-backs;Dbacks;D Backs|MLB:AZ~MLB|Baltimore|Orioles|MLB:BAL~\
    MLB|Boston|Red Sox|MLB:BOS~MLB|Chicago C;Chicago|Cubs|MLB:CHC~\
    MLB|Chicago WS;Chicago;CHW|White Sox|MLB:CWS~MLB|Cincinnati|Reds|MLB:CIN~\
    MLB|Cleveland|Guardians;Indians|MLB:CLE~MLB|Colorado|Rockies|MLB:COL~\
    MLB|Detroit|Tigers|MLB:DET~MLB|Houston|Astros|MLB:HOU~MLB|Kansas City;KCR|Royals|MLB:KC~\
    MLB|Los Angeles A;Los Angeles;LA;Anaheim|Angels|MLB:LAA~\
    MLB|Los Angeles D;Los Angeles;LA|Dodgers|MLB:LAD~MLB|Miami|Marlins|MLB:MIA~\
    MLB|Milwaukee|Brewers|MLB:MIL~MLB|Minnesota|Twins|MLB:MIN~\
    MLB|New York M;New York;NY|Mets|MLB:NYM~MLB|New York Y;New York;NY|Yankees|MLB:NYY~\
    MLB|Philadelphia;Philly|Phillies|MLB:PHI~MLB|Pittsburgh|Pirates|MLB:PIT~\
    MLB|San Diego;SDP|Padres|MLB:SD~MLB|Seattle|Mariners|MLB:SEA~\
    MLB|San Francisco;SFG|Giants|MLB:SF~MLB|St. Louis|Cardinals;Cards|MLB:STL~\
    MLB|Tampa Bay;TBR;Tampa|Rays|MLB:TB~MLB|Texas|Rangers|MLB:TEX~\
    MLB|Toronto|Blue Jays;Jays|MLB:TOR~MLB|Washington;WAS|Nationals;Nats|MLB:WSH~\
    NHL|Anaheim|Ducks|NHL:ANA~NHL|Boston|Bruins|NHL:BOS~NHL|Buffalo|Sabres|NHL:BUF~\
    NHL|Carolina|Hurricanes;Canes|NHL:CAR~NHL|Columbus;CLB|Blue Jackets|NHL:CBJ~\
    NHL|Calgary;CAL|Flames|NHL:CGY~NHL|Chicago|Blackhawks|NHL:CHI~\
    NHL|Colorado|Avalanche;Avs|NHL:COL~NHL|Dallas|Stars|NHL:DAL~NHL|Detroit|Red Wings|NHL:DET~\
    NHL|Edmonton|Oilers|NHL:EDM~NHL|Florida|Panthers|NHL:FLA~NHL|Los Angeles;LAK|Kings|NHL:LA~\
    NHL|Minnesota|Wild|NHL:MIN~NHL|Montreal;MON|Canadiens;Habs|NHL:MTL~\
    NHL|New Jersey;NJD|Devils|NHL:NJ~NHL|Nashville;NAS|Predators;Preds|NHL:NSH~\
    NHL|New York I;New York;NY|Islanders|NHL:NYI~NHL|New York R;New York;NY|Rangers|NHL:NYR~\
    NHL|Ottawa|Senators;Sens|NHL:OTT~NHL|Philadelphia;Philly|Flyers|NHL:PHI~\
    NHL|Pittsburgh|Penguins;Pens|NHL:PIT~NHL|Seattle|Kraken|NHL:SEA~NHL|San Jose;SJS|Sharks|NHL:SJ~\
    NHL|St. Louis|Blues|NHL:STL~NHL|Tampa Bay;TBL;Tampa|Lightning|NHL:TB~\
    NHL|Toronto|Maple Leafs;Leafs|NHL:TOR~NHL|Utah|Mammoth;Hockey Club;HC|NHL:UTA~\
    NHL|Vancouver|Canucks|NHL:VAN~NHL|Vegas;Las Vegas;LV;VEG|Golden Knights;Knights|NHL:VGK~\
    NHL|Winnipeg|Jets|NHL:WPG~NHL|Washington;WAS|Capitals;Caps|NHL:WSH~WNBA|Atlanta|Dream|WNBA:ATL~\
    WNBA|Chicago|Sky|WNBA:CHI~WNBA|Connecticut|Sun|WNBA:CONN~WNBA|Dallas|Wings|WNBA:DAL~\
    WNBA|Golden State;GSV|Valkyries|WNBA:GS~WNBA|Indiana|Fever|WNBA:IND~\
    WNBA|Los Angeles;LAS|Sparks|WNBA:LA~WNBA|Las Vegas;LVA|Aces|WNBA:LV~\
    WNBA|Minnesota|Lynx|WNBA:MIN~WNBA|New York;NYL|Liberty|WNBA:NY~WNBA|Portland;POR|Fire|WNBA:PDX~\
    WNBA|Phoenix;PHO|Mercury|WNBA:PHX~WNBA|Seattle|Storm|WNBA:SEA~WNBA|Toronto|Tempo|WNBA:TOR~\
    WNBA|Washington;WAS|Mystics|WNBA:WSH~\
    NCAA|Abilene Christian;Abilene Chrstn;ACU|Wildcats|NCAAMB:AC~\
    NCAA|Air Force;Air Force Academy|Falcons|NCAAF:AFA;NCAAMB:AFA~\
    NCAA|Akron;Akron Univ|Zips|NCAAF:AKR;NCAAMB:AKR~\
    NCAA|Alabama;Bama|Crimson Tide|NCAAF:ALA;NCAAMB:ALA~NCAA|Alabama A&M;Alabama AM;AAMU|Bulldogs|~\
    NCAA|Alabama St;Alabama State Univ;ASU|Hornets;Lady Hornets|NCAAMB:ALST~\
    NCAA|Albany;University at Albany;UAlbany;Albany (NY);SUNY Albany|Great Danes|NCAAMB:ALBY~\
    NCAA|Alcorn St;Alcorn;ASU|Braves;Lady Braves|NCAAMB:ALCN~\
    NCAA|American;American University;American U|Eagles|NCAAMB:AMER~\
    NCAA|Appalachian St;App State;Appalachian;ASU|Mountaineers|NCAAF:APP;NCAAMB:APP~\
    NCAA|Arizona|Wildcats|NCAAF:ARIZ;NCAAMB:ARIZ~\
    NCAA|Arizona St;ASU|Sun Devils|NCAAF:ASU;NCAAMB:ASU~\
    NCAA|Arkansas|Razorbacks|NCAAF:ARK;NCAAMB:ARK~\
    NCAA|Arkansas St;ASU|Red Wolves|NCAAF:ARST;NCAAMB:ARST~\
    NCAA|Arkansas-Pine Bluff;Ark-Pine Bluff;AR Pine Bluff;Arkansas PB;UAPB;Pine Bluff|Golden Lions;\
    Lady Lions|NCAAMB:ARPB~NCAA|Army;Army West Point|Black Knights;Knights|NCAAF:ARMY;NCAAMB:ARMY~\
    NCAA|Auburn|Tigers|NCAAF:AUB;NCAAMB:AUB~\
    NCAA|Austin Peay;Austin Peay St|Governors;Govs|NCAAMB:PEAY~\
    NCAA|Ball St;BSU|Cardinals|NCAAF:BALL;NCAAMB:BALL~NCAA|Baylor|Bears|NCAAF:BAY;NCAAMB:BAY~\
    NCAA|Bellarmine|Knights|NCAAMB:BELL~NCAA|Belmont|Bruins|NCAAMB:BEL~\
    NCAA|Bethune-Cookman;Bethune Cookman Univ;B-Cookman|Wildcats;Lady Wildcats|NCAAMB:COOK~\
    NCAA|Binghamton;Binghamton Univ;SUNY Binghamton|Bearcats|NCAAMB:BING~\
    NCAA|Boise St;BSU|Broncos|NCAAF:BSU;NCAAMB:BSU~\
    NCAA|Boston College;Boston Coll;BC|Eagles|NCAAF:BC;NCAAMB:BC~\
    NCAA|Boston University;Boston Univ;Boston U|Terriers|NCAAMB:BU~\
    NCAA|Bowling Green;Bowling Green St;BGSU|Falcons|NCAAF:BGSU;NCAAMB:BGSU~\
    NCAA|Bradley|Braves|NCAAMB:BRAD~NCAA|Brown|Bears|NCAAMB:BRWN~\
    NCAA|Bryant;Bryant Univ|Bulldogs|NCAAMB:BRY~NCAA|Bucknell|Bison|NCAAMB:BUCK~\
    NCAA|Buffalo;SUNY Buffalo;Buffalo U;University at Buffalo|Bulls|NCAAF:BUFF;NCAAMB:BUFF~\
    NCAA|Butler|Bulldogs|NCAAMB:BUT~NCAA|BYU;Brigham Young|Cougars|NCAAF:BYU;NCAAMB:BYU~\
    NCAA|California;Cal;Cal Berkeley;UC Berkeley|Golden Bears;Bears|NCAAF:CAL;NCAAMB:CAL~\
    NCAA|California Baptist;Cal Baptist;CBU;Calif Baptist|Lancers|NCAAMB:CBU~\
    NCAA|Cal Poly;Cal Poly SLO;Cal Poly San Luis Obispo|Mustangs|NCAAMB:CP~\
    NCAA|Cal State Bakersfield;CSU Bakersfield;CS Bakersfield;Bakersfield;CSUB|Roadrunners|\
    NCAAMB:CSB~\
    NCAA|Cal State Fullerton;CSU Fullerton;CS Fullerton;Fullerton;CSUF|Titans|NCAAMB:CSF~\
    NCAA|Cal State Northridge;CSU Northridge;CS Northridge;Northridge;CSUN|Matadors|NCAAMB:CSN~\
    NCAA|Campbell|Fighting Camels;Camels;Lady Camels|NCAAMB:CAMP~\
    NCAA|Canisius|Golden Griffins;Griffs;Griffins|NCAAMB:CAN~\
    NCAA|Central Arkansas;Cent Arkansas;C Arkansas;UCA|Bears;Sugar Bears|NCAAMB:CARK~\
    NCAA|Central Connecticut St;Central Connecticut;Central Conn St;Central Conn;Cent Conn St;\
    Cent Connecticut St;C Connecticut St;CCSU|Blue Devils|NCAAMB:CCSU~\
    NCAA|Central Michigan;Cent Michigan;C Michigan;CMU|Chippewas|NCAAF:CMU;NCAAMB:CMU~\
    NCAA|Charleston;College of Charleston;Coll of Charleston;Coll Charleston;Col of Charleston;\
    Charleston College;CofC|Cougars|NCAAMB:COFC~\
    NCAA|Charleston Southern;Charleston So;Charleston Sou;Charl Southern;Chas Southern;CSU|\
    Buccaneers|NCAAMB:CHSO~NCAA|Charlotte;UNC Charlotte|49ers|NCAAF:CHAR;NCAAMB:CHAR~\
    NCAA|Chattanooga;Tennessee-Chattanooga;Tenn Chattanooga;UT Chattanooga;UTC|Mocs|NCAAMB:CHAT~\
    NCAA|Chicago St;CSU|Cougars|~NCAA|Cincinnati;Cincy|Bearcats|NCAAF:CIN;NCAAMB:CIN~\
    NCAA|Clemson|Tigers|NCAAF:CLEM;NCAAMB:CLEM~NCAA|Cleveland St;CSU|Vikings|NCAAMB:CLEV~\
    NCAA|Coastal Carolina;Coastal Car;Coastal;CCU|Chanticleers|NCAAF:CCAR;NCAAMB:CCAR~\
    NCAA|Colgate|Raiders|NCAAMB:COLG~NCAA|Colorado|Buffaloes;Buffs|NCAAF:COLO;NCAAMB:COLO~\
    NCAA|Colorado St;CSU|Rams|NCAAF:CSU;NCAAMB:CSU~NCAA|Columbia|Lions|NCAAMB:CLMB~\
    NCAA|UConn;Connecticut;Conn|Huskies|NCAAF:CONN;NCAAMB:CONN~\
    NCAA|Coppin St;CSU|Eagles|NCAAMB:COPP~NCAA|Cornell|Big Red|NCAAMB:COR~\
    NCAA|Creighton|Bluejays;Blue Jays|NCAAMB:CREI~NCAA|Dartmouth|Big Green|NCAAMB:DART~\
    NCAA|Davidson|Wildcats|NCAAMB:DAV~NCAA|Dayton|Flyers|NCAAMB:DAY~\
    NCAA|Delaware|Blue Hens;Fightin Blue Hens|NCAAF:DEL;NCAAMB:DEL~\
    NCAA|Delaware St;DSU|Hornets;Lady Hornets|NCAAMB:DSU~NCAA|Denver|Pioneers|NCAAMB:DEN~\
    NCAA|DePaul;De Paul|Blue Demons|NCAAMB:DEP~\
    NCAA|Detroit Mercy;Detroit;Detroit U;University of Detroit Mercy|Titans|~\
    NCAA|Drake|Bulldogs|NCAAMB:DRKE~NCAA|Drexel|Dragons|NCAAMB:DREX~\
    NCAA|Duke|Blue Devils|NCAAF:DUKE;NCAAMB:DUKE~NCAA|Duquesne|Dukes|NCAAMB:DUQ~\
    NCAA|East Carolina;E Carolina;ECU|Pirates|NCAAF:ECU;NCAAMB:ECU~\
    NCAA|Eastern Illinois;E Illinois;East Illinois;EIU|Panthers|NCAAF:EIU;NCAAMB:EIU~\
    NCAA|Eastern Kentucky;E Kentucky;East Kentucky;EKU|Colonels|NCAAMB:EKY~\
    NCAA|Eastern Michigan;E Michigan;East Michigan;EMU|Eagles|NCAAF:EMU;NCAAMB:EMU~\
    NCAA|Eastern Washington;E Washington;East Washington;EWU|Eagles|NCAAMB:EWU~\
    NCAA|East Tennessee St;E Tennessee St;East Tenn St;E Tenn St;ETSU|Buccaneers;Bucs|NCAAMB:ETSU~\
    NCAA|East Texas A&M;Texas A&M-Commerce;Tex A&M Commerce;TX A&M-Commerce;A&M-Commerce;\
    E Texas A&M|Lions|NCAAMB:ETAM~NCAA|Elon|Phoenix|NCAAMB:ELON~\
    NCAA|Evansville|Purple Aces|NCAAMB:EVAN~NCAA|Fairfield|Stags|NCAAMB:FAIR~\
    NCAA|Fairleigh Dickinson;Farleigh Dickinson;F Dickinson;FDU|Knights|~\
    NCAA|Florida|Gators|NCAAF:FLA;NCAAMB:FLA~\
    NCAA|Florida A&M;FAMU;Florida AM|Rattlers;Lady Rattlers|NCAAMB:FAMU~\
    NCAA|Florida Atlantic;Florida Atl;Fla Atlantic;FL Atlantic;FAU|Owls|NCAAF:FAU;NCAAMB:FAU~\
    NCAA|Florida Gulf Coast;Fla Gulf Coast;FL Gulf Coast;FGCU;Florida GC|Eagles|NCAAMB:FGCU~\
    NCAA|Florida International;Florida Int'l;Fla International;Fla Int'l;FIU|Panthers;\
    Golden Panthers|NCAAF:FIU;NCAAMB:FIU~\
    NCAA|Florida St;Fla State;FSU|Seminoles|NCAAF:FSU;NCAAMB:FSU~NCAA|Fordham|Rams|NCAAMB:FOR~\
    NCAA|Fresno St|Bulldogs|NCAAF:FRES;NCAAMB:FRES~NCAA|Furman|Paladins|NCAAF:FUR;NCAAMB:FUR~\
    NCAA|Gardner-Webb;Gard Webb|Runnin Bulldogs;Bulldogs;Running Bulldogs|NCAAMB:WEBB~\
    NCAA|George Mason;G Mason;GMU|Patriots|NCAAMB:GMU~NCAA|Georgetown|Hoyas|NCAAMB:GTWN~\
    NCAA|George Washington;G Washington;GW;Geo Washington;GWU|Revolutionaries;Colonials|NCAAMB:GW~\
    NCAA|Georgia;UGA|Bulldogs;Lady Bulldogs|NCAAF:UGA;NCAAMB:UGA~\
    NCAA|Georgia Southern;Ga Southern;Georgia So;GSU|Eagles|NCAAF:GASO;NCAAMB:GASO~\
    NCAA|Georgia St;Ga State;GSU|Panthers|NCAAF:GAST;NCAAMB:GAST~\
    NCAA|Georgia Tech;Ga Tech|Yellow Jackets|NCAAF:GT;NCAAMB:GT~\
    NCAA|Gonzaga|Bulldogs;Zags|NCAAMB:GONZ~\
    NCAA|Grambling;Grambling St;Grambling State Univ;GSU|Tigers;Lady Tigers|NCAAMB:GRAM~\
    NCAA|Grand Canyon;GCU|Antelopes;Lopes|NCAAMB:GC~\
    NCAA|Green Bay;Wisconsin-Green Bay;Wis-Green Bay;Wisc Green Bay;WI Green Bay;UW Green Bay|\
    Phoenix|NCAAMB:GB~NCAA|Hampton|Pirates;Lady Pirates|NCAAMB:HAMP~NCAA|Hartford|Hawks|~\
    NCAA|Harvard|Crimson|NCAAMB:HARV~\
    NCAA|Hawai'i|Rainbow Warriors;Warriors;Rainbow Wahine|NCAAF:HAW;NCAAMB:HAW~\
    NCAA|High Point|Panthers|NCAAMB:HP~NCAA|Hofstra|Pride|NCAAMB:HOF~\
    NCAA|Holy Cross|Crusaders|NCAAMB:HC~NCAA|Houston|Cougars|NCAAF:HOU;NCAAMB:HOU~\
    NCAA|Houston Christian;Houston Baptist;HCU;Houston Chr;Houston Chrstn|Huskies|NCAAMB:HCU~\
    NCAA|Howard;Howard University|Bison|NCAAMB:HOW~NCAA|Idaho|Vandals|NCAAMB:IDHO~\
    NCAA|Idaho St;ISU|Bengals|NCAAMB:IDST~\
    NCAA|Illinois|Fighting Illini;Illini|NCAAF:ILL;NCAAMB:ILL~\
    NCAA|Illinois St;ISU|Redbirds|NCAAMB:ILST~NCAA|Incarnate Word;UIW|Cardinals|NCAAMB:IW~\
    NCAA|Indiana|Hoosiers|NCAAF:IND;NCAAMB:IND~NCAA|Indiana St;ISU|Sycamores|NCAAMB:INST~\
    NCAA|Iona|Gaels|NCAAMB:IONA~NCAA|Iowa|Hawkeyes|NCAAF:IOWA;NCAAMB:IOWA~\
    NCAA|Iowa St;ISU|Cyclones|NCAAF:ISU;NCAAMB:ISU~\
    NCAA|IU Indy;IUPUI;IU Indianapolis;Indiana Indianapolis;Indiana University Indianapolis|\
    Jaguars|NCAAMB:IUIN~NCAA|Jackson St;JSU|Tigers;Lady Tigers|NCAAMB:JKST~\
    NCAA|Jacksonville;Jacksonville U;Jacksonville University|Dolphins|NCAAMB:JAC~\
    NCAA|Jacksonville St;Jax State;JSU|Gamecocks|NCAAF:JVST;NCAAMB:JVST~\
    NCAA|James Madison;J Madison;JMU|Dukes|NCAAF:JMU;NCAAMB:JMU~\
    NCAA|Kansas|Jayhawks|NCAAF:KU;NCAAMB:KU~\
    NCAA|Kansas City;UMKC;Missouri-Kansas City;Mo-Kansas City;UM Kansas City|Roos;Kangaroos|\
    NCAAMB:UMKC~NCAA|Kansas St;K-State;KSU|Wildcats|NCAAF:KSU;NCAAMB:KSU~\
    NCAA|Kennesaw St;Kennesaw;KSU|Owls|NCAAF:KENN;NCAAMB:KENN~\
    NCAA|Kent St;Kent;KSU|Golden Flashes|NCAAF:KENT;NCAAMB:KENT~\
    NCAA|Kentucky;UK|Wildcats|NCAAF:UK;NCAAMB:UK~NCAA|Lafayette|Leopards|NCAAMB:LAF~\
    NCAA|Lamar;Lamar University;LU|Cardinals;Lady Cardinals|NCAAMB:LAM~\
    NCAA|La Salle;LaSalle|Explorers|NCAAMB:LAS~NCAA|Le Moyne;LeMoyne|Dolphins|~\
    NCAA|Lehigh|Mountain Hawks|NCAAMB:LEH~NCAA|Liberty;LU|Flames;Lady Flames|NCAAF:LIB;NCAAMB:LIB~\
    NCAA|Lindenwood|Lions|NCAAMB:LINW~NCAA|Lipscomb|Bisons;Lady Bisons|NCAAMB:LIP~\
    NCAA|Little Rock;Arkansas-Little Rock;Ark-Little Rock;Arkansas LR;UALR;AR-Little Rock|Trojans|\
    NCAAMB:UALR~\
    NCAA|LIU;Long Island University;Long Island;Long Island U;LIU Brooklyn|Sharks;Blackbirds|\
    NCAAMB:LIU~\
    NCAA|Long Beach St;Long Beach State Univ;CSU Long Beach;Cal State Long Beach;LBSU|Beach;49ers;\
    Dirtbags|NCAAMB:LBSU~NCAA|Longwood|Lancers|NCAAMB:LONG~\
    NCAA|Louisiana;Louisiana-Lafayette;UL Lafayette;La Lafayette;ULL;UL|Ragin' Cajuns|NCAAF:ULL;\
    NCAAMB:ULL~NCAA|Louisiana-Monroe;UL Monroe;La Monroe;ULM|Warhawks|NCAAF:ULM;NCAAMB:ULM~\
    NCAA|Louisiana Tech;La Tech|Bulldogs;Lady Techsters;Techsters|NCAAF:LT;NCAAMB:LT~\
    NCAA|Louisville;UL|Cardinals|NCAAF:LOU;NCAAMB:LOU~\
    NCAA|Loyola Chicago;Loyola (Chi);Loyola (IL);Loyola of Chicago;Loyola University Chicago;\
    Loyola|Ramblers|NCAAMB:LCHI;NCAAMB:L-IL~\
    NCAA|Loyola (MD);Loyola Maryland;Loyola University Maryland;Loyola|Greyhounds|~\
    NCAA|Loyola Marymount;LMU;Loyola Mymt;Loyola|Lions|NCAAMB:LMU~\
    NCAA|LSU;Louisiana St|Tigers;Fighting Tigers;Lady Tigers|NCAAF:LSU;NCAAMB:LSU~\
    NCAA|Maine;UM|Black Bears|NCAAMB:ME~NCAA|Manhattan|Jaspers;Lady Jaspers|NCAAMB:MAN~\
    NCAA|Marist|Red Foxes|NCAAMB:MRST~NCAA|Marquette|Golden Eagles|NCAAMB:MARQ~\
    NCAA|Marshall|Thundering Herd|NCAAF:MRSH;NCAAMB:MRSH~\
    NCAA|Maryland;UM|Terrapins;Terps|NCAAF:MD;NCAAMB:MD~\
    NCAA|Maryland-Eastern Shore;Md-Eastern Shore;Maryland ES;UMES;Md E Shore|Hawks;Lady Hawks|\
    NCAAMB:UMES~NCAA|McNeese;McNeese St|Cowboys;Cowgirls|NCAAMB:MCNS~\
    NCAA|Memphis|Tigers|NCAAF:MEM;NCAAMB:MEM~NCAA|Mercer|Bears|NCAAF:MER;NCAAMB:MER~\
    NCAA|Mercyhurst|Lakers|~NCAA|Merrimack;Merrimack College|Warriors|NCAAMB:MRMK~\
    NCAA|Miami (FL);Miami;Miami Florida;Miami Fla;UM|Hurricanes|NCAAF:MIA;NCAAMB:MIA~\
    NCAA|Miami (OH);Miami;Miami Ohio;Miami of Ohio;Miami University|RedHawks;Red Hawks|NCAAF:M-OH;\
    NCAAF:MOH;NCAAMB:MOH;NCAAMB:M-OH~NCAA|Michigan;UM|Wolverines|NCAAF:MICH;NCAAMB:MICH~\
    NCAA|Michigan St;MSU|Spartans|NCAAF:MSU;NCAAMB:MSU~\
    NCAA|Middle Tennessee;Middle Tennessee St;Middle Tenn;Middle Tenn St;Mid Tennessee;\
    Mid Tennessee St;MTSU|Blue Raiders|NCAAF:MTU;NCAAMB:MTU~\
    NCAA|Milwaukee;Wisconsin-Milwaukee;Wis-Milwaukee;Wisc Milwaukee;WI Milwaukee;UW Milwaukee|\
    Panthers|NCAAMB:MILW~NCAA|Minnesota|Golden Gophers;Gophers|NCAAF:MINN;NCAAMB:MINN~\
    NCAA|Mississippi St;Miss State;MSU|Bulldogs|NCAAF:MSST;NCAAMB:MSST~\
    NCAA|Mississippi Valley St;Miss Valley St;Mississippi Valley;Miss Valley;MS Valley St;MVSU|\
    Delta Devils;Devilettes|NCAAMB:MVSU~NCAA|Missouri;Mizzou|Tigers|NCAAF:MIZZ;NCAAMB:MIZZ~\
    NCAA|Missouri St;Missouri State Univ;MSU|Bears;Lady Bears|NCAAF:MOSU;NCAAMB:MOSU~\
    NCAA|Monmouth;Monmouth (NJ)|Hawks|NCAAMB:MONM~\
    NCAA|Montana;UM|Grizzlies;Griz;Lady Griz|NCAAMB:MONT~NCAA|Montana St;MSU|Bobcats|NCAAMB:MTST~\
    NCAA|Morehead St;MSU|Eagles|NCAAMB:MORE~NCAA|Morgan St;MSU|Bears;Lady Bears|NCAAMB:MORG~\
    NCAA|Mount St. Mary's;Mt. St. Mary's;Mt Saint Mary's;Mount Saint Mary's;Mount St Marys MD|\
    Mountaineers|NCAAMB:MSM~NCAA|Murray St;MSU|Racers|NCAAMB:MURR~\
    NCAA|Navy;Naval Academy|Midshipmen;Mids|NCAAF:NAVY;NCAAMB:NAVY~\
    NCAA|Nebraska|Cornhuskers;Huskers|NCAAF:NEB;NCAAMB:NEB~\
    NCAA|Nevada;Nevada Reno|Wolf Pack;Wolfpack|NCAAF:NEV;NCAAMB:NEV~\
    NCAA|New Hampshire;UNH|Wildcats|NCAAMB:UNH~NCAA|New Haven|Chargers|NCAAMB:NHC~\
    NCAA|New Mexico|Lobos|NCAAF:UNM;NCAAMB:UNM~\
    NCAA|New Mexico St;N Mexico St;NMSU|Aggies|NCAAF:NMSU;NCAAMB:NMSU~\
    NCAA|New Orleans;UNO|Privateers|NCAAMB:UNO~NCAA|Niagara|Purple Eagles|NCAAMB:NIAG~\
    NCAA|Nicholls;Nicholls St;NSU|Colonels|NCAAMB:NICH~\
    NCAA|NJIT;New Jersey Tech|Highlanders|NCAAMB:NJIT~NCAA|Norfolk St;NSU|Spartans|NCAAMB:NORF~\
    NCAA|North Alabama;N Alabama;No Alabama;UNA|Lions|NCAAMB:UNA~\
    NCAA|North Carolina;UNC;N Carolina;North Carolina Chapel Hill;UNC Chapel Hill;Carolina|\
    Tar Heels|NCAAF:UNC;NCAAMB:UNC~\
    NCAA|North Carolina A&T;NC A&T;N Carolina A&T;North Carolina AT|Aggies|NCAAMB:NCAT~\
    NCAA|North Carolina Central;NC Central;N Carolina Central;NCCU;No Carolina Central|Eagles|\
    NCAAMB:NCCU~\
    NCAA|North Carolina St;NC State;N Carolina St;NCSU|Wolfpack;Wolf Pack|NCAAF:NCST;NCAAMB:NCST~\
    NCAA|North Dakota;N Dakota;UND|Fighting Hawks|NCAAMB:UND~\
    NCAA|North Dakota St;N Dakota St;NDSU|Bison|NCAAMB:NDSU~NCAA|Northeastern|Huskies|NCAAMB:NE~\
    NCAA|Northern Arizona;N Arizona;NAU;No Arizona|Lumberjacks|NCAAMB:NAU~\
    NCAA|Northern Colorado;N Colorado;UNCO;North Colorado;No Colorado|Bears|NCAAMB:UNCO~\
    NCAA|Northern Illinois;N Illinois;NIU;No Illinois;North Illinois|Huskies|NCAAF:NIU;NCAAMB:NIU~\
    NCAA|Northern Iowa;N Iowa;UNI;No Iowa;North Iowa|Panthers|NCAAMB:UNI~\
    NCAA|Northern Kentucky;N Kentucky;NKU;No Kentucky;North Kentucky|Norse|NCAAMB:NKU~\
    NCAA|North Florida;N Florida;UNF;No Florida|Ospreys|NCAAMB:UNF~\
    NCAA|North Texas;N Texas;UNT;No Texas|Mean Green|NCAAF:UNT;NCAAMB:UNT~\
    NCAA|Northwestern|Wildcats|NCAAF:NW;NCAAMB:NW~\
    NCAA|Northwestern St;NW State;NW Louisiana St;Northwestern St LA;Northwestern La;\
    Northwestern Louisiana;NSU|Demons;Lady Demons|NCAAMB:NWST~\
    NCAA|Notre Dame|Fighting Irish|NCAAF:ND;NCAAMB:ND~NCAA|Oakland|Golden Grizzlies|NCAAMB:OAK~\
    NCAA|Ohio;Ohio University;Ohio U|Bobcats|NCAAF:OHIO;NCAAMB:OHIO~\
    NCAA|Ohio St;OSU|Buckeyes|NCAAF:OSU;NCAAMB:OSU~NCAA|Oklahoma|Sooners|NCAAF:OKLA;NCAAMB:OKLA~\
    NCAA|Oklahoma St;Okla St;OSU|Cowboys;Cowgirls|NCAAF:OKST;NCAAMB:OKST~\
    NCAA|Old Dominion;ODU|Monarchs;Lady Monarchs|NCAAF:ODU;NCAAMB:ODU~\
    NCAA|Ole Miss;Mississippi|Rebels|NCAAF:MISS;NCAAMB:MISS~\
    NCAA|Omaha;Nebraska-Omaha;Neb-Omaha;NE Omaha;UNO|Mavericks|NCAAMB:NEOM~\
    NCAA|Oral Roberts;ORU|Golden Eagles|NCAAMB:ORU~NCAA|Oregon|Ducks|NCAAF:ORE;NCAAMB:ORE~\
    NCAA|Oregon St;OSU|Beavers|NCAAF:ORST;NCAAMB:ORST~\
    NCAA|Pacific;University of the Pacific;Pacific (CA)|Tigers|NCAAMB:PAC~\
    NCAA|Penn;Pennsylvania;UPenn|Quakers|NCAAMB:PENN~\
    NCAA|Penn St;Pennsylvania St;PSU|Nittany Lions;Lady Lions|NCAAF:PSU;NCAAMB:PSU~\
    NCAA|Pepperdine|Waves|NCAAMB:PEPP~NCAA|Pittsburgh;Pitt|Panthers|NCAAF:PITT;NCAAMB:PITT~\
    NCAA|Portland|Pilots|NCAAMB:PORT~NCAA|Portland St;PSU|Vikings|~\
    NCAA|Prairie View A&M;Prairie View;Prairie View AM;PVAMU|Panthers;Lady Panthers|NCAAF:PV;\
    NCAAMB:PV~NCAA|Presbyterian;Presbyterian College;PC|Blue Hose|NCAAMB:PRES~\
    NCAA|Princeton|Tigers|NCAAMB:PRIN~NCAA|Providence;PC|Friars|NCAAMB:PROV~\
    NCAA|Purdue|Boilermakers|NCAAF:PUR;NCAAMB:PUR~\
    NCAA|Purdue Fort Wayne;Fort Wayne;PFW;IPFW;IU-Purdue Fort Wayne;Indiana-Purdue Fort Wayne;\
    IP Fort Wayne;Purdue Ft Wayne|Mastodons;Dons|NCAAMB:PFW~\
    NCAA|Queens University;Queens;Queens (NC);Queens Charlotte;Queens University of Charlotte;\
    Queens University Charlotte|Royals|NCAAMB:QUC~NCAA|Quinnipiac|Bobcats|NCAAMB:QUIN~\
    NCAA|Radford|Highlanders|NCAAMB:RAD~NCAA|Rhode Island;URI|Rams|NCAAMB:URI~\
    NCAA|Rice|Owls|NCAAF:RICE;NCAAMB:RICE~NCAA|Richmond|Spiders|NCAAMB:RICH~\
    NCAA|Rider|Broncs|NCAAMB:RID~NCAA|Robert Morris;RMU|Colonials|NCAAMB:RMU~\
    NCAA|Rutgers|Scarlet Knights|NCAAF:RUTG;NCAAMB:RUTG~\
    NCAA|Sacramento St;CSU Sacramento;Cal State Sacramento;Sac State;CS Sacramento|Hornets|\
    NCAAMB:SAC~NCAA|Sacred Heart|Pioneers|NCAAMB:SHU~\
    NCAA|Saint Francis (PA);St. Francis (PA);Saint Francis;St. Francis;St Francis U;\
    Saint Francis Univ|Red Flash|NCAAMB:SFPA~\
    NCAA|St. Francis Brooklyn;St. Francis (BKN);St Francis NY;Saint Francis;St. Francis|Terriers|~\
    NCAA|Saint Joseph's;St. Joseph's;Saint Joseph's PA;St. Joseph's (PA);St Joe's|Hawks|\
    NCAAMB:JOES~NCAA|Saint Louis;St. Louis;SLU|Billikens|NCAAMB:SLU~\
    NCAA|Saint Mary's;St. Mary's;Saint Mary's (CA);St. Mary's (CA);St. Mary's College;\
    Saint Mary's College|Gaels|NCAAMB:SMC~\
    NCAA|Saint Peter's;St. Peter's;Saint Peter|Peacocks|NCAAMB:SPC~\
    NCAA|Sam Houston;Sam Houston St;SHSU|Bearkats;Bearcats|NCAAF:SHSU;NCAAMB:SHSU~\
    NCAA|Samford|Bulldogs|NCAAMB:SAM~NCAA|San Diego;USD|Toreros|NCAAMB:USD~\
    NCAA|San Diego St;SDSU|Aztecs|NCAAF:SDSU;NCAAMB:SDSU~\
    NCAA|San Francisco;San Fran;USF|Dons|NCAAMB:SF~\
    NCAA|San Jose St;SJSU|Spartans|NCAAF:SJSU;NCAAMB:SJSU~NCAA|Santa Clara|Broncos|NCAAMB:SCU~\
    NCAA|Seattle;Seattle U;Seattle University|Redhawks|NCAAMB:SEA~\
    NCAA|Seton Hall|Pirates|NCAAMB:HALL~NCAA|Siena|Saints|NCAAMB:SIE~\
    NCAA|SIU Edwardsville;SIUE;SIU-E;Southern Illinois Edwardsville;So Illinois Edwardsville;\
    S Illinois Edwardsville;Southern Ill-Edwardsville|Cougars|NCAAMB:SIUE~\
    NCAA|SMU;Southern Methodist|Mustangs|NCAAF:SMU;NCAAMB:SMU~\
    NCAA|South Alabama;S Alabama;So Alabama;USA|Jaguars|NCAAF:USA;NCAAMB:USA~\
    NCAA|South Carolina;S Carolina;So Carolina;Carolina|Gamecocks|NCAAF:SCAR;NCAAMB:SCAR~\
    NCAA|South Carolina St;S Carolina St;SC State;So Carolina St;SCSU|Bulldogs;Lady Bulldogs|\
    NCAAF:SCST;NCAAMB:SCST~\
    NCAA|South Carolina Upstate;USC Upstate;SC Upstate;S Carolina Upstate|Spartans|NCAAMB:SCUS~\
    NCAA|South Dakota;S Dakota;So Dakota;USD|Coyotes|NCAAMB:SDAK~\
    NCAA|South Dakota St;S Dakota St;So Dakota St;SDSU|Jackrabbits|~\
    NCAA|Southeastern Louisiana;SE Louisiana;Southeast Louisiana;SE Louisiana St;Southeastern La;\
    SELA;SE La;SLU|Lions;Lady Lions|NCAAMB:SELA~\
    NCAA|Southeast Missouri St;SE Missouri St;Southeast Missouri;SE Missouri;SEMO;\
    Southeastern Missouri St|Redhawks|NCAAMB:SEMO~\
    NCAA|Southern;Southern University;Southern U;Southern Univ|Jaguars;Lady Jaguars|NCAAMB:SOU~\
    NCAA|Southern Illinois;S Illinois;So Illinois;SIU|Salukis|NCAAMB:SIU~\
    NCAA|Southern Indiana;S Indiana;So Indiana;USI|Screaming Eagles|NCAAMB:USI~\
    NCAA|Southern Miss;Southern Mississippi;So Mississippi;So Miss;S Mississippi;USM|Golden Eagles;\
    Lady Eagles|NCAAF:USM;NCAAMB:USM~NCAA|Southern Utah;S Utah;So Utah;SUU|Thunderbirds|NCAAMB:SUU~\
    NCAA|South Florida;S Florida;So Florida;USF|Bulls|NCAAF:USF;NCAAMB:USF~\
    NCAA|Stanford|Cardinal|NCAAF:STAN;NCAAMB:STAN~\
    NCAA|Stephen F. Austin;SF Austin;Stephen F Austin St;Stephen Austin;SFA;S F Austin;SFA St|\
    Lumberjacks;Ladyjacks|NCAAMB:SFA~NCAA|Stetson|Hatters|NCAAMB:STET~\
    NCAA|St. Bonaventure;Saint Bonaventure|Bonnies|NCAAMB:SBON~\
    NCAA|St. John's;Saint John's;St. John's (NY);Saint Johns NY|Red Storm|NCAAMB:SJU~\
    NCAA|Stonehill;Stonehill College|Skyhawks|NCAAMB:STNH~\
    NCAA|Stony Brook;SUNY Stony Brook|Seawolves|~\
    NCAA|St. Thomas (MN);St. Thomas;St. Thomas-Minnesota;Saint Thomas (MN)|Tommies|~\
    NCAA|Syracuse|Orange|NCAAF:SYR;NCAAMB:SYR~\
    NCAA|Tarleton St;Tarleton;TSU|Texans;TexAnns|NCAAMB:TARL~\
    NCAA|TCU;Texas Christian|Horned Frogs|NCAAF:TCU;NCAAMB:TCU~\
    NCAA|Temple|Owls|NCAAF:TEM;NCAAMB:TEM~\
    NCAA|Tennessee;UT|Volunteers;Vols;Lady Volunteers;Lady Vols|NCAAF:TENN;NCAAMB:TENN~\
    NCAA|Tennessee St;Tenn St;TSU|Tigers;Lady Tigers|NCAAMB:TNST~\
    NCAA|Tennessee Tech;Tenn Tech|Golden Eagles|NCAAF:TNTC;NCAAMB:TNTC~\
    NCAA|Texas;UT|Longhorns|NCAAF:TEX;NCAAMB:TEX~\
    NCAA|Texas A&M;Texas AM;Tex A&M|Aggies|NCAAF:TXAM;NCAAMB:TXAM~\
    NCAA|Texas A&M-Corpus Christi;Texas A&M-CC;Texas A&M-Corpus;Tex A&M-CC;TX A&M-CC;TAMU-CC;\
    TAMUCC;A&M-Corpus Christi;Texas AM-CC;Texas A&M Corpus Chris;Tex A&M Corpus Christi;\
    Texas A&M-Corp Christi|Islanders|NCAAMB:AMCC~\
    NCAA|Texas Southern;TX Southern;Tex Southern;Texas So;TSU|Tigers;Lady Tigers|NCAAMB:TXSO~\
    NCAA|Texas St;TSU|Bobcats|NCAAF:TXST;NCAAMB:TXST~\
    NCAA|Texas Tech|Red Raiders;Lady Raiders|NCAAF:TTU;NCAAMB:TTU~\
    NCAA|The Citadel;Citadel|Bulldogs|NCAAF:CIT;NCAAMB:CIT~\
    NCAA|Toledo;UT|Rockets|NCAAF:TOL;NCAAMB:TOL~NCAA|Towson;Towson St|Tigers|NCAAMB:TOWS~\
    NCAA|Troy;Troy St|Trojans|NCAAF:TROY;NCAAMB:TROY~NCAA|Tulane|Green Wave|NCAAF:TULN;NCAAMB:TULN~\
    NCAA|Tulsa|Golden Hurricane|NCAAF:TLSA;NCAAMB:TLSA~\
    NCAA|UAB;Alabama-Birmingham|Blazers|NCAAF:UAB;NCAAMB:UAB~\
    NCAA|UC Davis;Cal Davis;UCD;California-Davis|Aggies|NCAAMB:UCD~\
    NCAA|UC Irvine;Cal Irvine;UCI;California-Irvine|Anteaters|NCAAMB:UCI~\
    NCAA|UC Riverside;Cal Riverside;UCR;California-Riverside|Highlanders|NCAAMB:UCRV~\
    NCAA|UC San Diego;UCSD;California-San Diego;Cal-San Diego|Tritons|NCAAMB:UCSD~\
    NCAA|UC Santa Barbara;UCSB;California-Santa Barbara;Cal Santa Barbara;Santa Barbara|Gauchos|\
    NCAAMB:UCSB~NCAA|UCF;Central Florida|Knights|NCAAF:UCF;NCAAMB:UCF~\
    NCAA|UCLA|Bruins|NCAAF:UCLA;NCAAMB:UCLA~\
    NCAA|UIC;Illinois-Chicago;Ill-Chicago;IL Chicago|Flames|NCAAMB:UIC~\
    NCAA|UMass;Massachusetts;U Mass;UM|Minutemen;Minutewomen|NCAAF:MASS;NCAAMB:MASS~\
    NCAA|UMass Lowell;Massachusetts-Lowell;Mass Lowell;MA Lowell;U Mass Lowell|River Hawks;\
    Riverhawks|NCAAMB:MASSL~\
    NCAA|UMBC;Maryland-Baltimore County;Md-Balt County;Maryland BC;MD Baltimore Co|Retrievers|\
    NCAAMB:UMBC~NCAA|UNC Asheville;North Carolina Asheville;UNCA;NC Asheville|Bulldogs|NCAAMB:UNCA~\
    NCAA|UNC Greensboro;North Carolina Greensboro;UNCG;NC Greensboro|Spartans|NCAAMB:UNCG~\
    NCAA|UNC Wilmington;North Carolina Wilmington;UNCW;NC Wilmington|Seahawks|NCAAMB:UNCW~\
    NCAA|UNLV;Nevada-Las Vegas|Rebels;Runnin Rebels;Lady Rebels|NCAAF:UNLV;NCAAMB:UNLV~\
    NCAA|USC;Southern California;Southern Cal;So California|Trojans;Women of Troy|NCAAF:USC;\
    NCAAMB:USC~\
    NCAA|UT Arlington;Texas-Arlington;Tex Arlington;TX-Arlington;UTA|Mavericks|NCAAMB:UTA~\
    NCAA|UTEP;Texas-El Paso;UT El Paso|Miners|NCAAF:UTEP;NCAAMB:UTEP~\
    NCAA|UT Martin;Tennessee-Martin;Tenn-Martin;TN Martin;UTM|Skyhawks|NCAAMB:UTM~\
    NCAA|UT Rio Grande Valley;UTRGV;Texas-Rio Grande Valley;UT Rio Grande;Texas-RGV;UT-RGV;\
    Tex Rio Grande Valley|Vaqueros|NCAAMB:UTRGV~\
    NCAA|UTSA;Texas-San Antonio;UT San Antonio;Tex San Antonio|Roadrunners|NCAAF:UTSA;NCAAMB:UTSA~\
    NCAA|Utah;UT|Utes|NCAAF:UTAH;NCAAMB:UTAH~NCAA|Utah St;USU|Aggies|NCAAF:USU;NCAAMB:USU~\
    NCAA|Utah Tech;Dixie St;UTU|Trailblazers;Trail Blazers|NCAAMB:UTU~\
    NCAA|Utah Valley;Utah Valley St;Utah Valley Univ;UVU|Wolverines|NCAAMB:UVU~\
    NCAA|Valparaiso;Valpo|Beacons;Crusaders|NCAAMB:VALP~\
    NCAA|Vanderbilt;Vandy|Commodores|NCAAF:VAN;NCAAMB:VAN~\
    NCAA|VCU;Virginia Commonwealth;Va Commonwealth|Rams|NCAAMB:VCU~\
    NCAA|Vermont|Catamounts|NCAAMB:UVM~NCAA|Villanova;Nova|Wildcats|NCAAMB:VILL~\
    NCAA|Virginia;UVA|Cavaliers|NCAAF:UVA;NCAAMB:UVA~\
    NCAA|Virginia Tech;Va Tech;VT|Hokies|NCAAF:VT;NCAAMB:VT~\
    NCAA|VMI;Virginia Military;Virginia Military Institute|Keydets|NCAAMB:VMI~\
    NCAA|Wagner|Seahawks|NCAAMB:WAG~NCAA|Wake Forest;Wake|Demon Deacons|NCAAF:WAKE;NCAAMB:WAKE~\
    NCAA|Washington|Huskies|NCAAF:WASH;NCAAMB:WASH~\
    NCAA|Washington St;Wash State;Wazzu;WSU|Cougars|NCAAF:WSU;NCAAMB:WSU~\
    NCAA|Weber St;Weber;WSU|Wildcats|NCAAMB:WEB~\
    NCAA|Western Carolina;W Carolina;West Carolina|Catamounts|NCAAMB:WCU~\
    NCAA|Western Illinois;W Illinois;West Illinois;WIU|Leathernecks;Fighting Leathernecks|\
    NCAAMB:WIU~\
    NCAA|Western Kentucky;W Kentucky;West Kentucky;WKU|Hilltoppers;Lady Toppers;Lady Hilltoppers|\
    NCAAF:WKU;NCAAMB:WKU~\
    NCAA|Western Michigan;W Michigan;West Michigan;WMU|Broncos|NCAAF:WMU;NCAAMB:WMU~\
    NCAA|West Georgia;W Georgia;UWG|Wolves|NCAAMB:UWGA~\
    NCAA|West Virginia;W Virginia;WVU|Mountaineers|NCAAF:WVU;NCAAMB:WVU~\
    NCAA|Wichita St;WSU|Shockers|NCAAMB:WICH~\
    NCAA|William & Mary;William and Mary;William Mary;Wm & Mary;Will & Mary|Tribe|NCAAMB:WM~\
    NCAA|Winthrop|Eagles|NCAAMB:WIN~NCAA|Wisconsin|Badgers|NCAAF:WIS;NCAAMB:WIS~\
    NCAA|Wofford|Terriers|NCAAMB:WOF~NCAA|Wright St;WSU|Raiders|NCAAMB:WRST~\
    NCAA|Wyoming|Cowboys;Cowgirls|NCAAF:WYO;NCAAMB:WYO~NCAA|Xavier|Musketeers|NCAAMB:XAV~\
    NCAA|Yale|Bulldogs;Elis|NCAAMB:YALE~NCAA|Youngstown St;YSU|Penguins|NCAAMB:YSU~
    """
}
