import Glibc
import Market
import TestKit
import Trading

@testable import Backtesting

/// A backtest as one might come out, made up from a seed: games with several markets, books that
/// wander, fair values that know a little more, fills on both sides, fees, results.
struct MadeUpBacktest {
  var days = 24
  var gamesPerDay = 6
  /// Fills of each traded market.
  var fillsPerMarket = 3
  /// Points of equity a day.
  var equityPerDay = 60
  /// By how much fair values are nearer to the truth than the book, 0...1.
  var knowledge = 0.5
  var seed: UInt64 = 1

  private static let teams = ["BOS", "NYK", "LAL", "DEN", "MIA", "PHX", "CHI", "DAL", "ATL", "UTA"]
  private static let gates = [
    "no sportsbook game matched", "odds too old", "too few bookmakers", "edge too small",
    "too little left after fees", "filled",
  ]
  private static let second: Int64 = 1_000_000_000

  func result() -> BacktestResult {
    var generator = SeededGenerator(seed: seed)
    var result = BacktestResult()
    result.title = "Backtest of \(days) days, seed \(seed)"
    result.assumptions = [
      .init("Queue", "We join behind everything shown; cancels come from ahead and behind alike."),
      .init("Latency", "250 ms from a book or a line to our order at the exchange."),
      .init("Impact", "What we take is gone until the book is next shown whole."),
      .init("Odds", "Lines count from when they were received, not from when they were published."),
      .init("Fees", "The exchange's published schedule, rounded up for each order."),
    ]
    result.settings = [
      "limits.contracts_per_market = 50", "strategy.maker = true",
      "strategy.maker_edge_threshold = 2", "strategy.stale_odds_seconds = 90",
      "strategy.taker_edge_threshold = 3",
    ]
    result.startingCash = Money(cents: 100_000)
    result.wallSeconds = 12.34
    var equity = result.startingCash
    for day in 0..<days { addDay(day, to: &result, &equity, &generator) }
    var counts = [Int](repeating: 0, count: Self.gates.count)
    for market in result.markets {
      counts[Self.gates.firstIndex(of: market.gate) ?? 0] += 1
    }
    result.funnel = zip(Self.gates, counts).map { .init(gate: $0, markets: $1) }
    if days > 2 { result.notes = ["day 3: a gap of 41 s in the stream of order books"] }
    return result
  }

  private func addDay(
    _ day: Int, to result: inout BacktestResult, _ equity: inout Money,
    _ generator: inout SeededGenerator
  ) {
    let noon = Timestamp(seconds: 1_763_985_600 + Int64(day) * 86_400)
    let fillsBefore = result.fills.count
    let marketsBefore = result.markets.count
    for game in 0..<gamesPerDay {
      let away = Self.teams[Int.random(in: 0..<5, using: &generator)]
      let home = Self.teams[Int.random(in: 5..<10, using: &generator)]
      let date = MomentText.dayAndMonth(noon).replacingBlanks
      for line in 0..<2 {
        addMarket(
          "KXNBAGAME-\(date)\(away)\(home)\(game)-\(line == 0 ? away : home)",
          "KXNBAGAME-\(date)\(away)\(home)\(game)", day,
          from: noon + Int64(game) * 1_800 * Self.second,
          to: &result, &generator)
      }
    }
    let own = result.markets[marketsBefore...]
    let profit = own.reduce(Money.zero) { $0 + $1.profit }
    let fills = result.fills[fillsBefore...]
    for point in 0..<max(equityPerDay, 1) {
      let share = Int64(point + 1)
      let noise =
        point == equityPerDay - 1 ? 0 : Int64.random(in: -9_000_000...9_000_000, using: &generator)
      result.equity.append(
        .init(
          time: noon + share * 28_800 / Int64(max(equityPerDay, 1)) * Self.second,
          equity: equity
            + Money(
              microDollars: profit.microDollars * share / Int64(max(equityPerDay, 1)) + noise)))
    }
    equity += profit
    result.days.append(
      BacktestResult.Day(
        name: "\(CivilDate(daysSinceEpoch: MomentText.day(noon)))", begins: noon,
        ends: noon + 28_800 * Self.second, events: 20_000 + day, pricedMarkets: own.count,
        profit: profit, fees: fills.reduce(.zero) { $0 + $1.fee },
        peakCapital: Money(cents: 9_000 + Int.random(in: 0..<4_000, using: &generator)),
        contracts: fills.reduce(.zero) { $0 + $1.quantity }, fills: fills.count,
        orders: fills.count * 3))
  }

  private func addMarket(
    _ ticker: String, _ event: String, _ day: Int, from start: Timestamp,
    to result: inout BacktestResult, _ generator: inout SeededGenerator
  ) {
    let truth = Double.random(in: 0.12...0.88, using: &generator)
    let paid = Double.random(in: 0..<1, using: &generator) < truth ? Price.dollar : .zero
    var middle = truth + Double.random(in: -0.09...0.09, using: &generator)
    var quotes: [BacktestMarket.QuotePoint] = []
    for minute in 0..<90 {
      middle += 0.06 * (truth - middle) + Double.random(in: -0.012...0.012, using: &generator)
      let cents = min(max(Int(middle * 100), 2), 97)
      let fair = min(max(middle + knowledge * (truth - middle), 0.01), 0.99)
      quotes.append(
        .init(
          time: start + Int64(minute) * 60 * Self.second,
          bid: Price(cents: cents),
          ask: minute % 37 == 36 ? nil : Price(cents: cents + 1 + minute % 2),
          fair: minute < 4 ? nil : fair))
    }
    let place = result.markets.count
    let isTraded = Int.random(in: 0..<10, using: &generator) < 6
    var cash = Money.zero
    var held = Quantity.zero
    var fees = Money.zero
    var contracts = Quantity.zero
    let first = quotes[5]
    if isTraded, let fair = first.fair, let bid = first.bid {
      let side: BookSide = fair > bid.probability ? .bid : .ask
      for fill in 0..<fillsPerMarket {
        let at = 6 + fill * 70 / max(fillsPerMarket, 1)
        let quote = quotes[at]
        let isExit = fillsPerMarket > 2 && fill == fillsPerMarket - 1
        let own = isExit ? side.opposite : side
        guard let price = own == .bid ? quote.ask ?? quote.bid : quote.bid else { continue }
        let quantity = Quantity(contracts: Int.random(in: 1...12, using: &generator))
        let liquidity: Liquidity = fill % 3 == 1 ? .maker : .taker
        let fee = Money(
          microDollars: liquidity == .maker
            ? 0 : price.complement.tenThousandths.asFee(price, quantity))
        cash -= Money(
          microDollars: own.sign * Int64(price.tenThousandths) * quantity.hundredths)
        cash -= fee
        held += Quantity(hundredths: own.sign * quantity.hundredths)
        fees += fee
        contracts += quantity
        let later = [1, 2, 6, 12].map { quotes[min(at + $0, 89)].fair }
        result.fills.append(
          BacktestFill(
            time: quote.time, day: day, market: place, side: own, price: price,
            quantity: quantity, liquidity: liquidity, purpose: isExit ? .exit : .entry, fee: fee,
            fair: quote.fair, markouts: later, closingFair: quotes[89].fair, paid: paid))
      }
    }
    result.markets.append(
      BacktestMarket(
        ticker: ticker, day: day, event: event, league: "NBA",
        gate: contracts.isZero
          ? Self.gates[Int.random(in: 0..<5, using: &generator)] : "filled",
        bestEdge: Int32.random(in: -200...900, using: &generator),
        fills: result.fills.reversed().prefix { $0.market == place }.count, contracts: contracts,
        fees: fees,
        profit: cash + Money(microDollars: Int64(paid.tenThousandths) * held.hundredths),
        open: .zero, paid: paid, quotes: contracts.isZero ? [] : quotes))
    if let fair = quotes[89].fair {
      result.forecasts.append(
        .init(market: place, fair: fair, mid: quotes[88].bid?.probability, paid: paid.probability))
    }
  }

  /// A sweep over two parameters on the same days.
  func sweep(columns: Int = 6, rows: Int = 5) -> SweepResult {
    var generator = SeededGenerator(seed: seed ^ 0x5EED)
    let names = (0..<days).map { day in
      "\(CivilDate(daysSinceEpoch: MomentText.day(Timestamp(seconds: 1_763_985_600)) + day))"
    }
    var trials: [SweepResult.Trial] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let drift = 400 - 120 * abs(row - 2) - 90 * abs(column - 3)
        trials.append(
          SweepResult.Trial(
            values: [
              "strategy.maker_edge_threshold=\(row)", "strategy.taker_edge_threshold=\(column + 1)",
            ],
            profits: names.map { _ in
              Money(cents: drift + Int.random(in: -2_500...2_500, using: &generator))
            },
            fees: Money(cents: 900 + 10 * column), fills: 400 - 40 * column,
            contracts: Quantity(contracts: 2_400 - 200 * column)))
      }
    }
    return SweepResult(days: names, trials: trials)
  }
}

extension Int32 {
  /// The taker fee of that many contracts, 7 % of price times complement, in whole cents up.
  fileprivate func asFee(_ price: Price, _ quantity: Quantity) -> Int64 {
    let micro = 0.07 * price.probability * Double(self) / 10_000 * Double(quantity.hundredths) / 100
    return Int64((micro * 100).rounded(.up)) * 10_000
  }
}

extension String {
  fileprivate var replacingBlanks: String { String(filter { $0 != " " }).uppercased() }
}
