public import Market

/// Where an accepted order stands.
public enum OrderPhase: UInt8, Hashable, Sendable, Codable {
  case resting
  case canceled
  case executed
}

/// What last changed an order.
public enum OrderChange: UInt8, Hashable, Sendable, Codable {
  /// Accepted.
  case placed
  case traded
  case amended
  case decreased
  /// By the account.
  case userCancel
  /// What an immediate-or-cancel order could not take.
  case immediateOrCancel
  /// A fill-or-kill order that could not fill wholly.
  case fillOrKill
  case selfTrade
  case expiry
  /// The account's cash no longer covers it.
  case margin
  /// What a reduce-only order had above the position.
  case reduceOnly
  /// The market or the exchange paused, or came back from a pause.
  case halt
  /// The market closed.
  case close
}

/// An accepted order: what was asked, and what became of it.
public struct OrderState: Hashable, Sendable {
  public let number: OrderNumber
  public let account: AccountID
  public let market: MarketID
  public let side: BookSide
  public internal(set) var price: Price
  /// Contracts asked for in all, as last amended.
  public internal(set) var initialQuantity: Quantity
  public internal(set) var filledQuantity: Quantity = .zero
  /// Contracts still wanted: zero unless ``phase`` is resting.
  public internal(set) var remainingQuantity: Quantity
  public internal(set) var phase: OrderPhase = .resting
  public let timeInForce: TimeInForce
  public internal(set) var expiration: Timestamp?
  public let selfTradePrevention: SelfTradePrevention
  public let isPostOnly: Bool
  public let cancelsOnPause: Bool
  public internal(set) var lastChange: OrderChange = .placed
  /// Σ YES price × quantity over its fills as a taker, and as a maker.
  public internal(set) var takerNotional: Money = .zero
  public internal(set) var makerNotional: Money = .zero
  public internal(set) var takerQuantity: Quantity = .zero
  public internal(set) var takerFees: Money = .zero
  public internal(set) var makerFees: Money = .zero
  public let created: Timestamp
  public internal(set) var updated: Timestamp
  /// The rounding overpaid so far, which the fee rule gives back.
  var accumulator = FeeAccumulator()

  init(_ request: OrderRequest, number: OrderNumber, at now: Timestamp) {
    self.number = number
    account = request.account
    market = request.market
    side = request.side
    price = request.price
    initialQuantity = request.quantity
    remainingQuantity = request.quantity
    timeInForce = request.timeInForce
    expiration = request.expiration
    selfTradePrevention = request.selfTradePrevention
    isPostOnly = request.isPostOnly
    cancelsOnPause = request.cancelsOnPause
    created = now
    updated = now
  }

  /// Contracts filled while resting.
  public var makerQuantity: Quantity { filledQuantity - takerQuantity }

  /// What its fills as a taker cost in the leg that was bought: YES for a bid, NO for an ask.
  public var takerFillCost: Money { cost(takerNotional, takerQuantity) }
  /// What its fills as a maker cost in the leg that was bought.
  public var makerFillCost: Money { cost(makerNotional, makerQuantity) }

  private func cost(_ notional: Money, _ quantity: Quantity) -> Money {
    side == .bid ? notional : Price.dollar * quantity - notional
  }
}
