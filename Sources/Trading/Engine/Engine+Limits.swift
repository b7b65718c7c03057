public import Market

extension Engine {
  /// Contracts held in a market and those its entry orders can still bring.
  public func committed(in id: MarketID) -> Quantity {
    var total = states[Int(id.index)].position.quantity.magnitude
    for place in orders.working.indices {
      let order = orders.working[place]
      guard order.request.market == id, order.request.purpose == .entry else { continue }
      total += order.open
    }
    return total
  }

  /// The same over all markets of a game.
  public func committed(inGame game: GameID) -> Quantity {
    var total = Quantity.zero
    for place in activeMarkets.indices {
      let id = activeMarkets[place]
      if states[Int(id.index)].game == game { total += committed(in: id) }
    }
    return total
  }

  /// Cost of everything held, and of everything entry orders can still buy, fees included.
  public var exposure: Money {
    var total = reserved
    for place in activeMarkets.indices {
      total += states[Int(activeMarkets[place].index)].position.costBasis
    }
    return total
  }

  /// What entry orders in flight can still cost at the worst, fees included.
  public var reserved: Money { reserved(of: nil) }

  /// The same of one profile; nil for all.
  func reserved(of profile: ProfileID?) -> Money {
    var total = Money.zero
    for place in orders.working.indices
    where orders.working[place].request.purpose == .entry {
      if let profile, orders.working[place].request.profile != profile { continue }
      total += worstCost(place)
    }
    return total
  }
}
