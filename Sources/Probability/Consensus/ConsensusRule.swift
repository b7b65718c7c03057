/// How the opinions of several books become one probability (`quant.md` 1.4).
///
/// All of it is configuration: the numbers are starting points that recordings of one's own
/// should replace.
public struct ConsensusRule: Hashable, Sendable, Codable {
  /// What is made of the books that are left.
  public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
    /// The weighted mean of log odds: does not shrink to one half as means of probabilities do.
    case logOddsPool
    /// The plain mean of the probabilities, every book alike: the simple consensus of the design.
    case mean
    /// The middle probability, every book alike.
    case median
  }

  public var method: Method
  /// Older lines have no voice, unless their book has a limit of its own; in nanoseconds.
  public var maximumAgeNanoseconds: Int64
  /// The time in which a line loses all but 1/e of its weight; in nanoseconds.
  public var ageDecayNanoseconds: Int64
  /// From four books on: how many normalised median absolute deviations from the median log odds
  /// make an outlier.
  public var outlierDeviations: Double
  /// A book this near the median is none, however closely the others agree.
  public var outlierTolerance: Double
  /// Below four books: how far from the sharpest book's probability makes an outlier.
  public var fewBooksDistance: Double
  /// The largest share of all weight that one book can have.
  public var maximumShare: Double
  /// How far a sharper book's log odds may move before a line that has not been renewed since is
  /// overtaken.
  public var sharpMove: Double

  public init(
    method: Method = .logOddsPool, maximumAgeNanoseconds: Int64 = 120_000_000_000,
    ageDecayNanoseconds: Int64 = 60_000_000_000, outlierDeviations: Double = 3.5,
    outlierTolerance: Double = 0.02, fewBooksDistance: Double = 0.04,
    maximumShare: Double = 0.6, sharpMove: Double = 0.08
  ) {
    self.method = method
    self.maximumAgeNanoseconds = maximumAgeNanoseconds
    self.ageDecayNanoseconds = ageDecayNanoseconds
    self.outlierDeviations = outlierDeviations
    self.outlierTolerance = outlierTolerance
    self.fewBooksDistance = fewBooksDistance
    self.maximumShare = maximumShare
    self.sharpMove = sharpMove
  }
}
