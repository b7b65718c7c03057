internal import Market
internal import Probability
internal import Trading

extension Setting {
  static let consensus: [Setting] = [
    Setting(
      key: "consensus.method",
      summary: "how books become one probability: logOddsPool, mean or median",
      environment: nil, form: .text,
      apply: { configuration, value in
        guard case .text(let name) = value else { return nil }
        guard let method = ConsensusRule.Method(rawValue: name) else {
          return "unknown method \"\(name)\"; use logOddsPool, mean or median"
        }
        configuration.engine.consensus.rule.method = method
        return nil
      }, read: { .text($0.engine.consensus.rule.method.rawValue) }),
    milliseconds("consensus.max_age_ms", "older lines have no voice") {
      \.engine.consensus.rule.maximumAgeNanoseconds
    },
    milliseconds("consensus.late_max_age_ms", "the same in the last ten minutes before a game") {
      \.engine.consensus.lateAgeNanoseconds
    },
    milliseconds("consensus.in_play_max_age_ms", "the same while a game runs") {
      \.engine.consensus.inPlayAgeNanoseconds
    },
    ages(
      "consensus.book_max_age_ms",
      "bookmakers whose lines may be older or less old, such as \"Pinnacle=60000\"",
      { $0.setEarlyAges($1) }, { $0.earlyAges }),
    ages(
      "consensus.book_late_max_age_ms", "the same in the last ten minutes before a game",
      { $0.setLateAges($1) }, { $0.lateAges }),
    ages(
      "consensus.book_in_play_max_age_ms", "the same while a game runs",
      { $0.setInPlayAges($1) }, { $0.inPlayAges }),
    milliseconds("consensus.age_decay_ms", "a line loses all but 1/e of its weight in this time") {
      \.engine.consensus.rule.ageDecayNanoseconds
    },
    number("consensus.max_share", "the largest share of all weight that one book has", 0...1) {
      \.engine.consensus.rule.maximumShare
    },
    number(
      "consensus.outlier_deviations", "deviations from the median that make an outlier", 0...100
    ) { \.engine.consensus.rule.outlierDeviations },
    number(
      "consensus.outlier_tolerance", "so near the median nobody is an outlier, in probability",
      0...1
    ) { \.engine.consensus.rule.outlierTolerance },
    number(
      "consensus.few_books_distance",
      "of fewer than 4 books: so far from the sharpest one is left out, in probability", 0...1
    ) { \.engine.consensus.rule.fewBooksDistance },
    number(
      "consensus.sharp_move",
      "a sharper book's move, in log odds, that overtakes lines not renewed since", 0...10
    ) { \.engine.consensus.rule.sharpMove },
    milliseconds("consensus.conflation_ms", "a market is judged once in this time") {
      \.engine.consensus.conflationNanoseconds
    },
    Setting(
      key: "consensus.sharpness",
      summary: "how sharp bookmakers are, such as \"Pinnacle=3\"; 1 for all others; our own guess",
      environment: nil, form: .texts,
      apply: { configuration, value in
        guard case .texts(let texts) = value else { return nil }
        return configuration.books.setSharpness(texts)
      }, read: { .texts($0.books.sharpness) }),
    Setting(
      key: "consensus.one_source",
      summary: "bookmakers that count once, being one operator's or copying one feed",
      environment: nil, form: .texts,
      apply: { configuration, value in
        guard case .texts(let texts) = value else { return nil }
        return configuration.books.setSources(texts)
      }, read: { .texts($0.books.sources) }),
  ]

  static let profiles: [Setting] = [
    Setting(
      key: "profiles.run",
      summary: "profiles that trade: CONSERVATIVE, STANDARD, AGGRESSIVE, VERY_AGGRESSIVE,"
        + " ANY_EDGE, SCALP, or names with a [profile.NAME] table",
      environment: nil, form: .texts,
      apply: { configuration, value in
        if case .texts(let names) = value { configuration.profiles.run = names }
        return nil
      }, read: { .texts($0.profiles.run) })
  ]

  static let breaker: [Setting] = [
    milliseconds("breaker.cooldown_ms", "after a run of losses or refusals, the first time") {
      \.engine.breaker.rules.cooldownNanoseconds
    },
    milliseconds("breaker.longest_cooldown_ms", "however often it has been doubled") {
      \.engine.breaker.rules.longestCooldownNanoseconds
    },
    count("breaker.ends_to_close", "orders that end well before it closes", 1...100) {
      \.engine.breaker.rules.endsToClose
    },
    count("breaker.rejects", "refused orders in a minute that open it", 1...256) {
      \.engine.breaker.rejects
    },
    count("breaker.unknown_outcomes", "orders of unknown fate at a time that open it", 1...100) {
      \.engine.breaker.unknownOutcomes
    },
    milliseconds("breaker.odds_silence_ms", "no line for so long, the feed being up, opens it") {
      \.engine.breaker.oddsSilenceNanoseconds
    },
    milliseconds("breaker.clock_skew_ms", "our clock so far from the exchange's opens it") {
      \.engine.breaker.clockSkewNanoseconds
    },
    Setting(
      key: "breaker.day_zone",
      summary: "where a day begins: "
        + TimeZoneRule.named.map(\.name).joined(separator: ", "),
      environment: nil, form: .text,
      apply: { configuration, value in
        guard case .text(let name) = value else { return nil }
        guard let rule = TimeZoneRule(name: name) else { return "unknown zone \"\(name)\"" }
        configuration.engine.breaker.day.zone = rule
        return nil
      },
      read: { configuration in
        let zone = configuration.engine.breaker.day.zone
        return .text(TimeZoneRule.named.first { $0.rule == zone }?.name ?? "")
      }),
    Setting(
      key: "breaker.day_begins_minute", summary: "minutes after midnight there",
      environment: nil, form: .integer(0...1_439),
      apply: { configuration, value in
        if case .integer(let minute) = value {
          configuration.engine.breaker.day.secondOfDay = Int(minute) * 60
        }
        return nil
      }, read: { .integer(Int64($0.engine.breaker.day.secondOfDay / 60)) }),
  ]

  /// Limits of age of single bookmakers in one phase.
  private static func ages(
    _ key: String, _ summary: String,
    _ set: @escaping @Sendable (inout BookSettings, [String]) -> String?,
    _ get: @escaping @Sendable (BookSettings) -> [String]
  ) -> Setting {
    Setting(
      key: key, summary: summary, environment: nil, form: .texts,
      apply: { configuration, value in
        guard case .texts(let texts) = value else { return nil }
        return set(&configuration.books, texts)
      }, read: { .texts(get($0.books)) })
  }

  private static func number(
    _ key: String, _ summary: String, _ range: ClosedRange<Double>,
    _ path: () -> any Path<Double>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .number(range),
      apply: { configuration, value in
        if case .number(let number) = value { configuration[keyPath: path] = number }
        return nil
      }, read: { .number($0[keyPath: path]) })
  }
}
