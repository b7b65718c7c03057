import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `A profile's entries` {
  @Test func `four books above the ask are a signal, and an order at no more than its price`()
    throws
  {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    let order = try #require(bench.placed.first)
    let signal = try #require(bench.signals.last)
    #expect(signal.action == "BUY_YES")
    #expect(signal.yesEdge == 700)
    // Less 1.76, the fee of a contract among so many, rounded up.
    #expect(signal.netEdge == 524)
    #expect(signal.books == 4)
    #expect(signal.confidence.tier == .high)
    #expect(order.profile == ProfileBench.standard)
    #expect(order.style == .take && order.purpose == .entry && order.side == .bid)
    #expect(order.price == Price(cents: 48))
    // The design's example: cut to what 500 cents of risk allow.
    #expect(order.quantity == Quantity(contracts: 10))
    #expect(signal.admitted == 10 && signal.binding == .riskPerTrade)
    #expect(bench.placed.count == 1)
  }

  @Test func `NO is bought where NO is the cheap leg`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 62, ask: 64)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    let order = try #require(bench.placed.first)
    #expect(order.side == .ask && order.price == Price(cents: 62))
    #expect(bench.signals.last?.action == "BUY_NO")
  }

  @Test func `each condition stops it by its own name`() throws {
    func stop(
      books: Int = 4, apart: Double = 0, bid: Int = 46, ask: Int = 48,
      _ change: (EngineBench) -> Void = { _ in }
    ) throws -> Gate? {
      let bench = try ProfileBench.make()
      change(bench)
      bench.quote(bench.homeWins, bid: bid, ask: ask)
      bench.books(books, homePercent: 55, apart: apart)
      bench.wait(milliseconds: 100)
      #expect(bench.placed.isEmpty)
      return bench.signals.last?.stop.gate
    }
    #expect(try stop(books: 2) == .tooFewBookmakers)
    #expect(try stop(apart: 1.2) == .bookSpread)
    #expect(try stop(bid: 42) == .kalshiSpread)
    #expect(try stop { $0.send(.volumeChanged($0.homeWins, nil)) } == .volume)
    #expect(
      try stop { $0.time = EngineBench.start + -200_000_000_000 } == .hoursToEvent)
    #expect(try stop(ask: 51) == nil, "four cents are no edge of five")
  }

  @Test func `nothing is bought that its own stop would sell at once`() throws {
    // The stop of this edge lies four cents below what is paid: at the first bid.
    for (bid, isBought) in [(44, false), (45, true)] {
      let bench = try ProfileBench.make()
      bench.quote(bench.homeWins, bid: bid, ask: 48)
      bench.books(4, homePercent: 55)
      bench.wait(milliseconds: 200)
      #expect(bench.placed.isEmpty != isBought, "bid \(bid)")
      guard !isBought else { continue }
      #expect(bench.signals.last?.stop == GateStop(.soldAtOnce, distance: 0))
    }
  }

  @Test func `a sharper book weighs more, and books of one source count once`() throws {
    /// Three books say 55 and one says 56; what the signal says of them.
    func signal(_ describe: (EngineBench) -> Void) throws -> Signal {
      let bench = try ProfileBench.make()
      describe(bench)
      bench.quote(bench.homeWins, bid: 46, ask: 48)
      bench.books(3, homePercent: 55)
      let line = GameLine(kind: .winner, homeOrOver: 100 / 56.0, awayOrUnder: 100 / 44.0)
      bench.send(.line(bench.game, BookmakerID(3), line))
      bench.wait(milliseconds: 200)
      return try #require(bench.signals.last)
    }
    let alike = try signal { _ in }
    let sharp = try signal { $0.send(.bookmaker(BookmakerID(3), sharpness: 4, source: -1)) }
    #expect(alike.books == 4 && sharp.books == 4)
    #expect(sharp.probability > alike.probability + 0.002)
    let once = try signal { bench in
      for book in 0..<3 {
        bench.send(.bookmaker(BookmakerID(book), sharpness: 1, source: 7))
      }
    }
    #expect(once.books == 2)
    #expect(once.probability > alike.probability)
  }

  @Test func `one book is a consensus of nobody`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(1, homePercent: 55)
    bench.wait(milliseconds: 100)
    #expect(bench.placed.isEmpty)
    #expect(bench.signals.last?.stop == GateStop(.tooFewBookmakers, distance: 2))
  }

  @Test func `a signal that stays what it was is not said again`() throws {
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(2, homePercent: 55)
    bench.wait(milliseconds: 100)
    let said = bench.signals.count
    for _ in 0..<5 {
      bench.quote(bench.homeWins, bid: 46, ask: 48)
      bench.wait(milliseconds: 100)
    }
    #expect(bench.signals.count == said)
  }

  @Test(arguments: 0..<20)
  func `whichever comes last, book or odds, the decision is the same`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (ask, percent) = (
      Int.random(in: 40...60, using: &random), Double(Int.random(in: 40...64, using: &random))
    )
    let books = Int.random(in: 1...4, using: &random)
    func decision(oddsFirst: Bool) throws -> (orders: [EngineOrder], last: [Signal]) {
      let bench = try ProfileBench.make(["STANDARD", "ANY_EDGE"])
      if oddsFirst { bench.books(books, homePercent: percent) }
      bench.quote(bench.homeWins, bid: ask - 2, ask: ask)
      if !oddsFirst { bench.books(books, homePercent: percent) }
      bench.wait(milliseconds: 100)
      let last = (1...2).compactMap { profile in
        bench.signals.last { $0.profile == ProfileID(profile) && $0.market == bench.homeWins }
      }
      return (bench.placed, last)
    }
    let (first, second) = (try decision(oddsFirst: true), try decision(oddsFirst: false))
    #expect(first.orders == second.orders)
    #expect(first.last == second.last, "the reasons too, to the last distance")
  }

  @Test func `levels of an exit go by the edge of the whole purchase, not of its first level`()
    throws
  {
    let bench = try ProfileBench.make(capitalCents: 10_000_000, cash: 10_000_000) {
      $0.risk = .unlimited
      $0.profiles[0].limits = .unlimited
    }
    func level(_ cents: Int, _ contracts: Int) -> BookLevel {
      BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: contracts))
    }
    bench.send(
      .bookSnapshot(
        bench.homeWins, bids: [level(40, 100)], asks: [level(42, 5), level(48, 95)]))
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let order = try #require(bench.placed.first)
    #expect(order.price == Price(cents: 48) && order.quantity == Quantity(contracts: 100))
    let signal = try #require(bench.signals.last)
    // Eleven cents by the first level; all of them together leave between five and six.
    #expect(try #require(signal.netEdge) > 1_100)
    let edge = bench.holding().netEdge
    let whole = (Money(cents: 5_500) - signal.admittedRisk).microDollars / 100 / 100
    #expect(Int64(edge) == whole && edge > 500 && edge < 600)
  }

  @Test func `a market is judged once in a tenth of a second, by its latest state`() throws {
    let bench = try ProfileBench.make()
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    bench.quote(bench.homeWins, bid: 46, ask: 60)
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.quote(bench.homeWins, bid: 46, ask: 47)
    #expect(bench.placed.isEmpty)
    let deadline = try #require(bench.engine.nextDeadline)
    #expect(deadline - bench.time <= 100_000_000)
    bench.wait(milliseconds: 100)
    #expect(bench.placed.map(\.price) == [Price(cents: 47)])
  }

  @Test func `stale lines have no voice, and fewer minutes make them stale sooner`() throws {
    func signals(ageSeconds: Int64, toStart: Int64) throws -> Int {
      let bench = try ProfileBench.make(["AGGRESSIVE"]) {
        $0.profiles[0].profile.minimumMinutesToStart = 1
      }
      bench.time = EngineBench.start + -toStart * 1_000_000_000
      bench.books(4, homePercent: 55)
      bench.wait(milliseconds: ageSeconds * 1_000)
      bench.quote(bench.homeWins, bid: 46, ask: 48)
      bench.wait(milliseconds: 100)
      return bench.signals.count { $0.stop.gate != .staleOdds }
    }
    #expect(try signals(ageSeconds: 100, toStart: 3_600) == 1)
    #expect(try signals(ageSeconds: 121, toStart: 3_600) == 0)
    #expect(try signals(ageSeconds: 20, toStart: 300) == 1)
    #expect(try signals(ageSeconds: 31, toStart: 300) == 0)
  }
}
