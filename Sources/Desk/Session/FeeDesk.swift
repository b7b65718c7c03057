internal import Market
internal import Trading

/// What each market charges, now and later: the catalogue's word at the start, changes that were
/// announced for a time, and what the stream says of an event.
///
/// A value without a clock. What it cannot read is no fee, and then nothing is traded.
struct FeeDesk {
  /// A market that charges differently from now on; nil where nobody knows how.
  struct Change: Equatable {
    var market: MarketID
    var fees: FeeSchedule?
  }

  /// By ``/Market/MarketID``.
  private var timelines: [FeeTimeline]
  private var current: [FeeSchedule?]
  private let eventMarkets: [String: [MarketID]]
  private let fixedTime: Timestamp?
  /// When the next announced change comes into force; nil for none.
  private var nextChange: Timestamp?

  /// - Parameters:
  ///   - fixedTime: the date whose fees count; nil for the present.
  ///   - now: the time for which the catalogue's markets were made.
  init(catalogue: SessionCatalogue, fixedTime: Timestamp?, now: Timestamp) {
    self.init(
      timelines: catalogue.fees, current: catalogue.markets.map(\.fees),
      eventMarkets: catalogue.eventMarkets, fixedTime: fixedTime, now: now)
  }

  init(
    timelines: [FeeTimeline], current: [FeeSchedule?], eventMarkets: [String: [MarketID]],
    fixedTime: Timestamp?, now: Timestamp
  ) {
    self.timelines = timelines
    self.current = current
    self.eventMarkets = eventMarkets
    self.fixedTime = fixedTime
    // What came into force since the markets were made is found at the first look.
    nextChange = fixedTime == nil ? now : nil
  }

  /// The stream tells an event's override: in force at once. Empty texts are nulls: the series'
  /// word counts again.
  mutating func update(
    event: String, type: String, multiplier: String, at now: Timestamp
  ) -> [Change] {
    let time = fixedTime ?? now
    let change = FeeChange(effective: time, terms: Self.terms(type, multiplier))
    var changes: [Change] = []
    for market in eventMarkets[event] ?? [] {
      timelines[Int(market.index)].add(eventChange: change)
      refresh(market, at: time, &changes)
    }
    return changes
  }

  /// Announced changes that have come into force by now.
  mutating func due(at now: Timestamp) -> [Change] {
    guard let next = nextChange, next <= now else { return [] }
    var changes: [Change] = []
    for index in timelines.indices { refresh(MarketID(index), at: now, &changes) }
    nextChange = timelines.lazy.compactMap { Self.nextChange(of: $0, after: now) }.min()
    return changes
  }

  private mutating func refresh(
    _ market: MarketID, at time: Timestamp, _ changes: inout [Change]
  ) {
    let index = Int(market.index)
    let fees = try? timelines[index].schedule(at: time)
    guard fees != current[index] else { return }
    current[index] = fees
    changes.append(Change(market: market, fees: fees))
  }

  private static func terms(_ type: String, _ multiplier: String) -> FeeTerms {
    let known = type.isEmpty ? nil : FeeType(wireName: type)
    guard !multiplier.isEmpty else { return FeeTerms(type: known, multiplier: nil) }
    guard let exact = FeeMultiplier(text: multiplier) else {
      return FeeTerms(type: .unknown("unreadable multiplier"), multiplier: nil)
    }
    return FeeTerms(type: known, multiplier: exact)
  }

  private static func nextChange(of timeline: FeeTimeline, after now: Timestamp) -> Timestamp? {
    let times =
      timeline.seriesChanges.map(\.effective) + timeline.eventChanges.map(\.effective)
      + [timeline.waivedUntil].compactMap { $0 }
    return times.filter { $0 > now }.min()
  }
}
