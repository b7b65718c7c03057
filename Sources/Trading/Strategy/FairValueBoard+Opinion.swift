internal import Market
internal import Probability

extension FairValueBoard {
  /// One bookmaker's line as a statement about one contract; nil when it states nothing usable.
  ///
  /// Lines whose ``BookSum`` cannot be believed are dropped here. The other reasons to drop a line
  /// have been looked at before, or are looked at later: prices and the times of its sides by
  /// `LineTracker`, the contract's own line by ``Engine/matches(_:_:)``, its age by the boards.
  mutating func opinion(
    of line: GameLine, claim: Claim, rule: PricingRule, time: Timestamp
  ) -> Opinion? {
    guard BookSum.isBelievable(line.homeOrOver, line.awayOrUnder) else { return nil }
    let isFirst: Bool
    switch claim {
    case .winner(let team), .spread(let team, _): isFirst = team == .home
    case .total: isFirst = true
    }
    let mine = isFirst ? line.homeOrOver : line.awayOrUnder
    let other = isFirst ? line.awayOrUnder : line.homeOrOver
    guard let pair = devigTwoWay(first: mine, second: other, method: rule.devigMethod),
      let worst = worstCases(of: line)
    else { return nil }
    var opinion = Opinion(
      yes: pair.0, worstYes: isFirst ? worst.first : worst.second,
      worstNo: isFirst ? worst.second : worst.first, time: time, isPresent: true)
    if case .winner = claim {
      let ties = rule.tieRule
      let tie = rule.tieProbability
      opinion.yes = ties.contractValue(winWithoutTie: opinion.yes, tieProbability: tie)
      opinion.worstYes = ties.contractValue(winWithoutTie: opinion.worstYes, tieProbability: tie)
      // What NO is worth is one dollar less the contract's value at the other team's best.
      opinion.worstNo =
        1 - ties.contractValue(winWithoutTie: 1 - opinion.worstNo, tieProbability: tie)
    }
    return opinion
  }

  /// Both outcomes at their worst; a line speaks of two markets as a rule, one right after the
  /// other.
  private mutating func worstCases(of line: GameLine) -> (first: Double, second: Double)? {
    if line.homeOrOver == lastLine.first, line.awayOrUnder == lastLine.second {
      return lastWorst
    }
    let worst = worstCasesTwoWay(line.homeOrOver, line.awayOrUnder)
    lastLine = (line.homeOrOver, line.awayOrUnder)
    lastWorst = worst
    return worst
  }
}
