internal import Market

/// A market's best prices as a band, the fair value as a line, and our fills as marks: triangles up
/// for buys and down for sells, filled for takers and open for makers.
struct PriceChart: Chart {
  typealias Point = SVGCanvas.Point

  let title: String
  let path: TradedPath

  func svg(_ size: ChartSize) -> String {
    var canvas = SVGCanvas(width: size.width, height: size.height, title: title)
    let quotes = path.quotes
    var values = path.marks.map { $0.price.probability * 100 }
    for quote in quotes {
      values += [quote.bid, quote.ask].compactMap { $0 }.map { $0.probability * 100 }
      if let fair = quote.fair, (0...1).contains(fair) { values.append(fair * 100) }
    }
    let frame = PlotFrame(size, labelWidth: 40)
    let y = Axis(values: values, start: frame.bottom, end: frame.top, count: 4)
    let x = Axis(
      times: quotes.map(\.time) + path.marks.map(\.time), start: frame.left, end: frame.right,
      count: size.isNarrow ? 3 : 5)
    frame.drawVertical(y, unit: "YES, cents", on: &canvas)
    frame.drawHorizontal(x, on: &canvas)
    drawBand(x.scale, y.scale, on: &canvas)
    drawFair(x.scale, y.scale, on: &canvas)
    for mark in path.marks {
      let place = Point(
        x: x.scale.pixel(Axis.seconds(mark.time)),
        y: y.scale.pixel(mark.price.probability * 100))
      let style =
        mark.isBuy
        ? (mark.isMaker ? "ring-a" : "dot-a") : (mark.isMaker ? "ring-b" : "dot-b")
      canvas.mark(
        mark.isBuy ? .up : .down, at: place, radius: 4.6, style, tip: Self.tip(mark))
    }
    return canvas.svg
  }

  private static func tip(_ mark: TradedPath.Mark) -> String {
    "\(mark.isBuy ? "bought" : "sold") \(NumberText.contracts(mark.quantity)) at"
      + " \(mark.price) as \(mark.isMaker ? "maker" : "taker"), \(mark.isExit ? "exit" : "entry"),"
      + " \(MomentText.minute(mark.time))"
  }

  /// Steps from quote to quote, one band for each stretch with both sides.
  private func drawBand(
    _ x: LinearScale, _ y: LinearScale, on canvas: inout SVGCanvas
  ) {
    var bids: [Point] = []
    var asks: [Point] = []
    func flush(_ canvas: inout SVGCanvas) {
      canvas.polygon(asks + bids.reversed(), "band")
      canvas.polyline(bids, "edge")
      canvas.polyline(asks, "edge")
      bids = []
      asks = []
    }
    for (place, quote) in path.quotes.enumerated() {
      let at = x.pixel(Axis.seconds(quote.time))
      let until =
        place + 1 < path.quotes.count ? x.pixel(Axis.seconds(path.quotes[place + 1].time)) : at
      guard let bid = quote.bid, let ask = quote.ask else {
        flush(&canvas)
        continue
      }
      for edge in [at, until] {
        bids.append(Point(x: edge, y: y.pixel(bid.probability * 100)))
        asks.append(Point(x: edge, y: y.pixel(ask.probability * 100)))
      }
    }
    flush(&canvas)
  }

  /// The fair value, broken where there is none.
  private func drawFair(_ x: LinearScale, _ y: LinearScale, on canvas: inout SVGCanvas) {
    var points: [Point] = []
    for quote in path.quotes {
      if let fair = quote.fair, (0...1).contains(fair) {
        points.append(Point(x: x.pixel(Axis.seconds(quote.time)), y: y.pixel(fair * 100)))
      } else {
        canvas.polyline(points, "line fair")
        points = []
      }
    }
    canvas.polyline(points, "line fair")
  }
}
