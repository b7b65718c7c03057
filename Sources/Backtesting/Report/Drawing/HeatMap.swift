/// Profits of a sweep over two parameters: the darker, the further from zero; losses are hatched
/// by a minus sign as well as by colour.
struct HeatMap: Chart {
  let title: String
  let grid: SweepGrid

  /// How high the drawing must be for its rows.
  func height(isNarrow: Bool) -> Double { 62 + Double(grid.rows.count) * (isNarrow ? 26 : 30) }

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let rowHeight = size.isNarrow ? 26.0 : 30
    let left = min(
      size.width / 3,
      max(40, PlotFrame.labelWidth(grid.rows.map { Markup.shortened($0, most: 12) })))
    let width = (size.width - left - 2) / Double(max(grid.columns.count, 1))
    let largest = grid.profits.joined().compactMap { $0?.dollars.magnitude }.max() ?? 0
    canvas.text(
      "\u{2193} " + Markup.shortened(grid.rowName, most: 44), at: SVGCanvas.Point(x: 0, y: 11),
      "unit")
    canvas.text(
      "\u{2192} " + Markup.shortened(grid.columnName, most: 44), at: SVGCanvas.Point(x: 0, y: 27),
      "unit")
    for (column, name) in grid.columns.enumerated() where width >= 24 || column % 4 == 0 {
      canvas.text(
        Markup.shortened(name, most: max(2, Int(width / 7))),
        at: SVGCanvas.Point(x: left + (Double(column) + 0.5) * width, y: 48), anchor: .middle)
    }
    for (row, name) in grid.rows.enumerated() {
      let top = 56 + Double(row) * rowHeight
      canvas.text(
        Markup.shortened(name, most: 12),
        at: SVGCanvas.Point(x: left - 8, y: top + rowHeight / 2 + 4),
        anchor: .end)
      for (column, profit) in grid.profits[row].enumerated() {
        let x = left + Double(column) * width
        guard let profit else { continue }
        let share = largest > 0 ? profit.dollars / largest : 0
        // Five steps on each side, as classes: colours belong to the page.
        let level = min(5, Int((share.magnitude * 5).rounded(.up)))
        canvas.rectangle(
          x: x + 1, y: top + 1, width: width - 2, height: rowHeight - 2,
          share < 0 ? "cold-\(level)" : "warm-\(level)",
          tip: "\(grid.rowName) \(name), \(grid.columnName) \(grid.columns[column]):"
            + " \(NumberText.dollars(profit)) $")
        guard width >= 44 else { continue }
        let text = NumberText.fixed(profit.dollars, width >= 64 && largest < 10_000 ? 2 : 0)
        canvas.text(
          text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text,
          at: SVGCanvas.Point(x: x + width / 2, y: top + rowHeight / 2 + 4),
          level >= 4 ? "cell strong" : "cell", anchor: .middle)
      }
    }
    return canvas.svg
  }
}
