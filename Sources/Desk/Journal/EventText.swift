internal import Market
internal import Trading

/// Events and orders in plain words, for `dutchbook why`.
struct EventText {
  let markets: [TradedMarket]

  func ticker(_ id: MarketID) -> String {
    Int(id.index) < markets.count ? markets[Int(id.index)].ticker : "market \(id.index)"
  }

  /// What an input told the engine.
  func describe(_ event: EngineEvent) -> String {
    switch event {
    case .bookSnapshot(let id, _, _): "a whole order book of \(ticker(id))"
    case .bookDelta(let id, let side, let price, let change):
      "\(ticker(id)): \(change) contracts at \(price) on the \(side == .bid ? "bid" : "ask") side"
    case .bookBlocked(let id): "\(ticker(id)): the order book cannot be trusted"
    case .booksBlocked: "no order book can be trusted"
    case .marketStatus(let id, let status): "\(ticker(id)): status \(status.wireName)"
    case .closeChanged(let id, let time):
      "\(ticker(id)): end of trading \(time.map(TimeText.utc) ?? "unknown")"
    case .gridChanged(let id, _): "\(ticker(id)): another price grid"
    case .feesChanged(let id, let fees):
      "\(ticker(id)): fees \(fees == nil ? "unknown" : "changed")"
    case .volumeChanged(let id, let contracts):
      "\(ticker(id)): \(contracts.map(String.init) ?? "an unknown number of") contracts in 24 hours"
    case .settled(let id, let value): "\(ticker(id)): settled at \(value)"
    case .gameMatched: "a sportsbook game was matched"
    case .line(_, let bookmaker, let line):
      "bookmaker \(bookmaker.index) quotes \(words(line.kind)) \(line.homeOrOver) /"
        + " \(line.awayOrUnder)" + words(ageNanoseconds: line.ageNanoseconds)
    case .lineWithdrawn(_, let bookmaker, let kind):
      "bookmaker \(bookmaker.index) withdraws \(words(kind))"
    case .link(let link, let isUp): "\(NoticeText.words(link)) is \(isUp ? "up" : "down")"
    case .reconciled: "the account as the exchange has it"
    case .clockSkew(let nanoseconds):
      "our clock and the exchange's are \(Double(nanoseconds) / 1e9) s apart"
    case .bookmaker(let bookmaker, let sharpness, _, _):
      "bookmaker \(bookmaker.index) has the weight \(sharpness)"
    case .timer: "time went on"
    case .command(let command): "the operator: \(command.words)"
    case .carried: "what the session before has left: limits used, halts, owners"
    case .orderState(_, let report): describe(report)
    case .orderRejected(_, let reason): "refused: \(reason)"
    case .orderUnsent(_, let reason): "not sent: \(reason)"
    case .orderUnknown: "the answer was lost"
    case .orderNotFound: "a search found no trace of it"
    case .cancelRefused: "the cancel was refused: it is gone already"
    case .cancelLost: "the answer to the cancel was lost"
    case .amendFailed: "the amendment failed"
    case .fill(let fill): NoticeText.describe(fill, markets: markets)
    }
  }

  /// The order an event speaks of.
  static func order(of event: EngineEvent) -> ClientOrderID? {
    switch event {
    case .orderState(let id, _), .orderRejected(let id, _), .orderUnsent(let id, _),
      .orderUnknown(let id),
      .orderNotFound(let id), .cancelRefused(let id), .cancelLost(let id), .amendFailed(let id):
      id
    case .fill(let fill): fill.order
    default: nil
    }
  }

  /// The order an output speaks of, and what it does with it; nil for other outputs.
  func describe(_ output: EngineOutput) -> (order: ClientOrderID, words: String)? {
    switch output {
    case .place(let order): (order.id, "sent: \(describe(order))")
    case .cancel(let id, _): (id, "cancel sent")
    case .amend(let id, _, _, let price, let total):
      (id, "amendment sent: \(total) contracts at \(price)")
    case .findOrder(let id, _): (id, "looked for at the exchange")
    case .notice(.outcomeUnknown(let id, _)), .notice(.foundAfterLoss(let id, _)),
      .notice(.neverArrived(let id, _)), .notice(.rejected(let id, _, _)),
      .notice(.exitCanceled(let id, _, _)), .notice(.illegalTransition(let id, _, _)),
      .notice(.cannotCancel(let id, _)):
      if case .notice(let notice) = output {
        (id, "notice: " + NoticeText.describe(notice, markets: markets))
      } else {
        nil
      }
    case .reconcile, .notice: nil
    }
  }

  /// An order as its buyer sees it: selling YES is buying NO at the complement.
  func describe(_ order: EngineOrder) -> String {
    let how = order.style == .take ? "takes, immediate or cancel" : "rests, post-only"
    let what =
      order.side == .bid
      ? "buy \(order.quantity) YES at \(order.price)"
      : "sell \(order.quantity) YES at \(order.price) (NO at \(order.price.complement))"
    return "\(what) of \(ticker(order.market)), \(how), \(order.purpose)"
  }

  /// One of our orders, where it is in its life, and what of it has filled.
  func describe(_ order: ManagedOrder, _ state: OrderState) -> String {
    let how: String =
      switch order.ending {
      case .neverArrived: " (it never arrived)"
      case .unsent: " (it never left)"
      case .filled, .canceled, .rejected, .expired, nil: ""
      }
    return "\(order.request.id): \(describe(order.request)); \(state.code)\(how),"
      + " \(order.filled) filled"
  }

  private func describe(_ report: OrderReport) -> String {
    "the exchange says \(report.state): \(report.filled) filled, \(report.remaining) left"
      + (report.price.map { " at \($0)" } ?? "") + (report.reason.map { ", \(words($0))" } ?? "")
  }

  private func words(_ reason: OrderReport.Reason) -> String {
    switch reason {
    case .expiry: "its time was over"
    case .close: "the market closed"
    case .halt: "trading was halted"
    case .margin: "the cash no longer covered it"
    case .selfTrade: "it would have traded with another of ours"
    case .postOnlyCross: "it would have taken"
    case .reduceOnly: "it would have opened a position"
    case .settlementBounds: "its price was outside the bounds of the settlement"
    }
  }

  /// Nothing of the milliseconds that each line takes to come.
  private func words(ageNanoseconds: Int64) -> String {
    ageNanoseconds < 1_000_000_000
      ? "" : ", \(ageNanoseconds / 1_000_000_000) s old when it came"
  }

  private func words(_ kind: LineKind) -> String {
    switch kind {
    case .winner: "the winner"
    case .spread(let home): "the spread (home \(home))"
    case .total(let points): "the total \(points)"
    }
  }
}
