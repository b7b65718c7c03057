internal import Glibc

/// Bookmakers' prices in their written forms, and the probability each implies.
///
/// Decimal odds d return d for a stake of one, so that 1/d is the implied probability, margin
/// included. Source: `quant.md` 1.1.
public enum Odds {
  /// The decimal price of American odds: 1 + a/100 from +100 up, 1 + 100/|a| from -100 down.
  ///
  /// - Throws: ``OddsError/americanInsideHundred(_:)`` for a value between -100 and +100.
  public static func decimal(american: Double) throws(OddsError) -> Double {
    guard american.isFinite else { throw .notFinite }
    guard abs(american) >= 100 else { throw .americanInsideHundred(american) }
    return american > 0 ? 1 + american / 100 : 1 + 100 / -american
  }

  /// The decimal price of fractional odds `numerator`/`denominator`.
  public static func decimal(numerator: Int, denominator: Int) throws(OddsError) -> Double {
    guard numerator > 0, denominator > 0 else { throw .notAFraction }
    return 1 + Double(numerator) / Double(denominator)
  }

  /// A decimal price from outside, checked: finite and above 1.
  public static func checked(decimal: Double) throws(OddsError) -> Double {
    guard decimal.isFinite else { throw .notFinite }
    guard decimal > 1 else { throw .notAboveOne(decimal) }
    return decimal
  }

  /// The probability a decimal price implies, margin included.
  public static func impliedProbability(decimal: Double) throws(OddsError) -> Double {
    1 / (try checked(decimal: decimal))
  }

  /// American odds of a probability, unrounded: +100 for one half by convention.
  public static func american(probability: Double) throws(OddsError) -> Double {
    guard probability > 0, probability < 1 else { throw .notAProbability(probability) }
    return probability <= 0.5
      ? 100 * (1 - probability) / probability
      : -100 * probability / (1 - probability)
  }

  /// The decimal price of a probability.
  public static func decimal(probability: Double) throws(OddsError) -> Double {
    guard probability > 0, probability < 1 else { throw .notAProbability(probability) }
    return 1 / probability
  }
}

/// Why a price from outside cannot be used.
public enum OddsError: Error, Hashable, Sendable {
  /// Not a number, or infinite.
  case notFinite
  /// A decimal price at or below 1: nothing to win, so it carries no odds.
  case notAboveOne(Double)
  /// American odds between -100 and +100 do not exist.
  case americanInsideHundred(Double)
  /// A fraction needs a positive numerator and a positive denominator.
  case notAFraction
  /// Outside the open interval from 0 to 1.
  case notAProbability(Double)
}

extension OddsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFinite: "the price is not a finite number"
    case .notAboveOne(let price): "the price \(price) is not above 1"
    case .americanInsideHundred(let price):
      "American odds are +100 or more, or -100 or less; \(price) is neither"
    case .notAFraction: "fractional odds need a positive numerator and denominator"
    case .notAProbability(let value): "\(value) is not a probability between 0 and 1"
    }
  }
}
