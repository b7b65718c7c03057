internal import KalshiSimulator
internal import Market
internal import Matching
internal import Trading

/// The steps in which everything works.
extension DrillScript {
  /// All markets are there, matched, live and priced.
  func ready() async throws(DrillFailure) -> String {
    for market in DrillMarket.allCases {
      let id = try id(market)
      try await until("a live book and a fair value for \(market.ticker)") {
        engine.books[id].isTradable && engine.states[Int(id.index)].freshFair != nil
      }
    }
    let orders = engine.orders.working.count + engine.orders.finished.count
    try expect(orders == 0, "\(orders) orders were sent before anything happened")
    return PlainText.counted(DrillMarket.allCases.count, "market") + " of "
      + PlainText.counted(DrillGame.allCases.count, "game") + " matched and priced, no order"
  }

  /// Edge of at least 5c: the ask is taken, and a sell rests at fair value at once.
  func taker() async throws(DrillFailure) -> String {
    let market = DrillMarket.winnerNewYork
    // Quotes and odds come on connections of their own: against the old quote the new odds would be
    // worth a resting buy, and only then a take.
    try await showQuote(market, bid: 50, ask: 55)
    try await setOdds(market, 1.54, 2.52)
    try await untilVenue(market, "a take and a sell") { !$0.openSells.isEmpty }
    let seen = try await untilAgreed(market)
    let fair = try fair(market)
    try expect(seen.buys.count == 1, "\(seen.buys.count) buys instead of one")
    let entry = seen.buys[0].state
    let exit = seen.openSells[0].state
    try expect(
      entry.takerQuantity == Quantity(contracts: 10) && entry.price == Price(cents: 55),
      "took \(entry.takerQuantity) at \(entry.price)")
    try checkFee(entry.takerFees, entry.price, .taker, seen)
    try expect(
      exit.price == sellPrice(at: fair) && exit.remainingQuantity == Quantity(contracts: 10),
      "the sell is \(exit.remainingQuantity) at \(exit.price)")
    return "fair \(cents(fair)), took \(entry.takerQuantity) at \(entry.price), fee"
      + " \(entry.takerFees); sell of \(exit.remainingQuantity) at \(exit.price) rests"
      + " \(milliseconds(exit.created - entry.created)) later"
  }

  /// The sell follows the fair value as the same order, and fills when the bid comes to it.
  func exitMoved() async throws(DrillFailure) -> String {
    let market = DrillMarket.winnerNewYork
    let before = try await untilVenue(market, "a resting sell") { !$0.openSells.isEmpty }
    let sell = before.openSells[0].state
    await setQuote(market, bid: 60, ask: 74)
    try await setOdds(market, 1.43, 2.90)
    try await untilVenue(market, "the moved sell") { $0.openSells.first?.state.price != sell.price }
    let fair = try fair(market)
    let target = sellPrice(at: fair)
    let moved = try await untilVenue(market, "a sell at \(target)") {
      $0.openSells.first?.state.price == target
    }
    try expect(
      moved.sells.count == 1 && moved.openSells[0].state.number == sell.number,
      "\(moved.sells.count) sells: moved by a new order instead of an amendment")
    await setQuote(market, bid: Int(target.tenThousandths) / 100, ask: 74)
    try await untilVenue(market, "the fill of the sell") { $0.openSells.isEmpty }
    let seen = try await untilAgreed(market)
    let state = try state(market)
    let profit =
      target * Quantity(contracts: 10) - Price(cents: 55) * Quantity(contracts: 10)
    try expect(state.position.quantity.isZero, "\(state.position.quantity) contracts are left")
    try expect(
      state.position.realised == profit, "profit \(state.position.realised), not \(profit)")
    let filled = seen.sells[0].state
    try expect(filled.makerQuantity == Quantity(contracts: 10), "the sell did not fill as a maker")
    try checkFee(filled.makerFees, target, .maker, seen)
    return "fair \(cents(fair)), sell amended from \(sell.price) to \(target), sold"
      + " \(filled.filledQuantity) there as maker, fee \(filled.makerFees), profit before fees"
      + " \(profit)"
  }

  /// Edge of 2 to 5c: a bid one cent above the best, filled when the outside ask reaches it.
  func makerFill() async throws(DrillFailure) -> String {
    let market = DrillMarket.totalNewYork
    await setQuote(market, bid: 42, ask: 47)
    // The ask comes down while the buy rests, or the buy's own time could be up before.
    let quote = SimulatorFault.setQuote(
      ticker: market.ticker, bid: Price(cents: 41), ask: Price(cents: 43), Quantity(contracts: 10))
    let entry = try await whileBuying(market) { $0.simulator.inject(quote) }.buy.state
    try expect(
      entry.price == Price(cents: 43) && entry.takerQuantity.isZero,
      "the buy is at \(entry.price) and took \(entry.takerQuantity)")
    try await untilVenue(market, "a fill and a sell") { !$0.openSells.isEmpty }
    let seen = try await untilAgreed(market)
    guard let filled = seen.buys.first(where: { $0.state.number == entry.number })?.state else {
      throw DrillFailure("the buy is gone without a trace")
    }
    try expect(
      filled.makerQuantity == Quantity(contracts: 10), "filled \(filled.makerQuantity) as maker")
    try checkFee(filled.makerFees, filled.price, .maker, seen)
    let exit = seen.openSells[0].state
    try expect(
      exit.price == sellPrice(at: try fair(market)), "the sell is at \(exit.price)")
    return "bid \(entry.price) against 0.4200/0.4700, filled \(filled.makerQuantity) after"
      + " \(milliseconds(filled.updated - filled.created)), fee \(filled.makerFees); sell at"
      + " \(exit.price)"
  }

  /// Nobody sells: the buy is cancelled after half a second.
  func makerTimeout() async throws(DrillFailure) -> String {
    let market = DrillMarket.spreadLakers
    await setQuote(market, bid: 42, ask: 47)
    let number = try await whileBuying(market) { _ in }.buy.state.number
    let seen = try await untilVenue(market, "the cancel of the buy") {
      $0.buys.first { $0.state.number == number }?.isOpen == false
    }
    guard let order = seen.buys.first(where: { $0.state.number == number }) else {
      throw DrillFailure("the buy is gone without a trace")
    }
    try expect(
      order.state.lastChange == .userCancel && order.state.filledQuantity.isZero,
      "ended by \(order.state.lastChange) with \(order.state.filledQuantity) filled")
    let rested = try await rested(order)
    try expect(rested >= Self.makerTimeoutNanoseconds, "cancelled after \(milliseconds(rested))")
    return "bid \(order.state.price), nothing filled, cancelled after"
      + " \(milliseconds(order.openNanoseconds)) by the exchange's clock (500 asked for)"
  }

  /// The design's time for a resting buy.
  static let makerTimeoutNanoseconds: Int64 = 500_000_000

  /// A fill's fee is the schedule's, rounded to the account's precision and never below.
  func checkFee(
    _ charged: Money, _ price: Price, _ liquidity: Liquidity, _ seen: DrillVenueMarket
  ) throws(DrillFailure) {
    guard let fees = seen.fees else { throw DrillFailure("the exchange does not know its fee") }
    let exact = fees.fee(price: price, quantity: Quantity(contracts: 10), liquidity: liquidity)
    let excess = (charged - exact).microDollars
    try expect(
      excess >= 0 && excess < fees.regime.rounding.balanceStep,
      "charged \(charged) where the schedule says \(exact)")
  }
}
