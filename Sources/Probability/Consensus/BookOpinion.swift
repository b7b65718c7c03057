/// What one bookmaker's line says of an outcome once its margin is removed.
public struct BookOpinion: Hashable, Sendable {
  /// Strictly between 0 and 1.
  public let probability: Double
  /// ``LogOdds/of(_:)`` of it, computed once when the line comes.
  public let logOdds: Double
  /// How long ago the line was known to hold, in nanoseconds.
  public var ageNanoseconds: Int64
  /// How old it may be, in nanoseconds; 0 for what the rule says of all.
  public var maximumAgeNanoseconds: Int64 = 0
  /// How sharp the bookmaker is: in proportion to the inverse of the mean squared error of its log
  /// odds against the closing ones. 1 for all where nothing was fitted.
  public var sharpness: Double
  /// Whose opinion it is: books of one operator, or that copy one feed, have the same number and
  /// count once. −1 for a book of its own.
  public var source: Int32
  /// A sharper book has moved since this line was last renewed, by more than the rule allows.
  public var isOvertaken: Bool

  /// Nil for a probability that is not strictly between 0 and 1, and for a sharpness that is not a
  /// number above 0.
  public init?(
    probability: Double, ageNanoseconds: Int64 = 0, sharpness: Double = 1, source: Int32 = -1,
    isOvertaken: Bool = false
  ) {
    guard let logOdds = LogOdds.of(probability), sharpness > 0, sharpness.isFinite else {
      return nil
    }
    self.probability = probability
    self.logOdds = logOdds
    self.ageNanoseconds = ageNanoseconds
    self.sharpness = sharpness
    self.source = source
    self.isOvertaken = isOvertaken
  }

  /// How old it may be under a rule, in nanoseconds: its own limit before that of all.
  @inlinable
  public func maximumAge(under rule: ConsensusRule) -> Int64 {
    maximumAgeNanoseconds > 0 ? maximumAgeNanoseconds : rule.maximumAgeNanoseconds
  }
}
