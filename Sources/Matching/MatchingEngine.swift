public import Market

/// The core of an exchange: price-time books, accounts and their cash, fees and settlement.
///
/// A value without clock, randomness or I/O: the same calls give the same events. Each operation
/// appends what it did to ``events``; the caller reads them and calls ``removeAllEvents()``.
/// Simulator, paper mode and tests share it.
///
/// **Cash.** A bid pays price × count; an ask pays (1 − price) × count, as the NO leg it buys; a
/// YES and a NO of one market in one account are a pair and pay a dollar back at once. Resting
/// orders set the same amounts aside, with their fee, except for the part that closes a position. Σ
/// cash + one dollar per open contract + fees taken never changes.
///
/// **Not here.** The collateral that the exchange returns across markets of a mutually exclusive
/// event (MECNET, DIRECNET): each market stands alone, which never asks for too little.
///
/// **Bounds.** `limits` bounds orders in all and open ones per account; beyond, orders are refused.
/// ``events`` grows until it is emptied, by at most a few events per order touched.
public struct MatchingEngine: Sendable {
  /// How much an engine holds.
  public struct Limits: Hashable, Sendable {
    /// Orders over the engine's life, ended ones included.
    public var orders: Int
    public var openOrdersPerAccount: Int
    /// The largest size of one order.
    public var orderQuantity: Quantity

    public init(
      orders: Int = 4_000_000, openOrdersPerAccount: Int = 200_000,
      orderQuantity: Quantity = Quantity(contracts: 10_000_000)
    ) {
      self.orders = orders
      self.openOrdersPerAccount = openOrdersPerAccount
      self.orderQuantity = orderQuantity
    }
  }

  /// What happened since the last ``removeAllEvents()``, oldest first.
  public internal(set) var events: [MatchingEvent] = []
  /// True while the whole exchange pauses trading: no new orders and amendments, cancels allowed.
  public internal(set) var isTradingHalted = false
  /// Σ fees of every fill.
  public internal(set) var collectedFees: Money = .zero
  public let limits: Limits

  var markets: [MarketState] = []
  var accounts: [AccountState] = [AccountState(cash: .zero)]
  var orders: [OrderState] = []
  var links: [OrderLinks] = []
  var expirations = ExpirationQueue()
  var tradeCount: Int64 = 0

  public init(limits: Limits = Limits(), reservingOrders: Int = 1_024) {
    self.limits = limits
    orders.reserveCapacity(reservingOrders)
    links.reserveCapacity(reservingOrders)
    events.reserveCapacity(256)
  }

  /// Lists a market; its id is the number of markets before it.
  public mutating func addMarket(_ listing: ListedMarket) -> MarketID {
    markets.append(MarketState(listing: listing))
    return MarketID(markets.count - 1)
  }

  /// Opens an account with `cash`.
  public mutating func addAccount(cash: Money) -> AccountID {
    accounts.append(AccountState(cash: cash))
    return AccountID(accounts.count - 1)
  }

  /// Adds to an account's cash, or takes from it. Unknown accounts are ignored.
  public mutating func deposit(_ amount: Money, to account: AccountID) {
    guard isKnown(account) else { return }
    accounts[Int(account.index)].cash += amount
  }

  /// Changes a market's price grid; resting orders keep their prices.
  public mutating func setGrid(_ market: MarketID, _ grid: PriceGrid) {
    guard isKnown(market) else { return }
    markets[Int(market.index)].listing.grid = grid
  }

  /// Changes what fills of a market cost from now on. Nil blocks new orders and cancels the resting
  /// ones: nothing trades at an unknown cost.
  ///
  /// What resting orders have set aside follows with the next change of their account there.
  public mutating func setFees(_ market: MarketID, _ fees: FeeSchedule?, at now: Timestamp) {
    guard isKnown(market) else { return }
    if fees == nil { cancelOrders(market, .halt, at: now) }
    markets[Int(market.index)].listing.fees = fees
  }

  /// Forgets the events, keeping their room.
  public mutating func removeAllEvents() { events.removeAll(keepingCapacity: true) }

  func isKnown(_ market: MarketID) -> Bool { markets.indices.contains(Int(market.index)) }
  func isKnown(_ account: AccountID) -> Bool { accounts.indices.contains(Int(account.index)) }
}

/// An order's neighbours: in its price level's queue, and among its account's open orders of the
/// market. −1 is none.
struct OrderLinks: Sendable {
  var earlier: Int32 = -1
  var later: Int32 = -1
  var accountEarlier: Int32 = -1
  var accountLater: Int32 = -1
}
