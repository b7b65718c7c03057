public import Market
public import Probability

/// What the engine must know of one market before the session begins.
///
/// Everything that is not known is nil and blocks the market by name; nothing has a default.
public struct TradedMarket: Sendable, Codable {
  /// The exchange's ticker: text, for reports only.
  public var ticker: String
  /// The game it belongs to; nil while no sportsbook game was matched to it.
  public var game: GameID?
  /// What it claims about that game.
  public var claim: Claim?
  /// Why there is no game or claim.
  public var unmatchedReason: String?
  /// The league, which chooses the margin removal.
  public var league: League?
  /// Margin removal for its lines.
  public var devigMethod: DevigMethod
  /// What a tied game does to a winner's contract.
  public var tieRule: TieRule
  /// How often a game of that league ends in a tie.
  public var tieProbability: Double
  public var grid: PriceGrid
  /// Nil when the exchange did not say, or said something we do not know: then nothing is traded.
  public var fees: FeeSchedule?
  /// Start of the game on the venue's clock; nil blocks the market.
  public var startTime: Timestamp?
  /// When the exchange stops trading it, on the venue's clock; nil blocks the market.
  public var closeTime: Timestamp?
  /// When the exchange expects it to be decided, on the venue's clock: exits by time count back
  /// from it where no start is known. Nil where the exchange does not say.
  public var expectedExpiration: Timestamp?
  public var status: MarketStatus
  /// Contracts traded in the last 24 hours; nil where the exchange does not say.
  public var volume: Int64?
  /// The exchange's shard that it is traded on, and whose cash pays for it; nil where it does not
  /// say.
  public var shard: Int32?

  public init(
    ticker: String, game: GameID?, claim: Claim?, unmatchedReason: String? = nil, league: League?,
    devigMethod: DevigMethod, tieRule: TieRule, tieProbability: Double, grid: PriceGrid,
    fees: FeeSchedule?, startTime: Timestamp?, closeTime: Timestamp?, status: MarketStatus,
    volume: Int64? = nil, shard: Int32? = nil, expectedExpiration: Timestamp? = nil
  ) {
    self.ticker = ticker
    self.game = game
    self.claim = claim
    self.unmatchedReason = unmatchedReason
    self.league = league
    self.devigMethod = devigMethod
    self.tieRule = tieRule
    self.tieProbability = tieProbability
    self.grid = grid
    self.fees = fees
    self.startTime = startTime
    self.closeTime = closeTime
    self.expectedExpiration = expectedExpiration
    self.status = status
    self.volume = volume
    self.shard = shard
  }
}
