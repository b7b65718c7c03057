// Sets of outcomes.
extension Setting {
  static let dutching: [Setting] = [
    number("dutching.scan_interval_s", "between two looks at every open event", 10...86_400) {
      \.dutching.scanIntervalSeconds
    },
    number("dutching.near_miss_cents", "a set that lacks at most so much is a near miss", 0...100) {
      \.dutching.nearMissCents
    },
    texts("dutching.series", "only series that begin so; none for all") {
      \.dutching.filter.series
    },
    texts("dutching.categories", "only series of these categories; none for all") {
      \.dutching.filter.categories
    },
    number(
      "dutching.min_volume", "contracts of 24 hours in the market with the fewest",
      0...1_000_000_000
    ) { \.dutching.filter.minimumVolume },
    number(
      "dutching.min_open_interest", "open contracts in the market with the fewest",
      0...1_000_000_000
    ) { \.dutching.filter.minimumOpenInterest },
    number(
      "dutching.min_depth", "whole contracts of each leg at the best price", 0...1_000_000_000
    ) { \.dutching.filter.minimumDepth },
    number("dutching.min_outcomes", "markets of an event, at least", 2...300) {
      \.dutching.filter.minimumOutcomes
    },
    number("dutching.max_outcomes", "markets of an event, at most", 2...300) {
      \.dutching.filter.maximumOutcomes
    },
    number(
      "dutching.max_days", "until the last market is expected to be decided; 0 for no limit",
      0...10_000
    ) { \.dutching.filter.maximumDays },
  ]

  private static func number(
    _ key: String, _ summary: String, _ range: ClosedRange<Int64>,
    _ path: () -> any Path<Int64>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .integer(range),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration[keyPath: path] = number }
        return nil
      }, read: { .integer($0[keyPath: path]) })
  }

  private static func texts(
    _ key: String, _ summary: String, _ path: () -> any Path<[String]>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .texts,
      apply: { configuration, value in
        if case .texts(let texts) = value { configuration[keyPath: path] = texts }
        return nil
      }, read: { .texts($0[keyPath: path]) })
  }
}
