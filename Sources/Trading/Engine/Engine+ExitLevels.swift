internal import Market

// At which bids profiles sell what they hold: by the edge of the entry, on the grid in force.
extension Engine {
  /// The bids at which a position is sold, worked out anew after each entry.
  func renewLevels(_ id: MarketID, _ profile: ProfileID) {
    let state = profiles[Int(profile.index)]
    let holding = holdings[id, profile]
    guard let rules = state.configuration?.exits, rules.rule == .table,
      let table = state.exitTable, let fees = states[Int(id.index)].feeFormula,
      let leg = holding.position.held,
      let entry = ExitLevels.Entry(
        leg: leg, contracts: holding.position.quantity.magnitude,
        cost: holding.position.costBasis, fees: holding.entryFees),
      let moves = table.moves(
        netEdge: Int64(holding.netEdge),
        table.liquidity(contracts: states[Int(id.index)].volume ?? 0))
    else {
      holdings[id, profile].levels = nil
      return
    }
    holdings[id, profile].levels = ExitLevels(
      entry, moves: moves, mode: rules.mode, grid: states[Int(id.index)].grid, fees: fees)
  }

  /// The prices that orders may have here are others, or so are the fees: the levels of everybody
  /// who holds something follow. A level off the grid would be refused each time it is asked for.
  func renewLevels(in id: MarketID) {
    guard hasProfiles else { return }
    for place in 1..<profiles.count where !holdings[id, ProfileID(place)].position.quantity.isZero {
      followGrid(id, ProfileID(place))
    }
  }

  /// Levels of a session before. Those that no order may have any more are worked out anew.
  func carryLevels(_ levels: ExitLevels?, _ id: MarketID, _ profile: ProfileID) {
    holdings[id, profile].levels = levels
    guard let levels, let leg = holdings[id, profile].position.held else {
      return renewLevels(id, profile)
    }
    let ladder = LegLadder(leg: leg, grid: states[Int(id.index)].grid)
    if levels.moved(to: ladder) != levels { followGrid(id, profile) }
  }

  /// While nobody knows the fees no level can be worked out: those of before stay, on the grid. A
  /// stop must not be lost to that.
  private func followGrid(_ id: MarketID, _ profile: ProfileID) {
    let index = Int(id.index)
    guard states[index].feeFormula == nil else { return renewLevels(id, profile) }
    guard let leg = holdings[id, profile].position.held else { return }
    let ladder = LegLadder(leg: leg, grid: states[index].grid)
    holdings[id, profile].levels = holdings[id, profile].levels?.moved(to: ladder)
  }
}
