public import Market

/// A recorded stretch: Kalshi quotes, bookmakers' lines, final scores.
public struct RecordedDay: Sendable {
  /// What it is, for the report: a date or file names.
  public let name: String
  /// Where the figures come from.
  public let origin: String
  /// In order of time.
  public let quotes: [RecordedQuote]
  public let games: [RecordedGame]
  public let results: [RecordedResult]
  /// What people should know of the files, such as rows that were left out.
  public let notes: [String]

  public init(
    name: String, origin: String, quotes: [RecordedQuote], games: [RecordedGame],
    results: [RecordedResult], notes: [String] = []
  ) {
    self.name = name
    self.origin = origin
    self.quotes = RecordedQuotes.ordered(quotes)
    self.games = games
    self.results = results
    self.notes = notes
  }

  /// Quotes more than this apart belong to different sweeps.
  public static let sweepGapNanoseconds: Int64 = 600_000_000_000

  /// The stretches of quotes taken in one go, as ranges into ``quotes``.
  public var sweeps: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in quotes.indices where index > 0 {
      guard quotes[index].recordedAt - quotes[index - 1].recordedAt > Self.sweepGapNanoseconds
      else { continue }
      ranges.append(start..<index)
      start = index
    }
    if start < quotes.count { ranges.append(start..<quotes.count) }
    return ranges
  }

  /// The instant odds of a file date count from: the first quote of the same file date, since the
  /// odds were recorded without one. Nil where that date has no quotes: such odds are never sent.
  public func oddsTime(ofFileDate date: CivilDate) -> Timestamp? {
    quotes.first { $0.fileDate == date }?.recordedAt
  }
}
