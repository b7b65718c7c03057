internal import Probability

/// One figure at the head of the page, with its interval as a small drawing about zero.
struct ReportTile {
  let name: String
  let title: String
  /// Nil where data do not suffice.
  let figure: String?
  /// Below the figure, or why there is none.
  let range: String
  let note: String
  /// What the drawing shows; nil for none.
  var value: Double?
  var ends: ConfidenceInterval?

  /// A tile of an estimate.
  init(
    _ name: String, _ title: String, _ finding: Finding<Estimate>, _ unit: ReportWording.Unit,
    note: (Estimate) -> String
  ) {
    self.name = name
    self.title = title
    switch finding {
    case .value(let estimate):
      figure = unit.text(estimate.value)
      range = ReportWording.interval(estimate, unit)
      self.note = note(estimate)
      value = estimate.value
      ends = estimate.interval.value
    case .insufficient(let reason):
      figure = nil
      range = "because \(reason)"
      self.note = ""
    }
  }

  init(_ name: String, _ title: String, figure: String?, range: String, note: String) {
    self.name = name
    self.title = title
    self.figure = figure
    self.range = range
    self.note = note
  }

  var html: String {
    var text = HTMLText()
    text.open("div", "class=\"tile\" data-finding=\"\(name)\"")
    text.element("h3", title)
    if let figure {
      text.element("p", figure, "figure")
    } else {
      text.element("p", "insufficient data", "figure none")
    }
    if let value, let ends { text.raw(glyph(value, ends)) }
    if !range.isEmpty { text.element("p", range, "range") }
    if !note.isEmpty { text.element("p", note, "note") }
    text.close("div")
    return text.html
  }

  /// A line from end to end with a dot at the value, and where zero lies.
  private func glyph(_ value: Double, _ ends: ConfidenceInterval) -> String {
    var canvas = SVGCanvas(
      width: 220, height: 16, title: "\(title): \(figure ?? ""), \(range)")
    let scale = LinearScale(
      domain: min(0, ends.lower, value)...max(0, ends.upper, value), start: 6, end: 214)
    let zero = scale.pixel(0)
    canvas.line(SVGCanvas.Point(x: 0, y: 8), SVGCanvas.Point(x: 220, y: 8), "grid")
    canvas.line(SVGCanvas.Point(x: zero, y: 1), SVGCanvas.Point(x: zero, y: 15), "zero")
    canvas.line(
      SVGCanvas.Point(x: scale.pixel(ends.lower), y: 8),
      SVGCanvas.Point(x: scale.pixel(ends.upper), y: 8), "reach")
    canvas.mark(
      .circle, at: SVGCanvas.Point(x: scale.pixel(value), y: 8), radius: 4, "dot-a")
    return canvas.svg
  }
}
