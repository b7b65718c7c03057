internal import Market
internal import Probability

/// What was earned, and when.
extension BacktestReportPage {
  func addResult(to page: inout HTMLText) {
    page.section("result", "Result") { page in
      page.open("div", "class=\"tiles\"")
      for tile in tiles { page.raw(tile.html) }
      page.close("div")
      page.element("p", account, "muted account")
    }
    if report.variants.count > 1 {
      page.section("variants", "Under other suppositions") { page in
        page.element(
          "p",
          "The same days with one supposition about the exchange changed. What lives only under a"
            + " favourable one does not live.")
        page.table("Suppositions", Self.variantColumns, Self.variantRows(report))
      }
    }
    addProfiles(to: &page)
    page.section("time", "Over time") { page in
      addEquity(to: &page)
      addDays(to: &page)
      page.paragraphs(wording.daily)
    }
  }

  static let variantColumns = ["supposition", "#net $", "#fees $", "#fills", "#contracts"]

  static func variantRows(_ report: BacktestReport) -> [[String]] {
    report.variants.map { variant in
      [
        variant.name, NumberText.signedDollars(variant.netProfit),
        NumberText.dollars(variant.fees), NumberText.count(variant.fills),
        NumberText.contracts(variant.contracts),
      ]
    }
  }

  private var account: String {
    let account = report.account
    return "Start \(NumberText.dollars(account.startingCash)) $, fees"
      + " \(NumberText.dollars(account.fees)) $, \(NumberText.counted(account.orders, "order")),"
      + " \(NumberText.contracts(account.contracts)) contracts, at most"
      + " \(NumberText.dollars(account.peakCapital)) $ tied up at once. Intervals resample whole"
      + " events, at least \(ClusterBootstrap.fewestClusters)."
  }

  private var tiles: [ReportTile] {
    [
      ReportTile("net", "Net profit", .value(report.profit.net), .dollars) {
        NumberText.counted($0.units, "event") + " traded"
      },
      ReportTile("contract", "Net per contract", report.profit.centsPerContract, .cents) { _ in
        "buys and sells alike"
      },
      ReportTile("return", "Return on peak capital", report.profit.returnOnPeakCapital, .share) {
        _ in "of the largest peak of any day"
      },
      drawdownTile, hitTile,
      ReportTile(
        "closing", "Closing-line value",
        report.closingLine.value.map { .value($0.centsAfterFees) }
          ?? .insufficient(report.closingLine.reason ?? ""), .cents
      ) { _ in "a contract after fees, entries" },
    ]
  }

  private var drawdownTile: ReportTile {
    switch report.drawdown {
    case .value(let fall):
      return ReportTile(
        "drawdown", "Maximum drawdown", figure: NumberText.dollars(fall.depth) + " $",
        range: fall.share.text { "\(NumberText.percent($0)) of equity at the peak" },
        note: ReportWording.drawdown(fall))
    case .insufficient(let reason):
      return ReportTile(
        "drawdown", "Maximum drawdown", figure: nil, range: "because \(reason)", note: "")
    }
  }

  private var hitTile: ReportTile {
    switch report.hits {
    case .value(let hits):
      let range =
        hits.interval.value.map {
          "95 %: \(NumberText.fixed($0.lower * 100, 1)) to"
            + " \(NumberText.fixed($0.upper * 100, 1)) %"
        } ?? ""
      return ReportTile(
        "hits", "Hit rate", figure: NumberText.percent(hits.rate), range: range,
        note: hits.counts + ". A bet is a market with fills, settled or closed")
    case .insufficient(let reason):
      return ReportTile("hits", "Hit rate", figure: nil, range: "because \(reason)", note: "")
    }
  }

  private func addEquity(to page: inout HTMLText) {
    guard report.equity.count >= 2 else {
      page.missingFigure(
        "equity", "Equity", "it needs at least 2 moments of equity, got \(report.equity.count)")
      return
    }
    let thinned =
      report.equityPointsLeftOut == 0
      ? ""
      : " \(NumberText.count(report.equityPointsLeftOut)) points between were left out, no peak"
        + " among them."
    page.figure(
      "equity", "Equity, with positions at what closing would bring. Dashed: the start.\(thinned)",
      TimeChart(
        title: "Equity over time", unit: "dollars",
        samples: report.equity.map {
          TimeChart.Sample(time: $0.time, value: $0.equity.dollars)
        }, baseline: report.account.startingCash.dollars),
      wide: .wide(900, 260), narrow: .narrow())
    var peak = report.equity[0].equity
    let falls = report.equity.map { point in
      peak = max(peak, point.equity)
      return TimeChart.Sample(time: point.time, value: (point.equity - peak).dollars)
    }
    page.figure(
      "drawdown", "Drawdown: equity less its peak so far.",
      TimeChart(
        title: "Drawdown over time", unit: "dollars", samples: falls, isFilled: true,
        style: "line-b"),
      wide: .wide(900, 170), narrow: .narrow(170))
  }

  private func addDays(to page: inout HTMLText) {
    guard !report.days.isEmpty else { return }
    page.figure(
      "days",
      "Profit of each day, after fees."
        + (report.daysLeftOut > 0
          ? " The first \(report.days.count); \(NumberText.count(report.daysLeftOut)) more were"
            + " left out." : ""),
      ColumnChart(
        title: "Profit by day", unit: "dollars",
        columns: report.days.map { day in
          ColumnChart.Column(
            label: MomentText.dayAndMonth(day.begins), value: day.profit.dollars,
            tip: "\(day.name): \(NumberText.signedDollars(day.profit)) $,"
              + " \(NumberText.counted(day.fills, "fill"))")
        }), wide: .wide(900, 190), narrow: .narrow(190))
  }
}
