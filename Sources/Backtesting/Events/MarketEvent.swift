public import Market

/// One decoded event of a recording: 32 bytes, as it lies in an event file.
public struct MarketEvent: Hashable, Sendable, BitwiseCopyable {
  /// What happened. The numbers are part of the format and never change.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// A whole book follows: as many ``level`` events of the market as `quantity` says.
    case snapshot = 1
    /// One level of the snapshot before it.
    case level = 2
    /// A level changed by `quantity`.
    case delta = 3
    /// A trade of `quantity` at `price`; `side` is the taker's.
    case trade = 4
    /// The book cannot be trusted until the next snapshot.
    case blocked = 5
    /// The market is decided: YES pays `price`.
    case settled = 6
  }

  /// When it was received, nanoseconds since the Unix epoch.
  public var receivedNanoseconds: Int64
  /// Hundredths of a contract; a count for ``Kind/snapshot``.
  public var amount: Int64
  /// YES price, 1/10 000 $.
  public var tenThousandths: Int32
  /// The dense id of the market in the file's list.
  public var marketIndex: Int32
  /// How much later it was received than the venue says it happened; `Int32.min` where it does not
  /// say. Negative where the clocks differ.
  public var delayMicroseconds: Int32
  public var kindCode: UInt8
  public var sideCode: UInt8
  public var spare: UInt16 = 0

  /// The delay of an event whose own time is not known.
  public static let unknownDelay = Int32.min

  public init(
    _ kind: Kind, _ market: MarketID, side: BookSide = .bid, price: Price = .zero,
    amount: Int64 = 0, received: Timestamp, delayMicroseconds: Int32 = unknownDelay
  ) {
    receivedNanoseconds = received.nanoseconds
    self.amount = amount
    tenThousandths = price.tenThousandths
    marketIndex = market.index
    self.delayMicroseconds = delayMicroseconds
    kindCode = kind.rawValue
    sideCode = side.rawValue
  }

  /// Nil for a kind of a newer program.
  @inlinable public var kind: Kind? { Kind(rawValue: kindCode) }
  @inlinable public var side: BookSide { sideCode == BookSide.ask.rawValue ? .ask : .bid }
  @inlinable public var market: MarketID { MarketID(Int(marketIndex)) }
  @inlinable public var received: Timestamp { Timestamp(nanoseconds: receivedNanoseconds) }
  @inlinable public var quantity: Quantity { Quantity(hundredths: amount) }
  /// Nil beyond a dollar.
  public var price: Price? { Price(exactly: Int64(tenThousandths)) }
}
