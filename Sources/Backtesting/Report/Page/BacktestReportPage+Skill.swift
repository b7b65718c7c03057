internal import Market
internal import Probability

/// Whether prices came to agree with us, and forecasts with results.
extension BacktestReportPage {
  func addSkill(to page: inout HTMLText) {
    page.section("skill", "Luck or skill") { page in
      page.element("p", wording.closingLine)
      page.open("div", "class=\"pair\"")
      addMarkouts(to: &page)
      addCalibration(to: &page)
      page.close("div")
      page.paragraphs(wording.forecasts)
      page.element(
        "p",
        "Markets of one game hang together: the bins' intervals treat them as independent and are"
          + " too narrow, that of the difference resamples whole events.", "muted")
      page.paragraphs(wording.sampleSize)
    }
    page.section("markouts", "Mark-outs") { page in
      page.element(
        "p",
        "What a fill was worth some time later, against the fair value or else the middle of the"
          + " book, in cents a contract and weighted by contracts.")
      page.table(
        "Mark-outs",
        [
          "as", "after", "#after fees ¢", "#95 % from", "#to", "#before fees ¢", "#fills",
          "#without a value", "#events",
        ],
        report.markouts.map { markout in
          let after = markout.centsAfterFees.value
          return [
            markout.liquidity, markout.horizon,
            after.map { NumberText.signed($0.value, 2) } ?? "-",
            after?.interval.value.map { NumberText.signed($0.lower, 2) } ?? "-",
            after?.interval.value.map { NumberText.signed($0.upper, 2) } ?? "-",
            markout.centsBeforeFees.value.map { NumberText.signed($0, 2) } ?? "-",
            NumberText.count(markout.fills), NumberText.count(markout.missing),
            after.map { NumberText.count($0.units) } ?? "-",
          ]
        })
      page.element(
        "p",
        "A dash says that there are no fills with a value then, or fewer than"
          + " \(ClusterBootstrap.fewestClusters) events for an interval, or that all events came out"
          + " the same; the JSON has the reason for each.", "muted")
    }
  }

  private func addMarkouts(to page: inout HTMLText) {
    let caption = "Mark-outs after fees, with 95 % where ten events or more are known."
    guard report.markouts.contains(where: { $0.centsAfterFees.value != nil }) else {
      page.missingFigure("markouts", caption, "no fill has a later value")
      return
    }
    let horizons = report.markouts.prefix(report.markouts.count / 2).map(\.horizon)
    let series = ["maker", "taker"].map { name in
      let own = report.markouts.filter { $0.liquidity == name }
      return WhiskerChart.Series(
        name: name,
        marks: own.map { markout in
          markout.centsAfterFees.value.map { after in
            WhiskerChart.Mark(
              value: after.value,
              ends: after.interval.value.map { $0.lower...max($0.lower, $0.upper) },
              tip: "\(name), \(markout.horizon): \(ReportWording.Unit.cents.text(after.value)),"
                + " \(ReportWording.interval(after, .cents)),"
                + " \(NumberText.counted(markout.fills, "fill"))")
          }
        }, notes: own.map { NumberText.count($0.fills) })
    }
    page.figure(
      "markouts", caption + " Below: how many fills.",
      WhiskerChart(
        title: "Mark-outs after fees", unit: "cents a contract", groups: horizons, series: series),
      wide: .wide(440, 330), narrow: .narrow(300), isHalf: true)
  }

  private func addCalibration(to page: inout HTMLText) {
    let caption =
      "Calibration: fair values against what came about, with Wilson's 95 %. Beside"
      + " each bin: how many markets."
    switch report.forecasts.calibration {
    case .insufficient(let reason): page.missingFigure("calibration", caption, reason)
    case .value(let bins):
      page.figure(
        "calibration", caption,
        CalibrationChart(title: "Calibration of fair values", bins: bins.bins),
        wide: .wide(440, 330), narrow: .narrow(320), isHalf: true)
    }
  }
}
