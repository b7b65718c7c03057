public import Market

extension Engine {
  /// Whole contracts the limits leave for an opportunity, if every order in flight fills.
  func room(for opportunity: Opportunity, _ id: MarketID) -> Result<Quantity, Stopped> {
    let risk = configuration.risk
    let inMarket = Int64(risk.maximumContractsPerMarket) * 100 - committed(in: id).hundredths
    guard inMarket >= 100 else {
      return .failure(Stopped(.marketLimit, distance: (100 - inMarket + 99) / 100))
    }
    var inGame = inMarket
    if let game = states[Int(id.index)].game {
      inGame = Int64(risk.maximumContractsPerGame) * 100 - committed(inGame: game).hundredths
      guard inGame >= 100 else {
        return .failure(Stopped(.gameLimit, distance: (100 - inGame + 99) / 100))
      }
    }
    if !states[Int(id.index)].isActive, activeMarkets.count >= Int(risk.maximumConcurrentMarkets) {
      return .failure(Stopped(.concurrentMarkets))
    }
    switch affordable(opportunity) {
    case .failure(let failure): return .failure(failure)
    case .success(let contracts):
      return .success(min(contracts, Quantity(contracts: Int(min(inMarket, inGame) / 100))))
    }
  }

  /// Whole contracts that exposure and cash leave.
  func affordable(_ opportunity: Opportunity) -> Result<Quantity, Stopped> {
    // Price and fee of one contract at the worst.
    let unit = opportunity.price * Quantity(contracts: 1) + opportunity.fee
    let left = configuration.risk.maximumTotalExposure - exposure
    guard left >= unit else {
      return .failure(Stopped(.exposureLimit, distance: (unit - left).microDollars))
    }
    let cash = (ledger.cash ?? .zero) - reserved
    guard cash >= unit else {
      return .failure(Stopped(.insufficientCash, distance: (unit - cash).microDollars))
    }
    let contracts = min(left.microDollars, cash.microDollars) / max(1, unit.microDollars)
    return .success(Quantity(contracts: Int(contracts)))
  }

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
  public var reserved: Money {
    var total = Money.zero
    for place in orders.working.indices {
      let order = orders.working[place]
      guard order.request.purpose == .entry else { continue }
      let open = order.open
      guard open > .zero else { continue }
      let price = order.request.side == .bid ? order.price : order.price.complement
      total += price * open
      // Rounding is per fill: counted contract by contract, as at the gate. Where the fee became
      // unknown after the order was sent, the order still costs its price.
      let liquidity: Liquidity = order.request.style == .take ? .taker : .maker
      if let fee = states[Int(order.request.market.index)].feeFormula?.fee(
        price: price, quantity: Quantity(contracts: 1), liquidity: liquidity)
      {
        total += Money(microDollars: fee.microDollars * ((open.hundredths + 99) / 100))
      }
    }
    return total
  }
}
