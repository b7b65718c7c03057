internal import Kalshi

extension EngineRig {
  /// Even odds on every game, which is what the books say too.
  static func fairPrices(games: Int) -> [Bytes] {
    (0..<games).map { Frames.odds(event: "\(61_017_989 + $0)", home: "1.91", away: "1.91") }
  }

  /// A rig with a line for every game.
  static func onFairPrices(
    games: Int, keyKind: SigningKeyKind = .ed25519, signatures: Int = 64
  ) throws -> EngineRig {
    let rig = try EngineRig(games: games, keyKind: keyKind, signatures: signatures)
    for frame in fairPrices(games: games) { rig.receive(odds: frame.buffer) }
    return rig
  }
}
