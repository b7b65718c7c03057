/// Horizontal bars with their names and counts.
struct BarChart: Chart {
  /// A bar.
  struct Bar: Hashable, Sendable {
    let name: String
    let count: Int
    /// Stands out: what the others are held against.
    let isMarked: Bool
  }

  let title: String
  let bars: [Bar]

  /// How high the drawing must be for its bars.
  func height(isNarrow: Bool) -> Double { Double(bars.count) * (isNarrow ? 36 : 24) + 8 }

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let names = size.isNarrow ? 0 : 330.0
    let counts = 64.0
    let scale = LinearScale(
      domain: 0...Double(max(bars.map(\.count).max() ?? 1, 1)), start: names,
      end: size.width - counts)
    let pitch = size.isNarrow ? 36.0 : 24.0
    for (place, bar) in bars.enumerated() {
      let top = 4 + Double(place) * pitch
      let barTop = size.isNarrow ? top + 17 : top + 4
      let name = Markup.shortened(bar.name, most: 46)
      if size.isNarrow {
        canvas.text(name, at: SVGCanvas.Point(x: 0, y: top + 11), "name")
      } else {
        canvas.text(
          name, at: SVGCanvas.Point(x: names - 12, y: top + 16), "name", anchor: .end)
      }
      let end = scale.pixel(Double(bar.count))
      canvas.rectangle(
        x: names, y: barTop, width: bar.count > 0 ? max(end - names, 1) : 0, height: 14,
        bar.isMarked ? "bar-b" : "bar-a")
      canvas.text(
        NumberText.count(bar.count), at: SVGCanvas.Point(x: end + 7, y: barTop + 11), "tick")
    }
    return canvas.svg
  }
}
