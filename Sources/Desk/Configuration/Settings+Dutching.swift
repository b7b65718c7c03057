// Sets of outcomes.
extension Setting {
  static let dutching: [Setting] = [
    Setting(
      key: "dutching.scan_interval_s",
      summary: "between two looks at every open event of the exchange", environment: nil,
      form: .integer(10...86_400),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration.dutching.scanIntervalSeconds = number }
        return nil
      }, read: { .integer($0.dutching.scanIntervalSeconds) }),
    Setting(
      key: "dutching.near_miss_cents", summary: "a set that lacks at most so much is a near miss",
      environment: nil, form: .integer(0...100),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration.dutching.nearMissCents = number }
        return nil
      }, read: { .integer($0.dutching.nearMissCents) }),
  ]
}
