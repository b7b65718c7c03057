internal import Market
internal import Probability

/// A report for the terminal: plain text within 100 columns.
///
/// It has the figures of the page without its charts and long tables.
public struct BacktestReportText: Sendable {
  /// Rows of each table; the page and the JSON have more.
  static let mostRows = 12

  let report: BacktestReport
  private let wording: ReportWording

  public init(_ report: BacktestReport) {
    self.report = report
    wording = ReportWording(report: report)
  }

  /// The whole text, ending in a line break. The same report gives the same text.
  public var text: String {
    var page = TextLayout()
    page.heading(report.title.isEmpty ? "Backtest" : report.title)
    page.add("It assumes:")
    for assumption in report.assumptions { page.bullet("\(assumption.name): \(assumption.text)") }
    if report.assumptions.isEmpty { page.bullet("Nothing was stated: nobody can judge this.") }
    page.add("\(report.disclaimer) \(BacktestReportPage.caution)")
    missing(&page)
    result(&page)
    variants(&page)
    profiles(&page)
    skill(&page)
    if let sweep = report.sweep { self.sweep(sweep, &page) }
    funnel(&page)
    markets(&page)
    notes(&page)
    page.add("")
    page.add("Resampled with seed \(report.seed).")
    return page.text
  }

  private func missing(_ page: inout TextLayout) {
    page.section("What is missing")
    let gaps = report.coverage.gaps
    for gap in gaps { page.bullet(gap) }
    if gaps.isEmpty { page.add("Nothing: every day had odds, every traded market has a result.") }
  }

  private func result(_ page: inout TextLayout) {
    let account = report.account
    page.section("Result")
    page.add(
      "\(NumberText.counted(report.coverage.days, "day")),"
        + " \(NumberText.counted(report.coverage.markets, "market")),"
        + " \(NumberText.counted(account.orders, "order")),"
        + " \(NumberText.counted(account.fills, "fill")) of"
        + " \(NumberText.contracts(account.contracts)) contracts, fees"
        + " \(NumberText.dollars(account.fees)) $.")
    line("Net profit", .value(report.profit.net), .dollars, &page)
    line("Per contract", report.profit.centsPerContract, .cents, &page)
    line("Return on peak capital", report.profit.returnOnPeakCapital, .share, &page)
    page.bullet(
      "Maximum drawdown: "
        + report.drawdown.text { fall in
          (fall.depth == .zero ? "" : "\(NumberText.dollars(fall.depth)) $")
            + (fall.depth == .zero
              ? "" : fall.share.value.map { " (\(NumberText.percent($0)))" } ?? "")
            + (fall.depth == .zero ? "" : ", ") + ReportWording.drawdown(fall) + "."
        })
    page.bullet(
      "Hit rate: "
        + report.hits.text { hits in
          NumberText.percent(hits.rate)
            + (hits.interval.value.map {
              ", 95 %: \(NumberText.fixed($0.lower * 100, 1)) to"
                + " \(NumberText.fixed($0.upper * 100, 1)) %"
            } ?? "") + "; \(hits.counts). A bet is a market with fills, settled or"
            + " closed."
        })
    for text in wording.daily { page.bullet(text) }
    page.add(
      "Intervals resample whole events, at least \(ClusterBootstrap.fewestClusters) of them.")
  }

  private func variants(_ page: inout TextLayout) {
    guard report.variants.count > 1 else { return }
    page.section("Under other suppositions")
    page.table(BacktestReportPage.variantColumns, BacktestReportPage.variantRows(report))
  }

  private func line(
    _ name: String, _ finding: Finding<Estimate>, _ unit: ReportWording.Unit,
    _ page: inout TextLayout
  ) {
    page.bullet(
      "\(name): "
        + finding.text { estimate in
          "\(unit.text(estimate.value)), \(ReportWording.interval(estimate, unit)),"
            + " \(NumberText.counted(estimate.units, "event"))."
        })
  }

  private func skill(_ page: inout TextLayout) {
    page.section("Luck or skill")
    page.bullet(wording.closingLine)
    for text in wording.forecasts + wording.sampleSize { page.bullet(text) }
    page.add("")
    page.add("Mark-outs, cents a contract (a dash: too few fills or events to say):")
    page.table(
      ["as", "after", "#fills", "#missing", "#before fees", "#after fees", "#95 % from", "#to"],
      report.markouts.map { markout in
        let after = markout.centsAfterFees.value
        return [
          markout.liquidity, markout.horizon, NumberText.count(markout.fills),
          NumberText.count(markout.missing),
          markout.centsBeforeFees.value.map { NumberText.signed($0, 2) } ?? "-",
          after.map { NumberText.signed($0.value, 2) } ?? "-",
          after?.interval.value.map { NumberText.signed($0.lower, 2) } ?? "-",
          after?.interval.value.map { NumberText.signed($0.upper, 2) } ?? "-",
        ]
      })
  }

  private func sweep(_ sweep: SweepFindings, _ page: inout TextLayout) {
    page.section("Sweep")
    for text in ReportWording.sweep(sweep) { page.add(text) }
    page.table(
      ["values", "#net $", "#fees $", "#fills", "#Sharpe a day"],
      sweep.trials.prefix(Self.mostRows).map { trial in
        [
          trial.values.map(ReportWording.short).joined(separator: ", "),
          NumberText.signedDollars(trial.netProfit),
          NumberText.dollars(trial.fees), NumberText.count(trial.fills),
          trial.sharpe.value.map { NumberText.signed($0, 3) } ?? "-",
        ]
      })
    more(sweep.trialCount, "trials", &page)
  }

  private func funnel(_ page: inout TextLayout) {
    page.section("Why not")
    page.table(
      ["gate", "#markets"], report.funnel.map { [$0.gate, NumberText.count($0.markets)] })
    if report.funnel.isEmpty { page.add("No gate was recorded.") }
  }

  private func markets(_ page: inout TextLayout) {
    let traded = report.markets.filter { $0.fills > 0 }
    guard !traded.isEmpty else { return }
    page.section("Markets with the largest profit or loss")
    page.table(
      ["market", "day", "#fills", "#contracts", "#fees $", "#profit $", "#open", "#paid $"],
      traded.prefix(Self.mostRows).map { market in
        [
          market.ticker, Markup.shortened(market.day, most: 16), NumberText.count(market.fills),
          NumberText.contracts(market.contracts), NumberText.dollars(market.fees),
          NumberText.signedDollars(market.profit),
          market.open.isZero ? "-" : NumberText.contracts(market.open),
          market.paid.map { NumberText.fixed($0.probability, 2) } ?? "-",
        ]
      })
    more(report.coverage.tradedMarkets, "traded markets", &page)
  }

  private func notes(_ page: inout TextLayout) {
    guard !report.notes.isEmpty else { return }
    page.section("Notes from the run")
    for note in report.notes.prefix(Self.mostRows) { page.bullet(note) }
    more(report.notes.count + report.notesLeftOut, "notes", &page)
  }

  private func more(_ count: Int, _ what: String, _ page: inout TextLayout) {
    if count > Self.mostRows {
      page.add("  … and \(NumberText.count(count - Self.mostRows)) more \(what)")
    }
  }
}
