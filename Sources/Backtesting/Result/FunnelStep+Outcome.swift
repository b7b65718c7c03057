internal import Trading

/// Where a market's way ended: at the engine's gate, or behind the last of them.
///
/// For the engine a market is through once an order was sent. A backtest knows what came of the
/// order, and an order that found nothing is no trade.
extension BacktestResult.FunnelStep {
  /// An order was sent, and none was filled.
  static let unfilled = "ordered, nothing filled"
  /// At least one fill.
  static let filled = "filled"

  /// The name of the step for a market that came as far as `gate` and had so many fills.
  static func name(_ gate: Gate, fills: Int) -> String {
    guard fills == 0 else { return filled }
    return gate == .traded ? unfilled : GateText.name(gate)
  }

  /// Markets by ``BacktestMarket/gate``, each counted once, in the order of the gates.
  static func steps(of markets: some Sequence<BacktestMarket>) -> [BacktestResult.FunnelStep] {
    var counts: [String: Int] = [:]
    for market in markets { counts[market.gate, default: 0] += 1 }
    return order.compactMap { name in
      counts[name].map { BacktestResult.FunnelStep(gate: name, markets: $0) }
    }
  }

  /// Two funnels as one. Steps of no known name stand at the end, as they come.
  static func joined(
    _ first: [BacktestResult.FunnelStep], _ second: [BacktestResult.FunnelStep]
  ) -> [BacktestResult.FunnelStep] {
    var steps: [BacktestResult.FunnelStep] = []
    for step in first + second {
      if let place = steps.firstIndex(where: { $0.gate == step.gate }) {
        steps[place].markets += step.markets
      } else {
        steps.append(step)
      }
    }
    return order.compactMap { name in steps.first { $0.gate == name } }
      + steps.filter { !order.contains($0.gate) }
  }

  private static let order =
    Gate.allCases.filter { $0 != .traded }.map(GateText.name) + [unfilled, filled]
}
