import Market
import Probability
import Testing

@testable import Backtesting

@Suite("The hit rate of a backtest")
struct HitFindingTests {
  /// Twelve bets of which seven won, one even and one that is still open.
  private func fourteenMarkets() -> BacktestResult {
    var result = SmallBacktest.events(14) { $0 < 7 ? 100 : $0 < 12 ? -100 : 0 }
    result.markets[13].paid = nil
    result.markets[13].open = Quantity(contracts: 10)
    return result
  }

  @Test func `a market that is still open is no bet`() throws {
    let hits = try #require(BacktestReport(fourteenMarkets(), seed: 1).hits.value)
    #expect([hits.bets, hits.wins, hits.losses, hits.evens, hits.stillOpen] == [13, 7, 5, 1, 1])
    #expect(hits.rate == 7.0 / 12)
    // Wilson, seven of twelve: (7 + z²/2 ± z √(35/12 + z²/4)) / (12 + z²) with z = 1.959964.
    let interval = try #require(hits.interval.value)
    #expect(abs(interval.lower - 0.319511) < 1e-6)
    #expect(abs(interval.upper - 0.806740) < 1e-6)
    #expect(hits.counts == "7 won, 5 lost, 1 even (in no rate), 1 still open (not counted)")
  }

  @Test func `a hit rate of fewer than ten decided bets is none, and the counts are kept`() {
    func reason(_ markets: [BacktestMarket]) -> String? {
      var result = fourteenMarkets()
      result.markets = markets
      return BacktestReport(result, seed: 1).hits.reason
    }
    let all = fourteenMarkets().markets
    #expect(
      reason(Array(all.prefix(1))) == "it needs at least 10 decided bets, got 1 (1 won, 0 lost)")
    #expect(
      reason(Array(all.suffix(11)))
        == "it needs at least 10 decided bets, got 9 (4 won, 5 lost, 1 even (in no rate), 1 still"
        + " open (not counted))")
    #expect(reason(Array(all.suffix(12))) == nil)
    #expect(
      reason(Array(all.suffix(1)))
        == "it needs at least 10 decided bets, got 0 (0 won, 0 lost, 1 still open (not counted))")
    #expect(reason([]) == "nothing was filled")
    let few = BacktestReport(SmallBacktest.threeFills(), seed: 1)
    let sentence = "it needs at least 10 decided bets, got 2 (1 won, 1 lost, 1 still open (not"
    #expect(BacktestReportText(few).text.replacing("\n    ", with: " ").contains(sentence))
    #expect(BacktestReportPage(few).html.contains(sentence))
    #expect(!BacktestReportPage(few).html.contains("50.0 %"))
  }
}
