public import Market

/// What one bookmaker said of a market when a profile said a signal about it.
public struct SignalOpinion: Hashable, Sendable, Codable {
  public var bookmaker: BookmakerID
  /// That YES pays, by its line without the margin; strictly between 0 and 1.
  public var probability: Double
  /// How old its line was, in nanoseconds.
  public var ageNanoseconds: Int64
  /// Its share of all weights, 0…1; 0 where it was dropped: too old, overtaken, an outlier, or the
  /// same source as a fresher line.
  public var share: Double

  public init(
    bookmaker: BookmakerID, probability: Double, ageNanoseconds: Int64, share: Double
  ) {
    self.bookmaker = bookmaker
    self.probability = probability
    self.ageNanoseconds = ageNanoseconds
    self.share = share
  }
}
