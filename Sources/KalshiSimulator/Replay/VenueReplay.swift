public import Market

/// Feeds a recording to an exchange as time passes, and settles it at the end.
///
/// Each quote replaces its market's outside levels with the recorded best bid and ask: what was
/// taken stays taken until that market's next quote. A value without clock: the driver says how
/// much time has passed and asks when the next quote is due.
public struct VenueReplay: Sendable {
  public let venue: RecordedVenue
  public let clock: ReplayClock
  private var next = 0
  public private(set) var isSettled = false

  public init(
    venue: RecordedVenue, budgetNanoseconds: Int64?, maximumGapNanoseconds: Int64 = 1_000_000_000
  ) {
    self.venue = venue
    clock = ReplayClock(
      times: venue.quotes.map(\.time), budgetNanoseconds: budgetNanoseconds,
      maximumGapNanoseconds: maximumGapNanoseconds)
  }

  /// When the next quote is due, in nanoseconds from the start; nil when all are out.
  public var nextDue: Int64? { next < clock.offsets.count ? clock.offsets[next] : nil }
  public var isExhausted: Bool { nextDue == nil }
  public var appliedQuotes: Int { next }

  /// Applies the quotes that are due, at most `limit` of them; returns how many.
  @discardableResult
  public mutating func advance(
    elapsedNanoseconds: Int64, exchange: inout SimulatedExchange, at now: Timestamp,
    limit: Int = .max
  ) -> Int {
    var count = 0
    while count < limit, let due = nextDue, due <= elapsedNanoseconds {
      apply(venue.quotes[next], to: &exchange, at: now)
      next += 1
      count += 1
    }
    return count
  }

  private func apply(
    _ quote: RecordedQuote, to exchange: inout SimulatedExchange, at now: Timestamp
  ) {
    exchange.recordedNow = quote.time
    exchange.applyFeeRegime(at: now)
    guard let market = exchange.market(quote.ticker) else { return }
    // A quote at an end of the dollar stands for no quote.
    func levels(_ price: Price?) -> [BookLevel] {
      guard let price, price > .zero, price < .dollar else { return [] }
      return [BookLevel(price: price, quantity: venue.size)]
    }
    exchange.setQuote(market, bids: levels(quote.bid), asks: levels(quote.ask), at: now)
  }

  /// Determines and pays out every market whose result is known; the others stay open.
  ///
  /// - Returns: how many were settled.
  @discardableResult
  public mutating func settle(_ exchange: inout SimulatedExchange, at now: Timestamp) -> Int {
    guard !isSettled else { return 0 }
    isSettled = true
    var count = 0
    for ticker in exchange.tickers {
      guard let result = venue.results[ticker], let market = exchange.market(ticker) else {
        continue
      }
      exchange.settle(market, result, at: now)
      count += 1
    }
    return count
  }
}
