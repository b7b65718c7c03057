internal import Market

/// The channels a simulated stream has.
public enum StreamChannel: String, Hashable, Sendable, CaseIterable {
  case orderbookDelta = "orderbook_delta"
  case ticker
  case trade
  case fill
  case userOrders = "user_orders"
  case marketPositions = "market_positions"
  case marketLifecycle = "market_lifecycle_v2"

  /// Whether its data frames carry a sequence number.
  var isSequenced: Bool {
    switch self {
    case .orderbookDelta, .trade, .marketLifecycle: true
    case .ticker, .fill, .userOrders, .marketPositions: false
    }
  }

  /// Whether a subscription may name markets.
  var hasMarketFilter: Bool { self != .marketLifecycle }
}

/// Error codes of the stream.
enum StreamError: Int {
  case unableToProcess = 1
  case paramsRequired = 2
  case channelsRequired = 3
  case sidsRequired = 4
  case unknownCommand = 5
  case unknownSid = 7
  case unknownChannel = 8
  case invalidParameter = 11
  case exactlyOneSid = 12
  case unsupportedAction = 13
  case marketTickerRequired = 14
  case actionRequired = 15
  case bufferOverflow = 25

  var text: String {
    switch self {
    case .unableToProcess: "Unable to process message"
    case .paramsRequired: "Params required"
    case .channelsRequired: "Channels required"
    case .sidsRequired: "Subscription IDs required"
    case .unknownCommand: "Unknown command"
    case .unknownSid: "Unknown subscription ID"
    case .unknownChannel: "Unknown channel name"
    case .invalidParameter: "Invalid parameter"
    case .exactlyOneSid: "Exactly one subscription ID is required"
    case .unsupportedAction: "Unsupported action"
    case .marketTickerRequired: "Market ticker required"
    case .actionRequired: "Action required"
    case .bufferOverflow: "Subscription buffer overflow"
    }
  }
}

/// One channel as one connection holds it.
struct StreamSubscription: Sendable {
  let sid: Int
  let channel: StreamChannel
  /// In the order they were named; empty with ``isEverything``.
  var markets: [MarketID] = []
  var wanted: Set<MarketID> = []
  var isEverything = false
  var usesYesPrice = false
  var skipsTickerAck = false
  /// The last sequence number given out; `ok` and `unsubscribed` use numbers too.
  var sequence: UInt64 = 0

  func wants(_ market: MarketID) -> Bool { isEverything || wanted.contains(market) }

  /// Adds markets and returns those that are new.
  mutating func add(_ more: [MarketID]) -> [MarketID] {
    let new = more.filter { wanted.insert($0).inserted }
    markets.append(contentsOf: new)
    return new
  }

  mutating func remove(_ gone: [MarketID]) {
    for market in gone { wanted.remove(market) }
    markets.removeAll { !wanted.contains($0) }
  }
}
