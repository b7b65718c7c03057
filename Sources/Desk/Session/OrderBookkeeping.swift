internal import Kalshi
internal import Market
internal import Trading

/// Which order is which: requests under way by tag, and the exchange's ids beside ours.
///
/// Ids are kept for the session: a fill may come for an order long gone.
struct OrderBookkeeping {
  private var underWay: [UInt64: EngineOrder] = [:]
  private var nextTag: UInt64 = 1
  private var exchangeIDs: [ClientOrderID: OrderID] = [:]
  private var clientIDs: [ExchangeKey: ClientOrderID] = [:]

  init() {
    underWay.reserveCapacity(256)
    exchangeIDs.reserveCapacity(4_096)
    clientIDs.reserveCapacity(4_096)
  }

  /// A request for this order goes out; the tag brings it back.
  mutating func open(_ order: EngineOrder) -> UInt64 {
    let tag = nextTag
    nextTag += 1
    underWay[tag] = order
    return tag
  }

  /// The request came back.
  @discardableResult
  mutating func close(_ tag: UInt64) -> EngineOrder? { underWay.removeValue(forKey: tag) }

  /// The exchange has given an order this id.
  mutating func name(_ client: ClientOrderID, _ exchange: OrderID) {
    exchangeIDs[client] = exchange
    clientIDs[ExchangeKey(exchange.text)] = client
  }

  func exchangeID(of client: ClientOrderID) -> OrderID? { exchangeIDs[client] }
  func clientID(of key: ExchangeKey) -> ClientOrderID? { clientIDs[key] }
}

extension EngineOrder {
  /// The order in the exchange's terms. Resting orders are post-only; nothing trades with
  /// ourselves.
  ///
  /// - Parameter end: when it is to be gone by itself; nil for never.
  func intent(until end: Timestamp?) -> OrderIntent {
    OrderIntent(
      clientOrderID: id, market: market, side: side, price: price, quantity: quantity,
      timeInForce: style == .take ? .immediateOrCancel : .goodTillCanceled,
      selfTradePrevention: .takerAtCross, isPostOnly: style == .rest, expiration: end)
  }
}

extension OrderReport.State {
  /// Nil for a status that is not known: then nothing is concluded.
  init?(_ status: OrderStatus) {
    switch status {
    case .resting: self = .resting
    case .canceled: self = .canceled
    case .executed: self = .executed
    case .unknown: return nil
    }
  }
}

extension OrderReport.Reason {
  /// Nil for what is no reason for an end (`Trade`, `Amend`, `Decrease`, nothing at all), and for
  /// words that are not known: then nothing is concluded.
  init?(wireName: FrameText) {
    switch wireName.string {
    case "ExpiryCancel": self = .expiry
    case "CloseCancel": self = .close
    case "HaltCancel": self = .halt
    case "MarginCancel": self = .margin
    case "SelfTradeCancel": self = .selfTrade
    case "PostOnlyCrossCancel": self = .postOnlyCross
    case "ReduceOnlyCancel": self = .reduceOnly
    case "SettlementBoundsCancel": self = .settlementBounds
    default: return nil
    }
  }
}

extension KalshiAPIError {
  /// Whether it speaks of the connection rather than of one request or of our own budget.
  var isLinkTrouble: Bool {
    switch kind {
    case .unknownOutcome: true
    case .notSent: code == "not_sent"
    case .rejected, .notFound, .rateLimited, .authentication: false
    }
  }
}
