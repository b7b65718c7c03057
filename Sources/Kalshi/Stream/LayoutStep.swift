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
    /// A string of up to 16 capitals, digits and signs from `#` to `[`.
    case plain
    /// Any other string without quotes, escapes and what comes before `#` in ASCII.
    case long
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
  var kind = Kind.none
  /// What it is read as: the same, but ``Kind/negative`` for both signs of a change, and
  /// ``Kind/plain`` for both sorts of string.
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

  /// Whether the value fits its ranges and the text follows it. Reads the 16 bytes before
  /// `valueEnd` and the 32 before `textEnd`.
  @inline(__always)
  static func matches(
    _ step: UnsafePointer<LayoutStep>, _ start: UnsafeRawPointer, valueEnd: Int, textEnd: Int
  ) -> Bool {
    let value = start.loadUnaligned(fromByteOffset: valueEnd &- 16, as: SIMD16<UInt8>.self)
    let first = start.loadUnaligned(fromByteOffset: textEnd &- 32, as: SIMD16<UInt8>.self)
    let second = start.loadUnaligned(fromByteOffset: textEnd &- 16, as: SIMD16<UInt8>.self)
    let differences = unsafeBitCast(
      step.pointee.row.pointee.misfits(value)
        | ((first ^ step.pointee.text.0) & step.pointee.mask.0)
        | ((second ^ step.pointee.text.1) & step.pointee.mask.1), to: SIMD2<UInt64>.self)
    return differences.x | differences.y == 0
  }
}

/// Which bytes are allowed at each of 16 places: a range of at most 128 values, or any.
struct ByteRanges {
  private var low = SIMD16<UInt8>()
  /// What lifts the first value above the range to the top bit.
  private var lift = SIMD16<UInt8>()
  /// The top bit, where it counts.
  private var top = SIMD16<UInt8>()

  mutating func allow(_ range: ClosedRange<UInt8>, at place: Int) {
    low[place] = range.lowerBound
    lift[place] = 0x7F - (range.upperBound - range.lowerBound)
    top[place] = 0x80
  }

  /// Whether any text may stand here: one that ends behind the last place.
  var isSet: Bool { top[15] != 0 }

  /// Not zero where a byte is out of its range. Sums and bits only: comparisons of vectors would be
  /// done byte by byte.
  @inline(__always)
  func misfits(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
    let above = bytes &- low
    return ((above &+ lift) | above) & top
  }
}

/// The ranges of every kind of value at every length up to 16.
struct ByteRangeTable: ~Copyable {
  private static let lengths = 17
  private let rows: UnsafeMutablePointer<ByteRanges>
  /// Takes anything: for values that are looked at otherwise.
  var any: UnsafeMutablePointer<ByteRanges> { rows }

  init() {
    let count = LayoutStep.Kind.allCases.count * Self.lengths
    rows = .allocate(capacity: count)
    rows.initialize(repeating: ByteRanges(), count: count)
    for kind in LayoutStep.Kind.allCases {
      for length in 1..<Self.lengths {
        guard let pattern = Self.pattern(kind, length) else { continue }
        let row = rows + (Int(kind.rawValue) * Self.lengths + length)
        for (place, range) in pattern.enumerated() {
          row.pointee.allow(range, at: 16 - length + place)
        }
      }
    }
  }

  deinit { rows.deallocate() }

  /// The ranges of a value; nil where no value of that kind has that length.
  func row(_ kind: LayoutStep.Kind, length: Int) -> UnsafePointer<ByteRanges>? {
    switch kind {
    case .none, .long: return UnsafePointer(rows)
    default:
      guard length > 0, length < Self.lengths else { return nil }
      let row = UnsafePointer(rows + (Int(kind.rawValue) * Self.lengths + length))
      return row.pointee.isSet ? row : nil
    }
  }

  private static func pattern(
    _ kind: LayoutStep.Kind, _ length: Int
  ) -> [ClosedRange<UInt8>]? {
    let digit: ClosedRange<UInt8> = 0x30...0x39
    func exactly(_ text: String) -> [ClosedRange<UInt8>] { text.utf8.map { $0...$0 } }
    func digits(_ count: Int) -> [ClosedRange<UInt8>] { Array(repeating: digit, count: count) }
    switch kind {
    case .none, .long: return nil
    case .price: return length == 6 ? [0x30...0x31] + exactly(".") + digits(4) : nil
    case .quantity: return length >= 4 ? digits(length - 3) + exactly(".") + digits(2) : nil
    case .negative:
      return length >= 5 ? exactly("-") + digits(length - 4) + exactly(".") + digits(2) : nil
    // JSON has no number of several digits that begins with a zero.
    case .integer: return length == 1 ? [digit] : [0x31...0x39] + digits(length - 1)
    case .side: return length == 3 ? exactly("yes") : length == 2 ? exactly("no") : nil
    case .plain: return Array(repeating: 0x23...0x5B, count: length)
    }
  }
}
