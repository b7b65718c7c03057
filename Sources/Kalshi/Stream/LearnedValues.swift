internal import Market

/// The values of a matched frame: their bytes are known to be digits where digits belong.
struct LearnedValues {
  private let start: UnsafeRawPointer
  private let places: UnsafePointer<UnsafePointer<LayoutStep>>
  /// Below zero when a value was larger than the general walk takes it.
  private var room: Int64 = 0

  @inline(__always)
  init(_ start: UnsafeRawPointer, _ places: UnsafeMutablePointer<UnsafePointer<LayoutStep>>) {
    self.start = start
    self.places = UnsafePointer(places)
  }

  /// False when a value was larger than the general walk takes it. To be asked before any of them
  /// is used.
  @inline(__always)
  var areInRange: Bool { room >= 0 }

  /// The number that a field's value is, its point left out; 0 where the frame has none.
  @inline(__always)
  private func number(_ field: StreamField) -> Int64 { places[Int(field.rawValue)].pointee.number }

  @inline(__always)
  private mutating func price(_ field: StreamField) -> Int32 {
    let value = number(field)
    room |= 10_000 &- value
    return Int32(truncatingIfNeeded: value)
  }

  @inline(__always)
  private mutating func quantity(_ field: StreamField) -> Int64 {
    let value = number(field)
    room |= Quantity.maximum.hundredths &- value
    return value
  }

  @inline(__always)
  private mutating func milliseconds(_ field: StreamField) -> Int64 {
    let value = number(field)
    room |= 8_999_999_999_999 &- value
    return value
  }

  @inline(__always)
  private mutating func time(_ field: StreamField, _ present: UInt64) -> Timestamp? {
    present & field.bit == 0 ? nil : Timestamp(milliseconds: milliseconds(field))
  }

  /// A text that is there.
  @inline(__always)
  func text(_ field: StreamField) -> UnsafeRawBufferPointer {
    let step = places[Int(field.rawValue)]
    return UnsafeRawBufferPointer(
      start: start + (step.pointee.valueEnd &- step.pointee.valueLength),
      count: step.pointee.valueLength)
  }

  @inline(__always)
  mutating func envelope(_ present: UInt64) -> StreamEnvelope {
    StreamEnvelope(
      present: present, sid: number(.sid), seq: number(.seq), id: number(.id),
      sentMilliseconds: milliseconds(.sendingTime))
  }

  @inline(__always)
  mutating func write(
    _ present: UInt64, _ market: MarketID?, to ticker: UnsafeMutablePointer<TickerFrame.Content>
  ) {
    ticker.pointee.market = market
    ticker.pointee.present = present
    ticker.pointee.price = price(.price)
    ticker.pointee.yesBid = price(.yesBid)
    ticker.pointee.yesAsk = price(.yesAsk)
    ticker.pointee.yesBidSize = quantity(.yesBidSize)
    ticker.pointee.yesAskSize = quantity(.yesAskSize)
    ticker.pointee.volume = quantity(.volume)
    ticker.pointee.openInterest = quantity(.openInterest)
    ticker.pointee.timeMilliseconds = milliseconds(.time)
    ticker.pointee.recordedMilliseconds = milliseconds(.recordedTime)
  }

  /// Price, change and side are there: the layout was learned from a delta that was read.
  @inline(__always)
  mutating func write(
    _ present: UInt64, _ market: MarketID?, _ noSide: NoSidePricing,
    to delta: UnsafeMutablePointer<BookDeltaFrame.Content>
  ) {
    let written = Price(inRange: price(.price))
    let outcome: Outcome =
      places[Int(StreamField.side.rawValue)].pointee.valueLength == 3 ? .yes : .no
    let (side, price) = BookLevel.unify(outcome, price: written, noSide: noSide)
    let change = places[Int(StreamField.delta.rawValue)]
    let size = change.pointee.number
    room |= Quantity.maximum.hundredths &- size
    delta.pointee.market = market
    delta.pointee.side = side
    delta.pointee.price = price
    delta.pointee.change = Quantity(
      hundredths: change.pointee.kind == .negative ? 0 &- size : size)
    delta.pointee.time = time(.time, present)
    delta.pointee.recorded = time(.recordedTime, present)
  }
}
