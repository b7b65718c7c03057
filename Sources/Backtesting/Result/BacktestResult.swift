public import Market

/// Everything one backtest leaves behind, raw and unjudged: what a report is made from.
///
/// Cash is exact. Probabilities are of YES. Times are the venue's.
public struct BacktestResult: Sendable, Codable {
  /// What the figures rest on, said at the head of each report: a name and a sentence.
  public struct Assumption: Hashable, Sendable, Codable {
    public var name: String
    public var text: String

    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// A stretch that was played by itself: fresh books, odds and positions.
  public struct Day: Hashable, Sendable, Codable {
    public var name: String
    public var begins: Timestamp
    public var ends: Timestamp
    /// Books, lines and statuses that were played.
    public var events: Int
    /// Markets that had a fair value at some moment; 0 for a day without odds.
    public var pricedMarkets: Int
    /// Cash at its end less cash at its start, with open positions at what closing would bring.
    public var profit: Money
    public var fees: Money
    /// The most cash that positions and resting orders tied up at once.
    public var peakCapital: Money
    public var contracts: Quantity
    public var fills: Int
    public var orders: Int
  }

  /// The account at one moment, positions at what closing would bring.
  public struct EquityPoint: Hashable, Sendable, Codable {
    public var time: Timestamp
    public var equity: Money

    public init(time: Timestamp, equity: Money) {
      self.time = time
      self.equity = equity
    }
  }

  /// How many markets stopped at one gate for good, or passed them all and were filled or not.
  public struct FunnelStep: Hashable, Sendable, Codable {
    public var gate: String
    public var markets: Int

    public init(gate: String, markets: Int) {
      self.gate = gate
      self.markets = markets
    }
  }

  /// A fair value against what came: the last one before the start of the game.
  public struct ScoredForecast: Hashable, Sendable, Codable {
    /// Place in ``BacktestResult/markets``.
    public var market: Int
    public var fair: Double
    /// The middle of the book at that moment; nil where a side was empty.
    public var mid: Double?
    /// What YES paid, 0...1.
    public var paid: Double

    public init(market: Int, fair: Double, mid: Double?, paid: Double) {
      self.market = market
      self.fair = fair
      self.mid = mid
      self.paid = paid
    }
  }

  /// The same days under another supposition about the venue.
  public struct Variant: Hashable, Sendable, Codable {
    /// In words: "queue: optimistic", "latency times 2".
    public var name: String
    public var netProfit: Money
    public var fees: Money
    public var fills: Int
    public var contracts: Quantity

    public init(_ name: String, _ result: BacktestResult) {
      self.name = name
      netProfit = result.netProfit
      fees = result.fees
      fills = result.days.reduce(0) { $0 + $1.fills }
      contracts = result.days.reduce(.zero) { $0 + $1.contracts }
    }
  }

  public var title = ""
  public var assumptions: [Assumption] = []
  /// The configuration in force, as `section.key = value`, keys ascending.
  public var settings: [String] = []
  public var startingCash = Money.zero
  /// In order of time.
  public var days: [Day] = []
  public var markets: [BacktestMarket] = []
  /// In order of time.
  public var fills: [BacktestFill] = []
  /// In order of time; thinned out, first and last kept.
  public var equity: [EquityPoint] = []
  /// By gate, the first gate first.
  public var funnel: [FunnelStep] = []
  public var forecasts: [ScoredForecast] = []
  /// The arbitrage strategy first, then the profiles; empty where none ran.
  public var profiles: [BacktestProfile] = []
  /// Each profile that ran as it would have done by itself; empty where not asked for.
  public var alone: [BacktestProfile] = []
  /// The result itself first, then how it changes with what is supposed; empty where not asked for.
  public var variants: [Variant] = []
  /// What a reader must know: gaps, markets without a result, unreadable rows.
  public var notes: [String] = []
  public var wallSeconds = 0.0

  public init() {}

  /// What was earned, fees included.
  public var netProfit: Money { days.reduce(.zero) { $0 + $1.profit } }
  public var fees: Money { days.reduce(.zero) { $0 + $1.fees } }
}
