public import Market

/// A market's quotes and totals.
///
/// Which of them a frame has is kept in bits beside the numbers, so that it is small and written
/// without asking for each.
public struct TickerFrame {
  /// The numbers of a ticker's fields; zero where the frame has none.
  struct Numbers {
    var price: Int32
    var yesBid: Int32
    var yesAsk: Int32
    var yesBidSize: Int64
    var yesAskSize: Int64
    var volume: Int64
    var openInterest: Int64
    var timeMilliseconds: Int64
    var recordedMilliseconds: Int64
  }

  /// Nil for tickers that are not in the index.
  public let market: MarketID?
  /// Bit of ``StreamField/rawValue``.
  private let present: UInt64
  private let numbers: Numbers

  @inline(__always)
  init(market: MarketID?, present: UInt64, numbers: Numbers) {
    self.market = market
    self.present = present
    self.numbers = numbers
  }

  init(
    market: MarketID?, price: Price?, yesBid: Price?, yesAsk: Price?, yesBidSize: Quantity?,
    yesAskSize: Quantity?, volume: Quantity?, openInterest: Quantity?, timeMilliseconds: Int64?,
    recordedMilliseconds: Int64?
  ) {
    let numbers = Numbers(
      price: price?.tenThousandths ?? 0, yesBid: yesBid?.tenThousandths ?? 0,
      yesAsk: yesAsk?.tenThousandths ?? 0, yesBidSize: yesBidSize?.hundredths ?? 0,
      yesAskSize: yesAskSize?.hundredths ?? 0, volume: volume?.hundredths ?? 0,
      openInterest: openInterest?.hundredths ?? 0, timeMilliseconds: timeMilliseconds ?? 0,
      recordedMilliseconds: recordedMilliseconds ?? 0)
    let prices =
      Self.bit(.price, price != nil) | Self.bit(.yesBid, yesBid != nil)
      | Self.bit(.yesAsk, yesAsk != nil)
    let sizes =
      Self.bit(.yesBidSize, yesBidSize != nil) | Self.bit(.yesAskSize, yesAskSize != nil)
      | Self.bit(.volume, volume != nil) | Self.bit(.openInterest, openInterest != nil)
    let times =
      Self.bit(.time, timeMilliseconds != nil)
      | Self.bit(.recordedTime, recordedMilliseconds != nil)
    self.init(market: market, present: prices | sizes | times, numbers: numbers)
  }

  private static func bit(_ field: StreamField, _ isThere: Bool) -> UInt64 {
    isThere ? field.bit : 0
  }

  /// The last trade's price.
  public var price: Price? { price(.price, numbers.price) }
  /// The best bid for YES.
  public var yesBid: Price? { price(.yesBid, numbers.yesBid) }
  /// The best ask of YES.
  public var yesAsk: Price? { price(.yesAsk, numbers.yesAsk) }
  /// What is bid there.
  public var yesBidSize: Quantity? { quantity(.yesBidSize, numbers.yesBidSize) }
  /// What is asked there.
  public var yesAskSize: Quantity? { quantity(.yesAskSize, numbers.yesAskSize) }
  /// All that was traded.
  public var volume: Quantity? { quantity(.volume, numbers.volume) }
  /// The contracts that are held.
  public var openInterest: Quantity? { quantity(.openInterest, numbers.openInterest) }
  /// When the exchange made the frame.
  public var time: Timestamp? { time(.time, numbers.timeMilliseconds) }
  /// When a recording received it, where one says so.
  public var recorded: Timestamp? { time(.recordedTime, numbers.recordedMilliseconds) }

  @inline(__always)
  private func price(_ field: StreamField, _ number: Int32) -> Price? {
    present & field.bit == 0 ? nil : Price(inRange: number)
  }

  @inline(__always)
  private func quantity(_ field: StreamField, _ number: Int64) -> Quantity? {
    present & field.bit == 0 ? nil : Quantity(hundredths: number)
  }

  @inline(__always)
  private func time(_ field: StreamField, _ milliseconds: Int64) -> Timestamp? {
    present & field.bit == 0 ? nil : Timestamp(milliseconds: milliseconds)
  }
}
