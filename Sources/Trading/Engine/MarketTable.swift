public import Market

/// The state of every market, by dense id: one block of memory of a fixed size.
///
/// A class with its own memory, so that reaching a market is one load: no reference counting, no
/// uniqueness test and no exclusivity check on the hot path.
///
/// Not thread-safe: confined to the engine's thread.
public final class MarketTable: RandomAccessCollection {
  private let base: UnsafeMutablePointer<MarketState>
  /// How many markets there are.
  public let count: Int

  init(_ markets: [TradedMarket]) {
    count = markets.count
    base = .allocate(capacity: markets.count)
    for (index, market) in markets.enumerated() {
      (base + index).initialize(to: MarketState(market))
    }
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// Where what each change of a market's book reads lies. To have it fetched ahead of its use,
  /// nothing else.
  ///
  /// - Precondition: `market` is below ``count``.
  public func address(of market: MarketID) -> UnsafeRawPointer {
    precondition(market.index >= 0 && Int(market.index) < count, "no market of that id")
    return UnsafeRawPointer(base + Int(market.index))
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  /// The state of one market.
  ///
  /// - Precondition: `index` is in 0..<``count``.
  public internal(set) subscript(index: Int) -> MarketState {
    unsafeAddress {
      precondition(index >= 0 && index < count, "no market of that id")
      return UnsafePointer(base + index)
    }
    unsafeMutableAddress {
      precondition(index >= 0 && index < count, "no market of that id")
      return base + index
    }
  }
}

/// What rules every market alike; read at each judgement, so it lies in memory of its own too.
struct HouseState {
  /// What keeps every market from entries: one look says that nothing does.
  var stops = HouseStops.unreconciled
  var now = Timestamp.distantPast
  var venueNow = Timestamp.distantPast
  /// Counts the inputs that can touch the judgement of any market; see ``StandingJudgement``.
  var revision: UInt64 = 1
  /// See ``Engine/lastStood``.
  var lastStood = false
  /// A take here waits for the place that a cancelled entry frees.
  var placeWantedBy: MarketID?
  /// When the exchange's weekly pause next begins or ends.
  var pauseChangesAt = Timestamp.distantPast
  /// When the day that limits count is over.
  var dayEnds = Timestamp.distantPast
  /// All that is held is being sold by the operator's word.
  var isFlattening = false
  /// Every breaker is closed: time changes nothing about them.
  var areBreakersQuiet = true
}

/// What keeps every market from entries.
struct HouseStops: OptionSet {
  let rawValue: UInt8

  /// A connection is down, or was and the account has not been read since.
  static let unreconciled = HouseStops(rawValue: 1)
  /// The exchange takes no orders in these hours of the week.
  static let weeklyPause = HouseStops(rawValue: 2)
  static let halted = HouseStops(rawValue: 4)
  static let shutDown = HouseStops(rawValue: 8)
  /// The account's breaker is open.
  static let breaker = HouseStops(rawValue: 16)
  /// The arbitrage strategy is switched off; profiles do not mind.
  static let arbitrageOff = HouseStops(rawValue: 32)
  /// The journal cannot be written.
  static let journal = HouseStops(rawValue: 64)
}
