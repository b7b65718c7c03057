/// An account's place in a ``MatchingEngine``: dense from 0. Number 0 is the outside account.
public struct AccountID: Hashable, Comparable, Sendable, Codable {
  public let index: Int32

  /// The account behind mirrored liquidity; see
  /// ``MatchingEngine/setExternalLevel(_:_:price:quantity:at:)``.
  public static let outside = AccountID(0)

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: AccountID, right: AccountID) -> Bool { left.index < right.index }
}

/// An order's place in a ``MatchingEngine``: dense from 0, in the order of acceptance.
///
/// Exchange ids as text, and the client's own ids, are mapped to these at the edge.
public struct OrderNumber: Hashable, Comparable, Sendable, Codable {
  public let index: Int32

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: OrderNumber, right: OrderNumber) -> Bool { left.index < right.index }
}

/// A trade's number in a ``MatchingEngine``: dense from 0, in the order of execution.
public struct TradeNumber: Hashable, Comparable, Sendable, Codable {
  public let index: Int64

  public init(_ index: Int64) { self.index = index }

  public static func < (left: TradeNumber, right: TradeNumber) -> Bool { left.index < right.index }
}
