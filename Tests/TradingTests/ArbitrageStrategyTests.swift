import Market
import Testing

@testable import Trading

/// The thresholds of design 4 to the hundredth of a cent, computed by hand: taker 5c, maker 2c,
/// at least 1c after fees.
@Suite struct `The strategy's judgement` {
  /// Prices in 1/10 000 $, fees in micro-dollars.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bid: Int32? = 5_800
    var ask: Int32 = 6_000
    var fair: Int32
    var worst: Int32?
    var improved: Int32? = 5_900
    var takerFee: Int64 = 20_000
    var makerFee: Int64 = 10_000
    var exitFee: Int64 = 10_000
    var verdict: ArbitrageStrategy.Verdict
  }

  static let rows: [Row] = [
    // 65 - 60 - 2 - 1 = 2c.
    Row("exactly 5c is taken", fair: 6_500, verdict: .take(netEdge: 200)),
    // 64.99 - 51 - 1 - 1 = 11.99c.
    Row(
      "a hundredth of a cent less rests", bid: 5_000, fair: 6_499, improved: 5_100,
      verdict: .rest(netEdge: 1_199)),
    // 62 - 59 - 2 = 1c.
    Row("exactly 2c rests, exactly 1c is left", fair: 6_200, verdict: .rest(netEdge: 100)),
    Row("a hundredth of a cent less is no edge", fair: 6_199, verdict: stop(.edge, 1)),
    Row(
      "an ask above fair value says how far", ask: 7_000, fair: 6_000, verdict: stop(.edge, 1_200)),
    // 62 - 59 - 1.01 - 1 = 0.99c.
    Row(
      "a maker fee of 1.01c leaves too little", fair: 6_200, makerFee: 10_100,
      verdict: stop(.netEdge, 1)),
    // 65 - 60 - 3.5 - 1 = 0.5c.
    Row(
      "a taker fee of 3.5c leaves too little", fair: 6_500, takerFee: 35_000,
      verdict: stop(.netEdge, 50)),
    // 65 - 60 - 3 - 1 = 1c.
    Row(
      "a take that leaves exactly 1c", fair: 6_500, takerFee: 30_000, verdict: .take(netEdge: 100)),
    Row(
      "no tick between bid and ask", bid: 5_900, fair: 6_300, improved: 6_000,
      verdict: stop(.noRoom, 0)),
    Row("no bid to improve on", bid: nil, fair: 6_300, improved: nil, verdict: stop(.noBid, 0)),
    Row("a take needs neither", bid: nil, fair: 6_500, improved: nil, verdict: .take(netEdge: 200)),
    // 63 - 60 - 2 - 1 = 0: not positive.
    Row("the worst method leaves nothing", fair: 6_500, worst: 6_300, verdict: stop(.worstCase, 1)),
    // 62.99: a hundredth of a cent lost.
    Row("the worst method loses", fair: 6_500, worst: 6_299, verdict: stop(.worstCase, 2)),
    Row(
      "the worst method leaves a hundredth", fair: 6_500, worst: 6_301, verdict: .take(netEdge: 200)
    ),
    Row(
      "an entry that rests does not ask it", fair: 6_300, worst: 5_000, verdict: .rest(netEdge: 200)
    ),
  ]

  @Test(arguments: rows)
  func `follows the table`(row: Row) {
    func price(_ tenThousandths: Int32) -> Price { Price(tenThousandths: Int(tenThousandths)) }
    let view = ArbitrageStrategy.View(
      bid: row.bid.map(price), ask: price(row.ask), fair: price(row.fair),
      worstFair: price(row.worst ?? row.fair), takerFee: Money(microDollars: row.takerFee),
      exitFee: Money(microDollars: row.exitFee))
    let verdict = ArbitrageStrategy(StrategyConfiguration()).judge(view) {
      row.improved.map {
        ArbitrageStrategy.Resting(price: price($0), fee: Money(microDollars: row.makerFee))
      }
    }
    #expect(verdict == row.verdict)
    #expect(ArbitrageStrategy.grossEdge(view) == row.fair - row.ask)
  }

  private static func stop(_ gate: Gate, _ distance: Int64) -> ArbitrageStrategy.Verdict {
    .stop(GateStop(gate, distance: distance))
  }
}

extension `The strategy's judgement`.Row {
  init(
    _ name: String, bid: Int32? = 5_800, ask: Int32 = 6_000, fair: Int32, worst: Int32? = nil,
    improved: Int32? = 5_900, takerFee: Int64 = 20_000, makerFee: Int64 = 10_000,
    verdict: ArbitrageStrategy.Verdict
  ) {
    self.init(
      testDescription: name, bid: bid, ask: ask, fair: fair, worst: worst, improved: improved,
      takerFee: takerFee, makerFee: makerFee, verdict: verdict)
  }
}
