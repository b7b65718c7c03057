/// One column an item, up for gains and down for losses.
struct ColumnChart: Chart {
  /// A column.
  struct Column: Hashable, Sendable {
    let label: String
    let value: Double
    /// What hovering says.
    let tip: String
  }

  let title: String
  let unit: String
  let columns: [Column]

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    func vertical(_ frame: PlotFrame) -> Axis {
      Axis(
        values: columns.map(\.value) + [0], start: frame.bottom, end: frame.top,
        count: size.isNarrow ? 4 : 5)
    }
    let labels = vertical(PlotFrame(size)).ticks.map(\.label)
    let frame = PlotFrame(size, labelWidth: max(56, PlotFrame.labelWidth(labels)))
    let y = vertical(frame)
    frame.drawVertical(y, unit: unit, on: &canvas)
    guard !columns.isEmpty else { return canvas.svg }
    let pitch = (frame.right - frame.left) / Double(columns.count)
    let width = max(1, min(28, pitch * 0.68))
    let zero = y.scale.pixel(0)
    var ticks: [Axis.Tick] = []
    for (place, column) in columns.enumerated() {
      let centre = frame.left + (Double(place) + 0.5) * pitch
      let end = y.scale.pixel(column.value)
      canvas.rectangle(
        x: centre - width / 2, y: min(zero, end), width: width, height: max(abs(end - zero), 0.6),
        column.value < 0 ? "loss" : "gain", tip: column.tip)
      ticks.append(Axis.Tick(value: centre, label: column.label))
    }
    let scale = LinearScale(
      domain: frame.left...frame.right, start: frame.left, end: frame.right)
    let shown = Thinning.evenly(ticks.count, most: size.isNarrow ? 4 : 10).map { ticks[$0] }
    frame.drawHorizontal(Axis(scale: scale, ticks: shown), on: &canvas)
    return canvas.svg
  }
}
