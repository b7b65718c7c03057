import Market
import Probability
import Testing

@Suite struct HitRateTests {
  @Test func `evens count in no rate`() throws {
    let rate = HitRate(profits: [1, -2, 0, 3, 0, 4].map { Money(cents: $0) })
    #expect(rate.wins == 3 && rate.losses == 1 && rate.evens == 2)
    #expect(rate.rate == 0.75)
    let interval = try rate.interval()
    #expect(interval == (try BinomialInterval.wilson.interval(successes: 3, trials: 4)))
  }

  @Test func `nothing decided gives no rate`() {
    let rate = HitRate(profits: [.zero])
    #expect(rate.rate == nil)
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) { try rate.interval() }
  }
}
