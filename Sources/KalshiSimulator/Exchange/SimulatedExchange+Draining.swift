internal import Market
internal import Matching

extension SimulatedExchange {
  /// Turns what the engine did into history and messages.
  ///
  /// Levels, trades and fills come in the order they happened; then, once each, the orders and
  /// positions that changed and the markets whose quote did.
  mutating func drain(cause: BookCause? = nil, at now: Timestamp) {
    guard !engine.events.isEmpty else { return }
    var orders = Touched<OrderNumber>()
    var positions = Touched<PositionKey>()
    var quotes = Touched<MarketID>()
    for event in engine.events {
      switch event {
      case .accepted(let number), .amended(let number), .canceled(let number, _, _):
        orders.add(number)
      case .rejected, .phase: break
      case .level(let market, let side, let price, let delta, _):
        outbox.append(.book(market, side, price, delta: delta, cause: cause))
        quotes.add(market)
        markets[Int(market.index)].wasTouched = true
      case .traded(let trade):
        note(trade)
        quotes.add(trade.market)
        for party in [trade.taker, trade.maker] {
          guard let order = party.order else { continue }
          orders.add(order)
          positions.add(PositionKey(account: party.account, market: trade.market))
        }
      case .settled(let payout):
        let result = markets[Int(payout.market.index)].result ?? .scalar(payout.value)
        guard payout.account != .outside else { continue }
        append(MemberSettlement(payout: payout, result: result), to: \.settlements)
        positions.add(PositionKey(account: payout.account, market: payout.market))
      }
    }
    engine.removeAllEvents()
    for number in orders.values {
      outbox.append(.order(number))
      guard let order = engine.order(number) else { continue }
      if settings.readLagNanoseconds > 0 {
        lag.note(order, visible: now + settings.readLagNanoseconds)
      }
    }
    for key in positions.values { outbox.append(.position(key.account, key.market)) }
    for market in quotes.values { outbox.append(.ticker(market)) }
  }

  private struct PositionKey: Hashable {
    let account: AccountID
    let market: MarketID
  }

  /// Values in the order they first came, each once.
  private struct Touched<Value: Hashable> {
    private(set) var values: [Value] = []
    private var known: Set<Value> = []

    mutating func add(_ value: Value) {
      if known.insert(value).inserted { values.append(value) }
    }
  }

  private mutating func note(_ trade: Trade) {
    let id = WireText.uuid(seed: settings.seed, kind: 3, number: UInt64(trade.number.index))
    let shown = PublicTrade(
      id: id, market: trade.market, price: trade.price, quantity: trade.quantity,
      takerSide: trade.takerSide, time: trade.time)
    append(shown, to: \.trades)
    markets[Int(trade.market.index)].lastTradeSize = trade.quantity
    outbox.append(.trade(shown))
    for (party, side, isTaker) in [
      (trade.taker, trade.takerSide, true), (trade.maker, trade.takerSide.opposite, false),
    ] {
      guard let order = party.order else { continue }
      let fill = MemberFill(
        trade: id, account: party.account, order: order, market: trade.market, side: side,
        price: trade.price, quantity: trade.quantity, fee: party.fee, isTaker: isTaker,
        position: party.position, time: trade.time)
      append(fill, to: \.fills)
      outbox.append(.fill(fill))
    }
  }

  /// Keeps history within its bound: the oldest tenth goes at once.
  private mutating func append<Row>(_ row: Row, to path: WritableKeyPath<Self, [Row]>) {
    if self[keyPath: path].count >= settings.historyRows {
      self[keyPath: path].removeFirst(max(1, settings.historyRows / 10))
    }
    self[keyPath: path].append(row)
  }
}
