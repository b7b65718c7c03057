public import Probability

/// How the books' lines become one probability for the profiles, and how often a market is judged.
public struct ConsensusConfiguration: Hashable, Sendable, Codable {
  public var rule = ConsensusRule()
  /// Lines older than that have no voice in the last ten minutes before the game, and while it
  /// runs; before that it is the rule's own age (`quant.md` 1.4).
  public var lateAgeNanoseconds: Int64 = 30_000_000_000
  public var inPlayAgeNanoseconds: Int64 = 3_000_000_000
  /// How sharp each bookmaker is, by its ``/Market/BookmakerID``; 1 for those beyond the list.
  public var sharpness: [Double] = []
  /// Whose lines each bookmaker's are: those of one number count once; −1, and those beyond the
  /// list, are books of their own.
  public var sources: [Int32] = []
  /// A market is judged at most once in this time; what comes in between is judged when it ends.
  /// Exits and cancels never wait for it.
  public var conflationNanoseconds: Int64 = 100_000_000

  public init() {}

  /// What contradicts itself, as a sentence; nil where nothing does.
  public var contradiction: String? {
    if sharpness.contains(where: { !($0 > 0) || !$0.isFinite }) {
      return "how sharp a bookmaker is, is a number above 0"
    }
    if lateAgeNanoseconds <= 0 || inPlayAgeNanoseconds <= 0 || rule.maximumAgeNanoseconds <= 0 {
      return "lines must be allowed some age"
    }
    return conflationNanoseconds < 0 ? "markets cannot be judged before they change" : nil
  }

  /// How old a line may be by the phase of its game, unless its bookmaker has limits of its own.
  var ages: AgeLimits {
    AgeLimits(
      earlyNanoseconds: rule.maximumAgeNanoseconds, lateNanoseconds: lateAgeNanoseconds,
      inPlayNanoseconds: inPlayAgeNanoseconds)
  }
}
