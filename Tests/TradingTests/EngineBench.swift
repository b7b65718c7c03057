import Market
import Probability
import Testing
import Trading

/// An engine on a bench: two games, a manual clock, and everything it has asked for.
final class EngineBench {
  let engine: Engine
  var outputs: ContiguousArray<EngineOutput> = []
  /// Everything the profiles have said.
  var signals: [Signal] = []
  var time = Timestamp(seconds: 1_764_000_000)
  static let start = Timestamp(seconds: 1_764_010_000)
  static let close = Timestamp(seconds: 1_764_100_000)

  let homeWins = MarketID(0)
  let awayWins = MarketID(1)
  let total = MarketID(2)
  let game = GameID(0)
  let book = BookmakerID(0)

  init(
    configuration: EngineConfiguration = EngineConfiguration(),
    alter: (inout [TradedMarket]) -> Void = { _ in }
  ) throws {
    let fees = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one,
      regime: FeeRegime(rounding: .legacyCentCeiling))
    var markets: [TradedMarket] = []
    for game in 0..<3 {
      for claim in [
        Claim.winner(.home), .winner(.away), .total(over: HalfPoints(halves: 301)),
      ] {
        markets.append(
          TradedMarket(
            ticker: "KXNBAGAME-\(game)-\(markets.count)", game: GameID(game), claim: claim,
            league: .nba, devigMethod: .shin, tieRule: .impossible, tieProbability: 0,
            grid: .wholeCents, fees: fees, startTime: Self.start, closeTime: Self.close,
            status: .active))
      }
    }
    alter(&markets)
    engine = Engine(
      configuration: configuration, markets: markets, games: 3, bookmakers: 4, session: 7)
  }

  /// Everything up and reconciled, all games matched.
  func open(cash: Money = Money(cents: 100_000), shards: [AccountState.Shard] = []) {
    for game in 0..<3 { send(.gameMatched(GameID(game), start: nil)) }
    for link in Link.allCases { send(.link(link, isUp: true)) }
    reconcile(cash: cash, shards: shards)
    outputs.removeAll()
  }

  func reconcile(
    cash: Money = Money(cents: 100_000), holdings: [AccountState.Holding] = [],
    resting: [AccountState.RestingOrder] = [], shards: [AccountState.Shard] = [],
    elsewhere: Money = .zero, transfers: [AccountState.Transfer] = []
  ) {
    send(
      .reconciled(
        AccountState(
          readFrom: time, availableCash: cash, holdings: holdings, otherHoldings: 0,
          otherExposure: elsewhere, restingOrders: resting, shards: shards,
          transfers: transfers)))
  }

  func send(_ event: EngineEvent) {
    engine.process(EngineInput(time: time, venueTime: time, event: event), into: &outputs)
    signals += engine.signals
  }

  func wait(milliseconds: Int64) {
    time = time + milliseconds * 1_000_000
    send(.timer)
  }

  /// A book with one level a side, in cents; nil for an empty side.
  func quote(_ market: MarketID, bid: Int?, ask: Int?, size: Int = 100) {
    func level(_ cents: Int?) -> [BookLevel] {
      cents.map {
        [BookLevel(price: Price(cents: $0), quantity: Quantity(contracts: size))]
      } ?? []
    }
    send(.bookSnapshot(market, bids: level(bid), asks: level(ask)))
  }

  /// A winner line without margin that makes the home team worth `home` cents.
  func odds(home cents: Double, book: BookmakerID = BookmakerID(0)) {
    send(
      .line(
        game, book,
        GameLine(
          kind: .winner, homeOrOver: 100 / cents, awayOrUnder: 100 / (100 - cents))))
  }

  /// A buy rests in the first market: 63c of value, 50c bid, 60c offered.
  func restEntry() throws -> EngineOrder {
    quote(homeWins, bid: 50, ask: 60)
    odds(home: 63)
    let order = try #require(placed.first)
    answer(order, .resting, filled: 0, remaining: 10)
    return order
  }

  var placed: [EngineOrder] {
    outputs.compactMap { if case .place(let order) = $0 { order } else { nil } }
  }
  var canceled: [ClientOrderID] {
    outputs.compactMap { if case .cancel(let id, _) = $0 { id } else { nil } }
  }
  var amended: [Price] {
    outputs.compactMap { if case .amend(_, _, _, let price, _) = $0 { price } else { nil } }
  }
  var notices: [EngineNotice] {
    outputs.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
  }

  var nextTrade: UInt64 = 1

  /// The exchange fills an order at its own price, and says so.
  func fill(
    _ order: EngineOrder, contracts: Int, liquidity: Liquidity = .taker, feeCents: Int = 1
  ) {
    send(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 1, low: nextTrade), order: order.id, market: order.market,
          side: order.side, price: order.price, quantity: Quantity(contracts: contracts),
          liquidity: liquidity, fee: Money(cents: feeCents), venueTime: time)))
    nextTrade += 1
  }

  func answer(
    _ order: EngineOrder, _ state: OrderReport.State, filled: Int, remaining: Int
  ) {
    send(
      .orderState(
        order.id,
        OrderReport(
          state: state, filled: Quantity(contracts: filled),
          remaining: Quantity(contracts: remaining), price: order.price)))
  }

  func stop(_ market: MarketID) -> GateStop { engine.states[Int(market.index)].record.lastStop }
}
