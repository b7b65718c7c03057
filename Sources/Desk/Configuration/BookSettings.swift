internal import Trading

/// What is known of bookmakers by their names, which are compared without regard to case.
public struct BookSettings: Hashable, Sendable {
  /// How sharp a bookmaker is: the weight that its lines begin with; 1 for those not named.
  /// `NAME=NUMBER` each.
  ///
  /// The default is a guess of our own and nothing fitted: the two whose limits are high and who
  /// turn no winner away count twice, drawn half-way to what all others count. Without a sharper
  /// book nobody's move would overtake anybody's line.
  public private(set) var sharpness: [String] = []
  /// Bookmakers of one operator, or that copy one feed, count once. `NAME+NAME` each.
  ///
  /// The default names brands that are known to have one owner or one supplier of odds; counted
  /// once they can only make a consensus of fewer books. `dutchbook calibrate books` finds others.
  public private(set) var sources: [String] = []
  /// How old lines of a bookmaker may be, in milliseconds, by the phase of the game; as
  /// `consensus` has it for those not named. `NAME=NUMBER` each.
  ///
  /// By bookmaker and not by feed: one feed is configured at a time, so limits of its own would be
  /// those of `consensus` over again, while what it passes on it gathers from each bookmaker in
  /// another rhythm.
  public private(set) var earlyAges: [String] = []
  public private(set) var lateAges: [String] = []
  public private(set) var inPlayAges: [String] = []
  private var weights: [String: Double] = [:]
  private var groups: [String: Int32] = [:]
  private var limits: [String: AgeLimits] = [:]

  public init() {
    _ = setSharpness(["Pinnacle=1.5", "Circa Sports=1.5"])
    _ = setSources(
      [
        "FanDuel+Betfair Sportsbook+Paddy Power", "BetMGM+Bwin+Ladbrokes+Coral",
        "BetRivers+Unibet",
      ])
  }

  /// The same, lines of no bookmaker having limits of age of their own.
  var withoutAges: BookSettings {
    var copy = self
    (copy.earlyAges, copy.lateAges, copy.inPlayAges, copy.limits) = ([], [], [], [:])
    return copy
  }

  /// Takes how sharp bookmakers are. Returns what is wrong, as a sentence; nil where nothing is.
  mutating func setSharpness(_ texts: [String]) -> String? {
    var weights: [String: Double] = [:]
    for text in texts {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(Self.trimmed)
      guard parts.count == 2, !parts[0].isEmpty, let weight = Double(parts[1]),
        (0.01...100).contains(weight)
      else { return "\"\(text)\" is not NAME=NUMBER with a number from 0.01 to 100" }
      guard weights.updateValue(weight, forKey: parts[0]) == nil else {
        return "names \(parts[0]) twice"
      }
    }
    (sharpness, self.weights) = (texts, weights)
    return nil
  }

  /// Takes which bookmakers are one source, as above.
  mutating func setSources(_ texts: [String]) -> String? {
    var groups: [String: Int32] = [:]
    for (place, text) in texts.enumerated() {
      let names = text.split(separator: "+", omittingEmptySubsequences: false).map(Self.trimmed)
      guard names.count > 1, !names.contains("") else {
        return "\"\(text)\" is not NAME+NAME, the names of one source"
      }
      for name in names where groups.updateValue(Int32(place), forKey: name) != nil {
        return "names \(name) twice"
      }
    }
    (sources, self.groups) = (texts, groups)
    return nil
  }

  /// Takes how old lines may be before the last ten minutes, in those, and while a game runs.
  mutating func setEarlyAges(_ texts: [String]) -> String? {
    setAges(texts, \.earlyNanoseconds, \.earlyAges)
  }
  mutating func setLateAges(_ texts: [String]) -> String? {
    setAges(texts, \.lateNanoseconds, \.lateAges)
  }
  mutating func setInPlayAges(_ texts: [String]) -> String? {
    setAges(texts, \.inPlayNanoseconds, \.inPlayAges)
  }

  private mutating func setAges(
    _ texts: [String], _ phase: WritableKeyPath<AgeLimits, Int64>,
    _ list: WritableKeyPath<BookSettings, [String]>
  ) -> String? {
    var limits = limits.mapValues { limits in
      var others = limits
      others[keyPath: phase] = 0
      return others
    }
    for text in texts {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(Self.trimmed)
      guard parts.count == 2, !parts[0].isEmpty, let milliseconds = Int64(parts[1]),
        (1...86_400_000).contains(milliseconds)
      else { return "\"\(text)\" is not NAME=NUMBER with a whole number from 1 to 86400000" }
      guard limits[parts[0], default: .asForAll][keyPath: phase] == 0 else {
        return "names \(parts[0]) twice"
      }
      limits[parts[0], default: .asForAll][keyPath: phase] = milliseconds * 1_000_000
    }
    self[keyPath: list] = texts
    self.limits = limits
    return nil
  }

  func sharpness(of name: String) -> Double { weights[Self.trimmed(name[...])] ?? 1 }
  /// A number for each source; −1 for a bookmaker of its own.
  func source(of name: String) -> Int32 { groups[Self.trimmed(name[...])] ?? -1 }
  /// Of its own; 0 for each phase in which it is as for all.
  func ages(of name: String) -> AgeLimits { limits[Self.trimmed(name[...])] ?? .asForAll }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.lowercased()[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
