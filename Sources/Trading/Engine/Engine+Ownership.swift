public import Market

// Whose contracts are whose, and what becomes of those that nobody here has bought or that somebody
// by hand has sold.
extension Engine {
  /// Contracts that a profile may sell: what it holds, no more than the account holds here and at
  /// the exchange, less what others of ours are selling already.
  func sellable(_ id: MarketID, _ profile: ProfileID) -> Quantity {
    let own =
      profile == .arbitrage
      ? states[Int(id.index)].arbitrageHeld : holdings[id, profile].position.quantity
    let all = states[Int(id.index)].position.quantity
    guard own.hundredths.signum() == all.hundredths.signum(), !isUnverified else { return .zero }
    var left = all.magnitude
    if let shown = states[Int(id.index)].exchangeShows {
      // Beyond what the exchange has, a sale would open the other side.
      left =
        shown.hundredths.signum() == all.hundredths.signum() ? min(left, shown.magnitude) : .zero
    }
    if states[Int(id.index)].hasForeignOrder {
      // Somebody by hand may be selling the same.
      let foreign =
        all > .zero ? states[Int(id.index)].foreignAsks : states[Int(id.index)].foreignBids
      left = max(.zero, left - foreign)
    }
    if hasProfiles {
      for place in orders.working.indices
      where orders.working[place].request.market == id
        && orders.working[place].request.purpose == .exit
        && orders.working[place].request.profile != profile
      {
        left = max(.zero, left - orders.working[place].open)
      }
    }
    return min(own.magnitude, left)
  }

  /// Contracts of the account that no strategy has bought; signed.
  public func unowned(_ id: MarketID) -> Quantity {
    var rest = states[Int(id.index)].position.quantity
    for place in profiles.indices {
      rest = rest - holdings[id, ProfileID(place)].position.quantity
    }
    return rest
  }

  /// Both sides agree on what the account holds: nobody's share of it can be more. What somebody
  /// has sold by hand is taken from the arbitrage strategy first, at its cost.
  ///
  /// - Parameter isPaid: whoever gives contracts away gets what they cost, from what is nobody's.
  func alignHoldings(_ id: MarketID, isPaid: Bool = true) {
    let all = states[Int(id.index)].position.quantity
    var left = all.magnitude
    for place in Array(profiles.indices.dropFirst()) + [0] {
      let profile = ProfileID(place)
      let held = holdings[id, profile].position.quantity
      guard !held.isZero else { continue }
      let kept =
        held.hundredths.signum() == all.hundredths.signum() ? min(held.magnitude, left) : .zero
      left = left - kept
      guard kept < held.magnitude else { continue }
      if isPaid {
        surrender(id, profile, held.magnitude - kept)
      } else {
        cut(id, profile, to: held < .zero ? .zero - kept : kept)
      }
    }
  }

  /// Contracts of a profile are somebody else's from now on, at what they cost: no result of its.
  private func surrender(_ id: MarketID, _ profile: ProfileID, _ quantity: Quantity) {
    let position = holdings[id, profile].position
    guard let leg = position.held else { return }
    let cost = position.costBasis.microDollars / max(1, position.quantity.magnitude.hundredths)
    let price = Price(tenThousandths: Int(min(10_000, cost)))
    move(
      id, profile, leg == .yes ? .ask : .bid, leg == .yes ? price : price.complement, quantity)
    noteShrunk(id, profile)
  }

  /// The same, and nobody pays for them.
  private func cut(_ id: MarketID, _ profile: ProfileID, to quantity: Quantity) {
    let old = holdings[id, profile].position
    guard
      let position = Position(
        quantity: quantity, costBasis: old.costBasis.share(quantity, of: old.quantity),
        realised: old.realised, fees: old.fees)
    else { return }
    holdings[id, profile].position = position
    holdings[id, profile].countEntryFee(.zero, since: old.quantity)
    noteShrunk(id, profile)
  }

  private func noteShrunk(_ id: MarketID, _ profile: ProfileID) {
    if profile == .arbitrage {
      states[Int(id.index)].arbitrageHeld = holdings[id, profile].position.quantity
    }
    if holdings[id, profile].position.quantity.isZero {
      holdings[id, profile].levels = nil
      holdings[id, profile].trigger = nil
    }
  }

  /// An order has filled by more than came under its name: what came without one, as far as there
  /// is such, is its profile's, and counts as if it had come with it.
  func takeOver(_ order: ManagedOrder, _ outputs: inout ContiguousArray<EngineOutput>) {
    let missing = order.filledByReport - order.filled
    let (id, profile) = (order.request.market, order.request.profile)
    let rest = unowned(id)
    guard missing > .zero, rest.hundredths.signum() == order.request.side.sign.signum() else {
      return
    }
    let before = holdings[id, profile].position
    move(id, profile, order.request.side, order.price, min(missing, rest.magnitude))
    if before.held == nil { noteOpened(id, profile, before) }
    noteHeld(id, profile, hasGrown: order.request.purpose == .entry, &outputs)
  }

  /// Contracts change their owner at a YES price, between a profile and what is nobody's; the cash
  /// of that is with the arbitrage strategy's.
  func move(
    _ id: MarketID, _ profile: ProfileID, _ side: BookSide, _ price: Price, _ quantity: Quantity
  ) {
    let (flow, held) = (
      holdings[id, profile].position.cashFlow, holdings[id, profile].position.quantity
    )
    // Within what is held or what there is, so that it always can be booked.
    guard
      (try? holdings[id, profile].position.apply(
        side: side, price: price, quantity: quantity, fee: .zero)) != nil
    else { return }
    holdings[id, profile].countEntryFee(.zero, since: held)
    let moved = holdings[id, profile].position.cashFlow - flow
    profiles[Int(profile.index)].ledger.book(moved, fee: .zero)
    profiles[0].ledger.book(.zero - moved, fee: .zero)
  }
}
