internal import Market
internal import Trading

/// Follows the first purchase in each market while a backtest runs.
///
/// Bounded by the markets: one purchase each, with no more bids than ``ExitPath`` keeps.
struct ExitWatch {
  private let rules: ExitConfiguration
  private(set) var purchases: [ExitPurchase] = []
  private var places: [MarketID: Int] = [:]
  /// When time next calls for a sale, on the session's clock; the distant future where it does not.
  private(set) var deadline = Timestamp.distantFuture

  /// - Parameter rules: whose times end a position; of the rest nothing is looked at.
  init(_ rules: ExitConfiguration) { self.rules = rules }

  /// Takes a fill that the engine has booked: the first of each market, and what else its order
  /// buys.
  mutating func note(
    _ fill: BacktestFill, of order: ClientOrderID?, _ signal: Signal?, _ engine: Engine
  ) {
    let market = MarketID(fill.market)
    if let place = places[market] {
      if order != nil, purchases[place].order == order { purchases[place].add(fill) }
      return look(market, engine)
    }
    guard fill.profile != .arbitrage, fill.purpose == .entry else { return }
    places[market] = purchases.count
    purchases.append(ExitPurchase(fill, of: order, signal, engine))
    if let value = engine.states[fill.market].settledValue { settle(market, value, engine) }
    look(market, engine)
    renewDeadline(engine)
  }

  /// Takes what an event other than a line or a change of a book left behind.
  mutating func note(_ event: EngineEvent, _ engine: Engine) {
    switch event {
    case .bookSnapshot, .bookDelta, .line, .lineWithdrawn: return
    case .settled(let market, let value): settle(market, value, engine)
    case .bookBlocked(let market), .marketStatus(let market, _), .closeChanged(let market, _),
      .feesChanged(let market, _), .gridChanged(let market, _), .volumeChanged(let market, _):
      look(market, engine)
    default: lookAtAll(engine)
    }
  }

  /// Takes a market as it is now.
  mutating func look(_ market: MarketID, _ engine: Engine) {
    guard let place = places[market] else { return }
    purchases[place].look(engine, rules)
  }

  /// The deadline has come, or something that is no market's own.
  mutating func lookAtAll(_ engine: Engine) {
    for place in purchases.indices { purchases[place].look(engine, rules) }
    renewDeadline(engine)
  }

  /// Time has passed, and the exchange may take sales again in markets where it took none.
  mutating func lookAtShut(_ engine: Engine) {
    for place in purchases.indices where purchases[place].isShut {
      purchases[place].look(engine, rules)
    }
  }

  private mutating func settle(_ market: MarketID, _ value: Price, _ engine: Engine) {
    guard let place = places[market] else { return }
    purchases[place].settle(value, engine)
  }

  private mutating func renewDeadline(_ engine: Engine) {
    deadline = .distantFuture
    guard rules.hasTime else { return }
    for purchase in purchases {
      if let own = purchase.deadline(rules, engine) { deadline = min(deadline, own) }
    }
  }
}
