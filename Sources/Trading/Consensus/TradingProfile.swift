/// How boldly the consensus strategy trades: one set of entry conditions and one fraction of Kelly.
///
/// The six of the design (section 8) are ``presets``; more are data in the configuration. What the
/// design has no figures for has defaults of our own, and says so.
public struct TradingProfile: Hashable, Sendable, Codable {
  public var name: String
  /// Net edge a contract at the intended size, in 1/10 000 $.
  public var minimumEdge: Int32
  /// Books left after drops.
  public var minimumBooks: Int32
  /// Highest less lowest devigged probability of the books left, in 1/10 000 $ of the contract.
  public var maximumBookSpread: Int32
  /// The fraction of Kelly, in hundredths.
  public var kellyPercent: Int32
  /// Ask less bid on the exchange, in 1/10 000 $. Default of our own.
  public var maximumKalshiSpread: Int32 = 500
  /// Contracts traded in the last 24 hours. Default of our own.
  public var minimumVolume: Int64 = 100
  /// Minutes to the start of the game, at least and at most. Defaults of our own: five minutes, and
  /// two days.
  public var minimumMinutesToStart: Int32 = 5
  public var maximumMinutesToStart: Int32 = 2_880
  /// What the leg may cost, in 1/10 000 $. Defaults of our own.
  public var minimumPrice: Int32 = 500
  public var maximumPrice: Int32 = 9_500

  public init(
    name: String, minimumEdge: Int32, minimumBooks: Int32, maximumBookSpread: Int32,
    kellyPercent: Int32
  ) {
    self.name = name
    self.minimumEdge = minimumEdge
    self.minimumBooks = minimumBooks
    self.maximumBookSpread = maximumBookSpread
    self.kellyPercent = kellyPercent
  }

  /// The design's six, from the most careful on.
  public static let presets = [
    TradingProfile(
      name: "CONSERVATIVE", minimumEdge: 600, minimumBooks: 3, maximumBookSpread: 250,
      kellyPercent: 15),
    TradingProfile(
      name: "STANDARD", minimumEdge: 500, minimumBooks: 3, maximumBookSpread: 300,
      kellyPercent: 25),
    TradingProfile(
      name: "AGGRESSIVE", minimumEdge: 300, minimumBooks: 3, maximumBookSpread: 400,
      kellyPercent: 35),
    TradingProfile(
      name: "VERY_AGGRESSIVE", minimumEdge: 200, minimumBooks: 2, maximumBookSpread: 500,
      kellyPercent: 50),
    TradingProfile(
      name: "ANY_EDGE", minimumEdge: 100, minimumBooks: 2, maximumBookSpread: 1_000,
      kellyPercent: 50),
    TradingProfile(
      name: "SCALP", minimumEdge: 100, minimumBooks: 3, maximumBookSpread: 200,
      kellyPercent: 75),
  ]

  /// No larger fraction of Kelly is used unless the configuration lifts it, in hundredths.
  public static let largestKellyPercent: Int32 = 50
  /// The same until ``settledForFullKelly`` trades of the profile are settled.
  public static let earlyKellyPercent: Int32 = 25
  public static let settledForFullKelly = 500

  /// The fraction of Kelly that is used, in hundredths.
  ///
  /// - Parameters:
  ///   - settledTrades: of this profile.
  ///   - allowsFull: the configuration lets a profile have all it asks for.
  public func kellyPercent(settledTrades: Int, allowsFull: Bool) -> Int32 {
    guard !allowsFull else { return kellyPercent }
    let most =
      settledTrades >= Self.settledForFullKelly
      ? Self.largestKellyPercent : min(Self.largestKellyPercent, Self.earlyKellyPercent)
    return min(kellyPercent, most)
  }

  /// What contradicts itself in it, as a sentence; nil where nothing does.
  public var contradiction: String? {
    func fault(_ what: String) -> String { "profile \(name): \(what)" }
    if name.isEmpty { return "a profile has no name" }
    if minimumEdge <= 0 || minimumEdge >= 10_000 {
      return fault("a minimum edge is above 0 and below 100 cents")
    }
    if minimumBooks < 1 { return fault("at least one book must be asked for") }
    if minimumBooks > 64 { return fault("no feed has more than 64 books") }
    if maximumBookSpread < 0 { return fault("a spread between books cannot be negative") }
    if !(1...100).contains(kellyPercent) { return fault("a fraction of Kelly is 0.01 to 1") }
    if maximumKalshiSpread < 0 { return fault("a spread cannot be negative") }
    if minimumVolume < 0 { return fault("a volume cannot be negative") }
    if minimumMinutesToStart < 0 {
      return fault("games that have begun are not entered: minutes to the start are 0 or more")
    }
    if minimumMinutesToStart > maximumMinutesToStart {
      return fault("the least time to the start is above the largest: no game can fit")
    }
    if minimumPrice < 1 || maximumPrice > 9_999 {
      return fault("prices lie above 0 and below 100 cents")
    }
    if minimumPrice > maximumPrice {
      return fault("the lowest price is above the highest: no price can fit")
    }
    return nil
  }
}
