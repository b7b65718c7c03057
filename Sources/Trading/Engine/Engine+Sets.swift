internal import Market

/// One leg of a set: what is bought where, and the YES price that its order names.
struct SetLeg {
  var asking: Engine.Asking
  var price: Price
}

/// An admitted set whose legs are not all over. Their ids follow each other.
struct OpenSet {
  let first: ClientOrderID
  let count: Int
  /// Legs that are not over.
  var left: Int
  /// A leg has left: the set was a trade.
  var hasLeft = false
  /// A leg was refused, or never arrived.
  var hasFailed = false

  init(first: ClientOrderID, count: Int) {
    (self.first, self.count, left) = (first, count, count)
  }

  func contains(_ id: ClientOrderID) -> Bool {
    id.session == first.session && id.sequence >= first.sequence
      && id.sequence - first.sequence < UInt64(count)
  }
}

// Sets go out whole or not at all, and count as one: one admission of rates and intervals, one
// trade of the day, one probe of a half-open breaker.
extension Engine {
  /// Sends every leg of a set in this input, as many contracts of each as all limits leave room
  /// for, or none: what stops one leg stops all.
  ///
  /// - Parameter legs: of one profile, each of another market.
  /// - Returns: what was admitted of each leg, or the first gate that refuses.
  func enter(
    set legs: [SetLeg], _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Result<RiskGate.Admission, GateStop> {
    guard Set(legs.map(\.asking.market)).count == legs.count else {
      return .failure(GateStop(.duplicateIntent))
    }
    for leg in legs {
      if let stop = stop(of: leg) { return .failure(stop) }
    }
    switch admit(set: legs.map(\.asking)) {
    case .failure(let stop): return .failure(stop)
    case .success(let admission):
      send(legs, contracts: admission.contracts, &outputs)
      return .success(admission)
    }
  }

  /// What keeps a leg's order from going out, the limits apart.
  private func stop(of leg: SetLeg) -> GateStop? {
    let index = Int(leg.asking.market.index)
    guard states[index].feeFormula != nil else { return GateStop(.unknownFee) }
    guard isTrading(index) else { return GateStop(.notActive) }
    return entryStop(index) ?? bookStop(index)
      ?? ordersStop(leg.asking.market, leg.asking.profile, leg.asking.side)
  }

  private func send(
    _ legs: [SetLeg], contracts: Int64, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let ids = legs.map { _ in makeID() }
    for (leg, id) in zip(legs, ids) {
      send(
        EngineOrder(
          id: id, market: leg.asking.market, side: leg.asking.side, price: leg.price,
          quantity: Quantity(contracts: Int(contracts)), style: .take, purpose: .entry,
          profile: leg.asking.profile), &outputs)
      states[Int(leg.asking.market.index)].record.entries += 1
    }
    openSets.append(OpenSet(first: ids[0], count: ids.count))
    let profile = legs[0].asking.profile
    admitted(contracts * Int64(legs.count), for: profile, ids[0])
    profiles[Int(profile.index)].trades += 1
  }

  /// An order of a set is over: with the last of them the set is.
  ///
  /// - Returns: nil for an order of no set; else whether the set is over with it, and how.
  func countSetEnd(
    _ id: ClientOrderID, isUnsent: Bool, hasFailed: Bool
  ) -> (first: ClientOrderID, isOver: Bool, isUnsent: Bool, hasFailed: Bool)? {
    guard let place = openSets.firstIndex(where: { $0.contains(id) }) else { return nil }
    openSets[place].left -= 1
    if !isUnsent { openSets[place].hasLeft = true }
    if hasFailed { openSets[place].hasFailed = true }
    let set = openSets[place]
    if set.left == 0 { openSets.remove(at: place) }
    return (set.first, set.left == 0, !set.hasLeft, set.hasFailed)
  }
}
