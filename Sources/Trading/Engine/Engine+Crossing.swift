internal import Market

// A sale of the arbitrage strategy that nobody has taken for long.
//
// It rests at the fair value and moves with it. After a time it takes what is bid instead, as long
// as that is not too far below the fair value; what is left asks again a pause later, at the bid
// of then. Where too little is bid it rests as before.
extension Engine {
  private static let makingWayPauseNanoseconds: Int64 = 10_000_000_000

  /// What a sale that has waited long enough takes now, in the leg's own prices; nil where it goes
  /// on resting.
  ///
  /// Where odds have gone away the fair value last known counts: it is the last thing that anybody
  /// knew, and a position in a game that runs has no other.
  func crossingBid(_ id: MarketID) -> Price? {
    guard let due = crossingDue(id), now >= due,
      let leg = holdings[id, .arbitrage].position.held,
      let fair = states[Int(id.index)].lastFair, let bid = bidOfOthers(for: leg, id),
      let worth = Price(roundingUp: leg == .yes ? fair.yes : 1 - fair.yes)
    else { return nil }
    let concession = configuration.execution.exitCrossConcession
    return bid.tenThousandths + concession >= worth.tenThousandths ? bid : nil
  }

  /// From when on what is held in a market may be sold so; nil for never.
  func crossingDue(_ id: MarketID) -> Timestamp? {
    let after = configuration.execution.exitCrossAfterNanoseconds
    return after > 0 ? holdings[id, .arbitrage].openedAt + after : nil
  }

  /// Sells to a bid: the resting sale goes first, and what is on its way tells first what it did.
  /// Returns false where the resting sale stays: no other may leave now, or one has made way only
  /// just, and a bid that comes and goes must not cost the place in the queue each time.
  func cross(
    _ id: MarketID, to bid: Price, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let index = Int(id.index)
    guard maySell(index), states[index].feeFormula != nil, now >= states[index].exitRetryAt,
      sellable(id, .arbitrage) > .zero, let leg = holdings[id, .arbitrage].position.held
    else { return false }
    for place in orders.working.indices
    where orders.working[place].request.market == id
      && orders.working[place].request.profile == .arbitrage
    {
      return makeWay(place, id, &outputs)
    }
    guard canSellNow(id, .arbitrage) else { return true }
    if holdings[id, .arbitrage].trigger == nil {
      outputs.append(.notice(.exitTriggered(.time, id, .arbitrage, bid: bid)))
    }
    holdings[id, .arbitrage].trigger = .time
    let pause = configuration.execution.retryPauseNanoseconds
    _ = sell(id, .arbitrage, leg, at: bid, pauseNanoseconds: pause, &outputs)
    return true
  }

  /// Takes an order of ours out of the way of a sale that crosses. Returns false where it stays.
  private func makeWay(
    _ place: Int, _ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let order = orders.working[place]
    guard order.request.style == .rest, order.request.purpose == .exit else { return true }
    guard !order.isCancelSent else { return true }
    let next = holdings[id, .arbitrage].madeWayAt + Self.makingWayPauseNanoseconds
    guard now >= next else {
      notePause(id, until: next)
      return false
    }
    guard order.isSteady, now >= order.cancelNotBefore else { return false }
    holdings[id, .arbitrage].madeWayAt = now
    cancel(place, &outputs)
    return true
  }
}
