internal import Journal
public import Market
public import Probability
internal import Trading

extension Setting {
  /// Every key there is, in the order of the example file.
  public static let all: [Setting] =
    strategy + risk + execution + breaker + consensus + profiles + kalshi + oddsFeed + pricing
    + paper + names + process + journal + dutching

  private static let strategy: [Setting] = [
    Setting(
      key: "strategy.arbitrage", summary: "the arbitrage strategy trades, besides any profiles",
      environment: nil, form: .flag,
      apply: { configuration, value in
        if case .flag(let flag) = value { configuration.engine.strategy.isEnabled = flag }
        return nil
      }, read: { .flag($0.engine.strategy.isEnabled) }),
    edge("strategy.taker_edge_threshold", "gross edge in cents from which the ask is taken") {
      \.engine.strategy.takerEdge
    },
    edge("strategy.maker_edge_threshold", "gross edge in cents from which a bid is rested") {
      \.engine.strategy.makerEdge
    },
    edge("strategy.min_edge_after_fees", "least net profit in cents per contract, fees paid") {
      \.engine.strategy.minimumNetEdge
    },
    count("strategy.min_bookmakers", "bookmakers that must quote a line", 1...64) {
      \.engine.strategy.minimumBookmakers
    },
  ]

  private static let risk: [Setting] = RiskLimits.Key.allCases.map { key in
    Setting(
      key: "risk.\(key.name)", summary: key.summary, environment: nil, form: .integer(key.range),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration.engine.risk[key] = number }
        return nil
      }, read: { .integer($0.engine.risk[key]) })
  }

  private static let execution: [Setting] = [
    milliseconds("execution.maker_timeout_ms", "cancel a resting buy unfilled for so long") {
      \.engine.execution.makerTimeoutNanoseconds
    },
    Setting(
      key: "execution.exit_cross_after_ms",
      summary: "a resting sale unfilled for so long takes what is bid; 0 for never",
      environment: nil, form: .integer(0...864_000_000),
      apply: { configuration, value in
        if case .integer(let number) = value {
          configuration.engine.execution.exitCrossAfterNanoseconds = number * 1_000_000
        }
        return nil
      }, read: { .integer($0.engine.execution.exitCrossAfterNanoseconds / 1_000_000) }),
    edge("execution.exit_cross_cents", "what it gives up at most against the fair value, in cents")
    {
      \.engine.execution.exitCrossConcession
    },
    milliseconds("execution.stale_odds_threshold_ms", "ignore lines older than this") {
      \.engine.execution.staleOddsNanoseconds
    },
    milliseconds("execution.reconcile_interval_ms", "read the account again, though all is well") {
      \.engine.execution.reconcileIntervalNanoseconds
    },
    Setting(
      key: "execution.order_lifetime_ms",
      summary: "a resting order expires by itself unless renewed; renewed at half of it",
      environment: nil, form: .integer(10_000...86_400_000),
      apply: { configuration, value in
        if case .integer(let number) = value {
          configuration.engine.execution.orderLifetimeNanoseconds = number * 1_000_000
        }
        return nil
      }, read: { .integer($0.engine.execution.orderLifetimeNanoseconds / 1_000_000) }),
  ]

  private static let kalshi: [Setting] = [
    text("kalshi.api_base", "REST address of the exchange") { \.kalshi.apiBase },
    text("kalshi.ws_url", "WebSocket address of the exchange") { \.kalshi.webSocketURL },
    text("kalshi.demo_api_base", "REST address of the exchange's test venue") {
      \.kalshi.demoAPIBase
    },
    text("kalshi.demo_ws_url", "WebSocket address of the exchange's test venue") {
      \.kalshi.demoWebSocketURL
    },
    secret("kalshi.api_key", "id of the API key", "KALSHI_API_KEY") { \.kalshi.apiKey },
    text("kalshi.private_key_path", "PEM file with the private key", "KALSHI_PRIVATE_KEY_PATH") {
      \.kalshi.privateKeyPath
    },
    text("kalshi.ca_file", "certificates to trust instead of the system's") { \.kalshi.caFile },
    Setting(
      key: "kalshi.recorded",
      summary: "a simulator on this machine is on the other side: its recorded times count",
      environment: nil, form: .flag,
      apply: { configuration, value in
        if case .flag(let flag) = value { configuration.kalshi.isRecorded = flag }
        return nil
      }, read: { .flag($0.kalshi.isRecorded) }),
    Setting(
      key: "kalshi.fee_date", summary: "the date whose fee rounding counts; empty for today",
      environment: nil, form: .text,
      apply: { configuration, value in
        guard case .text(let text) = value else { return nil }
        guard text.isEmpty || KalshiSettings.date(text) != nil else {
          return "\"\(text)\" is not a date such as \"2025-11-24\""
        }
        configuration.kalshi.feeDate = text
        return nil
      }, read: { .text($0.kalshi.feeDate) }),
  ]

  private static let oddsFeed: [Setting] = [
    Setting(
      key: "odds_feed.provider", summary: "where odds come from: odds-api-io",
      environment: nil, form: .text,
      apply: { configuration, value in
        guard case .text(let name) = value else { return nil }
        guard name == "odds-api-io" else {
          return "unknown provider \"\(name)\"; the one there is, is \"odds-api-io\""
        }
        configuration.odds.provider = name
        return nil
      }, read: { .text($0.odds.provider) }),
    text("odds_feed.api_base", "REST address of the odds feed") { \.odds.apiBase },
    text("odds_feed.ws_url", "WebSocket address of the odds feed") { \.odds.webSocketURL },
    secret("odds_feed.api_key", "key of the odds feed", "ODDS_API_KEY") { \.odds.apiKey },
    Setting(
      key: "odds_feed.sports", summary: "leagues: nfl, nba, mlb, nhl, ncaaf, ncaamb",
      environment: nil, form: .texts,
      apply: { configuration, value in
        guard case .texts(let names) = value else { return nil }
        var leagues: [League] = []
        for name in names {
          guard let league = League(spelling: name) else {
            return "unknown league \"\(name)\"; known are nfl, nba, mlb, nhl, ncaaf, ncaamb"
          }
          if !leagues.contains(league) { leagues.append(league) }
        }
        guard !leagues.isEmpty else { return "names no league; list at least one" }
        configuration.odds.leagues = leagues
        return nil
      }, read: { .texts($0.odds.leagues.map { $0.rawValue.lowercased() }) }),
    Setting(
      key: "odds_feed.bookmakers", summary: "bookmakers to listen to; empty for all",
      environment: nil, form: .texts,
      apply: { configuration, value in
        guard case .texts(let names) = value else { return nil }
        configuration.odds.bookmakers = names
        return nil
      }, read: { .texts($0.odds.bookmakers) }),
    text("odds_feed.ca_file", "certificates to trust instead of the system's") { \.odds.caFile },
  ]

  private static let pricing: [Setting] =
    League.allCases.map { league in
      Setting(
        key: "pricing.\(league.rawValue.lowercased())",
        summary: "margin removal: multiplicative, additive, power, odds_ratio, probit, shin",
        environment: nil, form: .text,
        apply: { configuration, value in
          guard case .text(let name) = value else { return nil }
          guard let method = DevigMethod(rawValue: name) else {
            return "unknown method \"\(name)\""
          }
          configuration.pricing.methods[league] = method
          return nil
        }, read: { .text($0.pricing.method(for: league).rawValue) })
    } + [
      Setting(
        key: "pricing.nfl_tie_probability", summary: "how often an NFL game ends in a tie",
        environment: nil, form: .number(0...0.1),
        apply: { configuration, value in
          if case .number(let number) = value { configuration.pricing.nflTieProbability = number }
          return nil
        }, read: { .number($0.pricing.nflTieProbability) })
    ]

  private static let paper: [Setting] = [
    cents("paper.starting_cash_cents", "play money at the start, in cents") { \.paper.startingCash }
  ]

  private static let names: [Setting] = [
    text("names.alias_file", "your own team names: lines of league,name,code") {
      \.names.aliasFile
    }
  ]

  private static let journal: [Setting] = [
    text("journal.folder", "where a session's journal goes; empty for none") { \.journal.folder },
    Setting(
      key: "journal.sync", summary: "force records onto the disk: each, interval or never",
      environment: nil, form: .text,
      apply: { configuration, value in
        guard case .text(let name) = value else { return nil }
        guard let policy = SyncPolicy(rawValue: name) else {
          return "unknown policy \"\(name)\"; use each, interval or never"
        }
        configuration.journal.sync = policy
        return nil
      }, read: { .text($0.journal.sync.rawValue) }),
    milliseconds("journal.sync_interval_ms", "time between two forced writes") {
      \.journal.syncIntervalNanoseconds
    },
    count("journal.segment_mib", "a segment is closed at this size", 1...1_024) {
      \.journal.segmentMebibytes
    },
    Setting(
      key: "journal.compress", summary: "compress closed segments", environment: nil, form: .flag,
      apply: { configuration, value in
        if case .flag(let flag) = value { configuration.journal.compresses = flag }
        return nil
      }, read: { .flag($0.journal.compresses) }),
    Setting(
      key: "journal.trades", summary: "record trades of others too, for backtests of the journal",
      environment: nil, form: .flag,
      apply: { configuration, value in
        if case .flag(let flag) = value { configuration.journal.recordsTrades = flag }
        return nil
      }, read: { .flag($0.journal.recordsTrades) }),
    count("journal.keep_mib", "remove old sessions above this size; 0 never", 0...10_000_000) {
      \.journal.keepMebibytes
    },
    count("journal.keep_days", "remove sessions older than this; 0 never", 0...36_500) {
      \.journal.keepDays
    },
    count("journal.ring_mib", "memory between trading and the disk", 1...1_024) {
      \.journal.ringMebibytes
    },
  ]

  private static let process: [Setting] = [
    count("process.core", "core of the trading thread; -1 leaves it to the system", -1...1_023) {
      \.process.core
    },
    text("process.control_socket", "where halt, resume, flatten and limits reach the session") {
      \.process.controlSocket
    },
  ]
}

extension PricingSettings {
  /// The margin removal in force for a league.
  public func method(for league: League) -> DevigMethod {
    methods[league] ?? DevigMethod.standard(for: league)
  }
}
