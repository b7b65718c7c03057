public import Market

/// A market's quotes and totals; readable until the next frame is scanned.
///
/// Which of them a frame has is kept in bits beside the numbers, so that they are written without
/// asking for each.
public struct TickerFrame {
  /// What it says, in the scanner's memory; zero where the frame has none.
  struct Content {
    var market: MarketID?
    /// Bit of ``StreamField/rawValue``.
    var present: UInt64 = 0
    var price: Int32 = 0
    var yesBid: Int32 = 0
    var yesAsk: Int32 = 0
    var yesBidSize: Int64 = 0
    var yesAskSize: Int64 = 0
    var volume: Int64 = 0
    var openInterest: Int64 = 0
    var timeMilliseconds: Int64 = 0
    var recordedMilliseconds: Int64 = 0
  }

  fileprivate let content: UnsafePointer<Content>

  @inline(__always)
  init(_ content: UnsafePointer<Content>) { self.content = content }

  /// Nil for tickers that are not in the index.
  public var market: MarketID? { content.pointee.market }
  /// The last trade's price.
  public var price: Price? { price(.price, content.pointee.price) }
  /// The best bid for YES.
  public var yesBid: Price? { price(.yesBid, content.pointee.yesBid) }
  /// The best ask of YES.
  public var yesAsk: Price? { price(.yesAsk, content.pointee.yesAsk) }
  /// What is bid there.
  public var yesBidSize: Quantity? { quantity(.yesBidSize, content.pointee.yesBidSize) }
  /// What is asked there.
  public var yesAskSize: Quantity? { quantity(.yesAskSize, content.pointee.yesAskSize) }
  /// All that was traded.
  public var volume: Quantity? { quantity(.volume, content.pointee.volume) }
  /// The contracts that are held.
  public var openInterest: Quantity? { quantity(.openInterest, content.pointee.openInterest) }
  /// When the exchange made the frame.
  public var time: Timestamp? { time(.time, content.pointee.timeMilliseconds) }
  /// When a recording received it, where one says so.
  public var recorded: Timestamp? { time(.recordedTime, content.pointee.recordedMilliseconds) }

  @inline(__always)
  private func price(_ field: StreamField, _ number: Int32) -> Price? {
    content.pointee.present & field.bit == 0 ? nil : Price(inRange: number)
  }

  @inline(__always)
  private func quantity(_ field: StreamField, _ number: Int64) -> Quantity? {
    content.pointee.present & field.bit == 0 ? nil : Quantity(hundredths: number)
  }

  @inline(__always)
  private func time(_ field: StreamField, _ milliseconds: Int64) -> Timestamp? {
    content.pointee.present & field.bit == 0 ? nil : Timestamp(milliseconds: milliseconds)
  }
}

extension TickerFrame: CustomStringConvertible {
  public var description: String { "\(content.pointee)" }
}
