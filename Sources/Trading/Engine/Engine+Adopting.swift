public import Market

/// Why contracts from elsewhere do not become a strategy's.
public enum AdoptionStop: Hashable, Sendable {
  /// Nothing in the market is from elsewhere.
  case nothingThere
  /// The strategy holds the other side.
  case otherSide
  /// They have cost more than the profile has: it pays with its own money.
  case tooDear(cost: Money, cash: Money)
}

extension Engine {
  /// What keeps contracts from elsewhere from becoming a strategy's; nil where nothing does.
  ///
  /// - Precondition: both are the engine's.
  public func adoptionStop(_ id: MarketID, _ profile: ProfileID) -> AdoptionStop? {
    let rest = unowned(id)
    // What the account does not hold itself, as it was netted, nobody can have.
    let whole = states[Int(id.index)].position.quantity
    guard !rest.isZero, rest.hundredths.signum() == whole.hundredths.signum() else {
      return .nothingThere
    }
    let held = holdings[id, profile].position.quantity
    guard held.isZero || held.hundredths.signum() == rest.hundredths.signum() else {
      return .otherSide
    }
    let cash = profiles[Int(profile.index)].ledger.cash ?? .zero
    let cost = cost(of: rest, in: id)
    return profile != .arbitrage && cost > cash ? .tooDear(cost: cost, cash: cash) : nil
  }

  /// Contracts from elsewhere become a strategy's, at what the exchange says they have cost.
  func adopt(
    _ id: MarketID, _ profile: ProfileID, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard Int(profile.index) < profiles.count, adoptionStop(id, profile) == nil else { return }
    let rest = unowned(id)
    let held = holdings[id, profile].position
    let price = cost(of: rest, in: id).perContract(rest)
    move(
      id, profile, rest > .zero ? .bid : .ask, rest > .zero ? price : price.complement,
      rest.magnitude)
    if held.held == nil { noteOpened(id, profile, held) }
    noteUnknownEdge(id, profile, isNew: held.held == nil && !hasWorkingOrder(id, profile))
    noteHeld(id, profile, hasGrown: true, &outputs)
    outputs.append(.notice(.adoptedPosition(id, rest)))
    evaluate(id, &outputs)
    refreshActive(id)
  }

  /// Contracts have come of which nobody knows what edge they were bought with: the least that the
  /// profile asks for is taken, so that they are sold at a profit and a loss as others are.
  ///
  /// - Parameter isNew: the edge on record is that of a position that is over.
  func noteUnknownEdge(_ id: MarketID, _ profile: ProfileID, isNew: Bool) {
    let least = profiles[Int(profile.index)].configuration?.profile.minimumEdge ?? 0
    holdings[id, profile].netEdge = isNew ? least : max(holdings[id, profile].netEdge, least)
  }

  private func cost(of quantity: Quantity, in id: MarketID) -> Money {
    let whole = states[Int(id.index)].position
    return whole.costBasis.share(quantity, of: whole.quantity)
  }
}

extension Money {
  /// A cost as a price of one contract, rounded up to a ten-thousandth and at most a dollar.
  fileprivate func perContract(_ quantity: Quantity) -> Price {
    let hundredths = Int64(max(1, quantity.hundredths.magnitude))
    return Price(tenThousandths: Int(min(10_000, (microDollars + hundredths - 1) / hundredths)))
  }
}
