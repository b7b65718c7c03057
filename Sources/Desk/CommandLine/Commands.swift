extension CommandSpecification {
  /// Every command of the program.
  public static let all: [CommandSpecification] = [
    demo, trade, halt, resume, flatten, limits, adopt, acceptCash, acceptPosition, simulate,
    backtest, scan, calibrate, record, importing, replay, why, signals, books, calc, match, config,
    simulateFaults,
  ]

  static let demo = CommandSpecification(
    name: "demo", summary: "a recorded real day, end to end, on paper money",
    discussion: """
      Starts an exchange simulator and an odds server on loopback, loaded with a recorded day, and a
      trading process that connects to both as it would to the real ones. Ends within 60 seconds
      with a report, then runs a made-up drill of what a recorded day cannot show.
      """,
    options: [
      Option("quotes", "FILE", "Kalshi quotes, CSV, plain or gzip (with --odds)"),
      Option("odds", "FILE", "sportsbook odds, CSV, plain or gzip (with --quotes)"),
      Option("results", "FILE", "final scores, CSV, plain or gzip"),
      Option("day", "NAME", "a shipped day, such as 2025-11-24 (the default)"),
      Option("json", "FILE", "write the report as JSON too"),
      Option("config", "FILE", "configuration (strategy, risk, execution)"),
      Option(
        "journal", "FOLDER", "keep the session's journal, for replay, why, books and backtest"),
      Option("no-drill", nil, "leave the drill out"),
    ],
    retired: [
      "record-inputs": "the journal has every input: give --journal FOLDER, then"
        + " `dutchbook replay FOLDER`"
    ])

  static let trade = CommandSpecification(
    name: "trade", summary: "trade against the configured endpoints",
    discussion: """
      paper  real market data; orders are filled in process, none leaves the machine (default)
      demo   the exchange's own test venue
      live   real money; needs --confirm-live as well

      Keys come from the environment (KALSHI_API_KEY, KALSHI_PRIVATE_KEY_PATH, ODDS_API_KEY) or from
      files. Ctrl-C cancels what rests and prints the report; a second Ctrl-C quits at once.
      """,
    options: [
      Option("mode", "MODE", "paper, demo or live"),
      Option("config", "FILE", "configuration file"),
      Option("confirm-live", nil, "yes, trade real money"),
      Option("json", "FILE", "write the report as JSON too"),
    ],
    retired: [
      "record-inputs": "the journal has every input (journal.folder): `dutchbook replay journal`"
        + " runs it again"
    ])

  static let simulate = CommandSpecification(
    name: "simulate", summary: "run the exchange simulator and the odds server alone",
    discussion: """
      Serves a recorded day on loopback until stopped. Prints the addresses, and writes a key, a
      certificate and a configuration for `dutchbook trade` into a folder.
      """,
    options: [
      Option("quotes", "FILE", "Kalshi quotes, CSV, plain or gzip"),
      Option("odds", "FILE", "sportsbook odds, CSV, plain or gzip"),
      Option("results", "FILE", "final scores, CSV, plain or gzip"),
      Option("day", "NAME", "a shipped day, such as 2025-11-24 (the default)"),
      Option("port", "PORT", "port of the exchange (default: any free one)"),
      Option("odds-port", "PORT", "port of the odds server (default: any free one)"),
      Option("folder", "PATH", "where key, certificate and configuration go"),
    ])

  static let backtest = CommandSpecification(
    name: "backtest", summary: "the engine over recorded days, with statistics and a report",
    discussion: """
      Plays recordings through the engine that trades live and a venue that fills orders after a
      delay, against the recorded book. Without files it plays the shipped days (--days), else the
      recordings of --quotes and --odds, or event files and journals.

      --set KEY=VALUE,VALUE… tries each value; several --set try every combination, over all cores.
      The combination that earned most is then played in detail, and the report says that it was
      chosen on the days it is judged on.

      Over several machines: start the same command with --redis URL --sweep NAME on each, over the
      same recordings; --join only works for a sweep that another one has begun.
      """,
    options: [
      Option(
        "days", "NAMES",
        "shipped days: all (the default), a date, a month, A..B, or several with commas"),
      Option("quotes", "FILE", "Kalshi quotes, CSV, plain or gzip (with --odds)"),
      Option("odds", "FILE", "sportsbook odds, CSV, plain or gzip (with --quotes)"),
      Option("results", "FILE", "final scores, CSV, plain or gzip"),
      Option("config", "FILE", "configuration (strategy, risk, execution, pricing, profiles)"),
      Option("profiles", "NAMES", "profiles that run: all of the design's, or names with commas"),
      Option("min-volume", "CONTRACTS", "what every one of them asks for; 0 asks for nothing"),
      Option("edges-above", "CENTS", "list each quote so far below the books, and explain it"),
      Option("alone", nil, "play each profile by itself too"),
      Option("set", "KEY=V,V", "values to try for a key of the configuration", repeats: true),
      Option(
        "latency", "MODEL",
        "fixed:50ms (the default), fixed:ORDER,FEED, recorded, sampled:JOURNAL or none"),
      Option("stress", "FACTOR", "every way takes so many times as long (default 1)"),
      Option("queue-model", "MODEL", "conservative (the default), share[:POWER] or optimistic"),
      Option("cash", "DOLLARS", "at the start of each day (default 1000)"),
      Option("seed", "NUMBER", "for resampling and drawn latencies (default 1)"),
      Option("workers", "COUNT", "threads at once (default: every core)"),
      Option("report", "FILE", "write the report as one HTML file"),
      Option("json", "FILE", "write the report as JSON"),
      Option("redis", "URL", "share the sweep through Redis"),
      Option("sweep", "NAME", "the name of the shared sweep"),
      Option("join", nil, "work for a shared sweep; report nothing"),
    ],
    arguments: ["[FILE...]"])

  static let calibrate = CommandSpecification(
    name: "calibrate", summary: "fit exits or bookmakers' weights to what was recorded",
    discussion: """
      exits  plays recordings with one profile that holds to the result, and tries a small grid of
             profits and losses on each purchase, by band of edges and how much the market trades.
             All are sold as the engine would: in the profile's exit_mode and by its times. Chosen
             on earlier days and judged on later ones, a day left out between, positions of the
             same game and those still open dropped. Too few positions get no answer, and say what
             is missing.
      books  says how near each bookmaker's earlier lines came to all books' last ones, by league,
             and how much weight that gives it. Of options it takes those that name recordings, and
             --config.

      Prints rows for the configuration only where there are enough positions and the fit did better
      on later days; changes no file.
      """,
    options: [
      Option(
        "days", "NAMES",
        "shipped days: all (the default), a date, a month, A..B, or several with commas"),
      Option("quotes", "FILE", "Kalshi quotes, CSV, plain or gzip (with --odds)"),
      Option("odds", "FILE", "sportsbook odds, CSV, plain or gzip (with --quotes)"),
      Option("results", "FILE", "final scores, CSV, plain or gzip"),
      Option("config", "FILE", "configuration (profiles, pricing, consensus)"),
      Option("profile", "NAME", "whose entries and table (default ANY_EDGE)"),
      Option("min-volume", "CONTRACTS", "what it asks for; 0 asks for nothing"),
      Option("seed", "NUMBER", "for resampling (default 1)"),
      Option("workers", "COUNT", "threads at once (default: every core)"),
    ],
    arguments: ["exits|books", "[FILE...]"], choices: ["exits", "books"])

  static let record = CommandSpecification(
    name: "record", summary: "record market data and odds, trading nothing",
    discussion: """
      Follows the configured leagues as a paper session would, with entries halted from the start,
      and keeps every frame and what it meant in the journal. Needs a read key and the odds feed's
      key. Ctrl-C ends it.
      """,
    options: [
      Option("config", "FILE", "configuration file"),
      Option("folder", "PATH", "where the journal goes (default: journal.folder)"),
    ])

  static let replay = CommandSpecification(
    name: "replay", summary: "run a journal's sessions again and compare every output",
    discussion: """
      Reads journals (folders, or segments in their order), makes the engine of each session anew,
      gives it the recorded inputs, and compares what it says with what was recorded, byte for byte.
      Exit 0 when all is the same, 1 at the first difference, 65 when a journal cannot be read.
      """,
    arguments: ["FILE..."])

  static let importing = CommandSpecification(
    name: "import", summary: "take recordings of others into a journal",
    discussion: """
      Reads recorded frames (lines of {"recv_ns":...,"conn":...,"frame":{...}}, or one object with a
      list of frames), polls of The Odds API, and days as CSV, plain or gzip, and keeps them in a
      journal as they are. With --events it also writes the decoded event file that fast replays
      read; it is checked whole after it is written.
      """,
    options: [
      Option("to", "FOLDER", "the journal (default: the folder imported)"),
      Option("events", "FILE", "the event file of all frames"),
    ],
    arguments: ["FILE..."])

  static let why = CommandSpecification(
    name: "why", summary: "what led to an order, or why a market did not trade",
    discussion: """
      Runs a journal's sessions again and tells the chain in plain words: the frame, the order book,
      the fair value, the gates, the order, and what became of it.

      ORDER-ID      the client order id, as the log and the exchange have it
      TICKER        the market at the end of its last session
      TICKER@TIME   the market at a moment: 2025-11-24T17:05:07.5Z, or 17:05:07.5 (UTC)
      """,
    options: [Option("journal", "PATH", "the journal (default: the folder journal)")],
    arguments: ["QUESTION"])

  static let signals = CommandSpecification(
    name: "signals", summary: "edges that profiles saw, and why they were not traded",
    discussion: """
      Reads a journal: each signal with its time, profile, market, edge, what the books said, and
      what became of it: what stopped it, and every other condition that was not met. A signal is an
      edge of min_edge and more before the fee. With --long, below each, the prices of both legs,
      what was traded in 24 hours, the edge in percent of the price, the size that Kelly asks for
      and the one that the limits let through, each with its risk and expected profit, and of each
      bookmaker what its line said without the margin, its age and its weight. At the end, how many
      there were and what stopped them, gate by gate. With --json all of it, an object a line:
      prices and edges end in _e4 (1/10 000 $), money in _e6 (1/1 000 000 $).
      """,
    options: [
      Option("journal", "PATH", "the journal (default: the folder journal)"),
      Option("since", "TIME", "only the last 90s, 30m, 1h or 7d (default: all)"),
      Option("blocked", nil, "only those that were not traded"),
      Option("profile", "NAME", "only one profile's"),
      Option("long", nil, "prices of both legs, volume, sizes and each bookmaker's opinion too"),
      Option("json", nil, "JSON lines: all of a signal, and no count at the end"),
    ])

  static let books = CommandSpecification(
    name: "books", summary: "the final order books of a recording, JSON lines",
    discussion: """
      Reads a journal (a folder or segments), or recorded frames as lines of
      {"recv_ns":...,"conn":...,"frame":{...}} (plain or gzip), and prints each market's book at the
      end, tickers ascending:
      {"ticker":"...","yes":[["0.4700","3.00"]],"no":[...],"gaps":0}
      Prices ascend and are each leg's own; gaps counts the holes in the sequence of the market's
      subscription.
      """,
    arguments: ["FILE..."])

  static let calc = CommandSpecification(
    name: "calc", summary: "margin removal, fees and sets, JSON lines in and out",
    discussion: """
      devig: {"odds":[1.5,2.6],"method":"shin"} -> {"p":[0.6410256410256411,0.35897435897435903]}
        odds        decimal prices above 1, two or more
        method      multiplicative, additive, power, odds_ratio, probit, shin or goto

      fee: {"price":"0.52","count":"10","type":"quadratic","multiplier":1}
           -> {"fee":"0.174720","charged":"0.174800"}
        price       dollars, 0 to 1, at most four decimals; text or number
        count       contracts above 0, at most two decimals; text or number
        type        quadratic, quadratic_with_maker_fees or quadratic_with_combo_maker_fees
        multiplier  the series' own, 0 to 100
        side        taker (the default) or maker
        mode        current (the default), centicent, legacy (whole cents, as in 2025), or
                    marginal, which answers {"fee_per_contract":…} unrounded
        precision   of the balance: direct (the default) or non_direct
        "fee" is the trade fee in dollars; "charged" what the first fill of an order takes from the
        balance, rounding included.

      dutch: {"exhaustive":true,"legs":[{"side":"yes","asks":[[6500,5]]},
              {"side":"yes","asks":[[2500,1]]}],"fee_quantum_1e4":1}
             -> {"guaranteed_profit_1e4":708,"sets":1,"contracts":[1, 1],"outlay_1e4":9292}
        legs             what is offered: side yes or no, asks as [price, contracts] in 1/10 000 $,
                         cheapest first, and the market's number, which is the leg's place if left
                         out; the markets exclude each other
        exhaustive       exactly one of them comes true (false if left out: none may)
        states           instead: rows of 0 and 1, one for each way it may end; exclusive or nested
        beliefs          of each leg, a yes each: then the best on average is told too, for what is
                         not covered
        fee_quantum_1e4  what the fee of a leg's order is rounded up to; 0 for no fee
        budget_1e4       the most to spend

      A line that cannot be used gives {"error":"…"} and the next line goes on.
      """,
    arguments: ["devig|fee|dutch"], choices: ["devig", "fee", "dutch"])

  static let match = CommandSpecification(
    name: "match", summary: "sportsbook team names to Kalshi codes",
    discussion: """
      Reads one sportsbook team name a line and prints the Kalshi code, or - with the reason when it
      is not sure (a tab between). The teams file is CSV with the columns league, kalshi_code,
      kalshi_display_name and, where present, other_display_names; without it the shipped list
      serves.
      """,
    options: [
      Option(
        "league", "LEAGUE",
        "needed: NFL, NBA, MLB, NHL, NCAAF, NCAAMB (or as the teams file spells it)"),
      Option("teams", "FILE", "codes and names as the exchange lists them, CSV"),
      Option("aliases", "FILE", "your own names: lines of league,name,code"),
    ])

  static let config = CommandSpecification(
    name: "config", summary: "print the configuration in force, secrets hidden",
    discussion: """
      Reads the file (or the defaults), the environment on top, and prints every key with its value.
      """,
    options: [
      Option("config", "FILE", "configuration file"),
      Option("example", nil, "print the commented example file instead"),
    ])

  static let simulateFaults = CommandSpecification(
    name: "simulate-faults", summary: "everything at once on virtual time, with seeded faults",
    discussion: """
      Runs the trading process, the exchange's simulator and the journal in one thread, on a
      simulated network, disk and clock, injects faults, and checks after each step that no promise
      is broken: no order on a stale or gapped book, no client id twice, limits held at every
      moment, the same account on both sides after quiet, a journal that replays to the same.

      With --seed one seed runs, or --count of them from there on, the same every time. With
      --minutes fresh seeds run for that long, or those from --seed on.
      Exit 0 when every promise held; otherwise 1, with the promise that was broken, the last
      events, and the command that repeats it.
      """,
    options: [
      Option("seed", "N", "the seed, or the first of several"),
      Option("count", "K", "so many seeds (default: 1)"),
      Option("steps", "M", "steps of a seed (default: 4000)"),
      Option("minutes", "M", "fresh seeds for so many minutes of real time"),
      Option("every-kind", nil, "exit 1 too where a kind of fault has not come"),
    ])
}
