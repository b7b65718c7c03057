public import Market

/// What a winner contract pays when the game ends level (`quant.md` 1.4.8).
///
/// A bookmaker's two-way price returns the stake on a tie, so it is P(win | no tie). The contract
/// has a rule of its own, and its value follows from that.
public enum TieRule: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The game is played until somebody wins.
  case impossible
  /// A tie settles NO for both teams.
  case settlesNo
  /// A tie settles each team at half a dollar.
  case settlesHalf

  /// How the league's game contracts settle a tie. NFL: 0.50 each side; the others play on.
  public static func standard(for league: League) -> TieRule {
    league == .nfl ? .settlesHalf : .impossible
  }

  /// The share of NFL games that end level: 9 of 1,823 regular-season games of 2016 to 2022
  /// (nflverse results: two each in 2016, 2018 and 2022, one each in 2019, 2020 and 2021).
  /// Play-off games cannot end level.
  public static let nflTieProbability = 9.0 / 1823.0

  /// The default share of games of that league that end level.
  public static func standardTieProbability(for league: League) -> Double {
    league == .nfl ? nflTieProbability : 0
  }

  /// The contract's value from the bookmakers' P(win | no tie) and the probability of a tie.
  public func contractValue(winWithoutTie p: Double, tieProbability t: Double) -> Double {
    switch self {
    case .impossible: p
    case .settlesNo: p * (1 - t)
    case .settlesHalf: p * (1 - t) + 0.5 * t
    }
  }
}
