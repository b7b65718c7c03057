internal import Glibc
internal import Probability

/// How often what was forecast came about: each bin with its interval, and the diagonal where a
/// perfect forecast would lie.
struct CalibrationChart: Chart {
  let title: String
  let bins: [ForecastFindings.Bin]

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let frame = PlotFrame(size, labelWidth: 42, bottomHeight: 44)
    let y = Axis(
      values: [0, 1], start: frame.bottom, end: frame.top, count: 5, percent: true)
    let x = Axis(
      values: [0, 1], start: frame.left, end: frame.right - 8, count: 5, percent: true)
    frame.drawVertical(y, unit: "came about, %", on: &canvas)
    frame.drawHorizontal(x, on: &canvas)
    canvas.text(
      "fair value, %", at: SVGCanvas.Point(x: frame.right, y: frame.bottom + 36), "unit",
      anchor: .end)
    func point(_ forecast: Double, _ share: Double) -> SVGCanvas.Point {
      SVGCanvas.Point(x: x.scale.pixel(forecast), y: y.scale.pixel(share))
    }
    canvas.line(point(0, 0), point(1, 1), "baseline")
    let largest = Double(bins.map(\.count).max() ?? 1)
    for bin in bins {
      canvas.line(
        point(bin.meanForecast, bin.interval.lower), point(bin.meanForecast, bin.interval.upper),
        "whisker line-a")
    }
    for bin in bins {
      let centre = point(bin.meanForecast, bin.frequency)
      let radius = 2.5 + 3.5 * (Double(bin.count) / largest).squareRoot()
      canvas.mark(
        .circle, at: centre, radius: radius, "dot-a",
        tip: "\(bin.happened) of \(bin.count) at a fair value of"
          + " \(NumberText.percent(bin.meanForecast)) on average")
      // The count stands to the right, unless another bin or the end is there.
      let isRight =
        centre.x + 34 < frame.right
        && !bins.contains { other in
          let place = point(other.meanForecast, other.frequency)
          return place.x > centre.x && place.x - centre.x < 34 && abs(place.y - centre.y) < 12
        }
      canvas.text(
        "\(bin.count)",
        at: SVGCanvas.Point(
          x: centre.x + (isRight ? radius + 4 : -radius - 4), y: centre.y + 4),
        "count", anchor: isRight ? .start : .end)
    }
    return canvas.svg
  }
}
