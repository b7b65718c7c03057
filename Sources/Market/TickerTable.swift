/// The open-addressing table of a ``TickerIndex``: buckets of four places, each a line of the
/// cache.
///
/// `@unchecked Sendable`: written only by the initialiser of the index that owns it, before anybody
/// else can see it; read-only from then on.
final class TickerTable: @unchecked Sendable {
  private struct Entry {
    /// The market's index; −1 for none.
    var market: Int32
    var offset: UInt32
    var length: UInt32
  }

  /// A bucket begins with a word of four tags, 0 for an empty place: which of them is a ticker's is
  /// found without a branch for each, which could not be foreseen.
  private static let bucketSize = 64
  private static let entriesOffset = 16

  private let buckets: UnsafeMutableRawPointer
  private let mask: Int
  /// The tickers, one behind the other, and sixteen bytes, which comparisons may read.
  private let text: UnsafeMutableRawPointer
  private var used = 0

  init(count: Int, bytes: Int) {
    var capacity = 4
    while capacity < count { capacity *= 2 }
    mask = capacity - 1
    let size = capacity * Self.bucketSize
    buckets = .allocate(byteCount: size, alignment: Self.bucketSize)
    buckets.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    text = .allocate(byteCount: bytes + 16, alignment: 16)
    text.initializeMemory(as: UInt8.self, repeating: 0, count: bytes + 16)
  }

  deinit {
    buckets.deallocate()
    text.deallocate()
  }

  /// The market of a ticker; −1 when there is none. Ends, since most places are empty.
  @inline(__always)
  func find(_ ticker: UnsafeRawBufferPointer) -> Int32 {
    guard let start = ticker.baseAddress else { return -1 }
    let hash = Self.hash(start, ticker.count)
    let tag = Self.tag(hash)
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let bucket = buckets + place &* Self.bucketSize
      let tags = bucket.load(as: UInt64.self)
      // The lowest of them is right; one above a right one may be wrong.
      var found = Self.zeros(tags ^ tag &* Self.ones)
      while found != 0 {
        let entry = Self.entry(bucket, found.trailingZeroBitCount &>> 4)
        if Int(entry.pointee.length) == ticker.count,
          Self.areEqual(start, text + Int(entry.pointee.offset), ticker.count)
        {
          return entry.pointee.market
        }
        found &= found &- 1
      }
      if Self.zeros(tags) != 0 { return -1 }
      place = (place &+ 1) & mask
    }
  }

  /// False, and nothing changed, when the ticker is there already.
  func insert(_ ticker: UnsafeRawBufferPointer, market: Int32) -> Bool {
    guard let start = ticker.baseAddress, find(ticker) < 0 else { return false }
    let hash = Self.hash(start, ticker.count)
    var place = Int(truncatingIfNeeded: hash) & mask
    var bucket = buckets + place * Self.bucketSize
    while Self.zeros(bucket.load(as: UInt64.self)) == 0 {
      place = (place + 1) & mask
      bucket = buckets + place * Self.bucketSize
    }
    let tags = bucket.load(as: UInt64.self)
    let free = Self.zeros(tags).trailingZeroBitCount >> 4
    bucket.storeBytes(of: tags | Self.tag(hash) << UInt64(16 * free), as: UInt64.self)
    (text + used).copyMemory(from: start, byteCount: ticker.count)
    Self.entry(bucket, free).initialize(
      to: Entry(market: market, offset: UInt32(used), length: UInt32(ticker.count)))
    used += ticker.count
    return true
  }

  @inline(__always)
  private static func entry(
    _ bucket: UnsafeMutableRawPointer, _ place: Int
  ) -> UnsafeMutablePointer<Entry> {
    (bucket + Self.entriesOffset).assumingMemoryBound(to: Entry.self) + place
  }

  /// The top sixteen bits of a hash; never 0.
  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt64 { hash &>> 48 | 1 }

  private static let ones: UInt64 = 0x0001_0001_0001_0001

  /// The top bit of each quarter that is zero, the lowest of them exactly.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word & 0x8000_8000_8000_8000
  }

  /// Compares sixteen bytes at a time, the last sixteen perhaps twice.
  @inline(__always)
  private static func areEqual(
    _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    guard count >= 16 else { return areShortEqual(first, second, count) }
    var found = difference(first, second, count &- 16) | difference(first, second, 0)
    var place = 16
    while place < count &- 16 {
      found |= difference(first, second, place)
      place &+= 16
    }
    let words = unsafeBitCast(found, to: SIMD2<UInt64>.self)
    return words.x | words.y == 0
  }

  /// Compares fewer than sixteen bytes: two words that may overlap, or a few bytes one at a time.
  @inline(never)
  private static func areShortEqual(
    _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    guard count < 8 else {
      return word(first, 0) == word(second, 0)
        && word(first, count &- 8) == word(second, count &- 8)
    }
    for place in 0..<count
    where first.load(fromByteOffset: place, as: UInt8.self)
      != second.load(fromByteOffset: place, as: UInt8.self)
    {
      return false
    }
    return true
  }

  @inline(__always)
  private static func difference(
    _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ place: Int
  ) -> SIMD16<UInt8> {
    first.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      ^ second.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
  }

  /// Multiplies and folds two words of eight bytes at a time; the last two overlap those before
  /// them, so that no byte is read alone.
  @inline(__always)
  private static func hash(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    guard count >= 16 else { return mix(state, shortHash(start, count)) }
    var place = 0
    while place &+ 16 < count {
      state = mix(state ^ word(start, place), word(start, place &+ 8))
      place &+= 16
    }
    return mix(state ^ word(start, count &- 16), word(start, count &- 8))
  }

  /// The same for fewer than sixteen bytes, as the sportsbooks' names of events have.
  @inline(never)
  private static func shortHash(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
    guard count < 8 else { return mix(word(start, 0), word(start, count &- 8)) }
    var bytes: UInt64 = 0
    for place in 0..<count {
      bytes = bytes << 8 | UInt64(start.load(fromByteOffset: place, as: UInt8.self))
    }
    return bytes
  }

  @inline(__always)
  private static func word(_ start: UnsafeRawPointer, _ place: Int) -> UInt64 {
    start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }

  @inline(__always)
  private static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let (high, low) = first.multipliedFullWidth(by: second ^ 0xD6E8_FEB8_6659_FD93)
    return high ^ low
  }
}
