internal import Glibc

/// Margin removal for markets of any number of outcomes of which exactly one wins.
///
/// Source: `quant.md` 1.2, whose 50-digit reference values the tests reproduce to 1e-12.
public enum Devig {
  /// Book sums this close to one have no margin to remove.
  static let fairTolerance = 1e-12

  /// Probabilities fit to trade on.
  ///
  /// - Throws: ``DevigError`` also for what ``solve(_:method:)`` only flags: an underround book and
  ///   a negative probability.
  /// - Complexity: O(n) for closed forms, O(100 n) for solved ones; allocates. Two-way lines on the
  ///   hot path use ``devigTwoWay(first:second:method:)``.
  public static func probabilities(
    _ decimalOdds: [Double], method: DevigMethod
  ) throws(DevigError) -> [Double] {
    let solution = try solve(decimalOdds, method: method)
    if solution.isUnderround { throw .underround(bookSum: solution.bookSum) }
    if let position = solution.probabilities.firstIndex(where: { !($0 > 0 && $0 < 1) }) {
      throw .outOfRange(position: position, solution.probabilities[position])
    }
    return solution.probabilities
  }

  /// The method's map solved as a mathematical equation, with what is wrong about the result
  /// flagged.
  ///
  /// Underround books are solved too (Shin's z is then negative and has no meaning as a share of
  /// insiders), and additive and goto may give negative values. Calculators show these; trading
  /// uses
  /// ``probabilities(_:method:)``.
  public static func solve(
    _ decimalOdds: [Double], method: DevigMethod
  ) throws(DevigError) -> DevigSolution {
    guard decimalOdds.count >= 2 else { throw .tooFewOutcomes(decimalOdds.count) }
    var implied: [Double] = []
    implied.reserveCapacity(decimalOdds.count)
    for (position, price) in decimalOdds.enumerated() {
      do throws(OddsError) {
        let probability = try Odds.impliedProbability(decimal: price)
        // A price a rounding above 1 has no odds ratio and no logit either.
        guard probability < 1 else { throw .notAboveOne(price) }
        implied.append(probability)
      } catch {
        throw .unusablePrice(position: position, error)
      }
    }
    let bookSum = implied.reduce(0, +)
    guard abs(bookSum - 1) >= fairTolerance else {
      return DevigSolution(probabilities: implied, bookSum: bookSum, parameter: nil)
    }
    var solution = map(implied, bookSum: bookSum, method: method)
    let sum = solution.probabilities.reduce(0, +)
    guard abs(sum - 1) < 1e-9 else { throw .unsolved(method) }
    for index in solution.probabilities.indices { solution.probabilities[index] /= sum }
    return solution
  }

  /// The lowest probability any of `methods` gives each outcome: a conservative value for a single
  /// purchase, not a distribution.
  public static func worstCase(
    _ decimalOdds: [Double], methods: [DevigMethod] = DevigMethod.worstCaseMembers
  ) throws(DevigError) -> [Double] {
    var lowest = [Double](repeating: .infinity, count: decimalOdds.count)
    for method in methods {
      let solution = try solve(decimalOdds, method: method)
      for (index, probability) in solution.probabilities.enumerated() {
        lowest[index] = min(lowest[index], probability)
      }
    }
    return lowest
  }

  private static func map(
    _ implied: [Double], bookSum: Double, method: DevigMethod
  ) -> DevigSolution {
    let count = Double(implied.count)
    let margin = bookSum - 1
    var parameter: Double?
    let probabilities: [Double]
    switch method {
    case .multiplicative:
      probabilities = implied.map { $0 / bookSum }
    case .additive:
      probabilities = implied.map { $0 - margin / count }
    case .power:
      let k = DevigSolver.powerExponent(implied)
      parameter = k
      probabilities = implied.map { pow($0, k) }
    case .oddsRatio:
      let shift = DevigSolver.oddsRatioShift(implied)
      parameter = exp(shift)
      probabilities = implied.map { DevigSolver.shifted($0, by: shift) }
    case .probit:
      let quantiles = implied.map(StandardNormal.inverseCDF)
      let shift = DevigSolver.probitShift(quantiles)
      parameter = shift
      probabilities = quantiles.map { StandardNormal.cdf($0 - shift) }
    case .shin where implied.count == 2:
      let square = (implied[0] - implied[1]) * (implied[0] - implied[1])
      parameter = margin * (square - bookSum) / (bookSum * (square - 1))
      probabilities = implied.map { $0 - margin / 2 }
    case .shin:
      let z = DevigSolver.shinShare(implied, bookSum: bookSum)
      parameter = z
      probabilities = implied.map { DevigSolver.shin($0, share: z, bookSum: bookSum) }
    case .goto:
      let t = margin / implied.reduce(0) { $0 + (1 - $1).squareRoot() }
      parameter = t
      probabilities = implied.map { $0 - t * (1 - $0).squareRoot() }
    }
    return DevigSolution(probabilities: probabilities, bookSum: bookSum, parameter: parameter)
  }
}

/// What a method makes of a set of prices.
public struct DevigSolution: Hashable, Sendable {
  /// One per price, in order; they add up to one.
  public internal(set) var probabilities: [Double]
  /// The sum of the implied probabilities: one plus the margin.
  public let bookSum: Double
  /// The solved parameter: k, c, d, z or t; nil where the method has none or the book is fair.
  public let parameter: Double?

  /// The book pays more than it takes: from a single book a sign of a stale or mis-read price.
  public var isUnderround: Bool { bookSum < 1 - Devig.fairTolerance }
  /// A value outside 0…1, which additive and goto give to long shots.
  public var isOutOfRange: Bool { probabilities.contains { !($0 >= 0 && $0 <= 1) } }
}
