/// From the bytes of a field name to its ``StreamField``, by one multiplication and a whole
/// comparison. Names are at most 24 bytes: three overlapping words hold all of one.
struct FieldTable: ~Copyable {
  private struct Entry {
    var first: UInt64 = 0
    var middle: UInt64 = 0
    var last: UInt64 = 0
    /// 0 marks an empty place.
    var length: UInt8 = 0
    var field: UInt8 = 0
  }

  static let longestName = 24
  private static let placeBits = 8
  private static let placeMask = (1 << placeBits) - 1
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: Self.placeMask + 1)
    entries.initialize(repeating: Entry(), count: Self.placeMask + 1)
    for field in StreamField.allCases {
      let name = Array("\(field.wireName)".utf8)
      precondition(name.count <= Self.longestName, "a field name of up to 24 bytes")
      var words: (first: UInt64, middle: UInt64, last: UInt64) = (0, 0, 0)
      name.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { words = Self.words(start, 0, name.count) }
      }
      var place = Self.place(words.first, words.last, name.count)
      while entries[place].length != 0 { place = (place + 1) & Self.placeMask }
      entries[place] = Entry(
        first: words.first, middle: words.middle, last: words.last, length: UInt8(name.count),
        field: field.rawValue)
    }
  }

  deinit { entries.deallocate() }

  /// The field of `bytes[start..<start + length]`, as its raw value; −1 for a name we do not read.
  /// Reads nothing before `bytes` or behind the name.
  @inline(__always)
  func field(_ bytes: UnsafeRawPointer, _ start: Int, _ length: Int) -> Int {
    guard length <= Self.longestName, length > 0 else { return -1 }
    let words = Self.words(bytes, start, length)
    var place = Self.place(words.first, words.last, length)
    while true {
      let entry = entries[place]
      if entry.length == 0 { return -1 }
      if entry.first == words.first, entry.last == words.last, entry.middle == words.middle,
        Int(entry.length) == length
      {
        return Int(entry.field)
      }
      place = (place &+ 1) & Self.placeMask
    }
  }

  @inline(__always)
  private static func place(_ first: UInt64, _ last: UInt64, _ length: Int) -> Int {
    let mixed = (first ^ (last << 17 | last >> 47) ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> UInt64(64 - placeBits))
  }

  /// First, middle and last word; of a short name only the first, the rest of it zero.
  @inline(__always)
  private static func words(
    _ bytes: UnsafeRawPointer, _ start: Int, _ length: Int
  ) -> (first: UInt64, middle: UInt64, last: UInt64) {
    func word(_ offset: Int) -> UInt64 {
      bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    guard length >= 8 else {
      // The eight bytes that end with the name, without what comes before it.
      let end = start &+ length
      if end >= 8 { return (word(end &- 8) &>> UInt64(64 &- 8 &* length), 0, 0) }
      var value: UInt64 = 0
      for index in 0..<length {
        let byte = bytes.load(fromByteOffset: start + index, as: UInt8.self)
        value |= UInt64(byte) << UInt64(8 * index)
      }
      return (value, 0, 0)
    }
    let last = word(start &+ length &- 8)
    return (word(start), length > 16 ? word(start &+ 8) : 0, last)
  }
}
