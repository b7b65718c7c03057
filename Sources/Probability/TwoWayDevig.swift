internal import Glibc

/// Margin removal for a two-way line on the hot path: no allocation, no error values.
///
/// Prices are decimal. Nil for what must not be traded on: a price that is not a finite number
/// above 1, an underround book, a method without a solution. All but the power method are closed
/// forms.
public func devigTwoWay(
  first: Double, second: Double, method: DevigMethod
) -> (first: Double, second: Double)? {
  withoutMargin(first, second) { a, b, margin in
    guard let p = twoWayFirst(a, b, margin, method), p > 0, p < 1 else { return nil }
    return (p, 1 - p)
  }
}

/// The lower bound of the first outcome's probability over ``DevigMethod/worstCaseMembers``
/// (multiplicative, Shin, odds ratio, power): what a purchase must still be worth.
///
/// Nil where any of them has no answer. For the second outcome swap the prices. Does not allocate.
public func worstCaseTwoWay(_ first: Double, _ second: Double) -> Double? {
  guard let multiplicative = devigTwoWay(first: first, second: second, method: .multiplicative),
    let shin = devigTwoWay(first: first, second: second, method: .shin),
    let oddsRatio = devigTwoWay(first: first, second: second, method: .oddsRatio),
    let power = devigTwoWay(first: first, second: second, method: .power)
  else { return nil }
  return min(min(multiplicative.first, shin.first), min(oddsRatio.first, power.first))
}

/// Both outcomes' lower bounds at once, to the bit what ``worstCaseTwoWay(_:_:)`` says of each; nil
/// where it says nothing of one. The power method, which is most of the cost, runs once.
public func worstCasesTwoWay(
  _ first: Double, _ second: Double
) -> (first: Double, second: Double)? {
  withoutMargin(first, second) { a, b, margin in
    guard let power = inside(twoWayPowers(a, b)),
      let multiplicative = twoWayBoth(a, b, margin, .multiplicative),
      let shin = twoWayBoth(a, b, margin, .shin),
      let oddsRatio = twoWayBoth(a, b, margin, .oddsRatio)
    else { return nil }
    return (
      min(min(multiplicative.first, shin.first), min(oddsRatio.first, power.first)),
      min(min(multiplicative.second, shin.second), min(oddsRatio.second, power.second))
    )
  }
}

/// What every method asks of a line before it is of use: two prices above 1, and a margin to
/// remove. Without a margin the implied chances are the answer, below it there is none.
@inline(__always)
private func withoutMargin(
  _ first: Double, _ second: Double,
  remove: (_ a: Double, _ b: Double, _ margin: Double) -> (first: Double, second: Double)?
) -> (first: Double, second: Double)? {
  guard first.isFinite, second.isFinite, first > 1, second > 1 else { return nil }
  let a = 1 / first
  let b = 1 / second
  guard a < 1, b < 1 else { return nil }
  let margin = a + b - 1
  guard abs(margin) >= Devig.fairTolerance else { return (a, b) }
  guard margin > 0 else { return nil }
  return remove(a, b, margin)
}

/// Each outcome as the first of the two.
private func twoWayBoth(
  _ a: Double, _ b: Double, _ margin: Double, _ method: DevigMethod
) -> (first: Double, second: Double)? {
  guard let first = twoWayFirst(a, b, margin, method),
    let second = twoWayFirst(b, a, margin, method)
  else { return nil }
  return inside((first, second))
}

/// Nil for what is no probability of something uncertain.
private func inside(_ pair: (first: Double, second: Double)?) -> (first: Double, second: Double)? {
  guard let pair, pair.first > 0, pair.first < 1, pair.second > 0, pair.second < 1 else {
    return nil
  }
  return pair
}

private func twoWayFirst(
  _ a: Double, _ b: Double, _ margin: Double, _ method: DevigMethod
) -> Double? {
  switch method {
  case .multiplicative: return a / (a + b)
  case .additive, .shin: return a - margin / 2
  case .oddsRatio:
    // The shift that makes the two logits opposite is half their sum.
    return 1 / (1 + (b * (1 - a) / (a * (1 - b))).squareRoot())
  case .probit:
    return StandardNormal.cdf(
      0.5 * (StandardNormal.inverseCDF(a) - StandardNormal.inverseCDF(b)))
  case .power: return twoWayPowers(a, b)?.first
  case .goto:
    let left = (1 - a).squareRoot()
    return a - margin * left / (left + (1 - b).squareRoot())
  }
}

/// Newton from k = 1, which lies left of the root of a convex falling sum: its steps rise to the
/// root and end where rounding stops them.
private func twoWayPowers(_ a: Double, _ b: Double) -> (first: Double, second: Double)? {
  let logA = log(a)
  let logB = log(b)
  var k = 1.0
  for _ in 0..<64 {
    let x = exp(k * logA)
    let y = exp(k * logB)
    let next = k - (x + y - 1) / (x * logA + y * logB)
    guard next.isFinite else { return nil }
    if next <= k { return (x / (x + y), y / (x + y)) }
    k = next
  }
  return nil
}
