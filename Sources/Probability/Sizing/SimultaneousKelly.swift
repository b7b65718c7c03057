internal import Glibc

/// Kelly stakes of several bets that are open at the same time and depend on each other: the stakes
/// that maximise expected log wealth over the joint states of the world.
///
/// Single-bet fractions added up overshoot where outcomes go together. What is held already is part
/// of each state's wealth. Source: `quant.md` 4.4.
public struct SimultaneousKelly: Hashable, Sendable {
  /// Every bet won or lost in all combinations is 4 096 states.
  public static let maximumBets = 12
  public static let maximumStates = 1 << 12

  /// The part of the bankroll to spend on each bet, in the order given; together at most 1.
  public let fractions: [Double]
  /// Expected growth of log wealth, in nats, over buying nothing.
  public let logGrowth: Double

  /// Stands for a state in which all stakes are lost, however unlikely: it keeps them below the
  /// whole bankroll. Moves no fraction by more than rounding.
  private static let reserve = 1e-13
  private static let maximumSteps = 200

  /// - Parameters:
  ///   - costs: dollars for a contract of each bet, fee included, between 0 and 1.
  ///   - probabilities: of each state; they add up to 1.
  ///   - wealth: bankroll and what is held, valued in each state, as a multiple of the bankroll:
  ///     above 0. All 1 where nothing is held.
  ///   - payoff: what a contract of a bet pays in a state, in dollars: 0…1.
  /// - Returns: nil for lists that do not fit together, for too many, and for numbers out of range.
  /// - Complexity: O(states × bets²) a step, some ten steps.
  public init?(
    costs: [Double], probabilities: [Double], wealth: [Double],
    payoff: (_ state: Int, _ bet: Int) -> Double
  ) {
    let (bets, states) = (costs.count, probabilities.count)
    guard (1...Self.maximumBets).contains(bets), (1...Self.maximumStates).contains(states),
      wealth.count == states, costs.allSatisfy({ $0 > 0 && $0 < 1 }),
      probabilities.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      abs(probabilities.reduce(0, +) - 1) < 1e-9, wealth.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    var problem = Problem(bets: bets)
    for state in 0..<states where probabilities[state] > 0 {
      let row = (0..<bets).map { payoff(state, $0) }
      guard row.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
      problem.add(
        probabilities[state], wealth[state], (0..<bets).map { row[$0] / costs[$0] - 1 })
    }
    let before = problem.value(Array(repeating: 0, count: bets))
    problem.add(Self.reserve, 1, Array(repeating: -1, count: bets))
    let best = problem.solve(maximumSteps: Self.maximumSteps)
    problem.dropLast()
    fractions = best
    logGrowth = problem.value(best) - before
  }
}

/// Concave in the stakes; solved by Newton's method with the stakes at zero left out while they
/// want to stay there (Bertsekas 1982).
private struct Problem {
  let bets: Int
  private var weights: [Double] = []
  private var wealth: [Double] = []
  /// What a dollar on each bet brings in each state, state by state.
  private var returns: [Double] = []

  init(bets: Int) { self.bets = bets }

  mutating func add(_ weight: Double, _ wealth: Double, _ returns: [Double]) {
    weights.append(weight)
    self.wealth.append(wealth)
    self.returns += returns
  }

  mutating func dropLast() {
    weights.removeLast()
    wealth.removeLast()
    returns.removeLast(bets)
  }

  private func wealth(_ state: Int, _ stakes: [Double]) -> Double {
    var sum = wealth[state]
    for bet in 0..<bets { sum += stakes[bet] * returns[state * bets + bet] }
    return sum
  }

  /// Expected log wealth; −infinity where a state leaves none.
  func value(_ stakes: [Double]) -> Double {
    var sum = 0.0
    for state in weights.indices {
      let wealth = wealth(state, stakes)
      guard wealth > 0 else { return -.infinity }
      sum += weights[state] * log(wealth)
    }
    return sum
  }

  private func slopes(_ stakes: [Double]) -> (gradient: [Double], curvature: [Double]) {
    var gradient = Array(repeating: 0.0, count: bets)
    var curvature = Array(repeating: 0.0, count: bets * bets)
    for state in weights.indices {
      let wealth = wealth(state, stakes)
      let (first, second) = (weights[state] / wealth, weights[state] / (wealth * wealth))
      for row in 0..<bets {
        let mine = returns[state * bets + row]
        gradient[row] += first * mine
        for column in 0...row {
          curvature[row * bets + column] += second * mine * returns[state * bets + column]
        }
      }
    }
    return (gradient, curvature)
  }

  func solve(maximumSteps: Int) -> [Double] {
    var stakes = Array(repeating: 0.0, count: bets)
    var value = value(stakes)
    for _ in 0..<maximumSteps {
      let (gradient, curvature) = slopes(stakes)
      let free = (0..<bets).filter { stakes[$0] > 0 || gradient[$0] > 0 }
      guard !free.isEmpty, let step = newtonStep(gradient, curvature, free) else { break }
      var length = 1.0
      var isBetter = false
      while length > 1e-18 {
        var next = stakes
        for (place, bet) in free.enumerated() {
          next[bet] = max(0, stakes[bet] + length * step[place])
        }
        let reached = self.value(next)
        if reached > value {
          isBetter = true
          (stakes, value) = (next, reached)
          break
        }
        length *= 0.5
      }
      guard isBetter else { break }
    }
    return stakes
  }

  /// Solves curvature × step = gradient for the free stakes (Cholesky); nil where rounding leaves
  /// no positive pivot.
  private func newtonStep(
    _ gradient: [Double], _ curvature: [Double], _ free: [Int]
  ) -> [Double]? {
    let count = free.count
    var factor = Array(repeating: 0.0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        var sum = curvature[max(free[row], free[column]) * bets + min(free[row], free[column])]
        if row == column { sum *= 1 + 1e-12 }
        for inner in 0..<column {
          sum -= factor[row * count + inner] * factor[column * count + inner]
        }
        if row == column {
          guard sum > 0 else { return nil }
          factor[row * count + row] = sum.squareRoot()
        } else {
          factor[row * count + column] = sum / factor[column * count + column]
        }
      }
    }
    var step = free.map { gradient[$0] }
    for row in 0..<count {
      for inner in 0..<row { step[row] -= factor[row * count + inner] * step[inner] }
      step[row] /= factor[row * count + row]
    }
    for row in (0..<count).reversed() {
      for inner in row + 1..<count { step[row] -= factor[inner * count + row] * step[inner] }
      step[row] /= factor[row * count + row]
    }
    return step
  }
}
