internal import Glibc
internal import Trading

/// Reads a configuration: defaults, then the file, then the environment.
///
/// Every key must be known, every value of its form and range; the first fault ends the reading
/// with file, line and key.
public struct ConfigurationReader {
  private let environment: [String: String]

  /// - Parameter environment: the process's variables; only those that settings name are looked at.
  public init(environment: [String: String]) { self.environment = environment }

  /// Reads a file, or only defaults and environment when there is none.
  public func read(path: String?) throws(ConfigurationError) -> DeskConfiguration {
    guard let path else { return try read(text: "", file: "defaults") }
    return try read(text: Self.contents(of: path), file: path)
  }

  /// Reads TOML text; `file` names it in errors.
  public func read(text: String, file: String) throws(ConfigurationError) -> DeskConfiguration {
    var configuration = DeskConfiguration()
    let document = try TomlDocument(text: text, file: file)
    for (key, leaves) in Self.grouped(document.leaves) {
      // A profile's table may say nothing.
      if key.hasPrefix("profile."), leaves[0].value == .emptyTable { continue }
      guard let setting = Setting.named(key) else {
        throw Self.unknown(key, leaves[0].line, file)
      }
      let value = try Self.value(of: leaves, setting, file)
      try Self.apply(setting, value, to: &configuration, file, leaves[0].line)
    }
    try applyEnvironment(to: &configuration)
    try Self.enterProfiles(&configuration, file)
    try Self.check(
      configuration, file, document.leaves.first { $0.path.hasSuffix("edge_threshold") }?.line)
    return configuration
  }

  /// Puts single values over a configuration, as `--set strategy.taker_edge_threshold=4` does.
  ///
  /// - Parameter values: `key=value` each, the value as in the file; texts may lack their quotes.
  public static func setting(
    _ values: [String], over base: DeskConfiguration
  ) throws(ConfigurationError) -> DeskConfiguration {
    var configuration = base
    for text in values {
      let parts = text.split(separator: "=", maxSplits: 1).map {
        String($0.drop { $0 == " " })
      }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw ConfigurationError(
          file: "--set \(text)", line: nil, key: nil, reason: "is not key=value")
      }
      let key = String(parts[0].reversed().drop { $0 == " " }.reversed())
      guard let setting = Setting.named(key) else {
        throw unknown(key, nil, "--set \(text)")
      }
      var value = parts[1]
      switch setting.form {
      case .text, .secret: if !value.hasPrefix("\"") { value = Setting.quoted(value) }
      default: break
      }
      let document = try TomlDocument(text: "value = \(value)\n", file: "--set \(text)")
      guard !document.leaves.isEmpty else {
        throw ConfigurationError(
          file: "--set \(text)", line: nil, key: key, reason: "has no value")
      }
      try apply(
        setting, try self.value(of: document.leaves, setting, "--set \(text)"),
        to: &configuration, "--set \(text)", nil)
    }
    let words = "--set \(values.joined(separator: " "))"
    try enterProfiles(&configuration, words)
    try check(configuration, words, nil)
    return configuration
  }

  /// The profiles that run, and the allow-list, with what their tables say.
  private static func enterProfiles(
    _ configuration: inout DeskConfiguration, _ file: String
  ) throws(ConfigurationError) {
    do throws(ProfileFault) {
      configuration.engine.profiles = try configuration.profiles.running()
      configuration.dutching.allowances = try configuration.dutching.allow.entries()
    } catch {
      throw ConfigurationError(file: file, line: nil, key: error.key, reason: error.reason)
    }
    if let reason = configuration.engine.risk.contradiction {
      throw ConfigurationError(file: file, line: nil, key: "risk", reason: reason)
    }
    if let reason = configuration.engine.consensus.contradiction {
      throw ConfigurationError(file: file, line: nil, key: "consensus", reason: reason)
    }
  }

  /// What two values together must not be.
  private static func check(
    _ configuration: DeskConfiguration, _ file: String, _ line: Int?
  ) throws(ConfigurationError) {
    if let fault = configuration.impossiblePair {
      throw ConfigurationError(file: file, line: nil, key: fault.key, reason: fault.reason)
    }
    guard configuration.engine.strategy.makerEdge > configuration.engine.strategy.takerEdge
    else { return }
    throw ConfigurationError(
      file: file, line: line, key: "strategy.maker_edge_threshold",
      reason: "is above strategy.taker_edge_threshold; resting must ask for less than taking")
  }

  private func applyEnvironment(
    to configuration: inout DeskConfiguration
  ) throws(ConfigurationError) {
    for setting in Setting.all {
      guard let name = setting.environment, let text = environment[name], !text.isEmpty else {
        continue
      }
      try Self.apply(setting, .text(text), to: &configuration, "environment \(name)", nil)
    }
    if let pem = environment["KALSHI_PRIVATE_KEY"], !pem.isEmpty {
      configuration.kalshi.privateKey = Secret(pem)
    }
  }

  private static func apply(
    _ setting: Setting, _ value: Setting.Value, to configuration: inout DeskConfiguration,
    _ file: String, _ line: Int?
  ) throws(ConfigurationError) {
    if let reason = setting.apply(&configuration, value) {
      throw ConfigurationError(file: file, line: line, key: setting.key, reason: reason)
    }
  }

  /// Elements of one array come as `key[0]`, `key[1]`…: they belong together.
  private static func grouped(_ leaves: [TomlLeaf]) -> [(String, [TomlLeaf])] {
    var groups: [(String, [TomlLeaf])] = []
    for leaf in leaves {
      let key = leaf.path.hasSuffix("]") ? String(leaf.path.prefix { $0 != "[" }) : leaf.path
      if let place = groups.firstIndex(where: { $0.0 == key }) {
        groups[place].1.append(leaf)
      } else {
        groups.append((key, [leaf]))
      }
    }
    return groups
  }

  private static func value(
    of leaves: [TomlLeaf], _ setting: Setting, _ file: String
  ) throws(ConfigurationError) -> Setting.Value {
    let leaf = leaves[0]
    func fault(_ reason: String) -> ConfigurationError {
      ConfigurationError(file: file, line: leaf.line, key: setting.key, reason: reason)
    }
    switch (setting.form, leaf.value) {
    case (.integer(let range), .integer(let number)):
      guard range.contains(number) else {
        throw fault("\(number) is outside \(range.lowerBound)…\(range.upperBound)")
      }
      return .integer(number)
    case (.integer, _): throw fault("must be a whole number")
    case (.thousandths(let range), .integer(let number)):
      guard number.magnitude < 1_000_000_000, range.contains(number * 1_000) else {
        throw fault("\(number) is outside \(span(range))")
      }
      return .thousandths(number * 1_000)
    case (.thousandths(let range), .number(let number)):
      let scaled = (number * 1_000).rounded()
      guard number.isFinite, abs(scaled - number * 1_000) < 1e-6, abs(scaled) < 1e12,
        range.contains(Int64(scaled))
      else { throw fault("\(number) is not a decimal in \(span(range)) with three places") }
      return .thousandths(Int64(scaled))
    case (.thousandths, _): throw fault("must be a number")
    case (.number(let range), .number(let number)):
      guard range.contains(number) else {
        throw fault("\(number) is outside \(range.lowerBound)…\(range.upperBound)")
      }
      return .number(number)
    case (.number(let range), .integer(let number)):
      guard range.contains(Double(number)) else {
        throw fault("\(number) is outside \(range.lowerBound)…\(range.upperBound)")
      }
      return .number(Double(number))
    case (.number, _): throw fault("must be a number")
    case (.text, .text(let text)), (.secret, .text(let text)): return .text(text)
    case (.text, _), (.secret, _): throw fault("must be text in quotes")
    case (.flag, .flag(let flag)): return .flag(flag)
    case (.flag, _): throw fault("must be true or false")
    case (.texts, .emptyArray): return .texts([])
    case (.texts, _):
      guard leaf.path.hasSuffix("]") else { throw fault("must be a list of texts") }
      var texts: [String] = []
      for leaf in leaves {
        // One index: a list within the list has two.
        guard case .text(let text) = leaf.value, leaf.path.filter({ $0 == "[" }).count == 1 else {
          throw fault("must hold texts only")
        }
        texts.append(text)
      }
      return .texts(texts)
    }
  }

  private static func span(_ range: ClosedRange<Int64>) -> String {
    "\(Setting.decimal(range.lowerBound))…\(Setting.decimal(range.upperBound))"
  }

  private static func unknown(_ key: String, _ line: Int?, _ file: String) -> ConfigurationError {
    if key.hasPrefix("profile."), key.hasSuffix(".subaccount") {
      return ConfigurationError(
        file: file, line: line, key: key,
        reason: "subaccounts are not supported: profiles share the account, each with its own"
          + " capital_cents; remove the key")
    }
    let nearest = NearestWord.find(key, among: Setting.all.map(\.key))
    let hint = nearest.map { "unknown key; did you mean \($0)?" } ?? "unknown key"
    return ConfigurationError(file: file, line: line, key: key, reason: hint)
  }

  private static func contents(of path: String) throws(ConfigurationError) -> String {
    guard let bytes = FileBytes.read(path, limit: 1 << 20) else {
      throw ConfigurationError(
        file: path, line: nil, key: nil,
        reason: "cannot be read (\(String(cString: strerror(errno)))); check the path")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(file: path, line: nil, key: nil, reason: "is not UTF-8 text")
    }
    return text
  }
}
