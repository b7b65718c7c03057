// Written by scripts/make_team_tables.py; change scripts/teams and run it again.
// Origin: names and nicknames from general knowledge (scripts/teams); codes and the exchange's own
// names as seen in its public tickers of 2025 and 2026. Facts only: codes and names.

/// The teams this program ships with, as text; `KnownTeam` reads it. Records end with `~`.
enum ShippedTeams {
  /// `league|code|name`: the exchange's own.
  static let exchangeTeamLines = """
    NFL|ARI|Arizona~NFL|ATL|Atlanta~NFL|BAL|Baltimore~NFL|BUF|Buffalo~NFL|CAR|Carolina~\
    NFL|CHI|Chicago~NFL|CIN|Cincinnati~NFL|CLE|Cleveland~NFL|DAL|Dallas~NFL|DEN|Denver~\
    NFL|DET|Detroit~NFL|GB|Green Bay~NFL|HOU|Houston~NFL|IND|Indianapolis~NFL|JAC|Jacksonville~\
    NFL|KC|Kansas City~NFL|LV|Las Vegas~NFL|LAC|Los Angeles C~NFL|LA|Los Angeles R~NFL|MIA|Miami~\
    NFL|MIN|Minnesota~NFL|NE|New England~NFL|NO|New Orleans~NFL|NYG|New York G~NFL|NYJ|New York J~\
    NFL|PHI|Philadelphia~NFL|PIT|Pittsburgh~NFL|SF|San Francisco~NFL|SEA|Seattle~NFL|TB|Tampa Bay~\
    NFL|TEN|Tennessee~NFL|WAS|Washington~NBA|ATL|Atlanta~NBA|BOS|Boston~NBA|BKN|Brooklyn~\
    NBA|CHA|Charlotte~NBA|CHI|Chicago~NBA|CLE|Cleveland~NBA|DAL|Dallas~NBA|DEN|Denver~\
    NBA|DET|Detroit~NBA|GSW|Golden State~NBA|HOU|Houston~NBA|IND|Indiana~NBA|LAC|Los Angeles C~\
    NBA|LAL|Los Angeles L~NBA|MEM|Memphis~NBA|MIA|Miami~NBA|MIL|Milwaukee~NBA|MIN|Minnesota~\
    NBA|NOP|New Orleans~NBA|NYK|New York~NBA|OKC|Oklahoma City~NBA|ORL|Orlando~\
    NBA|PHI|Philadelphia~NBA|PHX|Phoenix~NBA|POR|Portland~NBA|SAC|Sacramento~NBA|SAS|San Antonio~\
    NBA|TOR|Toronto~NBA|UTA|Utah~NBA|WAS|Washington~MLB|ATH|A's~MLB|ATL|Atlanta~MLB|AZ|Arizona~\
    MLB|BAL|Baltimore~MLB|BOS|Boston~MLB|CHC|Chicago C~MLB|CWS|Chicago WS~MLB|CIN|Cincinnati~\
    MLB|CLE|Cleveland~MLB|COL|Colorado~MLB|DET|Detroit~MLB|HOU|Houston~MLB|KC|Kansas City~\
    MLB|LAA|Los Angeles A~MLB|LAD|Los Angeles D~MLB|MIA|Miami~MLB|MIL|Milwaukee~MLB|MIN|Minnesota~\
    MLB|NYM|New York M~MLB|NYY|New York Y~MLB|PHI|Philadelphia~MLB|PIT|Pittsburgh~MLB|SD|San Diego~\
    MLB|SEA|Seattle~MLB|SF|San Francisco~MLB|STL|St. Louis~MLB|TB|Tampa Bay~MLB|TEX|Texas~\
    MLB|TOR|Toronto~MLB|WSH|Washington~NHL|ANA|Anaheim~NHL|BOS|Boston~NHL|BUF|Buffalo~\
    NHL|CAR|Carolina~NHL|CBJ|Columbus~NHL|CGY|Calgary~NHL|CHI|Chicago~NHL|COL|Colorado~\
    NHL|DAL|Dallas~NHL|DET|Detroit~NHL|EDM|Edmonton~NHL|FLA|Florida~NHL|LA|Los Angeles~\
    NHL|MIN|Minnesota~NHL|MTL|Montreal~NHL|NJ|New Jersey~NHL|NSH|Nashville~NHL|NYI|New York I~\
    NHL|NYR|New York R~NHL|OTT|Ottawa~NHL|PHI|Philadelphia~NHL|PIT|Pittsburgh~NHL|SEA|Seattle~\
    NHL|SJ|San Jose~NHL|STL|St. Louis~NHL|TB|Tampa Bay~NHL|TOR|Toronto~NHL|UTA|Utah~\
    NHL|VAN|Vancouver~NHL|VGK|Vegas~NHL|WPG|Winnipeg~NHL|WSH|Washington~WNBA|ATL|Atlanta~\
    WNBA|CHI|Chicago~WNBA|CONN|Connecticut~WNBA|DAL|Dallas~WNBA|GS|Golden State~WNBA|IND|Indiana~\
    WNBA|LA|Los Angeles~WNBA|LV|Las Vegas~WNBA|MIN|Minnesota~WNBA|NY|New York~WNBA|PDX|Portland~\
    WNBA|PHX|Phoenix~WNBA|SEA|Seattle~WNBA|TOR|Toronto~WNBA|WSH|Washington~NCAAF|AFA|Air Force~\
    NCAAF|AKR|Akron~NCAAF|ALA|Alabama~NCAAF|APP|Appalachian St.~NCAAF|ARIZ|Arizona~\
    NCAAF|ARK|Arkansas~NCAAF|ARMY|Army~NCAAF|ARST|Arkansas St.~NCAAF|ASU|Arizona St.~\
    NCAAF|AUB|Auburn~NCAAF|BALL|Ball St.~NCAAF|BAY|Baylor~NCAAF|BC|Boston College~\
    NCAAF|BGSU|Bowling Green~NCAAF|BSU|Boise St.~NCAAF|BUFF|Buffalo~NCAAF|BYU|BYU~\
    NCAAF|CAL|California~NCAAF|CCAR|Coastal Carolina~NCAAF|CHAR|Charlotte~NCAAF|CIN|Cincinnati~\
    NCAAF|CIT|The Citadel~NCAAF|CLEM|Clemson~NCAAF|CMU|Central Michigan~NCAAF|COLO|Colorado~\
    NCAAF|CONN|UConn~NCAAF|CSU|Colorado St.~NCAAF|DEL|Delaware~NCAAF|DUKE|Duke~\
    NCAAF|ECU|East Carolina~NCAAF|EIU|Eastern Illinois~NCAAF|EMU|Eastern Michigan~\
    NCAAF|FAU|Florida Atlantic~NCAAF|FIU|Florida International~NCAAF|FLA|Florida~\
    NCAAF|FRES|Fresno St.~NCAAF|FSU|Florida St.~NCAAF|FUR|Furman~NCAAF|GASO|Georgia Southern~\
    NCAAF|GAST|Georgia St.~NCAAF|GT|Georgia Tech~NCAAF|HAW|Hawai'i~NCAAF|HOU|Houston~\
    NCAAF|ILL|Illinois~NCAAF|IND|Indiana~NCAAF|IOWA|Iowa~NCAAF|ISU|Iowa St.~\
    NCAAF|JMU|James Madison~NCAAF|JVST|Jacksonville St.~NCAAF|KENN|Kennesaw St.~\
    NCAAF|KENT|Kent St.~NCAAF|KSU|Kansas St.~NCAAF|KU|Kansas~NCAAF|LIB|Liberty~\
    NCAAF|LOU|Louisville~NCAAF|LSU|LSU~NCAAF|LT|Louisiana Tech~NCAAF|MASS|UMass~NCAAF|MD|Maryland~\
    NCAAF|MEM|Memphis~NCAAF|MER|Mercer~NCAAF|MIA|Miami (FL)~NCAAF|MICH|Michigan~\
    NCAAF|MINN|Minnesota~NCAAF|MISS|Ole Miss~NCAAF|MIZZ|Missouri~NCAAF|MOSU|Missouri St.~\
    NCAAF|MRSH|Marshall~NCAAF|MSST|Mississippi St.~NCAAF|MSU|Michigan St.~\
    NCAAF|MTU|Middle Tennessee~NCAAF|NAVY|Navy~NCAAF|NCST|North Carolina St.~NCAAF|ND|Notre Dame~\
    NCAAF|NEB|Nebraska~NCAAF|NEV|Nevada~NCAAF|NIU|Northern Illinois~NCAAF|NMSU|New Mexico St.~\
    NCAAF|NW|Northwestern~NCAAF|ODU|Old Dominion~NCAAF|OHIO|Ohio~NCAAF|OKLA|Oklahoma~\
    NCAAF|OKST|Oklahoma St.~NCAAF|ORE|Oregon~NCAAF|ORST|Oregon St.~NCAAF|OSU|Ohio St.~\
    NCAAF|PITT|Pittsburgh~NCAAF|PSU|Penn St.~NCAAF|PUR|Purdue~NCAAF|PV|Prairie View A&M~\
    NCAAF|RICE|Rice~NCAAF|RUTG|Rutgers~NCAAF|SCAR|South Carolina~NCAAF|SCST|South Carolina St.~\
    NCAAF|SDSU|San Diego St.~NCAAF|SHSU|Sam Houston~NCAAF|SJSU|San Jose St.~NCAAF|SMU|SMU~\
    NCAAF|STAN|Stanford~NCAAF|SYR|Syracuse~NCAAF|TCU|TCU~NCAAF|TEM|Temple~NCAAF|TENN|Tennessee~\
    NCAAF|TEX|Texas~NCAAF|TLSA|Tulsa~NCAAF|TNTC|Tennessee Tech~NCAAF|TOL|Toledo~NCAAF|TROY|Troy~\
    NCAAF|TTU|Texas Tech~NCAAF|TULN|Tulane~NCAAF|TXAM|Texas A&M~NCAAF|TXST|Texas St.~NCAAF|UAB|UAB~\
    NCAAF|UCF|UCF~NCAAF|UCLA|UCLA~NCAAF|UGA|Georgia~NCAAF|UK|Kentucky~NCAAF|ULL|Louisiana~\
    NCAAF|ULM|Louisiana-Monroe~NCAAF|UNC|North Carolina~NCAAF|UNLV|UNLV~NCAAF|UNM|New Mexico~\
    NCAAF|UNT|North Texas~NCAAF|USA|South Alabama~NCAAF|USC|USC~NCAAF|USF|South Florida~\
    NCAAF|USM|Southern Miss~NCAAF|USU|Utah St.~NCAAF|UTAH|Utah~NCAAF|UTEP|UTEP~NCAAF|UTSA|UTSA~\
    NCAAF|UVA|Virginia~NCAAF|VAN|Vanderbilt~NCAAF|VT|Virginia Tech~NCAAF|WAKE|Wake Forest~\
    NCAAF|WASH|Washington~NCAAF|WIS|Wisconsin~NCAAF|WKU|Western Kentucky~\
    NCAAF|WMU|Western Michigan~NCAAF|WSU|Washington St.~NCAAF|WVU|West Virginia~NCAAF|WYO|Wyoming~\
    NCAAF|M-OH|Miami (OH)~NCAAMB|AC|Abilene Christian~NCAAMB|AFA|Air Force~NCAAMB|ALA|Alabama~\
    NCAAMB|ALBY|University at Albany~NCAAMB|ALCN|Alcorn St.~NCAAMB|ALST|Alabama St.~\
    NCAAMB|ARIZ|Arizona~NCAAMB|ARK|Arkansas~NCAAMB|ARPB|Arkansas-Pine Bluff~NCAAMB|ASU|Arizona St.~\
    NCAAMB|AUB|Auburn~NCAAMB|BAY|Baylor~NCAAMB|BC|Boston College~NCAAMB|BELL|Bellarmine~\
    NCAAMB|BSU|Boise St.~NCAAMB|BU|Boston University~NCAAMB|BUT|Butler~NCAAMB|BYU|BYU~\
    NCAAMB|CAL|California~NCAAMB|CAMP|Campbell~NCAAMB|CAN|Canisius~NCAAMB|CBU|California Baptist~\
    NCAAMB|CHAT|Chattanooga~NCAAMB|CIN|Cincinnati~NCAAMB|COFC|Charleston~NCAAMB|COLG|Colgate~\
    NCAAMB|COLO|Colorado~NCAAMB|COOK|Bethune-Cookman~NCAAMB|COPP|Coppin St.~NCAAMB|CP|Cal Poly~\
    NCAAMB|CREI|Creighton~NCAAMB|CSB|Cal State Bakersfield~NCAAMB|CSF|Cal State Fullerton~\
    NCAAMB|DAY|Dayton~NCAAMB|DEN|Denver~NCAAMB|DEP|DePaul~NCAAMB|DREX|Drexel~NCAAMB|DRKE|Drake~\
    NCAAMB|DSU|Delaware St.~NCAAMB|DUKE|Duke~NCAAMB|DUQ|Duquesne~NCAAMB|ECU|East Carolina~\
    NCAAMB|EIU|Eastern Illinois~NCAAMB|EMU|Eastern Michigan~NCAAMB|ETAM|East Texas A&M~\
    NCAAMB|EWU|Eastern Washington~NCAAMB|FAU|Florida Atlantic~NCAAMB|FGCU|Florida Gulf Coast~\
    NCAAMB|FIU|Florida International~NCAAMB|FLA|Florida~NCAAMB|FOR|Fordham~NCAAMB|FRES|Fresno St.~\
    NCAAMB|FSU|Florida St.~NCAAMB|GASO|Georgia Southern~NCAAMB|GC|Grand Canyon~\
    NCAAMB|GMU|George Mason~NCAAMB|GONZ|Gonzaga~NCAAMB|GT|Georgia Tech~NCAAMB|GTWN|Georgetown~\
    NCAAMB|GW|George Washington~NCAAMB|HALL|Seton Hall~NCAAMB|HARV|Harvard~NCAAMB|HC|Holy Cross~\
    NCAAMB|HOU|Houston~NCAAMB|HP|High Point~NCAAMB|IDST|Idaho St.~NCAAMB|ILL|Illinois~\
    NCAAMB|ILST|Illinois St.~NCAAMB|IND|Indiana~NCAAMB|INST|Indiana St.~NCAAMB|IONA|Iona~\
    NCAAMB|IOWA|Iowa~NCAAMB|ISU|Iowa St.~NCAAMB|IUIN|IU Indy~NCAAMB|JAC|Jacksonville~\
    NCAAMB|JMU|James Madison~NCAAMB|JOES|Saint Joseph's~NCAAMB|KENN|Kennesaw St.~\
    NCAAMB|KSU|Kansas St.~NCAAMB|KU|Kansas~NCAAMB|LAF|Lafayette~NCAAMB|LAS|La Salle~\
    NCAAMB|LBSU|Long Beach St.~NCAAMB|LEH|Lehigh~NCAAMB|LIB|Liberty~NCAAMB|LMU|Loyola Marymount~\
    NCAAMB|LOU|Louisville~NCAAMB|LSU|LSU~NCAAMB|MARQ|Marquette~NCAAMB|MASS|UMass~\
    NCAAMB|MCNS|McNeese~NCAAMB|MD|Maryland~NCAAMB|MEM|Memphis~NCAAMB|MIA|Miami (FL)~\
    NCAAMB|MICH|Michigan~NCAAMB|MILW|Milwaukee~NCAAMB|MINN|Minnesota~NCAAMB|MISS|Ole Miss~\
    NCAAMB|MIZZ|Missouri~NCAAMB|MONM|Monmouth~NCAAMB|MONT|Montana~NCAAMB|MORE|Morehead St.~\
    NCAAMB|MSM|Mount St. Mary's~NCAAMB|MSST|Mississippi St.~NCAAMB|MSU|Michigan St.~\
    NCAAMB|MTST|Montana St.~NCAAMB|MTU|Middle Tennessee~NCAAMB|MURR|Murray St.~\
    NCAAMB|MVSU|Mississippi Valley St.~NCAAMB|NCCU|North Carolina Central~\
    NCAAMB|NCST|North Carolina St.~NCAAMB|ND|Notre Dame~NCAAMB|NE|Northeastern~NCAAMB|NEB|Nebraska~\
    NCAAMB|NEV|Nevada~NCAAMB|NHC|New Haven~NCAAMB|NIU|Northern Illinois~NCAAMB|NJIT|NJIT~\
    NCAAMB|NKU|Northern Kentucky~NCAAMB|NORF|Norfolk St.~NCAAMB|NW|Northwestern~\
    NCAAMB|ODU|Old Dominion~NCAAMB|OHIO|Ohio~NCAAMB|OKLA|Oklahoma~NCAAMB|OKST|Oklahoma St.~\
    NCAAMB|ORE|Oregon~NCAAMB|ORST|Oregon St.~NCAAMB|ORU|Oral Roberts~NCAAMB|OSU|Ohio St.~\
    NCAAMB|PAC|Pacific~NCAAMB|PEAY|Austin Peay~NCAAMB|PENN|Penn~NCAAMB|PEPP|Pepperdine~\
    NCAAMB|PORT|Portland~NCAAMB|PRIN|Princeton~NCAAMB|PROV|Providence~NCAAMB|PSU|Penn St.~\
    NCAAMB|PV|Prairie View A&M~NCAAMB|QUC|Queens University~NCAAMB|QUIN|Quinnipiac~\
    NCAAMB|RAD|Radford~NCAAMB|RICE|Rice~NCAAMB|RICH|Richmond~NCAAMB|RUTG|Rutgers~\
    NCAAMB|SAC|Sacramento St.~NCAAMB|SAM|Samford~NCAAMB|SBON|St. Bonaventure~\
    NCAAMB|SCST|South Carolina St.~NCAAMB|SCU|Santa Clara~NCAAMB|SCUS|USC Upstate~\
    NCAAMB|SDAK|South Dakota~NCAAMB|SDSU|San Diego St.~NCAAMB|SEA|Seattle~\
    NCAAMB|SEMO|Southeast Missouri St.~NCAAMB|SF|San Francisco~NCAAMB|SHSU|Sam Houston~\
    NCAAMB|SHU|Sacred Heart~NCAAMB|SIU|Southern Illinois~NCAAMB|SJSU|San Jose St.~\
    NCAAMB|SJU|St. John's~NCAAMB|SLU|Saint Louis~NCAAMB|SMC|Saint Mary's~NCAAMB|SMU|SMU~\
    NCAAMB|STAN|Stanford~NCAAMB|STNH|Stonehill~NCAAMB|SYR|Syracuse~NCAAMB|TARL|Tarleton St.~\
    NCAAMB|TCU|TCU~NCAAMB|TEM|Temple~NCAAMB|TENN|Tennessee~NCAAMB|TEX|Texas~NCAAMB|TLSA|Tulsa~\
    NCAAMB|TNTC|Tennessee Tech~NCAAMB|TOWS|Towson~NCAAMB|TROY|Troy~NCAAMB|TTU|Texas Tech~\
    NCAAMB|TULN|Tulane~NCAAMB|TXAM|Texas A&M~NCAAMB|TXST|Texas St.~NCAAMB|UAB|UAB~NCAAMB|UCF|UCF~\
    NCAAMB|UCI|UC Irvine~NCAAMB|UCLA|UCLA~NCAAMB|UCSB|UC Santa Barbara~NCAAMB|UCSD|UC San Diego~\
    NCAAMB|UGA|Georgia~NCAAMB|UIC|UIC~NCAAMB|UK|Kentucky~NCAAMB|UMBC|UMBC~\
    NCAAMB|UMES|Maryland-Eastern Shore~NCAAMB|UNC|North Carolina~NCAAMB|UNCO|Northern Colorado~\
    NCAAMB|UNI|Northern Iowa~NCAAMB|UNLV|UNLV~NCAAMB|UNM|New Mexico~NCAAMB|UNO|New Orleans~\
    NCAAMB|UNT|North Texas~NCAAMB|URI|Rhode Island~NCAAMB|USC|USC~NCAAMB|USD|San Diego~\
    NCAAMB|USF|South Florida~NCAAMB|USU|Utah St.~NCAAMB|UTA|UT Arlington~NCAAMB|UTAH|Utah~\
    NCAAMB|UTEP|UTEP~NCAAMB|UTRGV|UT Rio Grande Valley~NCAAMB|UTSA|UTSA~NCAAMB|UTU|Utah Tech~\
    NCAAMB|UVU|Utah Valley~NCAAMB|VAN|Vanderbilt~NCAAMB|VCU|VCU~NCAAMB|VILL|Villanova~\
    NCAAMB|VMI|VMI~NCAAMB|VT|Virginia Tech~NCAAMB|WAKE|Wake Forest~NCAAMB|WASH|Washington~\
    NCAAMB|WCU|Western Carolina~NCAAMB|WEB|Weber St.~NCAAMB|WEBB|Gardner-Webb~\
    NCAAMB|WICH|Wichita St.~NCAAMB|WIN|Winthrop~NCAAMB|WIS|Wisconsin~NCAAMB|WKU|Western Kentucky~\
    NCAAMB|WSU|Washington St.~NCAAMB|WVU|West Virginia~NCAAMB|WYO|Wyoming~NCAAMB|XAV|Xavier~\
    NCAAMB|YSU|Youngstown St.~NCAAMB|AMER|American~NCAAMB|BEL|Belmont~NCAAMB|BING|Binghamton~\
    NCAAMB|BRAD|Bradley~NCAAMB|BRWN|Brown~NCAAMB|BRY|Bryant~NCAAMB|BUCK|Bucknell~\
    NCAAMB|CARK|Central Arkansas~NCAAMB|CCSU|Central Connecticut St~\
    NCAAMB|CHSO|Charleston Southern~NCAAMB|CLEV|Cleveland St~NCAAMB|CLMB|Columbia~\
    NCAAMB|COR|Cornell~NCAAMB|CSN|Cal State Northridge~NCAAMB|DART|Dartmouth~NCAAMB|DAV|Davidson~\
    NCAAMB|EKY|Eastern Kentucky~NCAAMB|ELON|Elon~NCAAMB|ETSU|East Tennessee St~\
    NCAAMB|EVAN|Evansville~NCAAMB|FAIR|Fairfield~NCAAMB|FAMU|Florida A&M~NCAAMB|GB|Green Bay~\
    NCAAMB|GRAM|Grambling~NCAAMB|HAMP|Hampton~NCAAMB|HCU|Houston Christian~NCAAMB|HOF|Hofstra~\
    NCAAMB|HOW|Howard~NCAAMB|IDHO|Idaho~NCAAMB|IW|Incarnate Word~NCAAMB|JKST|Jackson St~\
    NCAAMB|LAM|Lamar~NCAAMB|LINW|Lindenwood~NCAAMB|LIP|Lipscomb~NCAAMB|LIU|LIU~\
    NCAAMB|LONG|Longwood~NCAAMB|MAN|Manhattan~NCAAMB|MASSL|UMass Lowell~NCAAMB|ME|Maine~\
    NCAAMB|MOH|Miami (OH)~NCAAMB|MORG|Morgan St~NCAAMB|MRMK|Merrimack~NCAAMB|MRST|Marist~\
    NCAAMB|NAU|Northern Arizona~NCAAMB|NCAT|North Carolina A&T~NCAAMB|NDSU|North Dakota St~\
    NCAAMB|NEOM|Omaha~NCAAMB|NIAG|Niagara~NCAAMB|NICH|Nicholls~NCAAMB|NWST|Northwestern St~\
    NCAAMB|OAK|Oakland~NCAAMB|PFW|Purdue Fort Wayne~NCAAMB|PRES|Presbyterian~NCAAMB|RID|Rider~\
    NCAAMB|RMU|Robert Morris~NCAAMB|SELA|Southeastern Louisiana~NCAAMB|SFA|Stephen F. Austin~\
    NCAAMB|SFPA|Saint Francis (PA)~NCAAMB|SIE|Siena~NCAAMB|SIUE|SIU Edwardsville~\
    NCAAMB|SOU|Southern~NCAAMB|SPC|Saint Peter's~NCAAMB|STET|Stetson~NCAAMB|SUU|Southern Utah~\
    NCAAMB|TNST|Tennessee St~NCAAMB|TXSO|Texas Southern~NCAAMB|UALR|Little Rock~\
    NCAAMB|AMCC|Texas A&M-Corpus Christi~NCAAMB|UCD|UC Davis~NCAAMB|UCRV|UC Riverside~\
    NCAAMB|UMKC|Kansas City~NCAAMB|UNA|North Alabama~NCAAMB|UNCA|UNC Asheville~\
    NCAAMB|UNCG|UNC Greensboro~NCAAMB|UNCW|UNC Wilmington~NCAAMB|UND|North Dakota~\
    NCAAMB|UNF|North Florida~NCAAMB|UNH|New Hampshire~NCAAMB|USI|Southern Indiana~\
    NCAAMB|UTM|UT Martin~NCAAMB|UVM|Vermont~NCAAMB|UWGA|West Georgia~NCAAMB|VALP|Valparaiso~\
    NCAAMB|WAG|Wagner~NCAAMB|WIU|Western Illinois~NCAAMB|WM|William & Mary~NCAAMB|WOF|Wofford~\
    NCAAMB|WRST|Wright St~NCAAMB|YALE|Yale~NCAAMB|LCHI|Loyola Chicago~NCAAMB|AKR|Akron~\
    NCAAMB|APP|Appalachian St.~NCAAMB|ARMY|Army~NCAAMB|ARST|Arkansas St.~NCAAMB|BALL|Ball St.~\
    NCAAMB|BGSU|Bowling Green~NCAAMB|BUFF|Buffalo~NCAAMB|CCAR|Coastal Carolina~\
    NCAAMB|CHAR|Charlotte~NCAAMB|CIT|The Citadel~NCAAMB|CLEM|Clemson~NCAAMB|CMU|Central Michigan~\
    NCAAMB|CONN|UConn~NCAAMB|CSU|Colorado St.~NCAAMB|DEL|Delaware~NCAAMB|FUR|Furman~\
    NCAAMB|GAST|Georgia St.~NCAAMB|HAW|Hawai'i~NCAAMB|JVST|Jacksonville St.~NCAAMB|KENT|Kent St.~\
    NCAAMB|LT|Louisiana Tech~NCAAMB|MER|Mercer~NCAAMB|MOSU|Missouri St.~NCAAMB|MRSH|Marshall~\
    NCAAMB|NAVY|Navy~NCAAMB|NMSU|New Mexico St.~NCAAMB|PITT|Pittsburgh~NCAAMB|PUR|Purdue~\
    NCAAMB|SCAR|South Carolina~NCAAMB|TOL|Toledo~NCAAMB|ULL|Louisiana~NCAAMB|ULM|Louisiana-Monroe~\
    NCAAMB|USA|South Alabama~NCAAMB|USM|Southern Miss~NCAAMB|UVA|Virginia~\
    NCAAMB|WMU|Western Michigan~
    """
}
