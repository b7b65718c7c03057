internal import Probability
internal import Trading

/// A calibration of exits for the terminal: plain text within 100 columns.
public struct ExitCalibrationText: Sendable {
  private let calibration: ExitCalibration
  private let samples: ExitSamples
  private let title: String
  private let assumptions: [BacktestResult.Assumption]
  private let suggestion: ExitSuggestion
  private let lines: [String]

  /// - Parameter lines: for the configuration: the rows of `suggestion`; printed where some were
  ///   fitted.
  public init(
    _ calibration: ExitCalibration, samples: ExitSamples, title: String,
    assumptions: [BacktestResult.Assumption], suggestion: ExitSuggestion, lines: [String]
  ) {
    self.calibration = calibration
    self.samples = samples
    self.title = title
    self.assumptions = assumptions
    self.suggestion = suggestion
    self.lines = lines
  }

  /// The whole text, ending in a line break. The same calibration gives the same text.
  public var text: String {
    var page = TextLayout()
    page.heading(title)
    page.add("It assumes:")
    for assumption in assumptions { page.bullet("\(assumption.name): \(assumption.text)") }
    page.add(BacktestReport.disclaimer)
    page.section("Positions")
    page.add(
      "\(NumberText.counted(samples.bought, "purchase")), \(calibration.positions) of them in a cell:"
        + " with an edge, a volume and a result. A cell needs"
        + " \(ExitCalibration.fewestPositions) positions on \(ExitCalibration.fewestDays) days.")
    for gap in samples.gaps { page.bullet(gap) }
    page.section("Cells")
    page.table(
      ["edge from", "trading", "#positions", "#events", "#days", "in force", "best over all"],
      calibration.cells.map { cell in
        [
          "\(cell.edgeCents) c", "\(cell.liquidity)", NumberText.count(cell.positions),
          NumberText.count(cell.events), NumberText.count(cell.days), cell.inForce.text,
          cell.fit.value?.chosen.text ?? "insufficient data",
        ]
      })
    page.add("")
    for cell in calibration.cells where cell.positions > 0 { page.bullet(Self.sentence(cell)) }
    let empty = calibration.cells.count { $0.positions == 0 }
    if empty > 0 {
      page.bullet(
        "\(empty) of \(calibration.cells.count) cells have no position. Insufficient data, because"
          + " a cell needs at least \(ExitCalibration.fewestPositions) closed positions.")
    }
    page.section("For the configuration")
    addSuggestion(to: &page)
    page.add("")
    page.add("Resampled with seed \(calibration.seed).")
    return page.text
  }

  private func addSuggestion(to page: inout TextLayout) {
    for misfit in suggestion.misfits {
      page.bullet(
        "The row from \(misfit.row.edgeCents) c, \(Self.moves(misfit.row)), beat every other way and"
          + " is not suggested: a larger edge must not have a smaller move, and the row from"
          + " \(misfit.neighbour.edgeCents) c has \(Self.moves(misfit.neighbour)).")
    }
    guard !suggestion.fitted.isEmpty else {
      return page.add(
        suggestion.misfits.isEmpty
          ? "Nothing: no cell of normal trading has both enough positions and a fit that beat the"
            + " table in force, holding and selling by belief on later days."
          : "Nothing: no row that was fitted has a place in the table in force.")
    }
    let edges = suggestion.fitted.map { "\(suggestion.rows[$0].edgeCents) c" }
    page.add(
      "Fitted in markets of normal trading, and better than every other way on later days: from"
        + " \(edges.joined(separator: ", ")). The other rows are as they were. Low and high trading"
        + " follow by the design's factors, which was not tested. Nothing was changed.")
    for line in lines { page.add(line) }
  }

  private static func moves(_ row: ExitTable.Row) -> String {
    ExitMoves(takeProfitCents: row.takeProfitCents, stopLossCents: row.stopLossCents).text
  }

  private static func sentence(_ cell: ExitCalibration.Cell) -> String {
    "From \(cell.edgeCents) c, \(cell.liquidity) trading: "
      + cell.fit.text { fit in
        "\(fit.chosen.text) made \(cents(fit.inSample)) in sample; chosen by earlier days"
          + " \(cents(fit.outOfSample)) out of sample. On the same: "
          + fit.rivals.map {
            "\($0.name) \(cents($0.outOfSample)), the difference \(cents($0.gain))"
          }.joined(separator: "; ")
          + ". \(NumberText.counted(fit.tests, "test")),"
          + " \(NumberText.counted(fit.purged, "position")) purged; not bought, their stop being hit at"
          + " once: \(fit.refusedChosen) with these moves, \(fit.refusedInForce) with the table's."
      }
  }

  private static func cents(_ estimate: Estimate) -> String {
    "\(NumberText.signed(estimate.value, 2)) ¢ a contract ("
      + ReportWording.interval(estimate, .cents) + ")"
  }
}
