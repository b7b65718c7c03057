import Market
import Probability
import TestKit
import Testing

@testable import Backtesting

@Suite("The report of a backtest")
struct BacktestReportTests {
  private let small = BacktestReport(SmallBacktest.threeFills(), seed: 1)

  private func near(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
  }

  @Test func `three fills earn what they earn, and two events give no interval`() {
    // 10 x (1 - 0.40) - 0.17 = 5.83; 20 x (0.55 - 1) = -9; 5 x (0.28 - 0.30) - 0.08 = -0.18.
    #expect(near(small.profit.net.value, -3.35))
    #expect(small.profit.net.units == 2)
    #expect(small.profit.net.interval.reason == "it needs at least 10 events, got 2")
    #expect(near(small.profit.centsPerContract.value?.value, -335.0 / 35))
    #expect(near(small.profit.returnOnPeakCapital.value?.value, -3.35 / 20))
    #expect(small.account.netProfit == Money(microDollars: -3_350_000))
  }

  @Test func `the closing line weighs by contracts`() throws {
    let line = try #require(small.closingLine.value)
    // (7 x 10 + 5 x 20) / 30, and with fees (5.3 x 10 + 5 x 20) / 30.
    #expect(near(line.centsBeforeFees.value, 170.0 / 30))
    #expect(near(line.centsAfterFees.value, 5.1))
    #expect([line.fills, line.missing] == [2, 1])
  }

  @Test func `mark-outs keep makers and takers apart`() {
    #expect(small.markouts.map(\.horizon).prefix(5) == ["1 s", "10 s", "60 s", "5 min", "close"])
    let maker = small.markouts.prefix(5).map { $0.centsAfterFees.value?.value }
    for (value, expected) in zip(maker, [0.0, -1, 2, 3, 5]) { #expect(near(value, expected)) }
    let taker = Array(small.markouts.suffix(5))
    // (1 x 10 + 0 x 5) / 15, and with fees ((1 - 1.7) x 10 + (0 - 1.6) x 5) / 15.
    #expect(near(taker[0].centsBeforeFees.value, 10.0 / 15))
    #expect(near(taker[0].centsAfterFees.value?.value, -1))
    #expect([taker[0].fills, taker[0].missing] == [2, 0])
    #expect(near(taker[1].centsAfterFees.value?.value, 0.3))
    #expect([taker[1].fills, taker[1].missing] == [1, 1])
    #expect(taker[3].centsAfterFees.reason == "no taker fill has a value then")
    #expect(taker[3].centsBeforeFees.value == nil)
  }

  @Test func `the drawdown is 9.18 dollars from 105.83`() throws {
    let fall = try #require(small.drawdown.value)
    #expect(fall.depth == Money(cents: 918))
    #expect(near(fall.share.value, 9.18 / 105.83))
    #expect(fall.peak == SmallBacktest.noon + 60_000_000_000)
    #expect(fall.trough == SmallBacktest.noon + 180_000_000_000)
    #expect(fall.recovery == nil)
    #expect(fall.nanoseconds == 120_000_000_000)
    #expect(fall.longestNanoseconds == 120_000_000_000)
  }

  @Test func `the drawdown is a depth, without a sign, on the page and in the text`() {
    let page = BacktestReportPage(small).html
    #expect(page.contains(">9.18 $<") && !page.contains("-9.18 $"))
    let text = BacktestReportText(small).text
    #expect(text.contains("Maximum drawdown: 9.18 $ (8.7 %), from "))
  }

  @Test func `equity that never fell is known to have fallen by nothing`() throws {
    var result = BacktestResult()
    result.equity = [1, 2, 2].enumerated().map {
      .init(time: Timestamp(seconds: Int64($0.offset)), equity: Money(cents: $0.element))
    }
    let fall = try #require(BacktestReport(result, seed: 1).drawdown.value)
    #expect(fall.depth == .zero)
    #expect(fall.peak == nil)
  }

  @Test func `what is missing is counted at the head`() {
    #expect(
      small.coverage.gaps == [
        "1 of 3 markets have no known result.",
        "1 of 3 traded markets have no known result; 1 of them are still held, at what closing"
          + " would bring.",
        "1 of 3 fills had no fair value when they came.",
        "1 of 3 entries have no closing fair value and are in no closing-line figure.",
      ])
  }

  @Test func `books that do not add up are said loudly`() {
    var result = SmallBacktest.threeFills()
    result.markets[0].profit += Money(microDollars: 1)
    result.fills[0].fee += Money(microDollars: 2)
    let gaps = BacktestReport(result, seed: 1).coverage.gaps
    #expect(gaps.contains { $0.contains("DO NOT ADD UP") && $0.contains("0.000001 $") })
    #expect(gaps.contains { $0.contains("DO NOT ADD UP") && $0.contains("0.000002 $") })
  }

  @Test func `the interval of twelve events is the cluster bootstrap's own`() throws {
    let cents = [120, -80, 40, 300, -200, 10, -10, 90, 60, -150, 220, 5]
    let report = BacktestReport(SmallBacktest.events(12) { cents[$0] }, seed: 9)
    let names = (0..<12).sorted { "E\($0 * 7 % 10)\($0)" < "E\($1 * 7 % 10)\($1)" }
    let clusters = names.map { ClusterTotals(numerator: Double(cents[$0]) / 100, denominator: 10) }
    let bootstrap = try ClusterBootstrap(clusters)
    let total = try bootstrap.distribution(of: .total, replicates: 4_000, seed: 9).bca()
    let ratio = try bootstrap.distribution(of: .ratio, replicates: 4_000, seed: 9).bca()
    let net = try #require(report.profit.net.interval.value)
    #expect(near(net.lower, total.lower) && near(net.upper, total.upper))
    #expect(near(report.profit.net.value, 4.05))
    let contract = try #require(report.profit.centsPerContract.value)
    #expect(near(contract.value, 405.0 / 120))
    #expect(near(contract.interval.value?.lower, ratio.lower * 100))
    #expect(near(contract.interval.value?.upper, ratio.upper * 100))
    #expect(near(report.profit.returnOnPeakCapital.value?.interval.value?.upper, total.upper / 100))
  }

  @Test func `two cents at fifty need a quarter of a million bets`() throws {
    let report = BacktestReport(SmallBacktest.events(10) { $0 % 2 == 0 ? 140 : -100 }, seed: 1)
    let edge = try #require(report.sampleSize.byEdge.value)
    #expect(edge.source == "closing line")
    #expect(near(edge.costCents, 50) && near(edge.edgeCents, 2) && near(edge.feeCents, 1.75))
    // quant.md 10.5: 0.25 cents net of the taker's fee, 5 % and 80 %: about 247,000.
    #expect(near(edge.bets.value, 247_000, 500))
    let results = try #require(report.sampleSize.byResults.value)
    // Five at 1.40 and five at -1.00: mean 0.20, deviation 1.2 x √(10/9).
    #expect(
      near(results.mean, 0.2) && near(results.standardDeviation, 1.2 * (10.0 / 9).squareRoot()))
    // (1.644854 + 0.841621)² x 1.6 / 0.04.
    #expect(near(results.events.value, 247.3, 0.1))
  }

  @Test func `a loss needs no number of bets`() throws {
    let report = BacktestReport(SmallBacktest.events(10) { $0 % 2 == 0 ? 100 : -140 }, seed: 1)
    let results = try #require(report.sampleSize.byResults.value)
    #expect(results.events.reason?.contains("no number of events") == true)
  }

  @Test func `fair values are scored beside the middle of the book`() throws {
    var result = SmallBacktest.events(20) { $0 % 2 == 0 ? 140 : -100 }
    for place in 0..<20 {
      result.forecasts.append(
        .init(market: place, fair: 0.8, mid: 0.5, paid: place % 5 == 0 ? 0 : 1))
    }
    result.forecasts.append(.init(market: 0, fair: 0.8, mid: nil, paid: 0.5))
    result.forecasts.append(.init(market: 0, fair: 1.5, mid: nil, paid: 1))
    let forecasts = BacktestReport(result, seed: 1).forecasts
    #expect([forecasts.markets, forecasts.unusable] == [20, 2])
    // 0.8 x 0.04 + 0.2 x 0.64, and -(0.8 ln 0.8 + 0.2 ln 0.2).
    let scores = try #require(forecasts.scores.value)
    #expect(near(scores.brier, 0.16) && near(scores.logLoss, 0.500_402_423_5, 1e-9))
    let both = try #require(forecasts.comparison.value)
    #expect(near(both.mid.brier, 0.25) && near(both.brierAdvantage.value, 0.09))
    #expect(both.brierAdvantage.interval.value != nil)
    let bins = try #require(forecasts.calibration.value)
    #expect(bins.bins.map(\.count) == [10, 10])
    #expect(bins.bins.map(\.happened) == [8, 8])
    #expect(near(bins.reliability, 0) && near(bins.uncertainty, 0.16))
  }

  @Test func `daily profits need twenty days with odds`() throws {
    var result = BacktestResult()
    for day in 0..<25 {
      result.days.append(
        SmallBacktest.day(
          "d\(day)", day, profit: Int64((day * 37 % 11) - 4) * 1_000_000,
          priced: day < 20 ? 3 : 0))
    }
    let report = BacktestReport(result, seed: 3)
    #expect(report.coverage.daysWithoutOdds == 5)
    let profits = result.days.prefix(20).map { Double($0.profit.microDollars) / 1_000_000 }
    let mean = try #require(report.daily.mean.value)
    #expect(near(mean.profit.value, profits.reduce(0, +) / 20))
    let expected = try StationaryBootstrap(profits.map { ClusterTotals(numerator: $0) })
      .distribution(replicates: 4_000, seed: 3).percentile()
    #expect(mean.profit.interval.value == expected)
    let sharpe = try #require(report.daily.sharpe.value)
    #expect(near(sharpe.ratio, try Moments(of: profits).sharpe))
    result.days.remove(at: 0)
    let fewer = BacktestReport(result, seed: 3).daily
    #expect(fewer.mean.reason == "it needs at least 20 days with odds, got 19")
    #expect(fewer.sharpe.reason == "it needs at least 20 days with odds, got 19")
  }

  @Test func `of nothing nothing is known but the profit of nothing`() {
    let report = BacktestReport(
      BacktestResult(), sweep: SweepResult(days: [], trials: []), seed: 1)
    #expect(report.profit.net.value == 0)
    #expect(report.profit.net.interval.value == nil)
    #expect(report.profit.centsPerContract.value == nil)
    #expect(report.profit.returnOnPeakCapital.value == nil)
    #expect(report.daily.mean.value == nil && report.daily.sharpe.value == nil)
    #expect(report.drawdown.value == nil)
    #expect(report.hits.value == nil)
    #expect(report.closingLine.value == nil)
    #expect(report.markouts.count == 10)
    #expect(report.markouts.allSatisfy { $0.centsAfterFees.value == nil })
    #expect(report.forecasts.scores.value == nil && report.forecasts.calibration.value == nil)
    #expect(report.forecasts.comparison.value == nil)
    #expect(report.sampleSize.byEdge.value == nil && report.sampleSize.byResults.value == nil)
    #expect(report.sweep?.deflated.value == nil && report.sweep?.walkForward.value == nil)
    #expect(report.coverage.gaps == ["No day was played."])
  }

  @Test func `a single fill is reported as one, without intervals`() throws {
    var result = SmallBacktest.threeFills()
    result.fills = [result.fills[0]]
    result.markets = [result.markets[0]]
    result.days = [SmallBacktest.day("d", 0, profit: 5_830_000, fees: 170_000, peak: 4_000_000)]
    let report = BacktestReport(result, seed: 1)
    #expect(report.coverage.gaps.isEmpty)
    #expect(
      report.hits.reason == "it needs at least 10 decided bets, got 1 (1 won, 0 lost)")
    #expect(report.profit.net.interval.value == nil)
    #expect(report.closingLine.value?.centsAfterFees.interval.value == nil)
    #expect(report.closingLine.value?.fills == 1)
  }

  @Test(arguments: [Double.nan, .infinity, -0.1, 1.5])
  func `a value that is none is missing, not a number`(_ value: Double) throws {
    var result = SmallBacktest.threeFills()
    result.fills[0].closingFair = value
    result.fills[0].markouts = [value, value, value, value]
    result.forecasts = [.init(market: 0, fair: value, mid: value, paid: 1)]
    let report = BacktestReport(result, seed: 1)
    #expect(report.closingLine.value?.missing == 2)
    #expect(report.markouts[5].missing == 1)
    #expect(report.forecasts.unusable == 1)
    #expect(try !report.json().isEmpty)
  }

  @Test func `a market or a day that is not there is missing, not a crash`() {
    var result = SmallBacktest.threeFills()
    result.fills[0].market = 99
    result.fills[1].market = -1
    result.markets[0].day = 7
    result.forecasts = [.init(market: 12, fair: 0.5, mid: nil, paid: 1)]
    let report = BacktestReport(result, seed: 1)
    #expect(report.closingLine.value == nil)
    #expect(report.forecasts.unusable == 1)
    #expect(report.markets.contains { $0.day == "-" })
  }
}
