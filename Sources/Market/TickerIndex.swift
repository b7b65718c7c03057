internal import Glibc

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

  private struct Entry {
    /// The high half of the hash, to skip comparing almost every other ticker.
    var tag: UInt32 = 0
    /// The market's index; −1 for an empty place.
    var market: Int32 = -1
    var offset: UInt32 = 0
    var length: UInt32 = 0
  }

  private var table: ContiguousArray<Entry>
  private var text: ContiguousArray<UInt8>
  private let tickers: [String]

  /// Indexes `tickers[i]` as `MarketID(i)`.
  public init(tickers: [String]) throws(TickerIndexError) {
    guard tickers.count <= Self.maximumCount else { throw .tooMany(tickers.count) }
    var capacity = 16
    while capacity < tickers.count * 2 { capacity *= 2 }
    self.tickers = tickers
    table = ContiguousArray(repeating: Entry(), count: capacity)
    text = []
    text.reserveCapacity(tickers.reduce(8) { $0 + $1.utf8.count })
    for (place, ticker) in tickers.enumerated() {
      let length = ticker.utf8.count
      guard length > 0 else { throw .empty(at: place) }
      guard length <= Self.maximumLength else { throw .tooLong(at: place, count: length) }
      guard id(of: ticker) == nil else { throw .duplicate(ticker) }
      insert(ticker, MarketID(place))
    }
  }

  public var count: Int { tickers.count }

  /// The market of a ticker's bytes; nil when there is none.
  ///
  /// - Complexity: O(count of bytes); does not allocate.
  public func id(of ticker: UnsafeRawBufferPointer) -> MarketID? {
    guard let start = ticker.baseAddress, ticker.count <= Self.maximumLength else { return nil }
    let hash = Self.hash(ticker)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    return table.withUnsafeBufferPointer { table in
      text.withUnsafeBufferPointer { text in
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while table[place].market >= 0 {
          let entry = table[place]
          if entry.tag == tag, entry.length == ticker.count, let base = text.baseAddress,
            memcmp(base + Int(entry.offset), start, ticker.count) == 0
          {
            return MarketID(Int(entry.market))
          }
          place = (place + 1) & mask
        }
        return nil
      }
    }
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

  private mutating func insert(_ ticker: String, _ market: MarketID) {
    let offset = text.count
    text.append(contentsOf: ticker.utf8)
    let hash = text.withUnsafeBytes { Self.hash(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while table[place].market >= 0 { place = (place + 1) & mask }
    table[place] = Entry(
      tag: UInt32(truncatingIfNeeded: hash >> 32), market: market.index, offset: UInt32(offset),
      length: UInt32(ticker.utf8.count))
  }

  /// Multiply and fold over words of eight bytes; the last word overlaps the one before it, so that
  /// no byte is read alone beyond eight.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    func mix(_ word: UInt64) {
      let (high, low) = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = high ^ low
    }
    guard bytes.count >= 8 else {
      var word: UInt64 = 0
      for byte in bytes { word = word << 8 | UInt64(byte) }
      mix(word)
      return state
    }
    var place = 0
    while place + 8 < bytes.count {
      mix(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    mix(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
    return state
  }
}
