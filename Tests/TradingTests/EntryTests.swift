import Market
import Testing
import Trading

@Suite struct `Entries` {
  @Test func `an edge of five cents takes the ask, ten contracts at most`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 65)
    let order = try #require(bench.placed.first)
    #expect(bench.placed.count == 1)
    #expect(order.side == .bid)
    #expect(order.price == Price(cents: 60))
    #expect(order.quantity == Quantity(contracts: 10))
    #expect(order.style == .take)
    #expect(
      bench.stop(bench.homeWins).gate == .orderWorking || bench.stop(bench.homeWins).gate == .traded
    )
  }

  @Test func `the NO leg is bought by selling YES at the bid`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 60, ask: 62)
    bench.odds(home: 54)
    let order = try #require(bench.placed.first)
    #expect(order.side == .ask)
    #expect(order.price == Price(cents: 60))
    #expect(order.style == .take)
  }

  @Test func `an edge between two and five cents rests a bid one tick up`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 50, ask: 60)
    bench.odds(home: 63)
    let order = try #require(bench.placed.first)
    #expect(order.style == .rest)
    #expect(order.price == Price(cents: 51))
    #expect(order.side == .bid)
  }

  @Test func `without room between bid and ask nothing rests`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 59, ask: 60)
    bench.odds(home: 63)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .noRoom)
  }

  @Test(arguments: [(61.9, Int64(10)), (60.0, 200), (61.0, 100)])
  func `too small an edge says how much is missing`(home: Double, missing: Int64) throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: home)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .edge)
    #expect(abs(bench.stop(bench.homeWins).distance - missing) <= 1)
  }

  @Test func `a take that only one margin removal likes is refused`() throws {
    var configuration = EngineConfiguration()
    configuration.strategy.takerEdge = 100
    configuration.strategy.makerEdge = 50
    configuration.strategy.minimumNetEdge = 0
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    // At -1000/+650 Shin gives the underdog 11.2c, power 10.2c: the ask of 9c leaves 0.2c at worst
    // after two fees of a cent.
    bench.quote(bench.awayWins, bid: 7, ask: 9)
    bench.send(
      .line(
        bench.game, bench.book, GameLine(kind: .winner, homeOrOver: 1.1, awayOrUnder: 7.5)))
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.awayWins).gate == .worstCase)
  }

  @Test func `the offered size bounds a take`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60, size: 3)
    bench.odds(home: 70)
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 3)])
  }

  @Test func `the median over bookmakers decides, not one of them`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.odds(home: 60, book: BookmakerID(0))
    bench.odds(home: 60, book: BookmakerID(1))
    bench.odds(home: 80, book: BookmakerID(2))
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    #expect(bench.placed.isEmpty)
    let fair = try #require(bench.engine.states[0].freshFair)
    #expect(abs(fair.yes - 0.6) < 1e-9)
    #expect(fair.bookmakers == 3)
  }

  @Test func `a line prices both teams and no market of another claim`() throws {
    let bench = try EngineBench()
    bench.open()
    bench.odds(home: 60)
    #expect(abs(try #require(bench.engine.states[0].lastFair).yes - 0.6) < 1e-9)
    #expect(abs(try #require(bench.engine.states[1].lastFair).yes - 0.4) < 1e-9)
    #expect(bench.engine.states[2].lastFair == nil)
    #expect(bench.engine.states[3].lastFair == nil)
  }

  @Test(arguments: [300, 302, 299])
  func `a total of another half point is no line for the market`(halves: Int) throws {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.total, bid: 40, ask: 42)
    bench.send(
      .line(
        bench.game, bench.book,
        GameLine(kind: .total(HalfPoints(halves: halves)), homeOrOver: 1.5, awayOrUnder: 2.9)))
    #expect(bench.stop(bench.total).gate == .noOdds)
  }

  @Test(arguments: [
    (0.9, 2.0), (.nan, 2.0), (.infinity, 2.0), (1.0, 30.0), (2.2, 2.2), (1.3, 1.3),
  ])
  func `odds that cannot be used withdraw the bookmaker's voice`(home: Double, away: Double) throws
  {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.odds(home: 60)
    bench.send(
      .line(
        bench.game, bench.book, GameLine(kind: .winner, homeOrOver: home, awayOrUnder: away)))
    #expect(bench.stop(bench.homeWins).gate == .noOdds)
    #expect(bench.placed.isEmpty)
  }
}
