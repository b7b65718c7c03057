internal import Market
internal import Trading

/// Notices in a trader's words.
enum NoticeText {
  static func describe(_ notice: EngineNotice, markets: [TradedMarket]) -> String {
    func name(_ id: MarketID) -> String { markets[Int(id.index)].ticker }
    switch notice {
    case .paused(let link): return "trading paused: \(words(link)) is down"
    case .resumed: return "trading: everything connected, account reconciled"
    case .rejected(_, let id, let reason): return "\(name(id)): order rejected: \(reason)"
    case .outcomeUnknown(_, let id):
      return "\(name(id)): the answer to an order was lost; looking for it"
    case .foundAfterLoss(_, let id): return "\(name(id)): the lost order was found"
    case .neverArrived(_, let id): return "\(name(id)): the lost order never arrived"
    case .positionDiffers(let id, let ours, let exchange):
      return "\(name(id)): we count \(ours) contracts, the exchange \(exchange); market blocked"
        + " until they agree, or `dutchbook accept-position \(name(id))` if the exchange is right"
    case .adoptedPosition(let id, let quantity):
      return "\(name(id)): \(quantity) contracts were there already"
    case .illegalTransition(let order, let id, let step):
      return "\(name(id)): order \(order): \(step.words); reading the account"
    case .foreignPosition(let id, let quantity):
      return "\(name(id)): \(quantity) contracts from elsewhere: counted in every limit and left"
        + " alone; `dutchbook adopt \(name(id))` has them sold with ours"
    case .foreignOrder(let id):
      return "\(name(id)): an order of somebody else's rests on this account; market blocked"
    case .unexplainedFill(let id): return "\(name(id)): a fill of an order that is not ours"
    case .settled(let id, let value, let profit):
      return "\(name(id)): settled at \(value), profit \(profit)"
    case .exitCanceled(_, let id, let pause):
      return "\(name(id)): the exchange cancelled our resting sell; the next one waits"
        + " \(pause / 1_000_000) ms"
    case .cashDiffers, .shardCashDiffers, .recordDiffers, .transferred, .tradedElsewhere,
      .cashLacks, .accountUnread, .resultChanged, .cashBelowNothing:
      return DifferenceText.describe(notice, name)
    case .bookBlocked(let id): return "\(name(id)): order book blocked until the next snapshot"
    case .breakerOpened(let cause, let profile):
      return "no new risk for \(owner(profile)): \(words(cause))"
    case .breakerChanged(let state, let profile):
      return "the breaker of \(owner(profile)): \(words(state))"
    case .cannotCancel(let id, let market):
      return "\(name(market)): order \(id) could not be cancelled: its answer is out, its fate"
        + " is not known, or there is no connection; if it rests, it is cancelled as soon as it can be"
    case .exitTriggered(let trigger, let id, let profile, let bid):
      return "\(name(id)): \(owner(profile)) sells, \(words(trigger))"
        + "\(bid.map { ", bid \($0)" } ?? "")"
    case .noExitTime(let id, let profile):
      return "\(name(id)): \(owner(profile)) would sell before the game (exit_before_start_s), and"
        + " neither its start nor an expected expiration is known: it is not sold by that rule until"
        + " one is"
    case .noBid(let id, let profile):
      return "\(name(id)): \(owner(profile)) would sell, and nobody bids or the book is not to be"
        + " trusted: the sale waits for a bid"
    case .capitalReduced(let profile, let capital):
      return "\(owner(profile)) begins with \(capital) $: the account has less than all capitals"
    case .positionClosed(let id, let profile, let profit):
      return "\(name(id)): closed by \(owner(profile)), profit \(profit)"
    }
  }

  /// A profile, or the account for nil.
  static func owner(_ profile: ProfileID?) -> String {
    guard let profile else { return "the account" }
    return profile == .arbitrage ? "the arbitrage strategy" : "profile \(profile.index)"
  }

  static func words(_ cause: BreakerCause) -> String {
    switch cause {
    case .manual: "the operator's word"
    case .dailyLoss: "the limit of the day's loss is reached"
    case .lossRun: "too many losses in a row"
    case .rejectRate: "the exchange refuses too many orders"
    case .unknownOutcome: "the fate of too many orders is not known"
    case .staleFeed: "a feed is silent"
    case .clockSkew: "our clock and the exchange's are apart"
    case .reconciliation: "our account differs from the exchange's"
    }
  }

  static func words(_ state: CircuitBreaker.State) -> String {
    switch state {
    case .closed: "closed, orders go out"
    case .open: "open, no order goes out"
    case .halfOpen: "half open, one least order at a time"
    }
  }

  static func words(_ trigger: ExitTrigger) -> String {
    switch trigger {
    case .takeProfit: "the profit is reached"
    case .stopLoss: "the loss is reached"
    case .time: "its time is over"
    case .manual: "by the operator's word"
    case .belief: "the bid is above what it is worth"
    }
  }

  static func describe(_ fill: FillReport, markets: [TradedMarket]) -> String {
    let side = fill.side == .bid ? "bought" : "sold"
    let role = fill.liquidity == .taker ? "taker" : "maker"
    return "\(markets[Int(fill.market.index)].ticker): filled: \(side) \(fill.quantity) YES at"
      + " \(fill.price), \(role), fee \(RunReportText.dollars(fill.fee))"
  }

  static func words(_ link: Link) -> String {
    switch link {
    case .exchangeStream: "the exchange's stream"
    case .exchangeOrders: "the exchange's order entry"
    case .odds: "the odds feed"
    }
  }
}
