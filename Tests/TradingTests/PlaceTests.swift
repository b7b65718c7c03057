import Market
import Testing
import Trading

@Suite struct `Places of the limit of markets` {
  let other = MarketID(3)

  /// One place, held by a resting entry.
  func resting(cash: Int = 100_000, markets: Int64 = 1) throws -> (EngineBench, EngineOrder) {
    var configuration = EngineConfiguration()
    configuration.risk.maximumConcurrentMarkets = markets
    let bench = try EngineBench(configuration: configuration)
    bench.open(cash: Money(cents: cash))
    let order = try bench.restEntry()
    bench.outputs.removeAll()
    return (bench, order)
  }

  /// Two places, both held by resting entries; the older of them.
  func twoResting() throws -> (EngineBench, EngineOrder) {
    let (bench, entry) = try resting(markets: 2)
    bench.quote(MarketID(6), bid: 50, ask: 60)
    bench.send(
      .line(
        GameID(2), bench.book, GameLine(kind: .winner, homeOrOver: 100 / 63, awayOrUnder: 100 / 37))
    )
    let second = try #require(bench.placed.last)
    bench.answer(second, .resting, filled: 0, remaining: 10)
    return (bench, entry)
  }

  /// The other game's home team is worth 70.8c and offered at 60c: a take.
  func offer(_ bench: EngineBench, bid: Int = 58, ask: Int = 60) {
    bench.send(
      .line(GameID(1), bench.book, GameLine(kind: .winner, homeOrOver: 1.4, awayOrUnder: 3.4)))
    bench.quote(other, bid: bid, ask: ask)
  }

  @Test func `a take has the oldest resting entry cancelled and goes out when it is gone`() throws {
    let (bench, entry) = try resting()
    offer(bench)
    #expect(bench.canceled == [entry.id])
    #expect(bench.placed.isEmpty, "the place is not free before the cancel is confirmed")
    #expect(bench.stop(other).gate == .concurrentMarkets)
    bench.answer(entry, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.map(\.market) == [other])
    #expect(bench.placed.map(\.style) == [.take])
    // The place is gone: what was cancelled does not come back at the end of its pause.
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.count == 1)
  }

  @Test func `a place that comes free as all books are blocked is not taken on a blocked book`()
    throws
  {
    let (bench, entry) = try resting()
    offer(bench)
    #expect(bench.canceled == [entry.id])
    bench.send(.booksBlocked)
    bench.answer(entry, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(other).gate == .bookNotLive)
  }

  @Test func `one cancel frees one place`() throws {
    let (bench, entry) = try twoResting()
    offer(bench)
    offer(bench)
    #expect(bench.canceled == [entry.id])
  }

  @Test func `an entry that fills instead keeps its place`() throws {
    let (bench, entry) = try resting()
    offer(bench)
    bench.fill(entry, contracts: 10, liquidity: .maker)
    bench.send(.cancelRefused(entry.id))
    #expect(!bench.placed.contains { $0.market == other })
    #expect(bench.engine.states[0].position.quantity == Quantity(contracts: 10))
  }

  @Test func `an entry with a fill is not cancelled for another market`() throws {
    let (bench, entry) = try resting()
    bench.fill(entry, contracts: 1, liquidity: .maker)
    offer(bench)
    #expect(bench.canceled.isEmpty)
    #expect(bench.stop(other).gate == .concurrentMarkets)
  }

  @Test func `an entry that would rest cancels nothing`() throws {
    let (bench, _) = try resting()
    offer(bench, bid: 60, ask: 68)
    #expect(bench.stop(other).gate == .concurrentMarkets)
    #expect(bench.canceled.isEmpty)
  }

  @Test func `an offer of less than a contract cancels nothing`() throws {
    let (bench, _) = try resting()
    bench.quote(other, bid: 58, ask: nil)
    bench.send(
      .bookDelta(other, .ask, Price(cents: 60), change: Quantity(hundredths: 50)))
    bench.send(
      .line(GameID(1), bench.book, GameLine(kind: .winner, homeOrOver: 1.4, awayOrUnder: 3.4)))
    #expect(bench.stop(other).gate == .noOffer)
    #expect(bench.canceled.isEmpty)
  }

  @Test func `a cancel whose answer is lost frees no second place`() throws {
    let (bench, entry) = try twoResting()
    offer(bench)
    bench.send(.cancelLost(entry.id))
    offer(bench)
    #expect(bench.canceled == [entry.id], "the first cancel may have been carried out")
  }

  @Test func `a take that could not be paid cancels nothing`() throws {
    let (bench, _) = try resting(cash: 540)
    offer(bench)
    #expect(bench.stop(other).gate == .concurrentMarkets)
    #expect(bench.canceled.isEmpty)
  }

  @Test func `a take that is gone when the place is free is not sent`() throws {
    let (bench, entry) = try resting()
    offer(bench)
    bench.quote(other, bid: 70, ask: 72)
    bench.answer(entry, .canceled, filled: 0, remaining: 0)
    #expect(bench.placed.isEmpty)
  }
}
