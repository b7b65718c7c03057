public import Market

/// One thing that happened, with its time: all the engine ever learns.
///
/// The same inputs in the same order give the same outputs to the last bit, live or in a rerun.
public struct EngineInput: Sendable, Codable {
  /// When it reached this process. Never goes back within a session.
  public var time: Timestamp
  /// The venue's own clock: equal to `time` in live trading, recorded time in a replayed day. Rules
  /// the starts of games and the end of trading.
  public var venueTime: Timestamp
  public var event: EngineEvent

  public init(time: Timestamp, venueTime: Timestamp, event: EngineEvent) {
    self.time = time
    self.venueTime = venueTime
    self.event = event
  }
}

/// What can happen.
public enum EngineEvent: Sendable, Codable {
  // Market data
  /// The whole book of a market: both sides in YES prices.
  case bookSnapshot(MarketID, bids: [BookLevel], asks: [BookLevel])
  /// A level changed by `change` contracts.
  case bookDelta(MarketID, BookSide, Price, change: Quantity)
  /// The book cannot be trusted until the next snapshot.
  case bookBlocked(MarketID)
  /// No book can be trusted until its next snapshot.
  case booksBlocked
  case marketStatus(MarketID, MarketStatus)
  /// The exchange has moved the end of trading, on the venue's clock: earlier or later; nil when
  /// what it says cannot be read.
  case closeChanged(MarketID, Timestamp?)
  /// The market's prices lie on another grid from now on.
  case gridChanged(MarketID, PriceGrid)
  /// The exchange charges differently from now on; nil when it does not say how.
  case feesChanged(MarketID, FeeSchedule?)
  /// So many contracts were traded in the last 24 hours; nil when the exchange does not say.
  case volumeChanged(MarketID, Int64?)
  /// The claim is decided: YES pays this much.
  case settled(MarketID, value: Price)

  // Odds
  /// A sportsbook game was matched to this one: from now on its markets can be priced. The earlier
  /// of the two starts counts.
  case gameMatched(GameID, start: Timestamp?)
  /// A bookmaker's line as it now stands.
  case line(GameID, BookmakerID, GameLine)
  /// What is known of a bookmaker: the weight of its lines, above 0, and the number of its source;
  /// −1 for one of its own; and how old its lines may be.
  case bookmaker(
    BookmakerID, sharpness: Double, source: Int32, ages: AgeLimits = .asForAll)
  /// A bookmaker no longer offers this line.
  case lineWithdrawn(GameID, BookmakerID, LineKind)

  // Connections
  case link(Link, isUp: Bool)
  /// Our clock less the exchange's, as its frames show it; said where it matters.
  case clockSkew(nanoseconds: Int64)
  /// The account as the exchange has it, all fills up to then delivered before it.
  case reconciled(AccountState)

  // Orders
  /// The exchange took an order, a cancel or an amendment: its state as answered.
  case orderState(ClientOrderID, OrderReport)
  /// The exchange refused an order, with its reason: the order does not exist.
  case orderRejected(ClientOrderID, reason: String)
  /// The order never left: no connection, no budget, no journal. It does not exist, and the
  /// exchange has nothing to do with it.
  case orderUnsent(ClientOrderID, reason: String)
  /// The answer to an order was lost: it may exist or not.
  case orderUnknown(ClientOrderID)
  /// A search for an order of unknown fate found no trace of it.
  case orderNotFound(ClientOrderID)
  /// A cancel was refused: the order is gone already, by a fill or by another cancel.
  case cancelRefused(ClientOrderID)
  /// The answer to a cancel was lost: it is sent again.
  case cancelLost(ClientOrderID)
  /// An amendment was refused or its answer lost; the order stands as the exchange has it.
  case amendFailed(ClientOrderID)
  case fill(FillReport)

  // Time and people
  case timer
  case command(OperatorCommand)
  /// Before anything else: where the session before this one has left the account.
  ///
  /// Elsewhere in memory: inputs are as large as their largest case, and are copied.
  indirect case carried(Standing)
}

/// The connections without which nothing trades.
public enum Link: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case exchangeStream
  case exchangeOrders
  case odds
}

/// Which line of a game: what must agree with a market's claim to the half point.
public enum LineKind: Hashable, Sendable, Codable {
  case winner
  /// The home team's handicap: −5.5 means the home team must win by more than 5.5.
  case spread(home: HalfPoints)
  case total(HalfPoints)
}

/// One two-sided line of one bookmaker.
public struct GameLine: Hashable, Sendable, Codable {
  public var kind: LineKind
  /// Decimal odds of the home team, or of over.
  public var homeOrOver: Double
  /// Decimal odds of the away team, or of under.
  public var awayOrUnder: Double
  /// How old it was when it came, by what its feed tells, in nanoseconds; 0 where that tells
  /// nothing. Never below 0: a time told makes a line older, not younger.
  public var ageNanoseconds: Int64

  public init(
    kind: LineKind, homeOrOver: Double, awayOrUnder: Double, ageNanoseconds: Int64 = 0
  ) {
    self.kind = kind
    self.homeOrOver = homeOrOver
    self.awayOrUnder = awayOrUnder
    self.ageNanoseconds = max(0, ageNanoseconds)
  }
}

/// A fill as the exchange tells it. It may come before the order's answer, twice, or after a
/// cancel.
public struct FillReport: Hashable, Sendable, Codable {
  public var trade: ExchangeKey
  /// Nil when the order is not one of this session's.
  public var order: ClientOrderID?
  public var market: MarketID
  public var side: BookSide
  /// YES price.
  public var price: Price
  public var quantity: Quantity
  public var liquidity: Liquidity
  /// What the exchange charged, as it says.
  public var fee: Money
  /// When the trade happened on the exchange.
  public var venueTime: Timestamp

  public init(
    trade: ExchangeKey, order: ClientOrderID?, market: MarketID, side: BookSide, price: Price,
    quantity: Quantity, liquidity: Liquidity, fee: Money, venueTime: Timestamp
  ) {
    self.trade = trade
    self.order = order
    self.market = market
    self.side = side
    self.price = price
    self.quantity = quantity
    self.liquidity = liquidity
    self.fee = fee
    self.venueTime = venueTime
  }
}
