public import Market

extension MatchingEngine {
  /// Pauses a market: no new orders and amendments; orders stay, except those that asked to go.
  public mutating func pause(_ market: MarketID, at now: Timestamp) {
    guard phase(market) == .active else { return }
    setPhase(market, .paused)
    cancelOrders(market, .halt, at: now) { $0.cancelsOnPause }
  }

  /// Brings a paused market back. All its resting orders are cancelled, as the exchange does.
  public mutating func resume(_ market: MarketID, at now: Timestamp) {
    guard phase(market) == .paused else { return }
    cancelOrders(market, .halt, at: now)
    setPhase(market, .active)
  }

  /// Pauses trading everywhere; orders stay, except those that asked to go.
  public mutating func haltTrading(at now: Timestamp) {
    guard !isTradingHalted else { return }
    isTradingHalted = true
    for place in markets.indices where markets[place].phase == .active {
      cancelOrders(MarketID(place), .halt, at: now) { $0.cancelsOnPause }
    }
  }

  /// Ends a pause of trading; what the outside book reached meanwhile trades now.
  public mutating func resumeTrading(at now: Timestamp) {
    guard isTradingHalted else { return }
    isTradingHalted = false
    expire(at: now)
    for place in markets.indices {
      sweep(MarketID(place), .bid, at: now)
      sweep(MarketID(place), .ask, at: now)
    }
  }

  /// Closes a market for good: every order and all outside size goes; positions wait for the
  /// result.
  public mutating func close(_ market: MarketID, at now: Timestamp) {
    guard let phase = phase(market), phase == .active || phase == .paused else { return }
    setPhase(market, .closed)
    cancelOrders(market, .close, at: now)
    for side in BookSide.allCases {
      while let level = markets[Int(market.index)][side].levels.last {
        markets[Int(market.index)][side].levels.removeLast()
        noteLevel(market, side, level.price, delta: -level.shown)
      }
    }
  }

  /// Pays out every position of a market: `value` a YES contract, the rest of the dollar a NO.
  ///
  /// A market that is still open is closed first. A second settlement is ignored. The whole dollar
  /// of each open contract goes to its two holders, so cash is conserved. No fee is taken.
  public mutating func settle(_ market: MarketID, value: Price, at now: Timestamp) {
    close(market, at: now)
    guard phase(market) == .closed else { return }
    setPhase(market, .settled)
    for place in accounts.indices where accounts[place].holdings.count > Int(market.index) {
      payOut(place, market, value, at: now)
    }
    markets[Int(market.index)].openInterest = .zero
  }

  private mutating func payOut(
    _ account: Int, _ market: MarketID, _ value: Price, at now: Timestamp
  ) {
    var holding = accounts[account].holdings[Int(market.index)]
    guard !holding.position.isZero else { return }
    let before = holding
    do throws(PositionError) {
      try holding.book.settle(.scalar(value))
    } catch {
      assertionFailure("a payout left the range of cash: \(error)")
    }
    let revenue = holding.book.cashFlow - before.book.cashFlow
    events.append(
      .settled(
        Settlement(
          account: AccountID(account), market: market, value: value, position: before.position,
          cost: before.book.costBasis, revenue: revenue, fees: before.book.fees, time: now)))
    holding.updated = now
    accounts[account].holdings[Int(market.index)] = holding
    accounts[account].cash += revenue
  }

  private mutating func setPhase(_ market: MarketID, _ phase: MarketPhase) {
    markets[Int(market.index)].phase = phase
    events.append(.phase(market, phase))
  }

  /// Cancels the orders of a market that `which` picks: by account, then by time.
  mutating func cancelOrders(
    _ market: MarketID, _ change: OrderChange, at now: Timestamp,
    where which: (OrderState) -> Bool = { _ in true }
  ) {
    for place in accounts.indices where accounts[place].holdings.count > Int(market.index) {
      cancelOpenOrders(AccountID(place), market, change, at: now, where: which)
    }
  }
}
