internal import Market

/// A report as one HTML file: nothing from elsewhere, no script, charts drawn by ourselves.
///
/// It is well-formed XML too, fits a telephone and a wide screen, light and dark, and prints. Its
/// size is bounded by the bounds of ``BacktestReport``.
public struct BacktestReportPage: Sendable {
  let report: BacktestReport
  let wording: ReportWording

  public init(_ report: BacktestReport) {
    self.report = report
    wording = ReportWording(report: report)
  }

  /// The whole file. The same report gives the same text.
  public var html: String {
    var page = HTMLText()
    page.raw("<!DOCTYPE html>")
    page.open("html", "lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"")
    page.open("head")
    page.raw("<meta charset=\"utf-8\"/>")
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
    // Should a stranger's text ever get through, it may load and run nothing.
    page.raw(
      "<meta http-equiv=\"Content-Security-Policy\""
        + " content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
    page.element("title", "Backtest: \(report.title)")
    page.raw("<style>\n\(PageStyle.css)\n</style>")
    page.close("head")
    page.open("body")
    page.open("main")
    addHead(to: &page)
    addResult(to: &page)
    addSkill(to: &page)
    if let sweep = report.sweep { addSweep(sweep, to: &page) }
    addMarkets(to: &page)
    addLists(to: &page)
    page.close("main")
    page.close("body")
    page.close("html")
    return page.html
  }

  /// Title, assumptions, the disclaimer, and what is missing: before any figure.
  private func addHead(to page: inout HTMLText) {
    page.open("header")
    page.element("h1", report.title.isEmpty ? "Backtest" : report.title)
    page.element("p", period, "lead")
    page.close("header")
    page.section("assumptions", "What it assumes") { page in
      guard !report.assumptions.isEmpty else {
        page.element("p", "No assumption was stated: nobody can judge these figures.")
        return
      }
      page.open("dl")
      for assumption in report.assumptions {
        page.element("dt", assumption.name)
        page.element("dd", assumption.text)
      }
      page.close("dl")
    }
    page.open("div", "class=\"call\" id=\"disclaimer\"")
    page.element("strong", report.disclaimer)
    page.element("p", Self.caution)
    page.close("div")
    page.section("missing", "What is missing") { page in
      let gaps = report.coverage.gaps
      if gaps.isEmpty {
        page.element("p", "Nothing: every day had odds, every traded market has a result.")
      }
      page.list(gaps)
    }
  }

  static let caution =
    "It shows what these rules would have done on these recordings under the assumptions above."
    + " Intervals say how far chance alone may have moved a figure, not how wrong an assumption is."

  /// Days, markets and the first and last moment.
  private var period: String {
    let counts =
      "\(NumberText.counted(report.coverage.days, "day")),"
      + " \(NumberText.counted(report.coverage.markets, "market")),"
      + " \(NumberText.counted(report.coverage.fills, "fill"))"
    guard let first = report.days.first, let last = report.days.last else { return counts + "." }
    return counts + ", \(MomentText.minute(first.begins)) to \(MomentText.minute(last.ends)) UTC"
      + (report.daysLeftOut > 0 ? " and on" : "") + "."
  }

  private func addMarkets(to page: inout HTMLText) {
    page.section("funnel", "Why not") { page in
      page.element(
        "p",
        "Each market counted once, at the gate that stopped it for good; gates in their order, then"
          + " the markets that an order was sent in: without a fill, and with one.")
      guard !report.funnel.isEmpty else {
        page.element("p", "No gate was recorded.", "none")
        return
      }
      let chart = BarChart(
        title: "Markets by the gate that stopped them",
        bars: report.funnel.map {
          BarChart.Bar(
            name: $0.gate, count: $0.markets, isMarked: $0.gate == BacktestResult.FunnelStep.filled)
        })
      page.figure(
        "funnel", "Markets by gate", chart, wide: .wide(900, chart.height(isNarrow: false)),
        narrow: .narrow(chart.height(isNarrow: true)))
    }
    page.section("paths", "Fills on price") { page in addPaths(to: &page) }
    page.section("markets", "Markets") { page in
      page.element(
        "p",
        report.marketsLeftOut == 0
          ? "By absolute profit, after fees."
          : "The \(NumberText.count(report.markets.count)) with the largest absolute profit;"
            + " \(NumberText.count(report.marketsLeftOut)) more were left out.")
      page.table(
        "Markets",
        [
          "market", "#profit $", "#fills", "#contracts", "#fees $", "#open", "#paid $",
          "#best edge ¢", "day", "furthest gate",
        ],
        report.markets.map { market in
          [
            market.ticker,
            market.fills > 0 ? NumberText.signedDollars(market.profit) : "-",
            NumberText.count(market.fills), NumberText.contracts(market.contracts),
            NumberText.dollars(market.fees),
            market.open.isZero ? "-" : NumberText.contracts(market.open),
            market.paid.map { NumberText.fixed($0.probability, 2) } ?? "-",
            market.bestEdge.map { NumberText.signed(Double($0) / 100, 2) } ?? "-", market.day,
            market.gate,
          ]
        })
    }
  }

  private func addPaths(to page: inout HTMLText) {
    guard !report.paths.isEmpty else {
      page.element("p", "No market has both fills and prices.", "none")
      return
    }
    page.element(
      "p", "The markets with the most contracts. The band runs from the best bid to the best ask.")
    page.raw("<ul class=\"key\">")
    for (shape, style, text) in [
      (SVGCanvas.Shape.up, "dot-a", "bought as taker"), (.up, "ring-a", "bought as maker"),
      (.down, "dot-b", "sold as taker"), (.down, "ring-b", "sold as maker"),
    ] {
      var canvas = SVGCanvas(width: 14, height: 14, title: text)
      canvas.mark(shape, at: SVGCanvas.Point(x: 7, y: 7), radius: 5, style)
      page.raw("<li>\(canvas.svg)\(text)</li>")
    }
    var line = SVGCanvas(width: 14, height: 14, title: "fair value")
    line.line(SVGCanvas.Point(x: 0, y: 7), SVGCanvas.Point(x: 14, y: 7), "line fair")
    page.raw("<li>\(line.svg)fair value</li>")
    page.raw("</ul>")
    page.open("div", "class=\"pair\"")
    for (place, path) in report.paths.enumerated() {
      var caption =
        "\(Markup.shortened(path.ticker, most: 60)), \(path.day):"
        + " \(NumberText.signedDollars(path.profit)) $ on \(NumberText.contracts(path.contracts))"
        + " contracts" + (path.paid.map { ", paid \(NumberText.fixed($0.probability, 2)) $" } ?? "")
      if path.marksLeftOut > 0 {
        caption += "; \(NumberText.count(path.marksLeftOut)) more fills not drawn"
      }
      if path.quotesLeftOut > 0 {
        caption += "; \(NumberText.count(path.quotesLeftOut)) more prices not drawn"
      }
      page.figure(
        "path-\(place + 1)", caption,
        PriceChart(title: "Prices and fills of \(path.ticker)", path: path),
        wide: .wide(440, 230), narrow: .narrow(230), isHalf: true)
    }
    page.close("div")
  }
}
