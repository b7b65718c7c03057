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

  /// Where the value of a field that is there ends in the frame.
  @inline(__always)
  private func end(_ step: UnsafePointer<LayoutStep>) -> UnsafeRawPointer {
    start + (step.pointee.piece.pointee.begin &+ step.pointee.endOffset)
  }

  /// The number that a field's value is, its sign and point left out; 0 where the frame has none.
  @inline(__always)
  private func number(_ field: StreamField, _ present: UInt64) -> Int64 {
    guard present & field.bit != 0 else { return 0 }
    let step = places[Int(field.rawValue)]
    return step.pointee.row.pointee.number(
      (end(step) - 16).loadUnaligned(as: SIMD16<UInt8>.self))
  }

  @inline(__always)
  private mutating func price(_ field: StreamField, _ present: UInt64) -> Int32 {
    let value = number(field, present)
    room |= 10_000 &- value
    return Int32(truncatingIfNeeded: value)
  }

  @inline(__always)
  private mutating func quantity(_ field: StreamField, _ present: UInt64) -> Int64 {
    let value = number(field, present)
    room |= Quantity.maximum.hundredths &- value
    return value
  }

  @inline(__always)
  private mutating func milliseconds(_ field: StreamField, _ present: UInt64) -> Int64 {
    let value = number(field, present)
    room |= 8_999_999_999_999 &- value
    return value
  }

  @inline(__always)
  private mutating func time(_ field: StreamField, _ present: UInt64) -> Timestamp? {
    present & field.bit == 0 ? nil : Timestamp(milliseconds: milliseconds(field, present))
  }

  /// A text that is there.
  @inline(__always)
  func text(_ field: StreamField) -> UnsafeRawBufferPointer {
    let step = places[Int(field.rawValue)]
    return UnsafeRawBufferPointer(
      start: end(step) - step.pointee.valueLength, count: step.pointee.valueLength)
  }

  /// Whether a value that is there, and not empty, begins with a byte.
  @inline(__always)
  private func begins(_ field: StreamField, with byte: UInt8) -> Bool {
    let step = places[Int(field.rawValue)]
    return (end(step) - step.pointee.valueLength).load(as: UInt8.self) == byte
  }

  @inline(__always)
  mutating func envelope(_ present: UInt64) -> StreamEnvelope {
    StreamEnvelope(
      present: present, sid: number(.sid, present), seq: number(.seq, present),
      id: number(.id, present), sentMilliseconds: milliseconds(.sendingTime, present))
  }

  @inline(__always)
  mutating func write(
    _ present: UInt64, _ market: MarketID?, to ticker: UnsafeMutablePointer<TickerFrame.Content>
  ) {
    ticker.pointee.market = market
    ticker.pointee.present = present
    ticker.pointee.price = price(.price, present)
    ticker.pointee.yesBid = price(.yesBid, present)
    ticker.pointee.yesAsk = price(.yesAsk, present)
    ticker.pointee.yesBidSize = quantity(.yesBidSize, present)
    ticker.pointee.yesAskSize = quantity(.yesAskSize, present)
    ticker.pointee.volume = quantity(.volume, present)
    ticker.pointee.openInterest = quantity(.openInterest, present)
    ticker.pointee.timeMilliseconds = milliseconds(.time, present)
    ticker.pointee.recordedMilliseconds = milliseconds(.recordedTime, present)
  }

  /// Price, change and side are there: the layout was learned from a delta that was read.
  @inline(__always)
  mutating func write(
    _ present: UInt64, _ market: MarketID?, _ noSide: NoSidePricing,
    to delta: UnsafeMutablePointer<BookDeltaFrame.Content>
  ) {
    let written = Price(inRange: price(.price, present))
    let outcome: Outcome =
      places[Int(StreamField.side.rawValue)].pointee.valueLength == 3 ? .yes : .no
    let (side, price) = BookLevel.unify(outcome, price: written, noSide: noSide)
    let size = quantity(.delta, present)
    let isNegative = begins(.delta, with: 0x2D)
    delta.pointee.market = market
    delta.pointee.side = side
    delta.pointee.price = price
    delta.pointee.change = Quantity(hundredths: isNegative ? 0 &- size : size)
    delta.pointee.time = time(.time, present)
    delta.pointee.recorded = time(.recordedTime, present)
  }
}
