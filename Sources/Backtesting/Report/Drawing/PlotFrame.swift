/// The place of a plot in its drawing, with grid, ticks and the names of the axes.
struct PlotFrame {
  typealias Point = SVGCanvas.Point

  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// - Parameter labelWidth: room for the labels of the vertical axis.
  init(_ size: ChartSize, labelWidth: Double = 56, bottomHeight: Double = 26) {
    left = labelWidth
    right = size.width - 10
    top = 24
    bottom = size.height - bottomHeight
  }

  /// Room for a vertical axis' labels: about 7 pixels for each character.
  static func labelWidth(_ labels: [String]) -> Double {
    Double(labels.map(\.count).max() ?? 0) * 7 + 14
  }

  /// Lines across at the ticks of `y`, labels on the left, `unit` above them.
  func drawVertical(_ axis: Axis, unit: String, on canvas: inout SVGCanvas) {
    for tick in axis.ticks {
      let y = axis.scale.pixel(tick.value)
      canvas.line(
        Point(x: left, y: y), Point(x: right, y: y), tick.value == 0 ? "zero" : "grid")
      canvas.text(tick.label, at: Point(x: left - 8, y: y + 4), anchor: .end)
    }
    canvas.text(unit, at: Point(x: 0, y: 11), "unit")
  }

  /// Short marks and labels at the ticks of `x` below the plot; labels that would run out of the
  /// drawing are turned to the inside, and those too near to the one before are left out.
  func drawHorizontal(_ axis: Axis, on canvas: inout SVGCanvas) {
    var free = -Double.infinity
    for tick in axis.ticks {
      let x = axis.scale.pixel(tick.value)
      canvas.line(Point(x: x, y: bottom), Point(x: x, y: bottom + 4), "grid")
      let width = Double(tick.label.count) * 6.6
      var anchor = SVGCanvas.Anchor.middle
      var from = x - width / 2
      if x + width / 2 > canvas.width { (anchor, from) = (.end, x - width) }
      if from < 0 { (anchor, from) = (.start, x) }
      guard from > free + 8 else { continue }
      canvas.text(tick.label, at: Point(x: x, y: bottom + 18), anchor: anchor)
      free = from + width
    }
  }
}
