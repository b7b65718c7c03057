internal import Market
internal import Trading

// Purchases that are followed for a calibration of exits: what the record passes on to its watch.
extension BacktestRecord {
  /// Takes a market as it is now.
  func watchMarket(_ market: MarketID, _ engine: Engine) { watch?.look(market, engine) }

  /// Takes what an event of the recording left behind.
  func watchEvent(_ event: EngineEvent, _ engine: Engine) {
    watch?.note(event, engine)
    renewExitDeadline()
  }

  /// Takes the last of ``fills``, which the engine has booked.
  func watchFill(of order: ClientOrderID?, _ signal: Signal?, _ engine: Engine) {
    guard let fill = fills.last else { return }
    watch?.note(fill, of: order, signal, engine)
    renewExitDeadline()
  }

  /// Takes a timer of the session: one that ``exitDeadline`` has asked for, or another.
  func watchTime(_ engine: Engine) {
    guard watch != nil else { return }
    watch?.lookAtShut(engine)
    guard exitDeadline <= engine.now else { return }
    watch?.lookAtAll(engine)
    renewExitDeadline()
  }

  /// The purchases of this stretch that an exit can be judged by.
  func exitSamples(_ table: ExitTable) -> ExitSamples {
    ExitSamples(watch?.purchases ?? [], events: eventNames, table: table)
  }

  private func renewExitDeadline() { exitDeadline = watch?.deadline ?? .distantFuture }
}
