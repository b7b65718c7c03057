/// Why no index can be made of a list of tickers.
public enum TickerIndexError: Error, Hashable, Sendable {
  case tooMany(Int)
  case empty(at: Int)
  case tooLong(at: Int, count: Int)
  case duplicate(String)
}

extension TickerIndexError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooMany(let count): "\(count) tickers, at most \(TickerIndex.maximumCount) are indexed"
    case .empty(let place): "ticker \(place) is empty"
    case .tooLong(let place, let count):
      "ticker \(place) has \(count) bytes, at most \(TickerIndex.maximumLength) are indexed"
    case .duplicate(let ticker): "ticker \(ticker) is listed twice"
    }
  }
}

/// From ticker bytes, as they stand in a frame, to dense market ids and back.
///
/// Built once for a catalogue; a look-up hashes eight bytes at a time, probes a table that is at
/// most half full and compares once. It neither allocates nor makes a String. The hash has no
/// random seed: the same catalogue gives the same table. An immutable value, safe to share.
public struct TickerIndex: Sendable {
  /// More than the exchange lets one session subscribe to.
  public static let maximumCount = 500_000
  /// Far above the longest ticker seen (about a hundred bytes, combos).
  public static let maximumLength = 255

  private let storage: TickerTable
  private let tickers: [String]

  /// Indexes `tickers[i]` as `MarketID(i)`.
  public init(tickers: [String]) throws(TickerIndexError) {
    guard tickers.count <= Self.maximumCount else { throw .tooMany(tickers.count) }
    var bytes = 0
    for (place, ticker) in tickers.enumerated() {
      let length = ticker.utf8.count
      guard length > 0 else { throw .empty(at: place) }
      guard length <= Self.maximumLength else { throw .tooLong(at: place, count: length) }
      bytes += length
    }
    self.tickers = tickers
    storage = TickerTable(count: tickers.count, bytes: bytes)
    for (place, ticker) in tickers.enumerated() {
      var copy = ticker
      let isNew = copy.withUTF8 {
        storage.insert(UnsafeRawBufferPointer($0), market: Int32(place))
      }
      guard isNew else { throw .duplicate(ticker) }
    }
  }

  public var count: Int { tickers.count }

  /// The market of a ticker's bytes; nil when there is none.
  ///
  /// - Complexity: O(count of bytes); does not allocate.
  public func id(of ticker: UnsafeRawBufferPointer) -> MarketID? {
    guard ticker.count <= Self.maximumLength else { return nil }
    let market = storage.find(ticker)
    return market < 0 ? nil : MarketID(Int(market))
  }

  /// The market of a ticker; nil when there is none.
  public func id(of ticker: some StringProtocol) -> MarketID? {
    var copy = String(ticker)
    return copy.withUTF8 { id(of: UnsafeRawBufferPointer($0)) }
  }

  /// The ticker of a market.
  ///
  /// - Precondition: the id is one of this index.
  public func ticker(of market: MarketID) -> String { tickers[Int(market.index)] }
}

/// The open-addressing table of a ``TickerIndex``.
///
/// `@unchecked Sendable`: written only by the initialiser of the index that owns it, before anybody
/// else can see it; read-only from then on.
private final class TickerTable: @unchecked Sendable {
  private struct Entry {
    /// The high half of the hash, to skip comparing almost every other ticker.
    var tag: UInt32 = 0
    /// The market's index; −1 for an empty place.
    var market: Int32 = -1
    var offset: UInt32 = 0
    var length: UInt32 = 0
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let mask: Int
  /// The tickers, one behind the other, and sixteen bytes, which comparisons may read.
  private let text: UnsafeMutableRawPointer
  private var used = 0

  init(count: Int, bytes: Int) {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    mask = capacity - 1
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: Entry(), count: capacity)
    text = .allocate(byteCount: bytes + 16, alignment: 16)
    text.initializeMemory(as: UInt8.self, repeating: 0, count: bytes + 16)
  }

  deinit {
    entries.deallocate()
    text.deallocate()
  }

  /// The market of a ticker; −1 when there is none.
  @inline(__always)
  func find(_ ticker: UnsafeRawBufferPointer) -> Int32 {
    entries[place(of: ticker, Self.hash(ticker))].market
  }

  /// False, and nothing changed, when the ticker is there already.
  func insert(_ ticker: UnsafeRawBufferPointer, market: Int32) -> Bool {
    let hash = Self.hash(ticker)
    let place = place(of: ticker, hash)
    guard entries[place].market < 0 else { return false }
    UnsafeMutableRawBufferPointer(start: text + used, count: ticker.count)
      .copyMemory(from: ticker)
    entries[place] = Entry(
      tag: UInt32(truncatingIfNeeded: hash >> 32), market: market, offset: UInt32(used),
      length: UInt32(ticker.count))
    used += ticker.count
    return true
  }

  /// The place of a ticker, or the empty one where it belongs. Ends, since half the table is empty.
  @inline(__always)
  private func place(of ticker: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = entries + place
      if entry.pointee.market < 0 { return place }
      if entry.pointee.tag == tag, Int(entry.pointee.length) == ticker.count,
        Self.areEqual(ticker, text + Int(entry.pointee.offset))
      {
        return place
      }
      place = (place &+ 1) & mask
    }
  }

  /// Compares sixteen bytes at a time, the last sixteen perhaps twice.
  @inline(__always)
  private static func areEqual(
    _ ticker: UnsafeRawBufferPointer, _ text: UnsafeRawPointer
  ) -> Bool {
    guard ticker.count >= 16 else {
      for (place, byte) in ticker.enumerated()
      where text.load(fromByteOffset: place, as: UInt8.self) != byte {
        return false
      }
      return true
    }
    func difference(_ place: Int) -> SIMD16<UInt8> {
      ticker.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
        ^ text.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
    }
    let last = ticker.count &- 16
    var found = difference(last)
    var place = 0
    while place < last {
      found |= difference(place)
      place &+= 16
    }
    let words = unsafeBitCast(found, to: SIMD2<UInt64>.self)
    return words.x | words.y == 0
  }

  /// Multiply and fold over words of eight bytes; the last word overlaps the one before it, so that
  /// no byte is read alone beyond eight.
  @inline(__always)
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    guard bytes.count >= 8 else {
      var word: UInt64 = 0
      for byte in bytes { word = word << 8 | UInt64(byte) }
      return mix(state, word)
    }
    var mixed = state
    var place = 0
    while place &+ 8 < bytes.count {
      mixed = mix(mixed, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place &+= 8
    }
    return mix(mixed, bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self))
  }

  @inline(__always)
  private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let (high, low) = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return high ^ low
  }
}
