public import Market
internal import Matching

/// What happens to markets from outside: quotes, pauses, results.
extension SimulatedExchange {
  /// Sets the outside quote of a market to these levels; everything taken before is there again.
  ///
  /// A closed market keeps its empty book; levels that cannot be are refused as a whole.
  public mutating func setQuote(
    _ market: MarketID, bids: [BookLevel], asks: [BookLevel], at now: Timestamp
  ) {
    try? engine.replaceExternalLevels(market, bids: bids, asks: asks, at: now)
    drain(at: now)
  }

  /// Sets one outside level, for drills.
  public mutating func setLevel(
    _ market: MarketID, _ side: BookSide, price: Price, quantity: Quantity, at now: Timestamp
  ) {
    try? engine.setExternalLevel(market, side, price: price, quantity: quantity, at: now)
    drain(at: now)
  }

  /// Pauses trading everywhere; cancels stay allowed.
  public mutating func haltTrading(at now: Timestamp) {
    engine.haltTrading(at: now)
    drain(at: now)
  }

  /// Ends a pause of trading everywhere.
  public mutating func resumeTrading(at now: Timestamp) {
    engine.resumeTrading(at: now)
    drain(at: now)
  }

  /// Pauses an active market: its status is then `inactive`.
  public mutating func pause(_ market: MarketID, at now: Timestamp) {
    guard status(market) == .active else { return }
    engine.pause(market, at: now)
    change(market, .inactive, .deactivated, at: now)
  }

  /// Brings a paused market back; its resting orders are cancelled.
  public mutating func resume(_ market: MarketID, at now: Timestamp) {
    guard status(market) == .inactive else { return }
    engine.resume(market, at: now)
    change(market, .active, .activated, at: now)
  }

  /// Closes a market now, as the exchange moves the close forward once a result is known.
  public mutating func close(_ market: MarketID, at now: Timestamp) {
    guard let status = status(market), !status.isPastTrading else { return }
    engine.close(market, at: now)
    markets[Int(market.index)].close = now
    change(market, .closed, .closeDateUpdated, at: now)
  }

  /// Changes a market's price grid; resting orders keep their prices.
  public mutating func changeGrid(_ market: MarketID, _ grid: PriceGrid, at now: Timestamp) {
    guard status(market) != nil else { return }
    engine.setGrid(market, grid)
    markets[Int(market.index)].terms.grid = grid
    markets[Int(market.index)].updated = now
    outbox.append(.lifecycle(market, .gridChanged))
    drain(at: now)
  }

  /// Sets a closed market's result; it is paid out by ``finalize(_:at:)``.
  public mutating func determine(
    _ market: MarketID, _ result: SettlementResult, at now: Timestamp
  ) {
    close(market, at: now)
    guard status(market) == .closed else { return }
    markets[Int(market.index)].result = result
    markets[Int(market.index)].determined = now
    change(market, .determined, .determined, at: now)
  }

  /// Somebody disputes a market's result. The stream tells nothing of it.
  public mutating func dispute(_ market: MarketID, at now: Timestamp) {
    guard status(market) == .determined else { return }
    markets[Int(market.index)].status = .disputed
    markets[Int(market.index)].updated = now
  }

  /// Decides a disputed market anew.
  ///
  /// - Parameter isTold: the stream tells the result once more; else only REST has it.
  public mutating func amend(
    _ market: MarketID, _ result: SettlementResult, isTold: Bool, at now: Timestamp
  ) {
    guard status(market) == .disputed else { return }
    markets[Int(market.index)].result = result
    markets[Int(market.index)].determined = now
    markets[Int(market.index)].status = .amended
    markets[Int(market.index)].updated = now
    if isTold { outbox.append(.lifecycle(market, .determined)) }
    drain(at: now)
  }

  /// The stream tells once more how a market that was paid out had been decided, and that it was.
  public mutating func tellSettlementAgain(_ market: MarketID, at now: Timestamp) {
    guard status(market) == .finalized else { return }
    outbox.append(.lifecycle(market, .determined))
    outbox.append(.lifecycle(market, .settled))
    drain(at: now)
  }

  /// Pays a determined market out.
  public mutating func finalize(_ market: MarketID, at now: Timestamp) {
    guard status(market) == .determined || status(market) == .amended,
      let result = markets[Int(market.index)].result
    else { return }
    engine.settle(market, value: result.value(of: .yes), at: now)
    markets[Int(market.index)].settled = now
    change(market, .finalized, .settled, at: now)
  }

  /// Result and pay-out at once.
  public mutating func settle(
    _ market: MarketID, _ result: SettlementResult, at now: Timestamp
  ) {
    determine(market, result, at: now)
    finalize(market, at: now)
  }

  /// Where a market stands; nil for an unknown one.
  public func status(_ market: MarketID) -> MarketStatus? {
    markets.indices.contains(Int(market.index)) ? markets[Int(market.index)].status : nil
  }

  private mutating func change(
    _ market: MarketID, _ status: MarketStatus, _ step: LifecycleStep, at now: Timestamp
  ) {
    markets[Int(market.index)].status = status
    markets[Int(market.index)].updated = now
    outbox.append(.lifecycle(market, step))
    drain(at: now)
  }
}
