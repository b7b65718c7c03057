public import Market
public import Matching
public import Trading

/// How a backtest is run, the recording apart.
public struct BacktestOptions: Sendable {
  public var engine: EngineConfiguration
  public var latency = LatencyModel.Scaled(.fixed(order: 50_000_000, feed: 50_000_000))
  public var queue = QueueModel.conservative
  /// Play money at the start of each day.
  public var cash = Money(cents: 100_000)
  /// The session half of client order ids.
  public var seed: UInt64 = 1
  /// Whether quotes, equity and mark-outs are kept: sweeps need only the sums.
  public var keepsDetail = true
  /// Whose rules of time end the purchases that ``BacktestRun/purchases(of:_:exits:pulse:)``
  /// follows; nil where none is followed.
  var exits: ExitConfiguration?

  public init(engine: EngineConfiguration) { self.engine = engine }

  /// What the venue supposes, for the head of the report.
  public var assumptions: [BacktestResult.Assumption] {
    let percent = latency.percent == 100 ? "" : ", all of it times \(Double(latency.percent) / 100)"
    let way: String
    switch latency.model {
    case .fixed(let order, let feed):
      way =
        "an order takes \(Self.milliseconds(order)) to the exchange, news \(Self.milliseconds(feed))"
        + " to us\(percent); orders meet the book of that moment"
    case .sampled(let roundTrips, let feeds, let seed):
      let news =
        feeds.isEmpty
        ? "news takes as long as the order" : "news' from \(feeds.count) measured delays"
      way =
        "each order's way is half of one drawn from \(roundTrips.count) measured round trips,"
        + " \(news), seed \(seed)\(percent)"
    case .recorded(let floor):
      way =
        "each way takes as long as the recording's latest event took, at least"
        + " \(Self.milliseconds(floor))\(percent)"
    }
    let place: String
    switch queue {
    case .conservative: place = "a cancel always comes from behind us (the least favourable)"
    case .optimistic: place = "a cancel always comes from before us (the most favourable)"
    case .proportional(let power):
      place = "a cancel comes from before us by the share of those there, to the power \(power)"
    }
    return [
      .init("Engine", "the same code that trades live, on the recording's clock"),
      .init("Latency", way),
      .init("Queue", "we join behind all that is displayed; \(place); trades take from the front"),
      .init(
        "Takers",
        "fill against the recorded book level by level; what we took stays taken until the level"
          + " empties or a whole book comes"),
      .init(
        "Trade-through",
        "a trade beyond our price, or size of the other side at it, fills what rests"),
      .init("Others", "nobody sees our orders and nobody reacts to them"),
      .init(
        "Fees",
        "by the market's schedule under the rules of the day, each fill rounded against us"),
      .init(
        "Results",
        "a position is paid the moment its market is decided; the exchange pays after its timer,"
          + " and may decide anew"),
      .init(
        "Account",
        "what we hear of our orders is all there is: no reading of the account, nothing of it lost"
          + " on the way, and no end of what rests but a cancel, a close or a result"),
      .init("Capital", "\(Self.dollars(cash)) at the start of each day; no interest on it"),
    ]
  }

  private static func milliseconds(_ nanoseconds: Int64) -> String {
    nanoseconds % 1_000_000 == 0
      ? "\(nanoseconds / 1_000_000) ms" : "\(Double(nanoseconds) / 1_000_000) ms"
  }

  private static func dollars(_ amount: Money) -> String {
    let cents = amount.microDollars / 10_000
    let rest = cents % 100
    return "$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
