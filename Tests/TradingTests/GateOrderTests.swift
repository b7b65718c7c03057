import Market
import Testing
import Trading

/// Each market that does not trade names the first gate that stops it: here several hold at a time,
/// and are lifted one after the other.
@Suite struct `The order of the gates` {
  @Test func `what a market is comes before what can be seen`() throws {
    let bench = try EngineBench {
      $0[0].fees = nil
      $0[0].startTime = nil
      $0[0].closeTime = nil
      $0[0].status = .inactive
    }
    let fees = bench.engine.markets[1].fees
    bench.send(.command(.halt))
    var seen: [Gate] = []
    func step(_ event: EngineEvent) {
      bench.send(event)
      seen.append(bench.stop(bench.homeWins).gate)
    }
    step(.bookBlocked(bench.homeWins))
    step(.gameMatched(bench.game, start: nil))
    step(.feesChanged(bench.homeWins, fees))
    step(.gameMatched(bench.game, start: bench.time))
    step(.closeChanged(bench.homeWins, bench.time))
    step(.marketStatus(bench.homeWins, .active))
    step(.closeChanged(bench.homeWins, EngineBench.close))
    #expect(
      seen == [
        .unmatched, .unknownFee, .unknownStart, .unknownClose, .notActive, .closed, .inPlay,
      ])
    #expect(seen == seen.sorted())
  }

  @Test func `what can be seen comes before what it is worth`() throws {
    var configuration = EngineConfiguration()
    configuration.strategy.minimumBookmakers = 2
    configuration.strategy.minimumNetEdge = 300
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    var seen: [Gate] = []
    func note() { seen.append(bench.stop(bench.homeWins).gate) }
    bench.send(.command(.halt))
    bench.send(.link(.odds, isUp: false))
    bench.send(.bookBlocked(bench.homeWins))
    note()
    bench.send(.link(.odds, isUp: true))
    let holding = AccountState.Holding(
      market: bench.homeWins, quantity: Quantity(contracts: 5), cost: Money(cents: 250))
    let resting = AccountState.RestingOrder(
      order: nil, market: bench.homeWins, side: .bid, price: Price(cents: 10), filled: .zero,
      remaining: Quantity(contracts: 1))
    bench.reconcile(holdings: [holding], resting: [resting])
    note()
    bench.send(.command(.resume))
    note()
    bench.reconcile(resting: [resting])
    note()
    bench.reconcile()
    note()
    bench.quote(bench.homeWins, bid: 60, ask: 58)
    note()
    bench.quote(bench.homeWins, bid: nil, ask: nil)
    note()
    bench.odds(home: 63)
    bench.time = bench.time + 6_000_000_000
    bench.quote(bench.homeWins, bid: nil, ask: nil)
    note()
    bench.odds(home: 63)
    note()
    bench.odds(home: 63, book: BookmakerID(1))
    note()
    bench.quote(bench.homeWins, bid: 60, ask: 66)
    note()
    bench.quote(bench.homeWins, bid: 59, ask: 60)
    note()
    bench.quote(bench.homeWins, bid: nil, ask: 60)
    note()
    // Rested at 59c: 63c less two fees of a cent leave 2c of the 3c asked for.
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    note()
    #expect(
      seen == [
        .tradingPaused, .manualHalt, .reconciliation, .foreignOrder, .bookNotLive, .bookCrossed,
        .noOdds, .staleOdds, .tooFewBookmakers, .noOffer, .edge, .noRoom, .noBid, .netEdge,
      ])
    #expect(seen == seen.sorted())
    #expect(bench.placed.isEmpty)
  }

  @Test func `our own orders come before the limits`() throws {
    var configuration = EngineConfiguration()
    configuration.risk.maximumPositionContracts = 10
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    var seen: [Gate] = []
    func note() { seen.append(bench.stop(bench.homeWins).gate) }
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    let refused = try #require(bench.placed.first)
    bench.send(.orderRejected(refused.id, reason: "no"))
    note()
    bench.wait(milliseconds: 1_000)
    let lost = try #require(bench.placed.last)
    bench.send(.orderUnknown(lost.id))
    bench.odds(home: 66)
    note()
    bench.answer(lost, .resting, filled: 0, remaining: 10)
    bench.odds(home: 66)
    note()
    // The ten are held, and the other leg is the cheap one now.
    bench.fill(lost, contracts: 10)
    bench.odds(home: 50)
    note()
    bench.odds(home: 70)
    note()
    #expect(
      seen == [.retryPause, .unknownOutcome, .orderWorking, .opposingPosition, .positionSize])
    #expect(seen == seen.sorted())
  }

  @Test(arguments: 0..<6)
  func `the narrower limit is named first`(lifted: Int) throws {
    let gates: [Gate] = [
      .positionSize, .eventConcentration, .concurrentMarkets, .totalExposure, .insufficientBalance,
      .traded,
    ]
    var configuration = EngineConfiguration()
    if lifted < 1 { configuration.risk.maximumPositionContracts = 0 }
    if lifted < 2 { configuration.risk.maximumEventContracts = 0 }
    if lifted < 3 { configuration.risk.maximumConcurrentMarkets = 0 }
    if lifted < 4 { configuration.risk.maximumTotalExposure = .zero }
    let bench = try EngineBench(configuration: configuration)
    bench.open(cash: lifted < 5 ? .zero : Money(cents: 100_000))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 66)
    #expect(bench.stop(bench.homeWins).gate == gates[lifted])
    #expect(bench.placed.count == (lifted == 5 ? 1 : 0))
    #expect(gates == gates.sorted())
  }
}
