internal import Market

/// The sweep, and the lists at the end.
extension BacktestReportPage {
  /// More trials are not in the table of the page.
  static let mostTrialRows = 100

  func addSweep(_ sweep: SweepFindings, to page: inout HTMLText) {
    page.section("sweep", "Sweep") { page in
      page.open("div", "class=\"call\"")
      page.element("strong", "Chosen on the days it is judged on.")
      page.element("p", sweep.warning)
      page.close("div")
      page.paragraphs(Array(ReportWording.sweep(sweep).dropFirst()))
      if let grid = sweep.grid {
        let chart = HeatMap(title: "Net profit by both parameters", grid: grid)
        page.figure(
          "sweep", "Net profit in dollars by both parameters; blue above zero, orange below.",
          chart, wide: .wide(900, chart.height(isNarrow: false)),
          narrow: .narrow(chart.height(isNarrow: true)))
      }
      let rows = sweep.trials.prefix(Self.mostTrialRows)
      let left = sweep.trialCount - rows.count
      page.element(
        "p", left == 0 ? "All trials, best first." : "The best \(rows.count) trials; \(left) more.",
        "muted")
      page.table(
        "Trials", ["#net profit $", "values", "#Sharpe a day", "#fills", "#contracts", "#fees $"],
        rows.map { trial in
          [
            NumberText.signedDollars(trial.netProfit),
            trial.values.map(ReportWording.short).joined(separator: ", "),
            trial.sharpe.value.map { NumberText.signed($0, 3) } ?? "-",
            NumberText.count(trial.fills), NumberText.contracts(trial.contracts),
            NumberText.dollars(trial.fees),
          ]
        })
      if let walk = sweep.walkForward.value { addWalk(walk, to: &page) }
    }
  }

  private func addWalk(_ walk: WalkForwardFinding, to page: inout HTMLText) {
    page.element("p", "Walk forward, choice by choice:", "muted")
    page.table(
      "Walk forward",
      ["#test $", "#training $ a day", "tested on", "trained on", "left out between", "chosen"],
      walk.steps.prefix(Self.mostTrialRows).map { step in
        [
          NumberText.signedDollars(step.testProfit),
          NumberText.signed(step.trainingDollarsPerDay, 2),
          step.test.joined(separator: " … "), step.training.joined(separator: " … "),
          step.leftOut.isEmpty ? "-" : step.leftOut.joined(separator: ", "),
          step.chosen.map(ReportWording.short).joined(separator: ", "),
        ]
      })
  }

  func addLists(to page: inout HTMLText) {
    if !report.days.isEmpty {
      page.section("days", "Days") { page in
        page.table(
          "Days",
          [
            "day", "#events", "#priced markets", "#orders", "#fills", "#contracts", "#fees $",
            "#peak capital $", "#profit $",
          ],
          report.days.map { day in
            [
              day.name, NumberText.count(day.events), NumberText.count(day.pricedMarkets),
              NumberText.count(day.orders), NumberText.count(day.fills),
              NumberText.contracts(day.contracts), NumberText.dollars(day.fees),
              NumberText.dollars(day.peakCapital), NumberText.signedDollars(day.profit),
            ]
          })
        if report.daysLeftOut > 0 {
          page.element("p", "\(NumberText.count(report.daysLeftOut)) more days were left out.")
        }
      }
    }
    if !report.notes.isEmpty {
      page.section("notes", "Notes from the run") { page in
        page.list(report.notes, leftOut: report.notesLeftOut)
      }
    }
    if !report.settings.isEmpty {
      page.section("settings", "Settings in force") { page in
        page.list(report.settings, leftOut: report.settingsLeftOut, "settings")
      }
    }
    page.open("footer")
    page.element(
      "p",
      "Resampled with seed \(report.seed); the same result and seed give the same report. Played in"
        + " \(NumberText.fixed(report.wallSeconds, 1)) s.")
    page.close("footer")
  }
}
