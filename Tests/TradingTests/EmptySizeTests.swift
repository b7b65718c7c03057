import Market
import Testing

@testable import Trading

/// What an entry is stopped by that meets every condition, and of which nothing is left.
@Suite struct `A size of nothing` {
  private func bench(
    capitalCents: Int = 100_000, _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws -> EngineBench {
    let bench = try ProfileBench.make(capitalCents: capitalCents, change)
    bench.books(4, homePercent: 55)
    bench.wait(milliseconds: 100)
    return bench
  }

  /// A book with so many hundredths of a contract at each price, in cents.
  private func ask(_ bench: EngineBench, _ levels: [(cents: Int, hundredths: Int64)]) {
    bench.time = bench.time + 100_000_000
    bench.send(
      .bookSnapshot(
        bench.homeWins,
        bids: [BookLevel(price: Price(cents: 46), quantity: Quantity(contracts: 100))],
        asks: levels.map {
          BookLevel(price: Price(cents: $0.cents), quantity: Quantity(hundredths: $0.hundredths))
        }))
  }

  private func stop(_ bench: EngineBench) throws -> GateStop {
    let signal = try #require(bench.signals.last)
    #expect(signal.recommended == 0 && signal.admitted == 0)
    #expect(signal.conditions.areMet)
    #expect(bench.placed.isEmpty)
    return signal.stop
  }

  @Test func `is named for money where a contract costs more than there is`() throws {
    let bench = try bench(capitalCents: 49)
    ask(bench, [(48, 10_000)])
    #expect(try stop(bench) == GateStop(.insufficientBalance, distance: 10_000))
  }

  @Test func `is named for Kelly where one contract is too much of what there is`() throws {
    let bench = try bench(capitalCents: 50)
    ask(bench, [(48, 10_000)])
    #expect(try stop(bench) == GateStop(.kelly))
  }

  @Test(arguments: [[48], [48, 49], [48, 53], [48, 96]])
  func `is named for the depth where no whole contract is offered`(cents: [Int]) throws {
    let bench = try bench()
    ask(bench, cents.map { ($0, 60) })
    #expect(try stop(bench) == GateStop(.depth))
  }

  @Test func `is named for the game where that holds what Kelly asks for`() throws {
    let bench = try bench {
      $0.profiles[0].exits.rule = .hold
      $0.profiles[0].limits = .unlimited
      $0.risk = .unlimited
    }
    // A first purchase is nearly all that Kelly asks for; what roundings leave comes then.
    for _ in 0..<4 {
      bench.outputs.removeAll()
      ask(bench, [(48, 100_000)])
      guard let order = bench.placed.first else { break }
      bench.fillAll(order, feeCents: 2 * Int(order.quantity.hundredths / 100))
    }
    #expect(try stop(bench) == GateStop(.gameHeld))
  }

  @Test func `that a stop would sell at once has its own name and distance`() throws {
    // The stop of this edge lies four cents below what is paid.
    for (bid, distance) in [(44, 0), (43, 100)] as [(Int, Int64)] {
      let bench = try bench()
      bench.quote(bench.homeWins, bid: bid, ask: 48)
      bench.wait(milliseconds: 100)
      let signal = try #require(bench.signals.last)
      #expect(signal.stop == GateStop(.soldAtOnce, distance: distance))
      #expect(signal.recommended > 0 && signal.conditions.areMet)
      #expect(GateText.distance(signal.stop) == (distance == 0 ? "0.00c" : "1.00c"))
    }
  }
}
