internal import CProcessor
public import Market

// Memory asked for before it is needed. The markets of a feed come in no order, and each has more
// memory than the first cache keeps: one after another its parts would be waited for one by one.
extension Engine {
  /// Asks for all that a change of a market's book and the judgement after it read.
  ///
  /// To be called as soon as the market of a frame is known; any id will do.
  ///
  /// - Complexity: O(1); reads nothing, waits for nothing.
  @inline(__always)
  public func fetch(_ market: MarketID) {
    guard market.index >= 0, Int(market.index) < books.count else { return }
    let head = books.headAddress(of: market)
    dutchbook_prefetch(head)
    dutchbook_prefetch(head + 64)
    let state = states.address(of: market)
    var offset = 0
    while offset < MemoryLayout<MarketState>.stride {
      dutchbook_prefetch(state + offset)
      offset &+= 64
    }
    // What an order is measured by, should there be one.
    let limits = UnsafeRawPointer(accountPlace)
    offset = 0
    while offset < RiskLedger.headBytes {
      dutchbook_prefetch(limits + offset)
      offset &+= 64
    }
    if hasProfiles { dutchbook_prefetch(holdings.address(of: market)) }
  }

  /// The same of what nearly every change needs, no more, for changes that are known long before:
  /// the head of the book, the level, and what stands of the last judgement.
  @inline(__always)
  public func fetch(_ market: MarketID, _ side: BookSide, _ price: Price) {
    guard market.index >= 0, Int(market.index) < books.count else { return }
    dutchbook_prefetch(books.headAddress(of: market))
    if let level = books.levelAddress(of: market, side, price) { dutchbook_prefetch(level) }
    let state = states.address(of: market)
    dutchbook_prefetch(state)
    dutchbook_prefetch(state + 48)
  }
}
