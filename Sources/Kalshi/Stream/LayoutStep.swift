/// One value of a learned frame.
struct LayoutStep {
  /// How a value is written. Each is narrower than what the general walk takes.
  enum Kind: UInt8, CaseIterable {
    /// No value.
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

  /// Where it is in the frame that was learned.
  let start: Int
  let length: Int
  /// What it was there, and what it is read as: the same, but ``Kind/negative`` for both signs of a
  /// change.
  let kind: Kind
  let purpose: Kind
  /// Whether its length, or its sign, has been another in frames since.
  var varies = false
  /// The run it lies in or before, and how far behind that run's beginning it ends.
  var piece: UnsafePointer<LayoutPiece>
  var endOffset = 0
  /// How long it is in the frame matched last, and what its last 16 bytes may be there.
  var valueLength: Int
  var row: UnsafePointer<ByteRanges>

  /// What the value at `position` of a frame is, when it may be read as `purpose`: it ends at the
  /// next quote, or behind the last digit.
  static func measure(
    _ purpose: Kind, _ frame: UnsafeRawBufferPointer, _ position: Int,
    _ ranges: borrowing ByteRangeTable
  ) -> (kind: Kind, length: Int, row: UnsafePointer<ByteRanges>)? {
    guard position < frame.count, let start = frame.baseAddress else { return nil }
    var end = position
    if purpose == .integer {
      while end < frame.count, frame[end] &- 0x30 <= 9 { end &+= 1 }
    } else {
      end = PlainText.end(start, from: position, count: frame.count)
    }
    guard end >= position else { return nil }
    let length = end &- position
    if purpose == .text { return (.text, length, ranges.any) }
    let kind = purpose == .negative && frame[position] != 0x2D ? .quantity : purpose
    guard let row = ranges.row(kind, length: length) else { return nil }
    return (kind, length, row)
  }
}
