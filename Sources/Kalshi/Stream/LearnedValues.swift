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

  @inline(__always)
  private func place(_ field: StreamField, _ present: UInt64) -> (end: Int, length: Int)? {
    guard present & (1 << UInt64(field.rawValue)) != 0 else { return nil }
    let step = places[Int(field.rawValue)]
    return (step.pointee.valueEnd, step.pointee.valueLength)
  }

  @inline(__always)
  private func integer(_ field: StreamField, _ present: UInt64) -> Int64? {
    guard let (end, length) = place(field, present) else { return nil }
    return DigitWords.integer(start, end: end, length: length)
  }

  @inline(__always)
  private mutating func price(_ field: StreamField, _ present: UInt64) -> Price? {
    guard let (end, _) = place(field, present) else { return nil }
    let value = DigitWords.price(start, end: end)
    room |= Int64(10_000 &- value)
    return Price(inRange: value)
  }

  @inline(__always)
  private mutating func quantity(_ field: StreamField, _ present: UInt64) -> Quantity? {
    guard let (end, length) = place(field, present) else { return nil }
    let value = DigitWords.hundredths(start, end: end, length: length)
    room |= Quantity.maximum.hundredths &- value
    return Quantity(hundredths: value)
  }

  @inline(__always)
  private mutating func time(_ field: StreamField, _ present: UInt64) -> Timestamp? {
    guard let value = integer(field, present) else { return nil }
    room |= 8_999_999_999_999 &- value
    return Timestamp(nanoseconds: value &* 1_000_000)
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
      sid: integer(.sid, present), seq: integer(.seq, present), id: integer(.id, present),
      sent: time(.sendingTime, present))
  }

  @inline(__always)
  mutating func ticker(_ present: UInt64, _ market: MarketID?) -> TickerFrame {
    TickerFrame(
      market: market, price: price(.price, present), yesBid: price(.yesBid, present),
      yesAsk: price(.yesAsk, present), yesBidSize: quantity(.yesBidSize, present),
      yesAskSize: quantity(.yesAskSize, present), volume: quantity(.volume, present),
      openInterest: quantity(.openInterest, present), time: time(.time, present),
      recorded: time(.recordedTime, present))
  }

  /// Price, change and side are there: the layout was learned from a delta that was read.
  @inline(__always)
  mutating func delta(
    _ present: UInt64, _ market: MarketID?, _ noSide: NoSidePricing
  ) -> BookDeltaFrame {
    let written = price(.price, present) ?? .zero
    let outcome: Outcome =
      places[Int(StreamField.side.rawValue)].pointee.valueLength == 3 ? .yes : .no
    let (side, price) = BookLevel.unify(outcome, price: written, noSide: noSide)
    let text = text(.delta)
    let isNegative = text[0] == 0x2D
    let size = DigitWords.hundredths(
      start, end: places[Int(StreamField.delta.rawValue)].pointee.valueEnd,
      length: text.count &- (isNegative ? 1 : 0))
    room |= Quantity.maximum.hundredths &- size
    return BookDeltaFrame(
      market: market, side: side, price: price,
      change: Quantity(hundredths: isNegative ? 0 &- size : size), time: time(.time, present),
      recorded: time(.recordedTime, present))
  }
}
