internal import Market
internal import Trading

/// The first purchase of a profile in a market, followed while a backtest runs.
struct ExitPurchase {
  let market: MarketID
  let leg: Outcome
  /// All fills of it are of one order.
  let order: ClientOrderID?
  private(set) var quantity = Quantity.zero
  /// Of all of it: in the leg's own prices without fees, and the fees.
  private(set) var cost = Money.zero
  private(set) var fees = Money.zero
  /// What the profile saw when it decided; nil where its signal is not known.
  let signal: Signal?
  let volume: Int64?
  let grid: PriceGrid
  let formula: FeeFormula?
  /// On the session's clock.
  let openedAt: Timestamp
  /// On the venue's clock.
  let boughtAt: Timestamp
  private(set) var path = ExitPath()
  /// What the leg paid, and when that was told on the venue's clock, but never before the game
  /// began; nil while nobody knows.
  private(set) var result: (paid: Price, at: Timestamp)?
  /// The exchange took no sale when it was last looked at.
  private(set) var isShut = false
  /// Start of the game as last known, on the venue's clock.
  private var start: Timestamp?

  /// A fill that opens a position, as the engine has just booked it.
  init(_ fill: BacktestFill, of order: ClientOrderID?, _ signal: Signal?, _ engine: Engine) {
    market = MarketID(fill.market)
    leg = fill.side == .bid ? .yes : .no
    self.order = order
    self.signal = signal
    volume = fill.volume
    let state = engine.states[fill.market]
    grid = state.grid
    formula = state.fees?.formula
    start = state.startTime
    openedAt = engine.now
    boughtAt = fill.time
    add(fill)
  }

  /// Another fill of the same order.
  mutating func add(_ fill: BacktestFill) {
    quantity += fill.quantity
    cost += (leg == .yes ? fill.price : fill.price.complement) * fill.quantity
    fees += fill.fee
  }

  /// Nothing that comes later can change what any way to sell would have come to, but for a result.
  var isOver: Bool { path.timeSale != nil || result != nil }

  /// When time alone calls for a sale, on the session's clock; nil where it does not, or did, or
  /// only events say how late it is at the venue.
  func deadline(_ rules: ExitConfiguration, _ engine: Engine) -> Timestamp? {
    guard !isOver, !isTimeUp(rules, engine) else { return nil }
    let start = engine.venueNow == engine.now ? rules.beforeStartEnds(start: start) : nil
    return [rules.holdEnds(openedAt: openedAt), start].compactMap { $0 }
      .filter { $0 > engine.now }.min()
  }

  /// Takes the market as it is now.
  mutating func look(_ engine: Engine, _ rules: ExitConfiguration) {
    guard !isOver else { return }
    let view = engine.saleView(market, leg)
    (start, isShut) = (view.start, !view.isTaken)
    guard let price = view.bid, let fees = view.fees else { return }
    guard view.isTaken else { return path.take(unsold: price) }
    let fee = fees.fee(price: price, quantity: quantity, liquidity: .taker)
    let bid = ExitPath.Bid(price: price, fee: ExitSample.share(fee, of: quantity))
    if isTimeUp(rules, engine) {
      path.end(by: bid)
    } else {
      path.take(bid, isBeliefDue: view.isBeliefDue)
    }
  }

  /// YES paid so much.
  mutating func settle(_ value: Price, _ engine: Engine) {
    guard result == nil else { return }
    result = (leg == .yes ? value : value.complement, max(engine.venueNow, start ?? .distantPast))
  }

  private func isTimeUp(_ rules: ExitConfiguration, _ engine: Engine) -> Bool {
    rules.isTimeUp(
      openedAt: openedAt, now: engine.now, start: start, venueNow: engine.venueNow)
  }
}
