public import Market

/// A change of one level, in YES prices; readable until the next frame is scanned.
public struct BookDeltaFrame {
  /// What it says, in the scanner's memory.
  struct Content {
    var market: MarketID?
    var side: BookSide
    var price: Price
    var change: Quantity
    var time: Timestamp?
    var recorded: Timestamp?
  }

  fileprivate let content: UnsafePointer<Content>

  @inline(__always)
  init(_ content: UnsafePointer<Content>) { self.content = content }

  /// Nil for tickers that are not in the index.
  public var market: MarketID? { content.pointee.market }
  public var side: BookSide { content.pointee.side }
  public var price: Price { content.pointee.price }
  /// Signed.
  public var change: Quantity { content.pointee.change }
  /// When the exchange made the frame.
  public var time: Timestamp? { content.pointee.time }
  /// When a recording received it, where one says so.
  public var recorded: Timestamp? { content.pointee.recorded }
}

extension BookDeltaFrame: CustomStringConvertible {
  public var description: String { "\(content.pointee)" }
}
