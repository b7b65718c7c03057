public import Market

extension GameLine {
  /// Whether the line speaks of exactly what a contract claims, as the engine counts it: a line on
  /// which the result can fall never does.
  public func speaks(of claim: Claim) -> Bool { Engine.matches(kind, claim) }
}
