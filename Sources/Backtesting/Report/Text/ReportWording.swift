internal import Market
internal import Probability

/// What a report says in words, the same in the page and in the terminal.
struct ReportWording {
  /// An amount with its sign and unit.
  enum Unit: Sendable {
    case dollars, dollarsPerDay, cents, share

    func text(_ value: Double) -> String {
      switch self {
      case .dollars: NumberText.signed(value, 2) + " $"
      case .dollarsPerDay: NumberText.signed(value, 2) + " $ a day"
      case .cents: NumberText.signed(value, 2) + " ¢"
      case .share: NumberText.signed(value * 100, 2) + " %"
      }
    }

    /// Both ends, the unit only once.
    func range(_ interval: ConfidenceInterval) -> String {
      let scale = if case .share = self { 100.0 } else { 1.0 }
      let unit =
        switch self {
        case .dollars, .dollarsPerDay: "$"
        case .cents: "¢"
        case .share: "%"
        }
      return "\(NumberText.signed(interval.lower * scale, 2)) to"
        + " \(NumberText.signed(interval.upper * scale, 2)) \(unit)"
    }
  }

  let report: BacktestReport

  /// `95 %: +1.20 to +3.40 $`, or why there is no interval.
  static func interval(_ estimate: Estimate, _ unit: Unit) -> String {
    switch estimate.interval {
    case .value(let interval): "95 %: \(unit.range(interval))"
    case .insufficient(let reason): "no interval: insufficient data, because \(reason)"
    }
  }

  /// When and for how long equity was down.
  static func drawdown(_ fall: DrawdownFinding) -> String {
    guard let peak = fall.peak, let trough = fall.trough else {
      return "equity never fell, at \(NumberText.count(fall.points)) moments looked at"
    }
    let end =
      fall.recovery.map { "back \(MomentText.minute($0))" } ?? "not back by the end of the record"
    return "from \(MomentText.minute(peak)) to \(MomentText.minute(trough)), \(end);"
      + " \(MomentText.duration(fall.nanoseconds)) under water"
  }

  /// What a bet is, and how many it would take.
  var sampleSize: [String] {
    let edge = report.sampleSize.byEdge.text { edge in
      "An average entry costs \(NumberText.fixed(edge.costCents, 1)) ¢, has an edge of"
        + " \(NumberText.signed(edge.edgeCents, 2)) ¢ by the \(edge.source), and pays"
        + " \(NumberText.fixed(edge.feeCents, 2)) ¢ in fees. "
        + Self.needed(edge.bets) { bets in
          "To tell that from nothing by profit alone (5 % error, 80 % power) takes"
            + " \(NumberText.counted(Self.roundedUp(bets), "independent bet"));"
            + " \(NumberText.counted(edge.made, "event")) were bet on."
        }
    }
    let results = report.sampleSize.byResults.text { results in
      "\(NumberText.counted(results.made, "event")) brought"
        + " \(NumberText.signed(results.mean, 2)) $ each on average, with a standard deviation of"
        + " \(NumberText.fixed(results.standardDeviation, 2)) $. "
        + Self.needed(results.events) { events in
          "If that is the truth, it takes \(NumberText.counted(Self.roundedUp(events), "event"))"
            + " to tell it from nothing (5 % error, 80 % power)."
        }
    }
    return Self.sentences(["By the edge: \(edge)", "By the results: \(results)"])
  }

  /// Of the daily mean and the Sharpe ratio.
  var daily: [String] {
    let mean = report.daily.mean.text { mean in
      "\(ReportWording.Unit.dollarsPerDay.text(mean.profit.value)),"
        + " \(Self.interval(mean.profit, .dollars)) over \(mean.profit.units) days, resampled in"
        + " blocks of \(NumberText.fixed(mean.meanBlockLength, 1)) days on average."
    }
    let sharpe = report.daily.sharpe.text { sharpe in
      "\(NumberText.signed(sharpe.ratio, 3)) a day (standard error"
        + " \(NumberText.fixed(sharpe.standardError, 3))); above zero with a probability of"
        + " \(NumberText.percent(sharpe.probabilityAboveZero)). "
        + Self.needed(sharpe.daysNeeded) { days in
          "A record like this must have \(NumberText.counted(Self.roundedUp(days), "day")) to show"
            + " that with 95 %."
        }
    }
    return Self.sentences(["Mean profit of a day: \(mean)", "Sharpe ratio: \(sharpe)"])
  }

  /// Of the fair values and the mids.
  var forecasts: [String] {
    let findings = report.forecasts
    var lines: [String] = []
    if findings.unusable > 0 {
      lines.append(
        "\(findings.unusable) of \(findings.unusable + findings.markets) forecasts are in no score:"
          + " they paid neither nothing nor a dollar, or were no probability.")
    }
    lines.append(
      "Fair values: "
        + findings.scores.text { scores in
          "Brier score \(NumberText.fixed(scores.brier, 4)), log loss"
            + " \(NumberText.fixed(scores.logLoss, 4)) on"
            + " \(NumberText.counted(scores.markets, "market")); lower is better."
        })
    lines.append(
      "Against the middle of the book: "
        + findings.comparison.text { both in
          "on the same \(NumberText.counted(both.fair.markets, "market")) Brier"
            + " \(NumberText.fixed(both.fair.brier, 4)) against"
            + " \(NumberText.fixed(both.mid.brier, 4)), log loss"
            + " \(NumberText.fixed(both.fair.logLoss, 4)) against"
            + " \(NumberText.fixed(both.mid.logLoss, 4)). The middle's Brier less the"
            + " fair value's: \(NumberText.signed(both.brierAdvantage.value, 4))"
            + (both.brierAdvantage.interval.value.map {
              ", 95 %: \(NumberText.signed($0.lower, 4)) to \(NumberText.signed($0.upper, 4))."
            } ?? "; \(Self.interval(both.brierAdvantage, .share)).")
        })
    lines.append(
      "Calibration: "
        + findings.calibration.text { bins in
          "\(bins.bins.count) bins, expected error \(NumberText.percent(bins.expectedError)),"
            + " reliability \(NumberText.fixed(bins.reliability, 5)), resolution"
            + " \(NumberText.fixed(bins.resolution, 5)), uncertainty"
            + " \(NumberText.fixed(bins.uncertainty, 5))."
        })
    return Self.sentences(lines)
  }

  /// Of the closing line.
  var closingLine: String {
    let text = report.closingLine.text { line in
      "\(Unit.cents.text(line.centsAfterFees.value)) a contract after fees,"
        + " \(Self.interval(line.centsAfterFees, .cents));"
        + " \(Unit.cents.text(line.centsBeforeFees.value)) before,"
        + " \(Self.interval(line.centsBeforeFees, .cents)). \(NumberText.count(line.fills)) fills"
        + " in \(NumberText.counted(line.centsAfterFees.units, "event"));"
        + " \(NumberText.count(line.missing)) without a close"
    }
    return "Closing-line value of entries: \(text)."
  }

  /// Of the sweep: the warning first.
  static func sweep(_ sweep: SweepFindings) -> [String] {
    var lines = [sweep.warning]
    if sweep.daysWithoutOdds > 0 {
      lines.append(
        "\(NumberText.counted(sweep.daysWithoutOdds, "day")) without odds are in neither of the"
          + " two figures that follow.")
    }
    lines.append(
      "Deflated Sharpe ratio of the best: "
        + sweep.deflated.text { deflated in
          "\(NumberText.percent(deflated.probability)) is the probability that it is above"
            + " \(NumberText.signed(deflated.expectedMaximum, 3)) a day, what the best of"
            + " \(deflated.trials) worthless trials would show; its own is"
            + " \(NumberText.signed(deflated.sharpe, 3)). Over 95 % is the usual bar."
        })
    lines += walkForward(sweep.walkForward)
    return sentences(lines)
  }

  /// Each with a full stop at its end.
  private static func sentences(_ texts: [String]) -> [String] {
    texts.map { $0.hasSuffix(".") ? $0 : $0 + "." }
  }

  /// How many it takes, or why no number would do, as a sentence.
  private static func needed(_ number: Finding<Double>, _ words: (Double) -> String) -> String {
    switch number {
    case .value(let value): words(value)
    case .insufficient(let reason): reason.prefix(1).uppercased() + reason.dropFirst() + "."
    }
  }

  /// A parameter's assignment without the section it stands in: `taker_edge_threshold=3`.
  static func short(_ assignment: String) -> String {
    let name = assignment.prefix { $0 != "=" }
    guard let dot = name.lastIndex(of: ".") else { return assignment }
    return String(assignment[assignment.index(after: dot)...])
  }

  private static func roundedUp(_ value: Double) -> Int {
    value < 1e15 ? Int(value.rounded(.up)) : Int(1e15)
  }
}
