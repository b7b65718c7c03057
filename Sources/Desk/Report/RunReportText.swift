internal import Market
internal import Trading

/// A report for people: plain text, 100 columns at most.
public enum RunReportText {
  /// The report as text, a newline at its end.
  public static func render(_ report: RunReport) -> String {
    var page = Page()
    page.heading(report.title)
    page.add("Assumptions (this is not evidence of profit):")
    for assumption in report.assumptions { page.bullet(assumption) }
    if let from = report.recordedFrom, let to = report.recordedTo {
      page.add("Recorded time \(from) to \(to), run in \(seconds(report.wallSeconds)).")
    } else {
      page.add("Ran for \(seconds(report.wallSeconds)).")
    }
    markets(report, &page)
    edges(report, &page)
    trading(report, &page)
    account(report, &page)
    machinery(report, &page)
    funnel(report, &page)
    if !report.drill.isEmpty {
      page.section("Drill (made up; totals of its own, nothing of it is counted above)")
      for line in report.drill { page.add(line) }
    }
    return page.text
  }

  private static func markets(_ report: RunReport, _ page: inout Page) {
    let counts = report.counts
    page.section("Markets")
    page.add(
      "\(counts.seen) seen, \(counts.matched) matched to sportsbook games,"
        + " \(counts.priced) with a line of exactly their strike, \(counts.traded) traded;"
        + " games \(counts.gamesMatched) of \(counts.games) matched")
    page.table(
      ["league", "markets", "matched", "priced"],
      report.leagues.map { [$0.league, "\($0.markets)", "\($0.matched)", "\($0.priced)"] })
    if !report.unmatched.isEmpty {
      page.add("Unmatched, and why:")
      for reason in report.unmatched {
        let examples = reason.examples.joined(separator: ", ")
        page.bullet("\(reason.count) \(reason.reason)\(examples.isEmpty ? "" : ": \(examples)")")
      }
    }
    if !report.unmatchedNames.isEmpty {
      page.add("Names without a team, ready for your alias file (fill in the code):")
      for line in report.unmatchedNames.prefix(20) { page.add("  " + line) }
      if report.unmatchedNames.count > 20 {
        page.add("  … and \(report.unmatchedNames.count - 20) more in the JSON report")
      }
    }
  }

  private static func edges(_ report: RunReport, _ page: inout Page) {
    page.section("Edges: markets by their best gross edge (fair value less price, either leg)")
    page.table(
      ["below 0", "0-1c", "1-2c", "2-5c", "5c and more"], [report.edges.map { "\($0)" }])
  }

  private static func trading(_ report: RunReport, _ page: inout Page) {
    let orders = report.orders
    page.section("Orders and fills")
    page.add(
      "\(orders.sent) orders sent (\(orders.takes) taking, \(orders.rests) resting,"
        + " \(orders.exits) exits): \(orders.filled) filled, \(orders.partlyFilled) in part,"
        + " \(orders.unfilled) unfilled, \(orders.rejected) rejected,"
        + " \(orders.lostAnswers) answers lost")
    if !report.fills.isEmpty {
      page.table(
        ["time", "ticker", "what", "side", "price", "contracts", "as", "fee $"],
        report.fills.prefix(60).map {
          [
            $0.venueTime, $0.ticker, $0.purpose, $0.side, "\($0.price)", "\($0.quantity)",
            $0.liquidity == .taker ? "taker" : "maker", "\($0.fee)",
          ]
        })
      if report.fills.count > 60 { page.add("… and \(report.fills.count - 60) more") }
    }
    if !report.positions.isEmpty {
      page.add("Positions:")
      page.table(
        ["ticker", "contracts", "cost $", "value $", "how", "realised $", "fees $", "sell at"],
        report.positions.map {
          [
            $0.ticker, "\($0.quantity)", "\($0.cost)", "\($0.value)",
            $0.isSettled ? "settled" : "marked", "\($0.realized)", "\($0.fees)",
            $0.exitPrice.map { "\($0)" } ?? "-",
          ]
        })
    }
  }

  private static func account(_ report: RunReport, _ page: inout Page) {
    let held = report.positions.reduce(Money.zero) { $0 + ($1.isSettled ? .zero : $1.value) }
    page.section("Account")
    page.table(
      ["start $", "profit before fees $", "fees $", "profit $"],
      [
        [
          "\(report.startingCash)", "\(report.grossProfit)", "\(report.ours.fees)",
          "\(report.netProfit)",
        ]
      ])
    page.add(
      "cash \(report.ours.cash) + positions \(held) + fees \(report.ours.fees)"
        + " = \(report.ours.cash + held + report.ours.fees)")
    page.add(
      "start \(report.startingCash) + profit before fees \(report.grossProfit)"
        + " = \(report.startingCash + report.grossProfit)"
        + (report.addsUp ? "  (adds up)" : "  (DOES NOT ADD UP)"))
    if let exchange = report.exchange {
      let verdict = report.differences.isEmpty ? "equal to ours" : "DIFFERENT FROM OURS"
      page.add(
        "By the exchange's count: cash \(exchange.cash), positions at cost"
          + " \(exchange.positionCost), fees \(exchange.fees): \(verdict)")
    }
    for difference in report.differences { page.bullet(difference) }
  }

  private static func machinery(_ report: RunReport, _ page: inout Page) {
    let latency = report.latency
    page.section("Machinery")
    if latency.samples > 0 {
      page.add(
        "Odds frame in to order bytes out: p50 \(microseconds(latency.p50)),"
          + " p90 \(microseconds(latency.p90)), p99 \(microseconds(latency.p99)),"
          + " max \(microseconds(latency.max)) over \(latency.samples) orders")
    } else {
      page.add("Odds frame in to order bytes out: no order was sent by an odds frame.")
    }
    let links = report.connections
    page.add(
      "Connections: \(links.exchangeDrops) exchange drops, \(links.oddsDrops) odds drops,"
        + " \(links.sequenceGaps) sequence gaps, \(links.malformedFrames) malformed frames")
    if let rerun = report.rerun { page.add(rerun) }
    for notice in report.notices.prefix(12) { page.bullet(notice) }
    if report.notices.count > 12 {
      page.bullet("… and \(report.notices.count - 12) more notices in the JSON report")
    }
  }

  private static func funnel(_ report: RunReport, _ page: inout Page) {
    page.section("Why not: the furthest gate each market reached")
    page.table(
      ["gate", "markets", "nearest", "missing"],
      report.funnel.map {
        [
          GateText.name($0.gate), "\($0.markets)", $0.nearest ?? "-",
          GateText.distance(GateStop($0.gate, distance: $0.distance)),
        ]
      })
    guard !report.nearMisses.isEmpty else { return }
    page.add("Nearest to trading:")
    page.table(
      ["ticker", "gate", "missing", "best edge"],
      report.nearMisses.map {
        [
          $0.ticker, GateText.name($0.gate),
          GateText.distance(GateStop($0.gate, distance: $0.distance)),
          $0.bestEdge.map { GateText.cents(Int64($0)) } ?? "-",
        ]
      })
  }

  private static func seconds(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  static func microseconds(_ nanoseconds: Int64) -> String {
    "\(nanoseconds / 1_000).\(nanoseconds % 1_000 / 100) µs"
  }
}
