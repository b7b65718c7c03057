import Market
import Trading

@testable import Backtesting

/// Results small enough to work out by hand.
enum SmallBacktest {
  static let noon = Timestamp(seconds: 1_763_985_600)

  /// Three fills in two events; every figure of it is worked out in ``BacktestReportTests``.
  static func threeFills() -> BacktestResult {
    var result = BacktestResult()
    result.title = "Three fills"
    result.assumptions = [.init("Queue", "Behind everything shown.")]
    result.startingCash = Money(cents: 10_000)
    result.markets = [
      market("A", event: "E1", contracts: 10, profit: 5_830_000, paid: .dollar),
      market("B", event: "E1", contracts: 20, profit: -9_000_000, paid: .dollar),
      market("C", event: "E2", contracts: 5, profit: -180_000, open: 5, paid: nil),
    ]
    result.fills = [
      fill(
        0, .bid, cents: 40, contracts: 10, .taker, fee: 170_000, fair: 0.45,
        markouts: [0.41, 0.42, 0.39, nil], close: 0.47, paid: .dollar),
      fill(
        1, .ask, cents: 55, contracts: 20, .maker, fee: 0, fair: 0.5,
        markouts: [0.55, 0.56, 0.53, 0.52], close: 0.5, paid: .dollar),
      fill(
        2, .bid, cents: 30, contracts: 5, .taker, fee: 80_000, fair: nil,
        markouts: [0.3, nil, nil, nil], close: nil, paid: nil),
    ]
    result.days = [day("2025-11-24", 0, profit: -3_350_000, fees: 250_000, peak: 20_000_000)]
    for (minute, cents) in [10_000, 10_583, 9_683, 9_665].enumerated() {
      result.equity.append(
        .init(time: noon + Int64(minute) * 60_000_000_000, equity: Money(cents: cents)))
    }
    return result
  }

  /// So many events with one market each, that each bought ten contracts at 50 cents, worth 52 at
  /// the close, for a fee of 1.75 cents a contract; `profit` says what became of each, in cents.
  static func events(_ count: Int, profit: (Int) -> Int) -> BacktestResult {
    var result = BacktestResult()
    for place in 0..<count {
      // Names whose order is not that of their numbers.
      let event = "E\(place * 7 % 10)\(place)"
      result.markets.append(
        market(
          "M\(place)", event: event, contracts: 10, profit: Int64(profit(place)) * 10_000,
          paid: profit(place) > 0 ? .dollar : .zero))
      result.fills.append(
        fill(
          place, .bid, cents: 50, contracts: 10, .taker, fee: 175_000, fair: 0.53,
          markouts: [0.5, 0.5, 0.5, 0.5], close: 0.52, paid: .dollar))
    }
    let total = (0..<count).reduce(0) { $0 + profit($1) }
    result.days = [
      day(
        "2025-11-24", 0, profit: Int64(total) * 10_000, fees: 175_000 * Int64(count),
        peak: 100_000_000)
    ]
    return result
  }

  static func market(
    _ ticker: String, event: String, contracts: Int, profit: Int64, open: Int = 0, paid: Price?
  ) -> BacktestMarket {
    BacktestMarket(
      ticker: ticker, day: 0, event: event, league: nil, gate: "filled", bestEdge: 100, fills: 1,
      contracts: Quantity(contracts: contracts), fees: .zero, profit: Money(microDollars: profit),
      open: Quantity(contracts: open), paid: paid,
      quotes: [
        .init(time: noon, bid: Price(cents: 40), ask: Price(cents: 42), fair: 0.41),
        .init(time: noon + 60_000_000_000, bid: Price(cents: 41), ask: nil, fair: nil),
      ])
  }

  static func fill(
    _ market: Int, _ side: BookSide, cents: Int, contracts: Int, _ liquidity: Liquidity,
    fee: Int64, fair: Double?, markouts: [Double?], close: Double?, paid: Price?
  ) -> BacktestFill {
    BacktestFill(
      time: noon, day: 0, market: market, side: side, price: Price(cents: cents),
      quantity: Quantity(contracts: contracts), liquidity: liquidity, purpose: .entry,
      fee: Money(microDollars: fee), fair: fair, markouts: markouts, closingFair: close, paid: paid)
  }

  static func day(
    _ name: String, _ place: Int, profit: Int64, fees: Int64 = 0, peak: Int64 = 0,
    priced: Int = 5
  ) -> BacktestResult.Day {
    BacktestResult.Day(
      name: name, begins: noon + Int64(place) * 86_400_000_000_000,
      ends: noon + Int64(place) * 86_400_000_000_000 + 3_600_000_000_000, events: 100,
      pricedMarkets: priced, profit: Money(microDollars: profit), fees: Money(microDollars: fees),
      peakCapital: Money(microDollars: peak), contracts: .zero, fills: 0, orders: 0)
  }
}
