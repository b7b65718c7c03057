public import Market

/// One quote of a recorded day that the bookmakers together say is wrong by more than so much, and
/// what explains it.
public struct RecordedEdge: Hashable, Sendable {
  /// What explains an edge; the first that holds, in this order. The rules and their numbers are
  /// those of ``EdgeSurvey``.
  public enum Explanation: String, Hashable, Sendable, CaseIterable {
    /// The quote was taken after the game had begun, and lines have no time.
    case inPlay = "in play"
    /// The quote was taken on a later date, US Central, than the lines' file is of.
    case otherDay = "line of another day"
    /// Nobody confirms the one book that is left.
    case oneBook = "one book"
    /// Some book sees no edge in the same quote.
    case booksDisagree = "books disagree"
    /// Nobody is on the other side of the quote, or far away.
    case noMarket = "no two-sided quote"
    /// The game's other markets are off the same way: the lines are of another moment than the
    /// quotes, or of another game.
    case wholeGame = "whole game off"
    /// The game's other markets agree with the books: this quote alone is off.
    case quoteAlone = "this quote alone"
    /// No rule explains it: as real as the recording can tell.
    case unexplained = "unexplained"
  }

  /// One book's line on the market.
  public struct Book: Hashable, Sendable {
    public var name: String
    /// That the leg pays, margin removed.
    public var probability: Double
  }

  /// The date of the recording, which quote and lines share.
  public var date: String
  public var time: Timestamp
  public var ticker: String
  /// Of the game, as the bookmakers say; nil where they say none.
  public var start: Timestamp?
  /// The leg with the larger edge, and its own prices.
  public var leg: Outcome
  public var bid: Price?
  public var ask: Price
  /// That the leg pays, by the books that were left.
  public var consensus: Double
  /// Every book that had a line, and how many were left.
  public var books: [Book]
  public var booksLeft: Int
  /// Value less ask, and the same less the fee of a contract among a hundred, in 1/10 000 $.
  public var grossEdge: Int32
  public var netEdge: Int32
  /// How far the middle of each other market of the game is from the books, in probability, above 0
  /// where it is off the same way; those with two-sided quotes of the same sweep.
  public var others: [Double]
  /// The edge of the same leg in the market's next quote of another sweep before the game, and when
  /// that was; nil where there is none, or nobody offers the leg in it.
  public var nextEdge: Int32?
  public var nextTime: Timestamp?
  public var explanation: Explanation
  /// What the contract paid; nil where no result is known.
  public var paid: Price?

  /// Minutes from the quote to the start; negative in play.
  public var minutesToStart: Int64? { start.map { ($0 - time) / 60_000_000_000 } }
}
