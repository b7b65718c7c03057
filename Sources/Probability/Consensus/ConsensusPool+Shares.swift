extension ConsensusPool {
  /// What an opinion counted for in the last ``consensus(by:)``: its share of all that was left,
  /// 0…1; 0 where it was dropped.
  ///
  /// - Parameters:
  ///   - place: of the opinion, in the order in which they were added.
  ///   - method: that of the same rule. Of ``ConsensusRule/Method/mean`` and
  ///     ``ConsensusRule/Method/median`` every book that is left has the same.
  /// - Complexity: O(n) for n opinions.
  public func share(at place: Int, by method: ConsensusRule.Method) -> Double {
    guard place >= 0, place < Self.capacity, kept & 1 &<< UInt64(place) != 0 else { return 0 }
    guard method == .logOddsPool else { return 1 / Double(kept.nonzeroBitCount) }
    var sum = 0.0
    for other in 0..<Self.capacity where kept & 1 &<< UInt64(other) != 0 { sum += weights[other] }
    return weights[place] / sum
  }
}
