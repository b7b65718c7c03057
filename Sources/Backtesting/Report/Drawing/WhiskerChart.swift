/// Means with their intervals, in groups side by side: one column a group, one mark a series.
struct WhiskerChart: Chart {
  /// A mean; without ends where its interval is not known.
  struct Mark: Hashable, Sendable {
    let value: Double
    let ends: ClosedRange<Double>?
    let tip: String
  }

  /// One series over all groups; nil where it has no mean.
  struct Series: Hashable, Sendable {
    let name: String
    let marks: [Mark?]
    /// Under each group, such as the count of fills.
    let notes: [String]
  }

  let title: String
  let unit: String
  let groups: [String]
  /// At most two: the first as filled circles, the second as open squares.
  let series: [Series]

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let values = series.flatMap(\.marks).compactMap { $0 }.flatMap { mark in
      [mark.value] + (mark.ends.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
    let bottom = 26 + Double(series.count) * 15
    func vertical(_ frame: PlotFrame) -> Axis {
      Axis(
        values: values + [0], start: frame.bottom, end: frame.top, count: size.isNarrow ? 4 : 5)
    }
    let labels = vertical(PlotFrame(size, bottomHeight: bottom)).ticks.map(\.label)
    let frame = PlotFrame(
      size, labelWidth: max(52, PlotFrame.labelWidth(labels)), bottomHeight: bottom)
    let y = vertical(frame)
    frame.drawVertical(y, unit: unit, on: &canvas)
    drawLegend(on: &canvas)
    let pitch = (frame.right - frame.left) / Double(max(groups.count, 1))
    for (group, name) in groups.enumerated() {
      let centre = frame.left + (Double(group) + 0.5) * pitch
      canvas.text(
        name, at: SVGCanvas.Point(x: centre, y: frame.bottom + 17), anchor: .middle)
      for (place, own) in series.enumerated() {
        canvas.text(
          own.notes[group],
          at: SVGCanvas.Point(x: centre, y: frame.bottom + 32 + Double(place) * 15), "count",
          anchor: .middle)
        guard let mark = own.marks[group] else { continue }
        let shift = series.count == 1 ? 0 : min(14, pitch * 0.18) * (place == 0 ? -1 : 1)
        draw(mark, place, x: centre + shift, y, on: &canvas)
      }
    }
    for (place, own) in series.enumerated() {
      canvas.text(
        own.name, at: SVGCanvas.Point(x: 0, y: frame.bottom + 32 + Double(place) * 15), "count")
    }
    return canvas.svg
  }

  private func draw(
    _ mark: Mark, _ series: Int, x: Double, _ axis: Axis, on canvas: inout SVGCanvas
  ) {
    let style = series == 0 ? "line-a" : "line-b"
    if let ends = mark.ends {
      let (low, high) = (axis.scale.pixel(ends.lowerBound), axis.scale.pixel(ends.upperBound))
      canvas.line(
        SVGCanvas.Point(x: x, y: low), SVGCanvas.Point(x: x, y: high), "whisker " + style)
      for end in [low, high] {
        canvas.line(
          SVGCanvas.Point(x: x - 4, y: end), SVGCanvas.Point(x: x + 4, y: end),
          "whisker " + style)
      }
    }
    canvas.mark(
      series == 0 ? .circle : .square,
      at: SVGCanvas.Point(x: x, y: axis.scale.pixel(mark.value)), radius: 4.5,
      series == 0 ? "dot-a" : "ring-b", tip: mark.tip)
  }

  private func drawLegend(on canvas: inout SVGCanvas) {
    var x = canvas.width - 10
    for (place, own) in series.enumerated().reversed() {
      x -= Double(own.name.count) * 7
      canvas.text(own.name, at: SVGCanvas.Point(x: x, y: 11), "legend")
      canvas.mark(
        place == 0 ? .circle : .square, at: SVGCanvas.Point(x: x - 10, y: 7), radius: 4,
        place == 0 ? "dot-a" : "ring-b")
      x -= 32
    }
  }
}
