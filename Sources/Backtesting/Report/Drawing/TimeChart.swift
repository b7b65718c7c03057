internal import Market

/// One amount over time: a line, and where asked the area between it and zero.
struct TimeChart: Chart {
  /// A point of the line.
  struct Sample: Hashable, Sendable {
    let time: Timestamp
    let value: Double
  }

  let title: String
  let unit: String
  /// In order of time, values finite.
  let samples: [Sample]
  /// A level to compare with, such as the cash at the start.
  var baseline: Double?
  /// Fills between the line and zero.
  var isFilled = false
  /// Labels in per cent.
  var isShare = false
  /// The class of the line.
  var style = "line-a"

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let values = samples.map(\.value) + (baseline.map { [$0] } ?? []) + (isFilled ? [0] : [])
    func vertical(_ frame: PlotFrame) -> Axis {
      Axis(
        values: values, start: frame.bottom, end: frame.top, count: size.isNarrow ? 4 : 5,
        percent: isShare)
    }
    let labels = vertical(PlotFrame(size)).ticks.map(\.label)
    let frame = PlotFrame(size, labelWidth: max(56, PlotFrame.labelWidth(labels)))
    let y = vertical(frame)
    let x = Axis(
      times: samples.map(\.time), start: frame.left, end: frame.right,
      count: size.isNarrow ? 4 : 9)
    frame.drawVertical(y, unit: unit, on: &canvas)
    frame.drawHorizontal(x, on: &canvas)
    let kept = Thinning.places(samples.map(\.value), most: size.isNarrow ? 360 : 1_200)
    let points = kept.map { place in
      SVGCanvas.Point(
        x: x.scale.pixel(Axis.seconds(samples[place].time)),
        y: y.scale.pixel(samples[place].value))
    }
    if isFilled, let first = points.first, let last = points.last {
      let zero = y.scale.pixel(0)
      canvas.polygon(
        [SVGCanvas.Point(x: first.x, y: zero)] + points + [SVGCanvas.Point(x: last.x, y: zero)],
        "area " + style)
    }
    if let baseline {
      let level = y.scale.pixel(baseline)
      canvas.line(
        SVGCanvas.Point(x: frame.left, y: level), SVGCanvas.Point(x: frame.right, y: level),
        "baseline")
    }
    canvas.polyline(points, "line " + style)
    if points.count == 1 { canvas.mark(.circle, at: points[0], radius: 3, "dot-a") }
    return canvas.svg
  }
}
