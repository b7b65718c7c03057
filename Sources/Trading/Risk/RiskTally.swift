internal import Market

/// What a ledger holds and has in flight around one market: one walk over what is active.
struct RiskTally {
  /// In hundredths of contracts, held and on order.
  var marketHundredths: Int64 = 0
  var eventHundredths: Int64 = 0
  /// Cost of what is held, and of what entries in flight can still buy, fees included.
  var gameExposure = Money.zero
  var sportExposure = Money.zero
  var totalExposure = Money.zero
  /// The part of it that is in flight.
  var reserved = Money.zero
  /// The part of it that is held in markets that are not followed.
  var elsewhere = Money.zero
  var openOrders: Int64 = 0
  var activeMarkets: Int64 = 0
  var isMarketActive = false

  /// Cost of what is held in markets that are followed.
  var held: Money { totalExposure - reserved - elsewhere }
}

extension Engine {
  /// Everything that is held and in flight, seen from a market.
  ///
  /// - Parameter profile: whose; nil for the account's, positions from elsewhere included.
  /// - Complexity: O(active markets + working orders).
  func tally(_ market: MarketID, of profile: ProfileID?) -> RiskTally {
    var tally = RiskTally()
    let (game, league) = (states[Int(market.index)].game, states[Int(market.index)].league)
    for place in activeMarkets.indices {
      let id = activeMarkets[place]
      let index = Int(id.index)
      let (held, cost): (Quantity, Money)
      if let profile {
        (held, cost) = (
          holdings[id, profile].position.quantity, holdings[id, profile].position.costBasis
        )
        guard !held.isZero || hasWorkingOrder(id, profile) else { continue }
      } else {
        (held, cost) = (states[index].position.quantity, states[index].position.costBasis)
      }
      tally.activeMarkets += 1
      tally.totalExposure += cost
      if league != nil, states[index].league == league { tally.sportExposure += cost }
      if game != nil, states[index].game == game {
        tally.gameExposure += cost
        tally.eventHundredths += held.magnitude.hundredths
      }
      if id == market {
        tally.isMarketActive = true
        tally.marketHundredths += held.magnitude.hundredths
      }
    }
    // What is held where nobody looks is the account's risk as well.
    if profile == nil {
      tally.elsewhere = otherExposure
      tally.totalExposure += otherExposure
    }
    addOrders(to: &tally, market, game, league, profile)
    return tally
  }

  private func addOrders(
    to tally: inout RiskTally, _ market: MarketID, _ game: GameID?, _ league: League?,
    _ profile: ProfileID?
  ) {
    for place in orders.working.indices {
      if let profile, orders.working[place].request.profile != profile { continue }
      tally.openOrders += 1
      guard orders.working[place].request.purpose == .entry else { continue }
      let id = orders.working[place].request.market
      let index = Int(id.index)
      let open = orders.working[place].open
      let cost = worstCost(place)
      tally.reserved += cost
      tally.totalExposure += cost
      if league != nil, states[index].league == league { tally.sportExposure += cost }
      if game != nil, states[index].game == game {
        tally.gameExposure += cost
        tally.eventHundredths += open.hundredths
      }
      if id == market { tally.marketHundredths += open.hundredths }
    }
  }

  /// What an entry in flight can still cost at the worst, fees included.
  func worstCost(_ place: Int) -> Money {
    let order = orders.working[place]
    let open = order.open
    guard open > .zero else { return .zero }
    let price = order.request.side == .bid ? order.price : order.price.complement
    let cost = price * open
    // Rounding is per fill: counted contract by contract, as at the gate. Where the fee became
    // unknown after the order was sent, the order still costs its price.
    let liquidity: Liquidity = order.request.style == .take ? .taker : .maker
    guard
      let fee = states[Int(order.request.market.index)].feeFormula?.fee(
        price: price, quantity: Quantity(contracts: 1), liquidity: liquidity)
    else { return cost }
    return cost + Money(microDollars: fee.microDollars * ((open.hundredths + 99) / 100))
  }

  /// Whether an order of a profile's works in a market.
  func hasWorkingOrder(_ market: MarketID, _ profile: ProfileID) -> Bool {
    for place in orders.working.indices
    where orders.working[place].request.market == market
      && orders.working[place].request.profile == profile
    {
      return true
    }
    return false
  }
}
