internal import Market

// Whose are the contracts that the exchange shows at the start.
extension Engine {
  /// One strategy's claim to contracts of a market.
  private struct Claim {
    var profile: ProfileID
    var market: MarketID
    var old: Standing.Holding
    /// What it surely held, in the direction of what there is.
    var held: Quantity
    /// What its entries in flight can have brought in that direction.
    var entering: Quantity
    var kept = Quantity.zero

    /// What no sale in flight can have taken.
    var sure: Quantity { max(.zero, held - old.leaving) }
  }

  /// Gives the contracts that the exchange shows back to who held them; what is left is theirs
  /// whose entries were in flight, less what was nobody's before; the rest is from elsewhere.
  ///
  /// Where there are fewer than were held, those are short first whose sales were in flight, then
  /// the arbitrage strategy, as when somebody sells by hand. What is missing has been sold or paid
  /// out meanwhile, for nobody here knows how much: its owner is not paid for it, so that no
  /// strategy bets with money that it may have lost. What came since is paid for. Cash and
  /// positions of all still add up to the account's.
  func returnHoldings() {
    guard let carried else { return }
    for index in states.indices where !states[index].position.quantity.isZero {
      let ticker = markets[index].ticker
      let foreign = carried.foreign.first { $0.ticker == ticker }?.quantity ?? .zero
      returnHoldings(MarketID(index), foreign: foreign)
    }
  }

  private func returnHoldings(_ id: MarketID, foreign: Quantity) {
    let all = states[Int(id.index)].position.quantity
    var claims = claims(id)
    var left = all.magnitude
    // Who has the surest claim comes first.
    for place in claims.indices { claims[place].kept = take(claims[place].sure, &left) }
    for place in claims.indices.reversed() {
      claims[place].kept += take(claims[place].held - claims[place].kept, &left)
    }
    let isSame = foreign.hundredths.signum() == all.hundredths.signum()
    left = max(.zero, left - (isSame ? foreign.magnitude : .zero))
    for place in claims.indices { claims[place].kept += take(claims[place].entering, &left) }
    for claim in claims where claim.kept > .zero { give(claim, isShort: all < .zero) }
  }

  private func take(_ wanted: Quantity, _ left: inout Quantity) -> Quantity {
    let taken = min(max(.zero, wanted), left)
    left -= taken
    return taken
  }

  /// Profiles first, the arbitrage strategy last.
  private func claims(_ id: MarketID) -> [Claim] {
    let sign = states[Int(id.index)].position.quantity.hundredths.signum()
    let ticker = markets[Int(id.index)].ticker
    var claims: [Claim] = []
    for place in Array(profiles.indices.dropFirst()) + [0] {
      guard let old = carried?.profiles.first(where: { $0.name == profiles[place].name }),
        let holding = old.holdings.first(where: { $0.ticker == ticker })
      else { continue }
      func part(_ quantity: Quantity) -> Quantity {
        quantity.hundredths.signum() == sign ? quantity.magnitude : .zero
      }
      claims.append(
        Claim(
          profile: ProfileID(place), market: id, old: holding, held: part(holding.quantity),
          entering: part(holding.entering)))
    }
    return claims
  }

  private func give(_ claim: Claim, isShort: Bool) {
    let (id, profile, old) = (claim.market, claim.profile, claim.old)
    let whole = states[Int(id.index)].position
    let quantity = isShort ? -claim.kept : claim.kept
    let isAsKept = quantity == old.quantity && old.cost <= whole.costBasis
    let cost = isAsKept ? old.cost : whole.costBasis.share(quantity, of: whole.quantity)
    guard let position = Position(quantity: quantity, costBasis: cost) else { return }
    holdings[id, profile].position = position
    holdings[id, profile].openedAt = old.openedAt == .distantPast ? now : min(old.openedAt, now)
    holdings[id, profile].netBefore = .zero - old.net
    holdings[id, profile].feesBefore = .zero - old.fees
    // Of an order whose edge is not known it was the least that is asked for.
    let least = profiles[Int(profile.index)].configuration?.profile.minimumEdge ?? 0
    holdings[id, profile].netEdge = max(old.netEdge, least)
    holdings[id, profile].levels = old.levels
    if old.levels == nil || claim.kept > claim.held { renewLevels(id, profile) }
    if profile == .arbitrage { states[Int(id.index)].arbitrageHeld = quantity }
    guard claim.kept > claim.held else { return }
    let paid = max(.zero, cost - (claim.held.isZero ? .zero : old.cost))
    profiles[Int(profile.index)].ledger.correct(by: .zero - paid)
    profiles[0].ledger.correct(by: paid)
  }
}
