import Market
import Testing
import Trading

@Suite struct FetchingTests {
  /// A wrong address would end the process.
  @Test func `memory is asked for by any id, and nothing changes by it`() throws {
    let bench = try EngineBench()
    bench.open()
    let before = bench.engine.states.map { "\($0)" }
    for id in [-1, 0, 8, 9, 9_999, Int(Int32.max), Int(Int32.min)] {
      bench.engine.fetch(MarketID(id))
      bench.engine.fetch(MarketID(id), .bid, Price(cents: 50))
    }
    #expect(bench.engine.states.map { "\($0)" } == before)
  }
}
