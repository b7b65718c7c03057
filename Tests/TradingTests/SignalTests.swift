import Market
import TestKit
import Testing

@testable import Trading

@Suite struct `What a signal carries` {
  /// Two books, one of them far above the other, through a wide spread and with little traded.
  private func blocked() throws -> EngineBench {
    let bench = try ProfileBench.make()
    bench.send(.volumeChanged(bench.homeWins, 40))
    bench.quote(bench.homeWins, bid: 40, ask: 46)
    bench.books(2, homePercent: 55, apart: 3.2)
    bench.wait(milliseconds: 200)
    return bench
  }

  @Test func `all conditions that are not met, and the first of them as its reason`() throws {
    let signal = try #require(try blocked().signals.last)
    #expect(signal.stop == GateStop(.tooFewBookmakers, distance: 1))
    let unmet = signal.conditions.unmet
    #expect(unmet == [.bookCount, .bookSpread, .kalshiSpread, .volume])
    #expect(unmet.map { signal.conditions.missing($0) } == [1, 20, 100, 60])
  }

  @Test func `what forbids all entries is its reason before any condition`() throws {
    let bench = try blocked()
    bench.send(.command(.halt))
    bench.quote(bench.homeWins, bid: 40, ask: 45)
    bench.wait(milliseconds: 200)
    let signal = try #require(bench.signals.last)
    #expect(signal.stop.gate == .manualHalt)
    #expect(signal.conditions.unmet.first == .bookCount)
  }

  @Test func `prices of both legs, and what was traded`() throws {
    let signal = try #require(try blocked().signals.last)
    #expect(signal.leg == .yes)
    #expect(signal.bid == Price(cents: 40) && signal.ask == Price(cents: 46))
    #expect(signal.otherBid == Price(cents: 54) && signal.otherAsk == Price(cents: 60))
    #expect(signal.volume == 40)
  }

  @Test func `each bookmaker's opinion with its age and weight, and those that were dropped`()
    throws
  {
    let bench = try ProfileBench.make()
    bench.send(.bookmaker(BookmakerID(1), sharpness: 2, source: -1))
    bench.books(3, homePercent: 55)
    let outlier = GameLine(kind: .winner, homeOrOver: 100 / 70.0, awayOrUnder: 100 / 30.0)
    bench.send(.line(bench.game, BookmakerID(3), outlier))
    bench.time = bench.time + 1_000_000_000
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    let signal = try #require(bench.engine.signals.last)
    let record = bench.engine.record(of: signal)
    #expect(record.opinions.map(\.bookmaker.index) == [0, 1, 2, 3])
    #expect(record.opinions.map { Int(($0.probability * 100).rounded()) } == [55, 55, 55, 70])
    #expect(record.opinions.allSatisfy { $0.ageNanoseconds == 1_000_000_000 })
    #expect(record.opinions.map { Int(($0.share * 100).rounded()) } == [25, 50, 25, 0])
    #expect(record.opinions[3].share == 0 && signal.books == 3)
  }

  /// Looking at what the books say leaves what was pooled as it was.
  @Test func `recording it changes nothing`() throws {
    let (bench, other) = (try blocked(), try blocked())
    let signal = try #require(bench.signals.last)
    _ = bench.engine.record(of: signal)
    for each in [bench, other] {
      each.send(.volumeChanged(each.homeWins, 6_000))
      each.quote(each.homeWins, bid: 44, ask: 45)
      each.books(4, homePercent: 54)
      each.wait(milliseconds: 200)
    }
    #expect(bench.signals == other.signals && bench.placed == other.placed)
  }

  @Test func `is written and read without a loss, and cut short is refused by its place`() throws {
    let bench = try ProfileBench.make()
    bench.books(2, homePercent: 55, apart: 3.2)
    bench.time = bench.time + 100_000_000
    bench.quote(bench.homeWins, bid: nil, ask: 46)
    let signal = try #require(bench.engine.signals.last)
    let writer = EventWriter()
    bench.engine.write(signal, to: writer)
    let bytes = [UInt8](writer.bytes)
    let read = try bytes.withUnsafeBytes { try SignalRecord($0) }
    #expect(read == bench.engine.record(of: signal))
    #expect(read.signal.conditions.missing(.kalshiSpread) == EntryConditions.unknown)
    for count in 0..<bytes.count {
      #expect(throws: EventDecodingError.self) {
        try bytes[..<count].withUnsafeBytes { try SignalRecord($0) }
      }
    }
  }

  @Test func `the size that was asked for and the one that was let through, each at its cost`()
    throws
  {
    let bench = try ProfileBench.make()
    bench.books(4, homePercent: 55)
    bench.time = bench.time + 100_000_000
    bench.send(
      .bookSnapshot(
        bench.homeWins,
        bids: [BookLevel(price: Price(cents: 46), quantity: Quantity(contracts: 100))],
        asks: [(46, 4), (47, 100)].map {
          BookLevel(price: Price(cents: $0 + 1), quantity: Quantity(contracts: $1))
        }))
    let signal = try #require(bench.engine.signals.last)
    #expect(signal.binding == .riskPerTrade && signal.admitted == 10)
    #expect(signal.recommended > 10 && signal.maximumPrice == Price(cents: 48))
    // Four at 47 and six at 48, two cents of fee each.
    #expect(signal.admittedRisk == Money(cents: 4 * 49 + 6 * 50))
    let worth = Money(microDollars: Int64(550_000) * 10)
    #expect((worth - signal.admittedRisk) - signal.admittedProfit <= Money(microDollars: 10))
    #expect(signal.risk > signal.admittedRisk && signal.expectedProfit > signal.admittedProfit)
  }

  @Test func `the design's percentage of the price`() throws {
    // The design's example: seven cents at 48.
    let bench = try ProfileBench.make()
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    bench.books(4, homePercent: 55.0001)
    bench.wait(milliseconds: 200)
    let signal = try #require(bench.signals.last)
    #expect(signal.edge == 700 && signal.edgePercentHundredths == 1_458)
    #expect(signal.admitted == 10 && signal.admittedRisk == Money(cents: 500))
  }

  @Test func `one of another version is refused in words`() throws {
    // The first form began with the profile's number.
    for old in [[1, 0, 0, 0, 0], [0x82, 1, 0, 0, 0]] as [[UInt8]] {
      let error = #expect(throws: EventDecodingError.self) {
        try old.withUnsafeBytes { try SignalRecord($0) }
      }
      #expect(error?.reason == "a signal of another version of the program")
    }
  }

  @Test func `is written without an allocation`() throws {
    let bench = try ProfileBench.make()
    bench.books(4, homePercent: 55)
    bench.time = bench.time + 100_000_000
    bench.quote(bench.homeWins, bid: 46, ask: 48)
    let signal = try #require(bench.engine.signals.last)
    let writer = EventWriter()
    let count = steadyAllocations {
      writer.clear()
      bench.engine.write(signal, to: writer)
    }
    // Without optimisation each bookmaker's opinion makes boxes.
    #if DEBUG
      #expect(count <= 12)
    #else
      #expect(count == 0)
    #endif
  }
}
