public import Market
internal import Trading

/// What the figures do not cover, counted: the first thing a reader is told.
public struct ReportCoverage: Hashable, Sendable, Codable {
  public var days: Int
  public var daysWithoutOdds: Int
  /// Days on which nothing was played at all.
  public var daysWithoutEvents: Int
  public var markets: Int
  public var tradedMarkets: Int
  /// Markets of all whose result is not known.
  public var marketsWithoutResult: Int
  /// Traded markets whose result is not known.
  public var tradedWithoutResult: Int
  /// Of those, the ones still held: at what closing would bring, not at what they paid.
  public var tradedStillOpen: Int
  public var fills: Int
  public var fillsWithoutFair: Int
  public var entries: Int
  public var entriesWithoutClosingFair: Int
  public var notes: Int
  /// Profits of the markets less the profit of the days: zero when the books add up.
  public var profitDifference: Money
  /// Fees of the fills less the fees of the days: zero when the books add up.
  public var feeDifference: Money
  /// Results of the strategies less the profit of the days: zero when the books add up, and where
  /// no profile ran.
  public var profileDifference: Money

  init(_ result: BacktestResult) {
    days = result.days.count
    daysWithoutOdds = result.days.count { $0.pricedMarkets == 0 }
    daysWithoutEvents = result.days.count { $0.events == 0 }
    markets = result.markets.count
    let traded = result.markets.filter { $0.fills > 0 }
    tradedMarkets = traded.count
    marketsWithoutResult = result.markets.count { $0.paid == nil }
    tradedWithoutResult = traded.count { $0.paid == nil }
    tradedStillOpen = traded.count { $0.paid == nil && !$0.open.isZero }
    fills = result.fills.count
    fillsWithoutFair = result.fills.count { $0.fair == nil }
    let entries = result.fills.filter { $0.purpose == .entry }
    self.entries = entries.count
    entriesWithoutClosingFair = entries.count { $0.closingFair == nil }
    notes = result.notes.count
    profitDifference =
      result.markets.reduce(Money.zero) { $0 + $1.profit } - result.netProfit
    feeDifference = result.fills.reduce(Money.zero) { $0 + $1.fee } - result.fees
    profileDifference =
      result.profiles.isEmpty
      ? .zero : result.profiles.reduce(Money.zero) { $0 + $1.net } - result.netProfit
  }

  /// What is missing, a sentence each; empty when nothing is.
  public var gaps: [String] {
    var gaps: [String] = []
    func say(_ count: Int, _ total: Int, _ what: String, _ so: String) {
      if count > 0 { gaps.append("\(count) of \(total) \(what)\(so)") }
    }
    if days == 0 { gaps.append("No day was played.") }
    say(daysWithoutEvents, days, "days had no event at all", ".")
    say(daysWithoutOdds, days, "days had no odds", ": nothing could be traded on them.")
    say(marketsWithoutResult, markets, "markets have no known result", ".")
    say(
      tradedWithoutResult, tradedMarkets, "traded markets have no known result",
      tradedStillOpen == 0
        ? "." : "; \(tradedStillOpen) of them are still held, at what closing would bring.")
    say(fillsWithoutFair, fills, "fills had no fair value when they came", ".")
    say(
      entriesWithoutClosingFair, entries, "entries have no closing fair value",
      " and are in no closing-line figure.")
    if profitDifference != .zero {
      gaps.append(
        "THE BOOKS DO NOT ADD UP: the markets' profits differ from the days' by"
          + " \(profitDifference) $.")
    }
    if feeDifference != .zero {
      gaps.append(
        "THE BOOKS DO NOT ADD UP: the fills' fees differ from the days' by \(feeDifference) $.")
    }
    if profileDifference != .zero {
      gaps.append(
        "THE BOOKS DO NOT ADD UP: the strategies' results differ from the days' profit by"
          + " \(profileDifference) $.")
    }
    if notes > 0 { gaps.append("\(notes) \(notes == 1 ? "note" : "notes") from the run, below.") }
    return gaps
  }
}
