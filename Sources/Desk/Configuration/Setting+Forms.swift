internal import Market

extension Setting {
  typealias Path<Value> = WritableKeyPath<DeskConfiguration, Value> & Sendable

  /// An edge: cents in the file, ten-thousandths of a dollar inside.
  static func edge(_ key: String, _ summary: String, _ path: () -> any Path<Int32>) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .thousandths(0...99_000),
      apply: { configuration, value in
        guard case .thousandths(let thousandths) = value else { return nil }
        guard thousandths % 10 == 0 else { return "is finer than a hundredth of a cent" }
        configuration[keyPath: path] = Int32(thousandths / 10)
        return nil
      }, read: { .thousandths(Int64($0[keyPath: path]) * 10) })
  }

  static func count(
    _ key: String, _ summary: String, _ range: ClosedRange<Int64>, _ path: () -> any Path<Int32>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .integer(range),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration[keyPath: path] = Int32(number) }
        return nil
      }, read: { .integer(Int64($0[keyPath: path])) })
  }

  static func cents(_ key: String, _ summary: String, _ path: () -> any Path<Money>) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .integer(0...100_000_000_000),
      apply: { configuration, value in
        if case .integer(let number) = value {
          configuration[keyPath: path] = Money(cents: Int(number))
        }
        return nil
      }, read: { .integer($0[keyPath: path].microDollars / 10_000) })
  }

  static func milliseconds(_ key: String, _ summary: String, _ path: () -> any Path<Int64>)
    -> Setting
  {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: nil, form: .integer(1...86_400_000),
      apply: { configuration, value in
        if case .integer(let number) = value { configuration[keyPath: path] = number * 1_000_000 }
        return nil
      }, read: { .integer($0[keyPath: path] / 1_000_000) })
  }

  static func text(
    _ key: String, _ summary: String, _ environment: String? = nil, _ path: () -> any Path<String>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: environment, form: .text,
      apply: { configuration, value in
        if case .text(let text) = value { configuration[keyPath: path] = text }
        return nil
      }, read: { .text($0[keyPath: path]) })
  }

  static func secret(
    _ key: String, _ summary: String, _ environment: String, _ path: () -> any Path<Secret>
  ) -> Setting {
    let path = path()
    return Setting(
      key: key, summary: summary, environment: environment, form: .secret,
      apply: { configuration, value in
        if case .text(let text) = value { configuration[keyPath: path] = Secret(text) }
        return nil
      }, read: { .text($0[keyPath: path].reveal) })
  }
}
