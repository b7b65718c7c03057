internal import Market
internal import Probability

extension FairValueBoard {
  /// One bookmaker's line as a statement about one contract; nil when it states nothing usable.
  ///
  /// Lines whose book sum is outside the accepted range are dropped here: an underround book is a
  /// stale or mis-read one, a very wide one is suspended in all but name (quant.md 1.4).
  mutating func opinion(
    of line: GameLine, claim: Claim, rule: PricingRule, time: Timestamp
  ) -> Opinion? {
    let bookSum = 1 / line.homeOrOver + 1 / line.awayOrUnder
    guard bookSum >= 1 - 1e-12, bookSum <= 1.15 else { return nil }
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
