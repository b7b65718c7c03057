internal import Market
internal import Trading

/// A report for people: plain text, prose within 80 columns and tables within 100.
public enum RunReportText {
  /// The whole report as lines of text.
  public static func render(_ report: RunReport) -> String {
    var page = Page()
    page.heading(report.title)
    page.add("\(report.disclaimer) It assumes:")
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
    profiles(report, &page)
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
      PlainText.counted(counts.seen, "market") + " of "
        + PlainText.counted(counts.games, "game") + " seen. Matched: "
        + PlainText.counted(counts.matched, "market") + ", those of the "
        + PlainText.counted(counts.gamesMatched, "game") + " that a sportsbook offers too. Priced:"
        + " \(counts.priced), which takes a bookmaker's line at exactly their strike."
        + " Traded: \(counts.traded).")
    page.table(
      ["league", "markets", "matched", "priced"],
      report.leagues.map { [$0.league, "\($0.markets)", "\($0.matched)", "\($0.priced)"] })
    if !report.unmatched.isEmpty {
      page.add("")
      page.add("Unmatched, and why:")
      for reason in report.unmatched {
        let examples = reason.examples.joined(separator: ", ")
        page.bullet(Self.counted(reason) + (examples.isEmpty ? "" : ": \(examples)"))
      }
    }
    if !report.unmatchedNames.isEmpty {
      page.add("")
      page.add("Names without a team, ready for your alias file (fill in the code):")
      for line in report.unmatchedNames.prefix(20) { page.verbatim("  " + line) }
      if report.unmatchedNames.count > 20 {
        page.add("  … and \(report.unmatchedNames.count - 20) more in the JSON report")
      }
    }
  }

  /// A reason begins with what it counts, in the plural.
  private static func counted(_ reason: RunReport.ReasonCount) -> String {
    for noun in ["exchange market", "sportsbook game"] where reason.reason.hasPrefix(noun + "s") {
      return PlainText.counted(reason.count, noun) + reason.reason.dropFirst(noun.count + 1)
    }
    return "\(reason.count) \(reason.reason)"
  }

  private static func edges(_ report: RunReport, _ page: inout Page) {
    page.section("Edges")
    page.add("Markets by their best gross edge: fair value less price, on the better leg.")
    page.table(
      ["below 0", "0-1c", "1-2c", "2-5c", "5c and more"], [report.edges.map { "\($0)" }])
  }

  private static func trading(_ report: RunReport, _ page: inout Page) {
    let orders = report.orders
    page.section("Orders and fills")
    page.add(
      "\(orders.sent) orders sent: \(orders.takes) to take, \(orders.rests) to rest,"
        + " \(orders.exits) to exit. \(orders.filled) filled, \(orders.partlyFilled) in part,"
        + " \(orders.unfilled) unfilled, \(orders.rejected) rejected, \(orders.lostAnswers) lost.")
    if !report.fills.isEmpty {
      page.table(
        ["time", "ticker", "what", "side", "price", "contracts", "as", "fee $"],
        report.fills.prefix(60).map {
          [
            $0.venueTime, $0.ticker, $0.purpose, $0.side, "\($0.price)", "\($0.quantity)",
            $0.liquidity == .taker ? "taker" : "maker", dollars($0.fee),
          ]
        })
      if report.fills.count > 60 { page.add("… and \(report.fills.count - 60) more") }
    }
    if !report.positions.isEmpty {
      page.add("")
      page.add("Positions:")
      page.table(
        ["ticker", "contracts", "cost $", "value $", "how", "realised $", "fees $", "exit at"],
        report.positions.map {
          [
            $0.ticker, "\($0.quantity)", dollars($0.cost), dollars($0.value),
            $0.isSettled ? "settled" : "marked", dollars($0.realized), dollars($0.fees),
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
        [report.startingCash, report.grossProfit, report.ours.fees, report.netProfit].map(dollars)
      ])
    let left = report.ours.cash + held + report.ours.fees
    page.add(
      "  cash \(dollars(report.ours.cash)) + positions \(dollars(held)) + fees"
        + " \(dollars(report.ours.fees)) = \(dollars(left))")
    page.add(
      "  start \(dollars(report.startingCash)) + profit before fees \(dollars(report.grossProfit))"
        + " = \(dollars(report.startingCash + report.grossProfit))")
    if report.acceptedCash != .zero {
      page.add(
        "  (in the start: \(dollars(report.acceptedCash)) that was accepted during the session)")
    }
    page.add(report.addsUp ? "  It adds up, to the micro-dollar." : "  IT DOES NOT ADD UP.")
    if let exchange = report.exchange {
      let verdict = report.differences.isEmpty ? "the same as ours" : "DIFFERENT FROM OURS"
      page.add(
        "  The exchange counts cash \(dollars(exchange.cash)), positions at cost"
          + " \(dollars(exchange.positionCost)), fees \(dollars(exchange.fees)): \(verdict).")
    }
    for difference in report.differences { page.bullet(difference) }
  }

  private static func machinery(_ report: RunReport, _ page: inout Page) {
    page.section("Machinery")
    page.add(latency("Odds frame", report.latency))
    page.add(latency("Order book frame", report.bookLatency))
    let links = report.connections
    page.add(
      "Connections: \(links.exchangeDrops) exchange drops, \(links.oddsDrops) odds drops,"
        + " \(links.sequenceGaps) sequence gaps, \(links.malformedFrames) malformed frames")
    for line in report.rerun?.split(separator: "\n") ?? [] { page.add(String(line)) }
    if !report.notices.isEmpty { page.add("Notices:") }
    for notice in report.notices.prefix(12) { page.bullet(notice) }
    if report.notices.count > 12 {
      page.bullet("… and \(report.notices.count - 12) more notices in the JSON report")
    }
  }

  private static func latency(_ frame: String, _ latency: RunReport.Latency) -> String {
    guard latency.samples > 0 else {
      return "\(frame) in to order bytes out: no order was sent by one."
    }
    return "\(frame) in to order bytes out: p50 \(microseconds(latency.p50)),"
      + " p90 \(microseconds(latency.p90)), p99 \(microseconds(latency.p99)),"
      + " max \(microseconds(latency.max)) over \(latency.samples)"
      + (latency.samples == 1 ? " order" : " orders")
  }

  private static func funnel(_ report: RunReport, _ page: inout Page) {
    page.section("Why not")
    page.add(
      "Before an order leaves, a market passes gates, in the order of this table. Each market is"
        + " counted once, where it got furthest. \"nearest\" came closest to passing that gate and"
        + " \"missing\" says by how much it failed.")
    page.table(
      ["gate", "markets", "nearest", "missing"],
      report.funnel.map {
        let isMeasured = GateText.unit($0.gate) != nil
        return [
          GateText.name($0.gate), "\($0.markets)", isMeasured ? $0.nearest ?? "-" : "-",
          GateText.distance(GateStop($0.gate, distance: $0.distance)),
        ]
      })
    guard !report.nearMisses.isEmpty else { return }
    page.add("")
    page.add("Nearest to trading (every market is in the JSON report):")
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

  /// Cash with two decimals, or as many as it takes to be exact.
  static func dollars(_ money: Money) -> String {
    var text = "\(money)"
    guard let point = text.firstIndex(of: ".") else { return text }
    while text.hasSuffix("0"), text.distance(from: point, to: text.endIndex) > 3 {
      text.removeLast()
    }
    return text
  }

  private static func seconds(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  static func microseconds(_ nanoseconds: Int64) -> String {
    "\(nanoseconds / 1_000).\(nanoseconds % 1_000 / 100) µs"
  }
}
