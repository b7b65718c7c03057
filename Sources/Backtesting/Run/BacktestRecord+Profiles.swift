internal import Market
internal import Trading

extension BacktestRecord {
  /// What became of each strategy; empty where no profile ran.
  var strategyResults: [BacktestProfile] {
    guard profiles.count > 1 else { return [] }
    return profiles.map { state in
      var result = BacktestProfile(name: state.name, capital: state.ledger.starting ?? .zero)
      result.signals = state.signals
      result.stops = Gate.allCases.compactMap { gate in
        let judgements = state.stops[Int(gate.rawValue)]
        let signals = signalCounts.count(state.id, gate)
        guard gate != .traded, judgements > 0 || signals > 0 else { return nil }
        return .init(gate: gate, signals: signals, judgements: judgements)
      }
      result.entries = entries(of: state)
      result.closed = state.closed
      addFills(of: state.id, to: &result)
      return result
    }
  }

  /// The engine counts profiles' entries; the arbitrage strategy's are the rest.
  private func entries(of state: ProfileState) -> Int {
    guard state.id == .arbitrage else { return state.trades }
    let all = states.reduce(0) { $0 + Int($1.record.entries) }
    return all - profiles.dropFirst().reduce(0) { $0 + $1.trades }
  }

  private func addFills(of profile: ProfileID, to result: inout BacktestProfile) {
    var positions: [Int: Position] = [:]
    var order: [Int] = []
    for fill in fills where fill.profile == profile {
      if positions[fill.market] == nil { order.append(fill.market) }
      var position = positions[fill.market] ?? Position()
      // The venue has booked the same trade: it is one that can be booked.
      try? position.apply(
        side: fill.side, price: fill.price, quantity: fill.quantity, fee: fill.fee)
      positions[fill.market] = position
      result.fills += 1
      result.contracts += fill.quantity
      result.fees += fill.fee
      if fill.purpose == .entry {
        result.cost += (fill.side == .bid ? fill.price : fill.price.complement) * fill.quantity
      }
    }
    for market in order {
      guard let position = positions[market] else { continue }
      result.sold += position.realised
      guard let held = position.held else { continue }
      if let paid = states[market].settledValue {
        let value = held == .yes ? paid : paid.complement
        result.settled += value * position.quantity.magnitude - position.costBasis
      } else {
        result.open += 1
        result.marked += value(of: position, market) - position.costBasis
      }
    }
  }
}
