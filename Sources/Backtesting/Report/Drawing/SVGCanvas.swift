// Rounding a Double calls libm on this platform; without this import the module does not link.
internal import Glibc

/// One drawing as SVG text; colours come from classes of the page around it.
///
/// Coordinates are in pixels of the drawing, x to the right and y down, written to a tenth.
struct SVGCanvas {
  /// A place on the canvas.
  struct Point: Hashable, Sendable {
    var x: Double
    var y: Double
  }

  /// Where a text stands about its x.
  enum Anchor: String, Sendable { case start, middle, end }

  /// The outline of a mark.
  enum Shape: Sendable { case circle, square, up, down }

  let width: Double
  let height: Double
  private let title: String
  private var body = ""

  /// - Parameter title: what the drawing shows, read out in its place.
  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = Markup.escaped(title)
  }

  /// The whole drawing.
  var svg: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 \(Self.text(width))"
      + " \(Self.text(height))\" aria-label=\"\(title)\">\n<title>\(title)</title>\n\(body)</svg>\n"
  }

  mutating func line(_ from: Point, _ to: Point, _ style: String) {
    body +=
      "<line x1=\"\(Self.text(from.x))\" y1=\"\(Self.text(from.y))\" x2=\"\(Self.text(to.x))\""
      + " y2=\"\(Self.text(to.y))\" class=\"\(style)\"/>\n"
  }

  /// A line through all points; nothing for fewer than two.
  mutating func polyline(_ points: [Point], _ style: String) {
    guard points.count > 1 else { return }
    body += "<path d=\"\(Self.path(points))\" class=\"\(style)\"/>\n"
  }

  /// A filled outline; nothing for fewer than three points.
  mutating func polygon(_ points: [Point], _ style: String) {
    guard points.count > 2 else { return }
    body += "<path d=\"\(Self.path(points))Z\" class=\"\(style)\"/>\n"
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ style: String, tip: String? = nil
  ) {
    body +=
      "<rect x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" width=\"\(Self.text(max(0, width)))\""
      + " height=\"\(Self.text(max(0, height)))\" class=\"\(style)\"\(Self.closing("rect", tip))"
  }

  /// A mark of that radius about a point.
  mutating func mark(
    _ shape: Shape, at point: Point, radius: Double, _ style: String, tip: String? = nil
  ) {
    let (x, y, r) = (point.x, point.y, radius)
    switch shape {
    case .circle:
      body +=
        "<circle cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" r=\"\(Self.text(r))\""
        + " class=\"\(style)\"\(Self.closing("circle", tip))"
    case .square:
      rectangle(x: x - r, y: y - r, width: 2 * r, height: 2 * r, style, tip: tip)
    case .up, .down:
      let tall = shape == .up ? -r : r
      let outline = [
        Point(x: x, y: y + tall * 1.15), Point(x: x + r * 1.1, y: y - tall * 0.85),
        Point(x: x - r * 1.1, y: y - tall * 0.85),
      ]
      body += "<path d=\"\(Self.path(outline))Z\" class=\"\(style)\"\(Self.closing("path", tip))"
    }
  }

  mutating func text(
    _ text: String, at point: Point, _ style: String = "tick", anchor: Anchor = .start
  ) {
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    body +=
      "<text x=\"\(Self.text(point.x))\" y=\"\(Self.text(point.y))\"\(place) class=\"\(style)\">"
      + "\(Markup.escaped(text))</text>\n"
  }

  /// What ends an element: with a tip, a title inside it.
  private static func closing(_ element: String, _ tip: String?) -> String {
    guard let tip else { return "/>\n" }
    return "><title>\(Markup.escaped(tip))</title></\(element)>\n"
  }

  private static func path(_ points: [Point]) -> String {
    var path = ""
    for (place, point) in points.enumerated() {
      path += place == 0 ? "M" : "L"
      path += text(point.x) + " " + text(point.y)
    }
    return path
  }

  /// A coordinate to a tenth, without a needless decimal; 0 for what is no number.
  static func text(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}
