internal import FaultSimulation
internal import KalshiSimulator
internal import Market

/// The fault simulator's games as the killed process trades them: the winners only.
enum RecoveryGame {
  /// None begins while a test runs.
  static let start = VenueGame.noon + 43_200_000_000_000

  static let all = VenueGame.all(starts: [start, start, start])

  static func list(on exchange: inout SimulatedExchange) throws(SimulatorError) {
    try VenueGame.list(all, hasTotals: false, on: &exchange, at: VenueGame.noon)
  }
}
