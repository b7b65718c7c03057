/// How long an order may rest.
public enum TimeInForce: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// Rests until cancelled, expired or the market closes.
  case goodTillCanceled
  /// Trades what it can at once; the rest is cancelled.
  case immediateOrCancel
  /// Trades wholly at once or not at all.
  case fillOrKill

  /// The exchange's spelling.
  public var wireName: StaticString {
    switch self {
    case .goodTillCanceled: "good_till_canceled"
    case .immediateOrCancel: "immediate_or_cancel"
    case .fillOrKill: "fill_or_kill"
    }
  }

  /// Reads the exchange's spelling; nil for any other.
  public init?(wireName: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.wireName.description == wireName }) else {
      return nil
    }
    self = found
  }
}

/// What happens when an order would trade with one of the same account.
public enum SelfTradePrevention: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The arriving order stops there; fills before that stand.
  case takerAtCross
  /// The resting order is cancelled and matching goes on.
  case maker

  /// The exchange's spelling.
  public var wireName: StaticString {
    switch self {
    case .takerAtCross: "taker_at_cross"
    case .maker: "maker"
    }
  }

  /// Reads the exchange's spelling; nil for any other.
  public init?(wireName: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.wireName.description == wireName }) else {
      return nil
    }
    self = found
  }
}

/// What the exchange last said of an order. What we know about an answer that is still out is not
/// said here: that is the order life cycle's business.
public enum OrderStatus: Hashable, Sendable {
  case resting
  case canceled
  case executed
  /// A word that was not known when this was written: treat the order as possibly open.
  case unknown(String)

  /// Reads the exchange's `status`; never fails.
  public init(wireName: String) {
    switch wireName {
    case "resting": self = .resting
    case "canceled": self = .canceled
    case "executed": self = .executed
    default: self = .unknown(wireName)
    }
  }

  /// The exchange's spelling.
  public var wireName: String {
    switch self {
    case .resting: "resting"
    case .canceled: "canceled"
    case .executed: "executed"
    case .unknown(let name): name
    }
  }

  /// True where nothing of the order can trade any more.
  public var isFinal: Bool { self == .canceled || self == .executed }
}

extension OrderStatus: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(wireName: try decoder.singleValueContainer().decode(String.self))
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wireName)
  }
}

/// The id the exchange gives an order. Text: no form of it is promised.
public struct OrderID: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }
}

/// The id the exchange gives a fill; one fill has one id, whichever channel tells of it.
public struct TradeID: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }
}
