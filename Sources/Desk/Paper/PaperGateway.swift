public import Market
public import Trading

/// Carries the engine's wishes out in process: paper money on the real book.
///
/// Confined to the session's thread.
public final class PaperGateway: OrderGateway {
  private var venue: PaperVenue
  private unowned let session: TradingSession
  private var news: [EngineEvent] = []

  public init(session: TradingSession, cash: Money, seed: UInt64) {
    venue = PaperVenue(markets: session.catalogue.markets, cash: cash, session: seed)
    self.session = session
    session.gateway = self
    session.observer = { [weak self] event, time in self?.observe(event, time) }
  }

  /// Cash by the venue's own count.
  public var account: AccountState { venue.accountState(at: session.engine.now) }

  public func perform(_ output: EngineOutput, at now: Timestamp) {
    venue.perform(output, at: session.engine.venueNow, readAt: now, news: &news)
    passOn()
  }

  private func observe(_ event: EngineEvent, _ venueTime: Timestamp) {
    venue.observe(event, at: venueTime, news: &news)
    passOn()
  }

  private func passOn() {
    let events = news
    news.removeAll(keepingCapacity: true)
    for event in events { session.take(event) }
  }
}
