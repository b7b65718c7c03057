public import Market

// All that is held, or what one market has of it, is sold by the operator's word.
extension Engine {
  /// Markets that are sold out by themselves, whatever becomes of the others, ascending.
  public var flattenedMarkets: [MarketID] {
    states.indices.filter { states[$0].isFlattened }.map { MarketID($0) }
  }

  /// What is held in a market is being sold by the operator's word.
  func isFlattening(_ id: MarketID) -> Bool { isFlattening || states[Int(id.index)].isFlattened }

  /// Nothing new in a market until the operator says so, what rests there is cancelled, and what
  /// is held is sold.
  func flattenAlone(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    states[Int(id.index)].isFlattened = true
    for place in orders.working.indices where orders.working[place].request.market == id {
      let request = orders.working[place].request
      guard request.style == .rest else { continue }
      if request.purpose == .entry {
        stopEntry(place, &outputs)
      } else {
        cancel(place, &outputs)
      }
    }
    evaluate(id, &outputs)
  }

  /// Sells what the arbitrage strategy holds, by the operator's word: its resting sell goes first.
  func flatten(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    for place in orders.working.indices
    where orders.working[place].request.market == id
      && orders.working[place].request.profile == .arbitrage
    {
      if orders.working[place].request.style == .rest { cancel(place, &outputs) }
      return
    }
    guard let leg = holdings[id, .arbitrage].position.held else { return }
    sellNow(
      id, .arbitrage, leg, bidOfOthers(for: leg, id), .manual, ExitConfiguration(), &outputs)
  }

  /// The operator lets things be as they were: what was being sold by that word is kept.
  func endFlattening() {
    isFlattening = false
    for index in states.indices {
      states[index].isFlattened = false
      for place in profiles.indices {
        let (id, profile) = (MarketID(index), ProfileID(place))
        if holdings[id, profile].trigger == .manual { holdings[id, profile].trigger = nil }
        holdings[id, profile].tries = 0
        holdings[id, profile].isSaidBidless = false
      }
    }
  }
}
