import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `An edge that may not be bought` {
  /// Four books at 55 and a quote, judged.
  private func bench(
    ask: Int = 48, books: Int = 4, _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let bench = try ProfileBench.make(["STANDARD"], change)
    bench.quote(bench.homeWins, bid: 46, ask: ask)
    bench.books(books, homePercent: 55)
    bench.wait(milliseconds: 200)
    return bench
  }

  private func offer(_ bench: EngineBench, _ ask: Int) {
    bench.quote(bench.homeWins, bid: 46, ask: ask)
    bench.wait(milliseconds: 200)
  }

  /// What was said of the home team since the bench was opened.
  private func stops(_ bench: EngineBench) -> [Gate] {
    bench.signals.filter { $0.market == bench.homeWins }.map(\.stop.gate)
  }

  @Test func `is a signal with its distance where the fee alone takes it away`() throws {
    // Six cents at 49: a contract's fee is two cents, rounded up.
    let bench = try bench(ask: 49)
    let signal = try #require(bench.signals.last)
    #expect(bench.placed.isEmpty && stops(bench) == [.netEdge])
    #expect(signal.edge == 600 && signal.netEdge == 400)
    #expect(signal.stop == GateStop(.netEdge, distance: 100))
    #expect(signal.conditions.unmet == [.minimumEdge] && signal.action == "NO_TRADE")
    #expect(signal.recommended == 0 && signal.risk == .zero)
  }

  @Test func `is none below the profile's least edge before the fee`() throws {
    #expect(try bench(ask: 51).signals.isEmpty)
    #expect(try bench(ask: 50).signals.count == 1)
  }

  @Test func `is said once by all frames that leave its leg and its gate as they were`() throws {
    let bench = try bench(ask: 49)
    for size in 1...20 {
      bench.quote(bench.homeWins, bid: 40 + size % 3, ask: 49, size: size)
      bench.wait(milliseconds: 200)
    }
    #expect(bench.signals.count == 1)
  }

  @Test func `that comes and goes behind its gate is said once a minute`() throws {
    let bench = try bench(ask: 49)
    for _ in 0..<100 {
      offer(bench, 52)
      offer(bench, 49)
    }
    // 40 s have passed.
    #expect(bench.signals.count == 1)
    bench.wait(milliseconds: 21_000)
    #expect(bench.signals.count == 1)
    offer(bench, 52)
    offer(bench, 49)
    #expect(bench.signals.count == 2)
  }

  @Test func `is said again at once when its gate changes`() throws {
    let bench = try bench(ask: 49)
    bench.send(.command(.halt))
    offer(bench, 49)
    bench.send(.command(.resume))
    bench.wait(milliseconds: 200)
    offer(bench, 48)
    #expect(stops(bench) == [.netEdge, .manualHalt, .netEdge, .traded])
  }

  @Test func `is a signal in a market that the exchange has paused`() throws {
    let bench = try ProfileBench.make()
    bench.send(.marketStatus(bench.homeWins, .inactive))
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    for _ in 0..<10 { offer(bench, 48) }
    let signal = try #require(bench.signals.last)
    #expect(stops(bench) == [.notActive] && bench.placed.isEmpty)
    #expect(signal.edge == 700)
    #expect(signal.recommended > 0 && signal.risk > .zero && signal.expectedProfit > .zero)
    #expect(signal.admitted == 0 && signal.admittedRisk == .zero && signal.conditions.areMet)
    // What was seen while it was paused is bought when it is not.
    bench.send(.marketStatus(bench.homeWins, .active))
    bench.wait(milliseconds: 200)
    #expect(stops(bench) == [.notActive, .traded])
  }

  @Test func `is none once the result is known`() throws {
    let bench = try bench(ask: 52)
    bench.send(.settled(bench.homeWins, value: Price(cents: 100)))
    offer(bench, 48)
    #expect(stops(bench).isEmpty)
    #expect(bench.engine.profiles[1].stops[Int(Gate.notActive.rawValue)] > 0)
  }

  @Test func `is none once the session ends`() throws {
    let bench = try bench(ask: 49)
    bench.send(.command(.shutDown))
    bench.wait(milliseconds: 200)
    bench.send(.link(.exchangeStream, isUp: false))
    bench.send(.booksBlocked)
    #expect(stops(bench) == [.netEdge])
  }

  @Test func `is one in a game that has begun, and says how late it is`() throws {
    let bench = try ProfileBench.make()
    bench.time = EngineBench.start + 600_000_000_000
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 200)
    let signal = try #require(bench.signals.last)
    #expect(stops(bench) == [.inPlay] && bench.placed.isEmpty)
    #expect(signal.conditions.unmet == [.hoursToEvent])
    #expect(signal.conditions.missing(.hoursToEvent) == 15)
    #expect(bench.engine.record(of: signal).opinions.count == 4)
  }

  @Test func `is one where start or fee are not known, with what cannot be told left open`()
    throws
  {
    func said(_ alter: (inout TradedMarket) -> Void) throws -> Signal {
      let bench = try EngineBench(configuration: ProfileBench.configuration()) { markets in
        for place in markets.indices { markets[place].volume = 6_000 }
        alter(&markets[0])
      }
      bench.open(cash: Money(cents: 200_000))
      bench.quote(bench.homeWins, bid: 46, ask: 48)
      bench.books(4, homePercent: 55)
      bench.wait(milliseconds: 200)
      #expect(bench.placed.isEmpty)
      return try #require(bench.signals.last { $0.market == bench.homeWins })
    }
    let timeless = try said { $0.startTime = nil }
    #expect(timeless.stop == GateStop(.unknownStart))
    #expect(timeless.conditions.missing(.hoursToEvent) == EntryConditions.unknown)
    let feeless = try said { $0.fees = nil }
    #expect(feeless.stop == GateStop(.unknownFee) && feeless.netEdge == nil)
    #expect(feeless.recommended == 0 && feeless.conditions.unmet == [.minimumEdge])
    #expect(try said { $0.closeTime = nil }.stop == GateStop(.unknownClose))
  }

  @Test func `that a lost book showed last is told as the book is lost`() throws {
    let bench = try bench(ask: 49)
    bench.send(.bookBlocked(bench.homeWins))
    bench.send(.bookBlocked(bench.homeWins))
    bench.wait(milliseconds: 200)
    #expect(stops(bench) == [.netEdge, .bookNotLive])
    #expect(bench.signals.last?.ask == Price(cents: 49))
    offer(bench, 49)
    #expect(stops(bench) == [.netEdge, .bookNotLive, .netEdge])
  }

  @Test func `is one when all lines are too old, by what they said last`() throws {
    let bench = try bench(ask: 52)
    bench.wait(milliseconds: 130_000)
    #expect(bench.signals.isEmpty)
    for _ in 0..<5 { offer(bench, 48) }
    let signal = try #require(bench.signals.last)
    #expect(stops(bench) == [.staleOdds] && bench.placed.isEmpty)
    #expect(signal.books == 4 && signal.oldestNanoseconds == 130_200_000_000)
    #expect(signal.stop.distance == 10_200_000_000)
    #expect(bench.engine.record(of: signal).opinions.allSatisfy { $0.share == 0 })
    // Where they are withdrawn nobody says what it is worth.
    for book in 0..<4 {
      bench.send(.lineWithdrawn(bench.game, BookmakerID(book), .winner))
    }
    offer(bench, 47)
    #expect(stops(bench) == [.staleOdds])
  }

  @Test func `of one book's lines is too few books, whatever else`() throws {
    let signal = try #require(try bench(books: 1).signals.last)
    #expect(signal.stop == GateStop(.tooFewBookmakers, distance: 2))
    #expect(signal.books == 1 && signal.bookSpread == 0)
  }

  @Test func `that a profile's own limits can never let through names the limit`() throws {
    let bench = try bench {
      $0.profiles[0].limits = .designFour
      $0.profiles[0].limits.maximumTotalExposure = Money(cents: 1)
    }
    let signal = try #require(bench.signals.last)
    #expect(signal.stop.gate == .totalExposure && signal.stop.distance > 0)
    #expect(signal.recommended > 0 && signal.risk > .zero)
    #expect(signal.admitted == 0 && signal.admittedRisk == .zero && signal.admittedProfit == .zero)
  }
}
