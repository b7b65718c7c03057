/// Exact decimal text: `"0.5200"` to an integer of a stated number of decimals and back.
///
/// The exchange writes prices, sizes and cash as decimal strings of varying width; a binary
/// floating point number would round most of them.
public enum FixedPoint {
  /// Parses decimal text as an integer of `decimals` decimals.
  ///
  /// Accepts an optional sign, digits, and an optional point with further digits. Digits behind the
  /// last kept decimal must be zero: a value that does not fit the granularity is refused, never
  /// rounded. Nil for anything else (empty, spaces, exponents, overflow).
  ///
  /// - Complexity: O(count); does not allocate.
  public static func parse(_ bytes: UnsafeRawBufferPointer, decimals: Int) -> Int64? {
    if bytes.count <= 16, decimals <= 6, let value = parseShort(bytes, decimals: decimals) {
      return value
    }
    return parseLong(bytes, decimals: decimals)
  }

  /// Up to 16 bytes, which cannot overflow before scaling: no check for each digit. Nil also for
  /// what only ``parseLong(_:decimals:)`` can judge.
  @inline(__always)
  private static func parseShort(_ bytes: UnsafeRawBufferPointer, decimals: Int) -> Int64? {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return nil }
    let text = start.assumingMemoryBound(to: UInt8.self)
    let isNegative = text[0] == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    let count = bytes.count
    let first = index
    var value: Int64 = 0
    while index < count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int64(digit)
      index &+= 1
    }
    guard index > first else { return nil }
    var missing = decimals
    if index < count {
      guard text[index] == UInt8(ascii: ".") else { return nil }
      index &+= 1
      missing = decimals - (count - index)
      guard missing >= 0 else { return nil }
      while index < count {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int64(digit)
        index &+= 1
      }
    }
    // 16 digits and 6 more decimals: only here can it be too much.
    guard let scaled = scale(value, by: missing) else { return nil }
    return isNegative ? -scaled : scaled
  }

  private static func parseLong(_ bytes: UnsafeRawBufferPointer, decimals: Int) -> Int64? {
    var index = 0
    var negative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var value: Int64 = 0
    var digits = 0
    var decimalsSeen = -1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: ".") {
        guard decimalsSeen < 0 else { return nil }
        decimalsSeen = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digits += 1
      if decimalsSeen >= 0 {
        decimalsSeen += 1
        if decimalsSeen > decimals {
          guard byte == UInt8(ascii: "0") else { return nil }
          continue
        }
      }
      guard let next = appending(byte, to: value) else { return nil }
      value = next
    }
    guard digits > 0, let scaled = scale(value, by: decimals - max(0, min(decimalsSeen, decimals)))
    else { return nil }
    return negative ? -scaled : scaled
  }

  /// Parses decimal text; see ``parse(_:decimals:)-(UnsafeRawBufferPointer,_)``.
  public static func parse(_ text: some StringProtocol, decimals: Int) -> Int64? {
    var copy = String(text)
    return copy.withUTF8 { parse(UnsafeRawBufferPointer($0), decimals: decimals) }
  }

  /// Writes an integer of `decimals` decimals as decimal text with exactly that many decimals.
  public static func text(_ value: Int64, decimals: Int) -> String {
    var digits = String(value.magnitude)
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let sign = value < 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }

  /// The bytes ``write(_:decimals:into:)`` needs at most, for up to 18 decimals.
  public static let maximumLength = 21

  /// Writes what ``text(_:decimals:)`` says into a buffer and returns how many bytes that took; nil
  /// when the buffer is too small. Does not allocate.
  public static func write(
    _ value: Int64, decimals: Int, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    if let count = writeWords(value, decimals, buffer) { return count }
    let magnitude = value.magnitude
    var digits = 1
    var bound: UInt64 = 10
    while digits < 19, magnitude >= bound {
      digits += 1
      bound &*= 10
    }
    digits = max(digits, decimals + 1)
    let sign = value < 0 ? 1 : 0
    let count = sign + digits + (decimals > 0 ? 1 : 0)
    guard buffer.count >= count else { return nil }
    if sign == 1 { buffer[0] = UInt8(ascii: "-") }
    var place = count
    var rest = magnitude
    for written in 0..<digits {
      place -= 1
      if decimals > 0, written == decimals {
        buffer[place] = UInt8(ascii: ".")
        place -= 1
      }
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
    return count
  }

  /// The same, eight digits at a time: for what is not negative, below 10^8 in whole or without
  /// decimals, and has room for words that reach beyond its end. Nil for anything else.
  @inline(__always)
  private static func writeWords(
    _ value: Int64, _ decimals: Int, _ buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    guard value >= 0, let start = buffer.baseAddress, buffer.count >= 32 else { return nil }
    let value = UInt64(value)
    switch decimals {
    case 0:
      guard value >= 100_000_000 else { return DigitWords.write(UInt32(value), start) }
      guard value < 10_000_000_000_000_000 else { return nil }
      let count = DigitWords.write(UInt32(value / 100_000_000), start)
      return DigitWords.write(UInt32(value % 100_000_000), digits: 8, start + count) + count
    case 2, 4:
      let unit: UInt64 = decimals == 2 ? 100 : 10_000
      let whole = decimals == 2 ? value / 100 : value / 10_000
      guard whole < 100_000_000 else { return nil }
      let count = DigitWords.write(UInt32(whole), start)
      (start + count).storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
      let rest = UInt32(truncatingIfNeeded: value &- whole &* unit)
      return DigitWords.write(rest, digits: decimals, start + (count &+ 1)) &+ count &+ 1
    default: return nil
    }
  }

  private static func appending(_ digit: UInt8, to value: Int64) -> Int64? {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    guard !overflow else { return nil }
    let (sum, sumOverflow) = product.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
    return sumOverflow ? nil : sum
  }

  private static func scale(_ value: Int64, by decimals: Int) -> Int64? {
    var value = value
    for _ in 0..<decimals {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    return value
  }
}

extension Price {
  /// Parses dollars as the exchange writes them, `"0.52"` to `"0.5200"`; nil when it is no price.
  public init?(dollars text: some StringProtocol) {
    guard let value = FixedPoint.parse(text, decimals: 4) else { return nil }
    self.init(exactly: value)
  }

  /// As above from bytes. Does not allocate.
  public init?(dollars bytes: UnsafeRawBufferPointer) {
    guard let value = FixedPoint.parse(bytes, decimals: 4) else { return nil }
    self.init(exactly: value)
  }

  /// Writes dollars with four decimals and returns the count of bytes, always six; nil when there
  /// is no room. Does not allocate.
  @inlinable
  public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard buffer.count >= 8, let start = buffer.baseAddress else { return writeExactly(buffer) }
    start.storeBytes(of: DigitWords.dollars(UInt32(tenThousandths)), as: UInt64.self)
    return 6
  }

  @usableFromInline
  func writeExactly(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
    FixedPoint.write(Int64(tenThousandths), decimals: 4, into: buffer)
  }
}

extension Quantity {
  /// Parses a contract count as the exchange writes it, `"10"` to `"10.00"`, signed; nil when it is
  /// none or beyond ``maximum``.
  public init?(contractsText text: some StringProtocol) {
    guard let value = FixedPoint.parse(text, decimals: 2) else { return nil }
    self.init(checkedHundredths: value)
  }

  /// As above from bytes. Does not allocate.
  public init?(contractsText bytes: UnsafeRawBufferPointer) {
    guard let value = FixedPoint.parse(bytes, decimals: 2) else { return nil }
    self.init(checkedHundredths: value)
  }

  /// Writes contracts with two decimals and returns the count of bytes; nil when there is no room.
  /// Does not allocate.
  @inlinable
  public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    // As nearly every order is: below ten thousand contracts, with room for two words.
    guard buffer.count >= 8, hundredths >= 0, hundredths < 1_000_000,
      let start = buffer.baseAddress
    else { return writeExactly(buffer) }
    return DigitWords.writeHundredths(UInt32(truncatingIfNeeded: hundredths), start)
  }

  @usableFromInline
  func writeExactly(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
    FixedPoint.write(hundredths, decimals: 2, into: buffer)
  }

  /// Nil beyond ±``maximum``.
  public init?(checkedHundredths value: Int64) {
    guard value.magnitude <= UInt64(Self.maximum.hundredths) else { return nil }
    self.init(hundredths: value)
  }
}

extension Money {
  /// Parses dollars of up to six decimals, signed.
  public init?(dollars text: some StringProtocol) {
    guard let value = FixedPoint.parse(text, decimals: 6) else { return nil }
    self.init(microDollars: value)
  }

  /// As above from bytes. Does not allocate.
  public init?(dollars bytes: UnsafeRawBufferPointer) {
    guard let value = FixedPoint.parse(bytes, decimals: 6) else { return nil }
    self.init(microDollars: value)
  }

  /// Writes dollars with six decimals and returns the count of bytes; nil when there is no room.
  /// Does not allocate.
  public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    FixedPoint.write(microDollars, decimals: 6, into: buffer)
  }
}
