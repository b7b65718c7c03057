internal import CProcessor

/// Which bytes are allowed at each of the 16 places that end with a value, and what number its
/// digits make.
struct ByteRanges {
  private var low = SIMD16<UInt8>()
  /// How far a byte may lie above ``low``: 255 where any may stand.
  private var span = SIMD16<UInt8>(repeating: 0xFF)
  /// The bits that are a digit's value, where digits stand.
  private var digits = SIMD16<UInt8>()
  /// What the first of each pair of digits counts: 10, or 1 where the second is the point.
  private var tens = SIMD8<Int16>(repeating: 10)
  /// What four digits count beside the next four: 10 000, or 1 000 where a point stands there.
  private var thousands = SIMD8<Int16>(10_000, 1, 10_000, 1, 0, 0, 0, 0)
  /// What the first eight places count beside the others.
  private var high: Int64 = 100_000_000
  /// Whether any text may stand here: one that ends behind the last place.
  private(set) var isSet = false

  /// Takes anything, and makes it the number zero.
  init() {}

  /// Takes a value of `pattern.count` bytes, 1 to 16, each within its range; those that may be more
  /// than one of `0` to `9` are digits. A point may stand third or fifth from the end.
  init(_ pattern: [ClosedRange<UInt8>]) {
    isSet = true
    let first = 16 - pattern.count
    for (index, range) in pattern.enumerated() {
      let place = first + index
      low[place] = range.lowerBound
      span[place] = range.upperBound - range.lowerBound
      if range.lowerBound >= 0x30, range.upperBound <= 0x39, range.count > 1 {
        digits[place] = 0x0F
      }
      if range == 0x2E...0x2E {
        tens[place / 2] = 1
        if place >= 12 { thousands[2] = 1_000 }
        high = 10_000_000
      }
    }
  }

  /// Not zero where a byte is out of its range.
  @inline(__always)
  func misfits(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
    dutchbook_excess(bytes &- low, span)
  }

  /// Writes the ranges of the last `count` places.
  func copy(
    _ count: Int, _ low: UnsafeMutablePointer<UInt8>, _ span: UnsafeMutablePointer<UInt8>
  ) {
    for place in 0..<count {
      low[place] = self.low[16 - count + place]
      span[place] = self.span[16 - count + place]
    }
  }

  /// The number that the digits of a fitting value make, its point left out.
  @inline(__always)
  func number(_ bytes: SIMD16<UInt8>) -> Int64 {
    let sums = dutchbook_digit_sums(bytes & digits, tens, thousands)
    return Int64(truncatingIfNeeded: sums & 0xFFFF_FFFF) &* high
      &+ Int64(truncatingIfNeeded: sums &>> 32)
  }
}

/// The ranges of every kind of value at every length up to 16.
struct ByteRangeTable: ~Copyable {
  private static let lengths = 17
  private let rows: UnsafeMutablePointer<ByteRanges>
  /// Takes anything: for values that are looked at otherwise.
  var any: UnsafePointer<ByteRanges> { UnsafePointer(rows) }

  init() {
    let count = LayoutStep.Kind.allCases.count * Self.lengths
    rows = .allocate(capacity: count)
    rows.initialize(repeating: ByteRanges(), count: count)
    for kind in LayoutStep.Kind.allCases {
      for length in 1..<Self.lengths {
        guard let pattern = Self.pattern(kind, length) else { continue }
        rows[Int(kind.rawValue) * Self.lengths + length] = ByteRanges(pattern)
      }
    }
  }

  deinit { rows.deallocate() }

  /// The ranges of a value; nil where no value of that kind has that length.
  @inline(__always)
  func row(_ kind: LayoutStep.Kind, length: Int) -> UnsafePointer<ByteRanges>? {
    guard length > 0, length < Self.lengths else { return nil }
    let row = UnsafePointer(rows + (Int(kind.rawValue) &* Self.lengths &+ length))
    return row.pointee.isSet ? row : nil
  }

  /// The ranges of a kind of value, by lengths from 0 to 16; not set where none has that length.
  func rows(_ kind: LayoutStep.Kind) -> UnsafePointer<ByteRanges> {
    UnsafePointer(rows + Int(kind.rawValue) * Self.lengths)
  }

  private static func pattern(
    _ kind: LayoutStep.Kind, _ length: Int
  ) -> [ClosedRange<UInt8>]? {
    let digit: ClosedRange<UInt8> = 0x30...0x39
    func exactly(_ text: String) -> [ClosedRange<UInt8>] { text.utf8.map { $0...$0 } }
    func digits(_ count: Int) -> [ClosedRange<UInt8>] { Array(repeating: digit, count: count) }
    switch kind {
    case .none, .text: return nil
    case .price: return length == 6 ? [0x30...0x31] + exactly(".") + digits(4) : nil
    case .quantity: return length >= 4 ? digits(length - 3) + exactly(".") + digits(2) : nil
    case .negative:
      return length >= 5 ? exactly("-") + digits(length - 4) + exactly(".") + digits(2) : nil
    // JSON has no number of several digits that begins with a zero.
    case .integer: return length == 1 ? [digit] : [0x31...0x39] + digits(length - 1)
    case .side: return length == 3 ? exactly("yes") : length == 2 ? exactly("no") : nil
    }
  }
}
