public import Market

/// The account as the exchange has it at one moment.
public struct AccountState: Sendable, Codable {
  /// A position in one market.
  public struct Holding: Hashable, Sendable, Codable {
    public var market: MarketID
    /// Signed: long YES is positive.
    public var quantity: Quantity
    /// What the exchange says was paid for what is held.
    public var cost: Money
    /// All fees of that market so far, by the exchange's count; nil where it tells of none.
    public var fees: Money?

    public init(market: MarketID, quantity: Quantity, cost: Money, fees: Money? = nil) {
      self.market = market
      self.quantity = quantity
      self.cost = cost
      self.fees = fees
    }
  }

  /// An order that rests at the exchange.
  public struct RestingOrder: Hashable, Sendable, Codable {
    /// Nil when the order does not carry an id of this session.
    public var order: ClientOrderID?
    public var market: MarketID
    public var side: BookSide
    public var price: Price
    public var filled: Quantity
    public var remaining: Quantity
    /// When the exchange takes it off by itself.
    public var end: End

    public init(
      order: ClientOrderID?, market: MarketID, side: BookSide, price: Price, filled: Quantity,
      remaining: Quantity, end: End = .untold
    ) {
      self.order = order
      self.market = market
      self.side = side
      self.price = price
      self.filled = filled
      self.remaining = remaining
      self.end = end
    }
  }

  /// When an order that rests is taken off by itself.
  public enum End: Hashable, Sendable, Codable {
    /// The venue does not say.
    case untold
    case never
    case at(Timestamp)

    /// Since 1970; 0 where there is none.
    var seconds: Int64 { if case .at(let time) = self { time.seconds } else { 0 } }
  }

  /// The cash of one of the exchange's shards, which pays for the markets that are traded there.
  public struct Shard: Hashable, Sendable, Codable {
    public var index: Int32
    /// What is free to trade with.
    public var cash: Money

    public init(index: Int32, cash: Money) {
      self.index = index
      self.cash = cash
    }
  }

  /// Money that was paid in or out, and is in the cash.
  public struct Transfer: Hashable, Sendable, Codable {
    /// The exchange's id of it.
    public var id: ExchangeKey
    /// Above zero for a deposit, below for a withdrawal.
    public var amount: Money
    /// What was charged for it; whether the amount holds it already is not said.
    public var fee: Money
    /// When it was applied, in whole seconds.
    public var at: Timestamp

    public init(id: ExchangeKey, amount: Money, fee: Money, at: Timestamp) {
      self.id = id
      self.amount = amount
      self.fee = fee
      self.at = at
    }
  }

  /// When the reading began: orders younger than this may be missing from it.
  public var readFrom: Timestamp
  /// Cash that is free to trade with, by the exchange's count.
  public var availableCash: Money
  /// Positions in markets of this session, ascending by market, without empty ones.
  public var holdings: [Holding]
  /// Positions in markets this session does not follow.
  public var otherHoldings: Int
  /// What these have cost: a part of all that is at risk.
  public var otherExposure: Money
  /// What trades in these markets have brought in so far by the exchange's record of them: realised
  /// profit, less the cost of what is held, less fees; below zero where they have cost. Nil where
  /// it does not tell.
  public var otherCash: Money?
  /// The most that orders resting in these markets can have set aside.
  public var otherReserved: Money
  public var restingOrders: [RestingOrder]
  /// Free cash by shard; empty where the exchange tells of none.
  public var shards: [Shard]
  /// Trades of the last while that are in it; told by the reading that is taken over alone, for the
  /// next session.
  public var trades: [ExchangeKey]
  /// Deposits and withdrawals of the last while; read where the cash is not as we count it.
  public var transfers: [Transfer]

  public init(
    readFrom: Timestamp, availableCash: Money, holdings: [Holding], otherHoldings: Int,
    otherExposure: Money = .zero, otherCash: Money? = nil, otherReserved: Money = .zero,
    restingOrders: [RestingOrder], shards: [Shard] = [], trades: [ExchangeKey] = [],
    transfers: [Transfer] = []
  ) {
    self.readFrom = readFrom
    self.availableCash = availableCash
    self.holdings = holdings
    self.otherHoldings = otherHoldings
    self.otherExposure = otherExposure
    self.otherCash = otherCash
    self.otherReserved = otherReserved
    self.restingOrders = restingOrders
    self.shards = shards
    self.trades = trades
    self.transfers = transfers
  }
}
