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
    case .adoptedPosition(let id, let quantity):
      return "\(name(id)): \(quantity) contracts were there already"
    case .foreignOrder(let id):
      return "\(name(id)): an order of somebody else's rests on this account; market blocked"
    case .unexplainedFill(let id): return "\(name(id)): a fill of an order that is not ours"
    case .settled(let id, let value, let profit):
      return "\(name(id)): settled at \(value), profit \(profit)"
    case .exitCanceled(_, let id, let pause):
      return "\(name(id)): the exchange cancelled our resting sell; the next one waits"
        + " \(pause / 1_000_000) ms"
    case .cashDiffers(let ours, let exchange):
      return "cash: we count \(ours) $, the exchange \(exchange) $: a deposit, a withdrawal, or"
        + " something to look into"
    case .bookBlocked(let id): return "\(name(id)): order book blocked until the next snapshot"
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
