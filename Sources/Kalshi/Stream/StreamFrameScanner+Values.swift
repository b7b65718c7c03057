internal import Market

/// Typed values of a frame's fields. Nil: missing or null. Thrown: there, but not what it should
/// be.
extension StreamFrameScanner {
  func price(_ field: StreamField) throws(StreamFrameError) -> Price? {
    guard let slot = slot(field) else { return nil }
    if let number = number(.price, slot), number <= 10_000 {
      return Price(inRange: Int32(truncatingIfNeeded: number))
    }
    let text = content(slot)
    if text.isEmpty { return nil }
    guard let price = Price(dollars: text) else { throw badValue(field, slot) }
    return price
  }

  func quantity(_ field: StreamField) throws(StreamFrameError) -> Quantity? {
    guard let slot = slot(field) else { return nil }
    if let number = number(.quantity, slot), let quantity = Quantity(checkedHundredths: number) {
      return quantity
    }
    if let number = number(.negative, slot), let quantity = Quantity(checkedHundredths: -number) {
      return quantity
    }
    let text = content(slot)
    if text.isEmpty { return nil }
    guard let quantity = Quantity(contractsText: text) else { throw badValue(field, slot) }
    return quantity
  }

  /// The number of a value that is written as most of its kind, without its sign and point; nil for
  /// any other. Reads sixteen bytes at once.
  @inline(__always)
  func number(_ kind: LayoutStep.Kind, _ slot: Slot) -> Int64? {
    let end = Int(slot.start &+ slot.length)
    guard end >= 16, let row = ranges.row(kind, length: Int(slot.length)),
      let start = frameBytes.baseAddress
    else { return nil }
    let text = start.loadUnaligned(fromByteOffset: end &- 16, as: SIMD16<UInt8>.self)
    let misfits = unsafeBitCast(row.pointee.misfits(text), to: SIMD2<UInt64>.self)
    return misfits.x | misfits.y == 0 ? row.pointee.number(text) : nil
  }

  func money(_ field: StreamField) throws(StreamFrameError) -> Money? {
    guard let slot = slot(field) else { return nil }
    let text = content(slot)
    if text.isEmpty { return nil }
    guard let money = Money(dollars: text) else { throw badValue(field, slot) }
    return money
  }

  /// Whole numbers, also where they come as strings.
  func integer(_ slot: Slot, _ field: StreamField) throws(StreamFrameError) -> Int64? {
    if slot.first == 0x6E { return nil }
    if let number = number(.integer, slot) { return number }
    guard slot.first == 0x22 || slot.first == 0x2D || slot.first &- 0x30 <= 9,
      let value = FixedPoint.parse(content(slot), decimals: 0)
    else { throw StreamFrameError(.badValue(field), at: Int(slot.start)) }
    return value
  }

  /// A time of the last or the next 285 years, in milliseconds since 1970.
  func milliseconds(_ slot: Slot, _ field: StreamField) throws(StreamFrameError) -> Int64? {
    guard let value = try integer(slot, field) else { return nil }
    guard value.magnitude < 9_000_000_000_000 else {
      throw StreamFrameError(.badValue(field), at: Int(slot.start))
    }
    return value
  }

  func milliseconds(_ field: StreamField) throws(StreamFrameError) -> Int64? {
    guard let slot = slot(field) else { return nil }
    return try milliseconds(slot, field)
  }

  func time(_ field: StreamField) throws(StreamFrameError) -> Timestamp? {
    guard let value = try milliseconds(field) else { return nil }
    return Timestamp(milliseconds: value)
  }

  func seconds(_ field: StreamField) throws(StreamFrameError) -> Timestamp? {
    guard let slot = slot(field), let value = try integer(slot, field) else { return nil }
    guard value.magnitude < 9_000_000_000 else { throw badValue(field, slot) }
    return Timestamp(seconds: value)
  }

  func flag(_ field: StreamField) throws(StreamFrameError) -> Bool? {
    guard let slot = slot(field) else { return nil }
    switch slot.first {
    case UInt8(ascii: "t"): return true
    case UInt8(ascii: "f"): return false
    default: throw badValue(field, slot)
    }
  }

  /// Text without escapes; empty when missing.
  func text(_ field: StreamField) throws(StreamFrameError) -> FrameText {
    guard let slot = slot(field) else {
      return FrameText(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    guard slot.first == 0x22 else { throw badValue(field, slot) }
    if slot.isEscaped { throw StreamFrameError(.escaped, at: Int(slot.start)) }
    return FrameText(content(slot))
  }

  /// The raw JSON or the raw content of a string; empty when missing.
  func raw(_ field: StreamField) -> FrameText {
    guard let slot = slot(field) else {
      return FrameText(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    return FrameText(content(slot))
  }

  /// The frame's market, by `market_ticker` or by another field.
  func market(_ field: StreamField = .marketTicker) throws(StreamFrameError) -> MarketID? {
    let ticker = try text(field)
    guard !ticker.isEmpty else { throw StreamFrameError(.missing(field), at: frameBytes.count) }
    return tickers.id(of: ticker.bytes)
  }

  func require<Value>(
    _ value: Value?, _ field: StreamField
  ) throws(StreamFrameError) -> Value {
    guard let value else { throw StreamFrameError(.missing(field), at: frameBytes.count) }
    return value
  }

  func clientOrderID() throws(StreamFrameError) -> ClientOrderID? {
    guard let slot = slot(.clientOrderID), slot.first == 0x22 else { return nil }
    return ClientOrderID(text: content(slot))
  }

  /// A side from `bid`/`ask` or `yes`/`no` in one field; nil when it is missing or empty.
  func side(_ field: StreamField) throws(StreamFrameError) -> BookSide? {
    guard let slot = slot(field) else { return nil }
    let text = content(slot)
    if text.isEmpty { return nil }
    if Self.equals(text, "bid") || Self.equals(text, "yes") { return .bid }
    if Self.equals(text, "ask") || Self.equals(text, "no") { return .ask }
    throw badValue(field, slot)
  }

  static func equals(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<text.count where text[index] != word.utf8Start[index] { return false }
    return true
  }
}
