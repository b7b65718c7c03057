/// A growable, bounded queue of bytes with one owner: appended at the end, consumed from the front.
///
/// Storage is kept when the buffer empties, so a connection in its steady state allocates nothing.
/// 64 bytes behind the contents are always readable.
///
/// Policy at the bound: an append that would take the contents past ``limit`` writes nothing,
/// returns false and sets ``hasOverflowed`` until ``removeAll()``. Owners of output close such a
/// connection.
public struct ByteBuffer: ~Copyable {
  /// Bytes that may be read behind the contents.
  public static let slack = 64

  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private var start = 0
  private var end = 0

  /// The most bytes the buffer will hold.
  public let limit: Int
  /// An append was refused since the last ``removeAll()``.
  public private(set) var hasOverflowed = false

  /// Makes an empty buffer. `capacity` is allocated now, `limit` never exceeded.
  public init(capacity: Int = 4_096, limit: Int = 1 << 20) {
    precondition(capacity >= 0 && limit >= 0, "A buffer's capacity and limit are not negative.")
    self.limit = limit
    self.capacity = max(64, min(capacity, limit))
    base = ByteBuffer.allocate(self.capacity)
  }

  deinit { base.deallocate() }

  /// Bytes held.
  public var count: Int { end - start }
  /// Whether nothing is held.
  public var isEmpty: Bool { end == start }

  /// The contents, valid until the next mutation, with ``slack`` readable bytes behind them.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + start, count: end - start)
  }

  /// A copy of the contents.
  public var array: [UInt8] { [UInt8](bytes) }

  /// Adds bytes; false, and nothing is added, when they do not fit. Amortised O(count of `bytes`).
  @discardableResult
  public mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return true }
    guard let target = reserve(bytes.count) else { return false }
    target.copyMemory(from: source, byteCount: bytes.count)
    end += bytes.count
    return true
  }

  /// Adds one byte; false when it does not fit.
  @discardableResult
  public mutating func append(_ byte: UInt8) -> Bool {
    guard let target = reserve(1) else { return false }
    target.storeBytes(of: byte, as: UInt8.self)
    end += 1
    return true
  }

  /// Adds a constant's UTF-8, without allocation; false when it does not fit.
  @discardableResult
  public mutating func append(_ text: StaticString) -> Bool {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Adds a string's UTF-8; false when it does not fit.
  @discardableResult
  public mutating func append(utf8 text: String) -> Bool {
    var text = text
    return text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Adds an array's bytes; false when they do not fit.
  @discardableResult
  public mutating func append(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { append($0) }
  }

  /// Adds a number not below zero in decimal, without allocation; false when it does not fit.
  @discardableResult
  public mutating func append(decimal number: Int) -> Bool {
    precondition(number >= 0, "Only numbers not below zero are written.")
    guard let room = reserve(20) else { return false }
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    rest = number
    for index in stride(from: digits - 1, through: 0, by: -1) {
      room.storeBytes(
        of: UInt8(truncatingIfNeeded: 48 + rest % 10), toByteOffset: index, as: UInt8.self)
      rest /= 10
    }
    end += digits
    return true
  }

  /// Room for `count` bytes behind the contents, to be written and then added by ``commit(_:)``;
  /// nil, and the overflow is noted, when they do not fit.
  public mutating func reserve(_ count: Int) -> UnsafeMutableRawPointer? {
    precondition(count >= 0, "Room is not negative.")
    guard count <= limit - self.count else {
      hasOverflowed = true
      return nil
    }
    if count > capacity - end { makeRoom(count) }
    return base + end
  }

  /// Adds bytes that were written into the room ``reserve(_:)`` gave.
  public mutating func commit(_ count: Int) {
    precondition(count >= 0 && count <= capacity - end, "More was committed than reserved.")
    end += count
  }

  /// Drops bytes from the front.
  public mutating func consume(_ count: Int) {
    precondition(count >= 0 && count <= self.count, "More was consumed than is held.")
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Drops the bytes at these offsets; those behind move forward. O(bytes behind).
  public mutating func remove(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "The range is held.")
    guard !range.isEmpty else { return }
    (base + start + range.lowerBound).copyMemory(
      from: base + start + range.upperBound, byteCount: count - range.upperBound)
    end -= range.count
  }

  /// Copies the bytes at `source` over those that begin at offset `target`, inside the contents.
  mutating func move(_ source: Range<Int>, to target: Int) {
    precondition(
      source.lowerBound >= 0 && source.upperBound <= count && target >= 0
        && target + source.count <= count, "The bytes moved are held.")
    (base + start + target).copyMemory(
      from: base + start + source.lowerBound, byteCount: source.count)
  }

  /// Drops everything behind the first `count` bytes.
  public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "Only what is held can be kept.")
    end = start + count
  }

  /// Empties the buffer, keeps its storage and forgets an overflow.
  public mutating func removeAll() {
    start = 0
    end = 0
    hasOverflowed = false
  }

  /// Moves the contents to the front where that costs no more than what was consumed since the last
  /// time, or where storage may not grow any more; else doubles the storage.
  private mutating func makeRoom(_ room: Int) {
    let held = count
    if held + room <= capacity, start >= held || capacity >= limit {
      base.copyMemory(from: base + start, byteCount: held)
    } else {
      var grown = max(capacity * 2, 64)
      while grown < held + room { grown *= 2 }
      grown = max(held + room, min(grown, limit))
      let fresh = ByteBuffer.allocate(grown)
      fresh.copyMemory(from: base + start, byteCount: held)
      base.deallocate()
      base = fresh
      capacity = grown
    }
    start = 0
    end = held
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + slack, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + slack)
    return memory
  }
}
