internal import Market

extension Engine {
  /// Notes what the account and every profile are worth: cash, and what is held at the best bid of
  /// others, or at its cost where the book is not to be trusted. The fall from the highest of these
  /// is the drawdown.
  ///
  /// - Complexity: O(active markets × profiles).
  func markEquity() {
    guard let cash = ledger.cash else { return }
    var worth = cash
    for place in activeMarkets.indices {
      let id = activeMarkets[place]
      worth += value(of: states[Int(id.index)].position, in: id)
    }
    account.counters.marked(equity: worth)
    guard hasProfiles else { return }
    for place in 1..<profiles.count {
      var worth = profiles[place].ledger.cash ?? .zero
      for market in activeMarkets.indices {
        let id = activeMarkets[market]
        worth += value(of: holdings[id, ProfileID(place)].position, in: id)
      }
      profiles[place].risk.counters.marked(equity: worth)
    }
  }

  private func value(of position: Position, in id: MarketID) -> Money {
    guard !position.quantity.isZero else { return .zero }
    guard books[id].isTradable else { return position.costBasis }
    let price =
      position.quantity > .zero ? bestPriceOfOthers(.bid, id) : bestPriceOfOthers(.ask, id)
    return price.map { position.value(at: $0) } ?? .zero
  }
}
