internal import Market

/// How long news and orders travel in a backtest. All legs in nanoseconds, never negative.
///
/// A decision falls when the news is here; the order reaches the exchange `order` later and meets
/// the book as it is there then, which reaches us another `feed` later; so it is filled against the
/// recorded book of decision time + order + feed. Source: `quant.md` 10.1.
public enum LatencyModel: Hashable, Sendable, Codable {
  /// The same for every order.
  case fixed(order: Int64, feed: Int64)
  /// The order's leg is half of a round trip drawn from those that were measured: order sent to
  /// answer read; that list is not empty. The feed's leg is drawn from `feeds`: what news took from
  /// the exchange to us; where none were measured it is as long as the order's.
  case sampled(roundTrips: [Int64], feeds: [Int64] = [], seed: UInt64)
  /// Each leg is the delay of the latest event: received less happened, as the recording has it.
  /// `floor` where the recording does not say or the clocks contradict each other.
  case recorded(floor: Int64)

  /// No way takes any time: for comparisons only.
  public static let none = LatencyModel.fixed(order: 0, feed: 0)

  /// The same with every leg so many times as long: the stress of `quant.md` 10.1 is 2.
  public struct Scaled: Hashable, Sendable, Codable {
    public var model: LatencyModel
    /// In percent; at least 0.
    public var percent: Int64

    public init(_ model: LatencyModel, percent: Int64 = 100) {
      self.model = model
      self.percent = percent
    }
  }
}

/// Draws the delays of one backtest: same model and same seed, same delays.
struct LatencySource: Sendable {
  private let model: LatencyModel
  private let percent: Int64
  private var random: SplitMix64
  /// What the latest event of the recording took to reach us.
  var recordedDelay: Int64?

  init(_ scaled: LatencyModel.Scaled) {
    model = scaled.model
    percent = max(0, scaled.percent)
    if case .sampled(_, _, let seed) = scaled.model {
      random = SplitMix64(seed: seed)
    } else {
      random = SplitMix64(seed: 0)
    }
  }

  /// Whether ``recordedDelay`` matters.
  var takesDelays: Bool {
    if case .recorded = model { return true }
    return false
  }

  /// From a decision to the book it meets, in the recording's own time of receipt.
  mutating func toMatch() -> Int64 {
    let (order, feed): (Int64, Int64)
    switch model {
    case .fixed(let first, let second): (order, feed) = (first, second)
    case .sampled(let roundTrips, let feeds, _):
      guard !roundTrips.isEmpty else { return 0 }
      let trip = roundTrips[Int(random.next() % UInt64(roundTrips.count))]
      order = (trip + 1) / 2
      feed = feeds.isEmpty ? order : feeds[Int(random.next() % UInt64(feeds.count))]
    case .recorded(let floor):
      let delay = max(recordedDelay ?? floor, floor)
      (order, feed) = (delay, delay)
    }
    return (max(0, order) + max(0, feed)) * percent / 100
  }
}
