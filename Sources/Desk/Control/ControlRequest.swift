public import Trading

/// What an operator asks of a session that runs, as one line of text.
///
/// `halt`, `resume`, `flatten`, `flatten TICKER`, `accept-cash`, `accept-position TICKER`,
/// `adopt TICKER [@PROFILE]`, `limits`, or `limits KEY=VALUE … [@PROFILE]`.
public enum ControlRequest: Hashable, Sendable {
  case halt
  case resume
  /// All that is held, or one market's.
  case flatten(ticker: String?)
  /// The exchange's cash is the truth.
  case acceptCash
  /// The exchange's position in a market is the truth.
  case acceptPosition(ticker: String)
  /// Contracts from elsewhere become a profile's, or the arbitrage strategy's for nil.
  case adopt(ticker: String, profile: String?)
  /// Shows limits and their use; changes first, all of them or none.
  case limits([LimitChange], profile: String?)

  /// One limit's new value, in the unit of its key.
  public struct LimitChange: Hashable, Sendable {
    public let key: RiskLimits.Key
    public let value: Int64

    /// It lets less through than the limit in force.
    func isStricter(than limits: RiskLimits) -> Bool {
      key == .orderInterval ? value > limits[key] : value < limits[key]
    }
  }

  /// The longest line that is read, in bytes.
  public static let longestLine = 2_048

  /// Why words are no request, and what would be one.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Reads the words of a command line: the command, and what follows it.
  public init(_ name: String, _ words: [String], profile: String?) throws(Refusal) {
    let plain: [String: ControlRequest] = [
      "halt": .halt, "resume": .resume, "flatten": .flatten(ticker: nil),
      "accept-cash": .acceptCash,
    ]
    if let request = plain[name], name != "flatten" || words.isEmpty {
      guard words.isEmpty, profile == nil else {
        throw Refusal(description: "\(name) takes nothing besides")
      }
      self = request
      return
    }
    if ["adopt", "accept-position", "flatten"].contains(name) {
      let ticker = try Self.ticker(name, words)
      guard name == "adopt" || profile == nil else {
        throw Refusal(description: "\(name) takes nothing besides")
      }
      switch name {
      case "adopt": self = .adopt(ticker: ticker, profile: profile)
      case "flatten": self = .flatten(ticker: ticker)
      default: self = .acceptPosition(ticker: ticker)
      }
      return
    }
    guard name == "limits" else {
      throw Refusal(description: "\(PlainText.cleaned(name)) is no command of a running session")
    }
    var changes: [LimitChange] = []
    for word in words {
      let change = try Self.change(word)
      guard !changes.contains(where: { $0.key == change.key }) else {
        throw Refusal(description: "\(change.key.name) is given twice")
      }
      changes.append(change)
    }
    self = .limits(changes, profile: profile)
  }

  /// Reads ``line``.
  public init(line: String) throws(Refusal) {
    var words = line.split(separator: " ").map(String.init)
    guard !words.isEmpty else { throw Refusal(description: "an empty request") }
    let name = words.removeFirst()
    var profile: String?
    if let last = words.last, last.hasPrefix("@") {
      profile = String(last.dropFirst())
      words.removeLast()
    }
    try self.init(name, words, profile: profile)
  }

  /// What goes over the socket, without its line feed.
  public var line: String {
    switch self {
    case .halt: return "halt"
    case .resume: return "resume"
    case .flatten(let ticker): return ticker.map { "flatten \($0)" } ?? "flatten"
    case .acceptCash: return "accept-cash"
    case .acceptPosition(let ticker): return "accept-position \(ticker)"
    case .adopt(let ticker, let profile):
      return (["adopt", ticker] + (profile.map { ["@\($0)"] } ?? [])).joined(separator: " ")
    case .limits(let changes, let profile):
      return
        (["limits"] + changes.map { "\($0.key.name)=\($0.value)" }
        + (profile.map { ["@\($0)"] }
          ?? []))
        .joined(separator: " ")
    }
  }

  private static func ticker(_ name: String, _ words: [String]) throws(Refusal) -> String {
    guard words.count == 1, let ticker = words.first, !ticker.isEmpty,
      ticker.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw Refusal(description: "\(name) takes one ticker, without blanks") }
    return ticker
  }

  private static func change(_ word: String) throws(Refusal) -> LimitChange {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard parts.count == 2 else {
      throw Refusal(
        description: "\(PlainText.cleaned(word)): write a limit as KEY=VALUE, for example"
          + " max_open_orders=5")
    }
    guard let key = RiskLimits.Key.allCases.first(where: { $0.name == name }) else {
      let names = RiskLimits.Key.allCases.map(\.name)
      let hint = NearestWord.find(name, among: names).map { "; did you mean \($0)?" } ?? ""
      throw Refusal(description: "there is no limit \(PlainText.cleaned(name))\(hint)")
    }
    guard let value = Int64(parts[1]), key.range.contains(value) else {
      throw Refusal(
        description: "\(name): \(PlainText.cleaned(String(parts[1]))) is not a whole number from"
          + " \(key.range.lowerBound) to \(key.range.upperBound)")
    }
    return LimitChange(key: key, value: value)
  }
}
