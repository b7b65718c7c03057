public import Market
internal import Matching

extension SimulatorStreamSession {
  /// Tells this connection what happened, as far as it subscribed to it.
  public mutating func deliver(
    _ messages: [VenueMessage], exchange: SimulatedExchange, at now: Timestamp
  ) {
    guard !subscriptions.isEmpty else { return }
    for message in messages { deliver(message, exchange, now) }
  }

  private mutating func deliver(
    _ message: VenueMessage, _ exchange: SimulatedExchange, _ now: Timestamp
  ) {
    switch message {
    case .book(let market, let side, let price, let delta, let cause):
      guard let place = place(.orderbookDelta, market) else { return }
      let data = exchange.deltaFrame(
        market, side, price, delta, cause: cause?.account == account ? cause : nil,
        usesYesPrice: subscriptions[place].usesYesPrice, at: now)
      send(data, subscription: place, exchange, now)
    case .ticker(let market):
      guard let place = place(.ticker, market) else { return }
      send(exchange.tickerFrame(market, at: now), subscription: place, exchange, now)
    case .trade(let trade):
      guard let place = place(.trade, trade.market) else { return }
      send(exchange.tradeFrame(trade), subscription: place, exchange, now)
    case .fill(let fill):
      guard fill.account == account, let place = place(.fill, fill.market) else { return }
      send(exchange.fillFrame(fill), subscription: place, exchange, now)
    case .order(let number):
      guard let order = exchange.engine.order(number), order.account == account,
        let place = place(.userOrders, order.market)
      else { return }
      send(exchange.orderFrame(order), subscription: place, exchange, now)
    case .position(let owner, let market):
      guard owner == account, let place = place(.marketPositions, market) else { return }
      send(exchange.positionFrame(owner, market), subscription: place, exchange, now)
    case .lifecycle(let market, let step):
      guard let place = place(.marketLifecycle, market) else { return }
      send(exchange.lifecycleFrame(market, step, at: now), subscription: place, exchange, now)
    }
  }

  private func place(_ channel: StreamChannel, _ market: MarketID) -> Int? {
    subscriptions.firstIndex { $0.channel == channel && $0.wants(market) }
  }
}
