public import Market

/// Text inside a frame. Readable only until the frame's bytes are; copy with ``string`` to keep it.
public struct FrameText {
  public let bytes: UnsafeRawBufferPointer

  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// A copy.
  public var string: String { String(decoding: bytes, as: UTF8.self) }
  public var isEmpty: Bool { bytes.isEmpty }
}

/// One frame of the stream. What it holds lies in its scanner: all of it is readable until the next
/// frame is scanned, and no longer than the frame's bytes.
///
/// Two words, so that it is handed on in registers: written in small pieces and copied in large
/// ones, a frame of its own would wait for the memory at each copy.
///
/// `market` is nil for tickers that are not in the index.
public enum StreamFrame {
  case bookSnapshot(FrameView<BookSnapshotFrame>)
  case bookDelta(BookDeltaFrame)
  case ticker(TickerFrame)
  case trade(FrameView<TradeFrame>)
  case fill(FrameView<FillFrame>)
  case userOrder(FrameView<UserOrderFrame>)
  case lifecycle(FrameView<LifecycleFrame>)
  case eventFeeUpdate(FrameView<EventFeeFrame>)
  case subscribed(FrameView<SubscribedFrame>)
  /// `ok`.
  case acknowledged
  case unsubscribed
  case failure(FrameView<FailureFrame>)
  /// A kind of frame that is not read.
  case other
}

/// The whole book of a market, in YES prices.
public struct BookSnapshotFrame {
  public var market: MarketID?
  /// In the frame's order.
  public var bids: UnsafeBufferPointer<BookLevel>
  /// In the frame's order.
  public var asks: UnsafeBufferPointer<BookLevel>
  public var recorded: Timestamp?
}

/// A public trade.
public struct TradeFrame {
  public var market: MarketID?
  public var tradeID: FrameText
  /// The YES leg's price.
  public var price: Price
  public var quantity: Quantity
  public var takerSide: BookSide
  public var isBlockTrade: Bool
  public var time: Timestamp?
  public var recorded: Timestamp?
}

/// An execution of one of our orders.
public struct FillFrame {
  public var market: MarketID?
  public var tradeID: FrameText
  public var orderID: FrameText
  /// Nil for orders without one or with one that we did not make.
  public var clientOrderID: ClientOrderID?
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  public var quantity: Quantity
  public var liquidity: Liquidity
  /// Nil when the frame does not say.
  public var fee: Money?
  /// The position after it.
  public var position: Quantity?
  public var time: Timestamp?
  public var recorded: Timestamp?
}

/// One of our orders, changed.
public struct UserOrderFrame {
  /// The exchange's word for the state.
  public enum Status: UInt8, Hashable, Sendable {
    case resting
    case canceled
    case executed
    /// Any other word.
    case unknown
  }

  public var market: MarketID?
  public var orderID: FrameText
  /// Nil for orders without one or with one that we did not make.
  public var clientOrderID: ClientOrderID?
  public var status: Status
  public var side: BookSide
  /// The YES leg's price.
  public var price: Price
  public var initial: Quantity?
  public var filled: Quantity
  public var remaining: Quantity
  /// `Trade`, `SelfTradeCancel`, …; empty where the frame does not say.
  public var reason: FrameText
  public var time: Timestamp?
  public var recorded: Timestamp?
}

/// A market's life went on.
public struct LifecycleFrame {
  /// The exchange's word for what happened.
  public enum Event: UInt8, Hashable, Sendable {
    case created, activated, deactivated, closeDateUpdated, determined, settled
    case priceLevelStructureUpdated, metadataUpdated
    /// Any other word.
    case unknown
  }

  public var market: MarketID?
  public var ticker: FrameText
  public var event: Event
  /// Of `closeDateUpdated` and `created`.
  public var closes: Timestamp?
  /// Of `determined`: `yes`, `no`, `scalar` or empty.
  public var result: FrameText
  /// Of `determined`: what YES pays.
  public var settlementValue: Price?
  /// The JSON of the new bands, of `priceLevelStructureUpdated`; read with
  /// `PriceGrid(wireJSON:)`.
  public var priceRanges: FrameText
  public var time: Timestamp?
  public var recorded: Timestamp?
}

/// An event's fee override changed.
public struct EventFeeFrame {
  public var eventTicker: FrameText
  /// Empty for null: the override is taken back.
  public var feeType: FrameText
  /// Decimal text; empty for null.
  public var feeMultiplier: FrameText
}

/// A channel was subscribed.
public struct SubscribedFrame {
  /// Nil for a name that is not known here.
  public var channel: StreamChannel?
  /// The new subscription.
  public var sid: Int64
}

/// An error reply.
public struct FailureFrame {
  /// See section 5.3 of the reference.
  public var code: Int64
  public var message: FrameText
}

/// The channels this client can subscribe to.
public enum StreamChannel: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case orderbookDelta
  case ticker
  case trade
  case fill
  case userOrders
  case marketLifecycle

  /// The exchange's spelling.
  public var wireName: StaticString {
    switch self {
    case .orderbookDelta: "orderbook_delta"
    case .ticker: "ticker"
    case .trade: "trade"
    case .fill: "fill"
    case .userOrders: "user_orders"
    case .marketLifecycle: "market_lifecycle_v2"
    }
  }

  /// True for channels that tell of our account; they are not numbered, so a hole cannot be seen.
  public var isPrivate: Bool { self == .fill || self == .userOrders }
  /// True for channels that are subscribed by market.
  public var takesMarkets: Bool { self != .marketLifecycle }
}
