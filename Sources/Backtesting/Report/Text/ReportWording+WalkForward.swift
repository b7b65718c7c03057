internal import Market
internal import Probability

/// The walk forward: what it brought, and on which days it says nothing.
extension ReportWording {
  static func walkForward(_ finding: Finding<WalkForwardFinding>) -> [String] {
    let outcome = finding.text { walk in
      "chosen on the days before and judged on the next, \(walk.testDays) test days brought"
        + " \(NumberText.signedDollars(walk.testProfit)) $"
        + walk.testMean.text { mean in
          " (\(Unit.dollarsPerDay.text(mean.profit.value)),"
            + " \(interval(mean.profit, .dollars)))"
        }.replacingInsufficient(" (an interval: ", ")")
        + "; with hindsight the best trial brought"
        + " \(NumberText.signedDollars(walk.hindsightProfit)) $ on them."
        + (walk.isDated ? "" : " The days have no dates: gaps are counted in days played.")
    }
    return ["Walk forward: \(outcome)"] + (finding.value.map { [leftOut($0)] } ?? [])
  }

  /// The days that are in no training, in no test, or in neither.
  private static func leftOut(_ walk: WalkForwardFinding) -> String {
    let gap = "\(walk.isDated ? "calendar day" : "day played")"
    let purged = walk.steps.flatMap(\.leftOut).map { Markup.shortened($0, most: 24) }
    var text =
      "Days left out by the walk: "
      + (walk.purgeDays == 1
        ? "the \(gap) before each test is" : "\(walk.purgeDays) \(gap)s before each test are")
      + " not trained on for it, as bets may still be open ("
      + (purged.isEmpty ? "none of them was played" : purged.joined(separator: ", ")) + ");"
    text += walk.onlyTrainedOn.map { " only trained on: \($0.text);" } ?? ""
    text +=
      walk.leftAtEnd.map { " too few for a test at the end: \($0.text)." }
      ?? " none is left over at the end."
    return text
  }
}

extension String {
  /// The text set between two others where it says that data do not suffice.
  fileprivate func replacingInsufficient(_ before: String, _ after: String) -> String {
    hasPrefix("insufficient data") ? before + self + after : self
  }
}
