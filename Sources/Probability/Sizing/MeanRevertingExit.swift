internal import Glibc

/// Where to sell what is worth more the longer it is held, and less the longer the cash is tied up:
/// the optimal liquidation of an Ornstein-Uhlenbeck price.
///
/// The price reverts to ``mean`` at rate ``reversion`` with volatility ``volatility``; a sale costs
/// ``cost``, cash ``rate``, all per the same unit of time. The best price to sell at solves
/// F(b) = (b − c) F′(b), F being the increasing solution of the pricing equation. Times and prices
/// may be in any unit. Nothing trades by it: exits go by table or belief (`quant.md` 8.1, 8.3).
/// Source: T. Leung and X. Li, "Optimal Mean Reversion Trading with Transaction Costs and Stop-Loss
/// Exit" (2015); `quant.md` 8.2.
public struct MeanRevertingExit: Hashable, Sendable {
  public let mean: Double
  public let reversion: Double
  public let volatility: Double
  public let rate: Double
  public let cost: Double
  /// How a distance of price becomes the argument of the integrals.
  private let scale: Double

  /// Nil unless all are finite, and reversion, volatility and rate above 0: without a price of time
  /// nothing is ever sold below the highest price.
  public init?(
    mean: Double, reversion: Double, volatility: Double, rate: Double, cost: Double
  ) {
    guard [mean, reversion, volatility, rate, cost].allSatisfy(\.isFinite), reversion > 0,
      volatility > 0, rate > 0
    else { return nil }
    self.mean = mean
    self.reversion = reversion
    self.volatility = volatility
    self.rate = rate
    self.cost = cost
    scale = (2 * reversion).squareRoot() / volatility
  }

  /// The price's standard deviation in the long run.
  public var stationaryDeviation: Double { volatility / (2 * reversion).squareRoot() }

  /// The price from which on a sale is best; nil where none is found within 20 standard deviations
  /// of the mean.
  public var takeProfit: Double? {
    root(from: max(cost, mean - 20 * stationaryDeviation), to: mean + 20 * stationaryDeviation) {
      price in
      let f = rising(price)
      return (price - cost) * f.slope - f.value
    }
  }

  /// The same where it is sold at `stop` as well; nil where selling at once is best, or where there
  /// is no such price above the stop.
  public func takeProfit(stop: Double) -> Double? {
    guard let free = takeProfit, stop.isFinite, stop < free else { return nil }
    let (f, g) = (rising(stop), falling(stop))
    return root(from: stop + stationaryDeviation / 100, to: free) { price in
      let (up, down) = (rising(price), falling(price))
      // A F + B G is what the sale brings at both ends; at the upper one it must touch.
      let determinant = up.value * g.value - down.value * f.value
      let (high, low) = (price - cost, stop - cost)
      let a = (high * g.value - low * down.value) / determinant
      let b = (low * up.value - high * f.value) / determinant
      return a * up.slope + b * down.slope - 1
    }
  }

  /// The increasing solution and its slope, both times the same number.
  private func rising(_ price: Double) -> (value: Double, slope: Double) {
    let argument = scale * (price - mean)
    let power = rate / reversion
    let (low, high) = Self.moments(power, argument)
    // By parts, so that what is integrated has no pole at 0.
    return ((high - argument * low) / power, scale * low)
  }

  /// The decreasing one.
  private func falling(_ price: Double) -> (value: Double, slope: Double) {
    let argument = -scale * (price - mean)
    let power = rate / reversion
    let (low, high) = Self.moments(power, argument)
    return ((high - argument * low) / power, -scale * low)
  }

  /// ∫ uᵖ exp(k u − u²/2) du over u > 0, for p and p + 1: by the trapezium rule over log u, which
  /// is exact to rounding for what falls off so fast at both ends.
  private static func moments(_ power: Double, _ argument: Double) -> (low: Double, high: Double) {
    let step = 1.0 / 64
    let (first, last) = (-44 * 64, Int((log(max(1, argument) + 12) * 64).rounded(.up)))
    var (low, high) = (0.0, 0.0)
    for place in first...last {
      let logarithm = Double(place) * step
      let u = exp(logarithm)
      let weight = exp((power + 1) * logarithm + argument * u - u * u / 2)
      low += weight
      high += weight * u
    }
    return (low * step, high * step)
  }

  /// Where a function rises through 0; nil unless it is below at the one end and above at the
  /// other.
  private func root(from: Double, to: Double, _ function: (Double) -> Double) -> Double? {
    var (low, high) = (from, to)
    guard low < high, function(low) < 0, function(high) > 0 else { return nil }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
