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
/// Built once for a catalogue; a look-up hashes sixteen bytes at a time, probes a table that is at
/// most a quarter full and compares once. It neither allocates nor makes a String. The hash has no
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
