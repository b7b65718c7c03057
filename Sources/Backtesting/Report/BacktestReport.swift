public import Market

/// A backtest judged: what it earned, how sure that is, and what is not known.
///
/// Everything in it is bounded, so that a report of millions of fills is as large as one of
/// thousands; what was left out is counted. The same result, sweep and seed give the same report.
/// `docs/backtest-report.md` has each figure's formula, least count and source.
public struct BacktestReport: Hashable, Sendable, Codable {
  /// Sums over all days.
  public struct Account: Hashable, Sendable, Codable {
    public var startingCash: Money
    public var netProfit: Money
    public var fees: Money
    public var peakCapital: Money
    public var contracts: Quantity
    public var orders: Int
    public var fills: Int
  }

  /// Said right after the assumptions.
  public static let disclaimer = "This is not evidence of profit."
  /// Lists are cut off there; each has a count of what was left out.
  public static let mostMarkets = 500
  public static let mostDays = 400
  public static let mostEquityPoints = 1_600
  public static let mostLines = 200

  public var title: String
  public var disclaimer: String
  /// What the figures rest on: the first thing a report says.
  public var assumptions: [BacktestResult.Assumption]
  /// The same days under other suppositions about the venue, the report's own first.
  public var variants: [BacktestResult.Variant]
  public var coverage: ReportCoverage
  public var seed: UInt64
  public var account: Account
  public var profit: ProfitFindings
  public var daily: DailyFindings
  public var drawdown: Finding<DrawdownFinding>
  public var hits: Finding<HitFinding>
  public var closingLine: Finding<ClosingLineFinding>
  public var markouts: [MarkoutFinding]
  public var forecasts: ForecastFindings
  public var sampleSize: SampleSizeFindings
  public var sweep: SweepFindings?
  /// The arbitrage strategy first, then the profiles; empty where none ran.
  public var profiles: [BacktestProfile]
  /// Each profile as it would have done by itself; empty where not asked for.
  public var alone: [BacktestProfile]
  /// By gate, the first gate first.
  public var funnel: [BacktestResult.FunnelStep]
  /// In order of time; peaks and troughs kept.
  public var equity: [BacktestResult.EquityPoint]
  public var equityPointsLeftOut: Int
  public var paths: [TradedPath]
  /// By absolute profit.
  public var markets: [ReportMarket]
  public var marketsLeftOut: Int
  public var days: [BacktestResult.Day]
  public var daysLeftOut: Int
  public var notes: [String]
  public var notesLeftOut: Int
  public var settings: [String]
  public var settingsLeftOut: Int
  public var wallSeconds: Double

  /// Judges a result.
  ///
  /// - Parameter seed: of every resampling; the same seed gives the same intervals.
  /// - Complexity: O(fills + markets log markets), and a bounded number of draws for each interval.
  public init(_ result: BacktestResult, sweep: SweepResult? = nil, seed: UInt64) {
    let events = EventNumbers(result)
    title = result.title
    disclaimer = Self.disclaimer
    assumptions = Array(result.assumptions.prefix(Self.mostLines))
    variants = Array(result.variants.prefix(Self.mostLines))
    coverage = ReportCoverage(result)
    self.seed = seed
    account = Account(
      startingCash: result.startingCash, netProfit: result.netProfit, fees: result.fees,
      peakCapital: result.days.reduce(.zero) { max($0, $1.peakCapital) },
      contracts: result.days.reduce(.zero) { $0 + $1.contracts },
      orders: result.days.reduce(0) { $0 + $1.orders }, fills: result.fills.count)
    profit = ProfitFindings(result, events, seed: seed)
    daily = DailyFindings(result, seed: seed)
    drawdown = DrawdownFinding.find(in: result.equity)
    hits = HitFinding.find(in: result)
    closingLine = ClosingLineFinding.find(in: result, events, seed: seed)
    markouts = MarkoutFinding.all(in: result, events, seed: seed)
    forecasts = ForecastFindings(result, events, seed: seed)
    sampleSize = SampleSizeFindings(result, events)
    self.sweep = sweep.map { SweepFindings($0, result: result, seed: seed) }
    profiles = Array(result.profiles.prefix(Self.mostLines))
    alone = Array(result.alone.prefix(Self.mostLines))
    funnel = Array(result.funnel.prefix(Self.mostLines))
    let kept = Thinning.places(result.equity.map(\.equity.dollars), most: Self.mostEquityPoints)
    equity = kept.map { result.equity[$0] }
    equityPointsLeftOut = result.equity.count - kept.count
    paths = TradedPath.mostTraded(of: result)
    markets = ReportMarket.largest(of: result, most: Self.mostMarkets)
    marketsLeftOut = result.markets.count - markets.count
    days = Array(result.days.prefix(Self.mostDays))
    daysLeftOut = result.days.count - days.count
    notes = Array(result.notes.prefix(Self.mostLines))
    notesLeftOut = result.notes.count - notes.count
    settings = Array(result.settings.prefix(Self.mostLines))
    settingsLeftOut = result.settings.count - settings.count
    wallSeconds = result.wallSeconds
  }
}
