internal import Glibc

/// Probabilities as logarithms of odds, in which opinions are added and compared.
public enum LogOdds {
  /// ln(p / (1 − p)); nil where p is not strictly between 0 and 1.
  public static func of(_ probability: Double) -> Double? {
    guard probability > 0, probability < 1 else { return nil }
    return log(probability) - log1p(-probability)
  }

  /// The probability that has these log odds.
  public static func probability(_ logOdds: Double) -> Double {
    // Each branch raises e to nothing above zero, so that neither overflows.
    if logOdds >= 0 { return 1 / (1 + exp(-logOdds)) }
    let odds = exp(logOdds)
    return odds / (1 + odds)
  }
}
