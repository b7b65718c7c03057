internal import Market

/// Follows the sequence numbers of recorded subscriptions: each subscription of each connection of
/// each stretch of each file counts for itself, upwards by one.
struct SubscriptionSequences {
  /// One subscription of one connection: its sequence numbers are one run, until it is confirmed
  /// anew.
  struct Subscription: Hashable {
    var file: Int
    /// See ``RecordedFrame/stretch``.
    var stretch = 0
    var connection: UInt16
    var sid: Int64
  }

  /// What a frame is in its subscription.
  enum Step: Equatable {
    /// The next one, the first one, or one that is not counted.
    case next
    /// Its number had been reached before: to be left out.
    case repeated
    /// Numbers are missing before it. What was said of these markets before, in the order they were
    /// first named, is not to be trusted.
    case afterGap(markets: [MarketID])
  }

  private struct Course {
    var lastSequence: Int64?
    var gaps = 0
    /// In the order in which they were first named.
    var markets: [MarketID] = []
    var named: Set<MarketID> = []

    mutating func take(_ sequence: Int64?, _ market: MarketID?) -> Step {
      defer {
        if let market, named.insert(market).inserted { markets.append(market) }
      }
      guard let sequence else { return .next }
      guard let last = lastSequence else {
        lastSequence = sequence
        return .next
      }
      guard sequence > last else { return .repeated }
      lastSequence = sequence
      guard sequence - 1 == last else {
        gaps += 1
        return .afterGap(markets: markets)
      }
      return .next
    }
  }

  private var courses: [Subscription: Course] = [:]
  /// Of subscriptions that were confirmed anew since.
  private var ended: [Course] = []
  /// Frames that were there before.
  private(set) var repeated = 0
  /// Places where numbers are missing.
  private(set) var gaps = 0

  /// Counts a frame.
  ///
  /// - Parameters:
  ///   - subscription: nil for a frame of none.
  ///   - sequence: nil for a frame that is not counted.
  ///   - market: the market it speaks of.
  mutating func take(
    _ subscription: Subscription?, sequence: Int64?, market: MarketID?
  ) -> Step {
    guard let subscription else { return .next }
    let step = courses[subscription, default: Course()].take(sequence, market)
    switch step {
    case .next: break
    case .repeated: repeated += 1
    case .afterGap: gaps += 1
    }
    return step
  }

  /// A subscription is confirmed: its numbers begin. The exchange numbers subscriptions and
  /// connections anew after each reconnect, so the same one may come again.
  ///
  /// - Returns: the markets of the one before, in the order they were first named: what was said of
  ///   them is old.
  mutating func begin(_ subscription: Subscription, sequence: Int64?) -> [MarketID] {
    let old = courses.updateValue(Course(lastSequence: sequence), forKey: subscription)
    guard let old else { return [] }
    if old.gaps > 0 { ended.append(old) }
    return old.markets
  }

  /// The gaps that each market's subscriptions had, by market number below `count`.
  func gaps(ofMarkets count: Int) -> [Int] {
    var gaps = Array(repeating: 0, count: count)
    // order-free: sums
    for course in Array(courses.values) + ended {
      for market in course.markets { gaps[Int(market.index)] += course.gaps }
    }
    return gaps
  }
}
