public import Kalshi
internal import Market
public import Outcomes

extension ListedEvent {
  /// What an event of the exchange says of its outcome. Combos are none of its markets.
  public init(_ event: KalshiEvent) {
    self.init(
      ticker: event.ticker,
      series: event.seriesTicker ?? String(event.ticker.prefix { $0 != "-" }),
      isExclusive: event.isMutuallyExclusive,
      outcomes: event.markets.filter { !$0.isCombo }.map { ListedOutcome($0) })
    // What could not be read may be an outcome: nothing is known of it.
    for rejected in event.rejectedMarkets {
      outcomes.append(
        ListedOutcome(ticker: "\(rejected)", strike: nil, title: "", rules: ""))
    }
  }
}

extension ListedOutcome {
  init(_ market: KalshiMarket) {
    let title = [market.yesSubtitle, market.title].compactMap { $0 }.first { !$0.isEmpty }
    self.init(
      ticker: market.ticker,
      strike: Strike(type: market.strikeType, floor: market.floorStrike, cap: market.capStrike),
      title: title ?? "",
      rules: [market.rulesPrimary, market.rulesSecondary].compactMap { $0 }
        .joined(separator: "\n"),
      isScalar: market.isScalar ?? false)
  }
}

extension OutcomeQuote {
  /// The best prices that a listing has.
  init(_ market: KalshiMarket) {
    self.init(
      bid: market.yesBid, ask: market.yesAsk, bidSize: market.yesBidSize,
      askSize: market.yesAskSize)
  }
}
