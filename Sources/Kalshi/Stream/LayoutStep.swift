/// One piece of a learned frame: a value, then text that never changes.
struct LayoutStep {
  /// How a value is written. Each is narrower than what the general walk takes.
  enum Kind: UInt8, CaseIterable {
    /// No value: the text goes on in the next step, or the frame ends.
    case none
    /// A string `0.dddd` or `1.dddd`.
    case price
    /// A string of 1 to 13 digits, a point and two digits.
    case quantity
    /// The same behind a minus.
    case negative
    /// A number of 1 to 16 digits.
    case integer
    /// `yes` or `no`.
    case side
    /// A string without escapes.
    case text
  }

  /// Longest text of one step.
  static let longestText = 32

  /// The text, at the end of 32 bytes; and which of their bits count.
  var text = (SIMD16<UInt8>(), SIMD16<UInt8>())
  var mask = (SIMD16<UInt8>(), SIMD16<UInt8>())
  /// What the 16 bytes before the end of the value may be.
  var row: UnsafePointer<ByteRanges>
  var textLength = 0
  /// How long the value was the last time, and where it ended in the frame matched last.
  var valueLength = 0
  var valueEnd = 0
  /// The number that the value was then, without its sign: ten-thousandths of a price, hundredths
  /// of a quantity. 0 for texts.
  var number: Int64 = 0
  var kind = Kind.none
  /// What it is read as: the same, but ``Kind/negative`` for both signs of a change.
  var purpose = Kind.none

  init(_ ranges: borrowing ByteRangeTable) {
    row = UnsafePointer(ranges.any)
  }

  /// Sets the text; at most ``longestText`` bytes.
  mutating func setText(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count <= Self.longestText, "a step's text is at most 32 bytes")
    textLength = bytes.count
    withUnsafeMutableBytes(of: &text) { text in
      for index in 0..<bytes.count { text[32 - bytes.count + index] = bytes[index] }
    }
    withUnsafeMutableBytes(of: &mask) { mask in
      for index in 32 - bytes.count..<32 { mask[index] = 0xFF }
    }
  }

  /// Whether the value fits its ranges and the text follows it; notes the number that it is. Reads
  /// the 16 bytes before `valueEnd` and the 32 before `textEnd`.
  @inline(__always)
  static func matches(
    _ step: UnsafeMutablePointer<LayoutStep>, _ start: UnsafeRawPointer, valueEnd: Int,
    textEnd: Int
  ) -> Bool {
    let value = start.loadUnaligned(fromByteOffset: valueEnd &- 16, as: SIMD16<UInt8>.self)
    let first = start.loadUnaligned(fromByteOffset: textEnd &- 32, as: SIMD16<UInt8>.self)
    let second = start.loadUnaligned(fromByteOffset: textEnd &- 16, as: SIMD16<UInt8>.self)
    let row = step.pointee.row
    step.pointee.number = row.pointee.number(value)
    let differences = unsafeBitCast(
      row.pointee.misfits(value)
        | ((first ^ step.pointee.text.0) & step.pointee.mask.0)
        | ((second ^ step.pointee.text.1) & step.pointee.mask.1), to: SIMD2<UInt64>.self)
    return differences.x | differences.y == 0
  }

  /// Whether the text ends at `textEnd`. Reads the 32 bytes before it.
  @inline(__always)
  static func matchesText(
    _ step: UnsafePointer<LayoutStep>, _ start: UnsafeRawPointer, textEnd: Int
  ) -> Bool {
    let first = start.loadUnaligned(fromByteOffset: textEnd &- 32, as: SIMD16<UInt8>.self)
    let second = start.loadUnaligned(fromByteOffset: textEnd &- 16, as: SIMD16<UInt8>.self)
    let differences = unsafeBitCast(
      ((first ^ step.pointee.text.0) & step.pointee.mask.0)
        | ((second ^ step.pointee.text.1) & step.pointee.mask.1), to: SIMD2<UInt64>.self)
    return differences.x | differences.y == 0
  }
}
