internal import Market
internal import Trading

/// What happened in a trading session, in its order: books blocked and shown again, orders sent.
///
/// Confined to the session's thread. Bounded: what comes after ``limit`` entries is not kept.
final class DrillJournal {
  /// Something that happened.
  enum Entry: Equatable {
    case bookBlocked(MarketID)
    case bookShown(MarketID)
    case sent(ClientOrderID, MarketID)
  }

  static let limit = 10_000
  private(set) var entries: [(entry: Entry, uptime: Int64)] = []

  /// The place the next entry gets.
  var end: Int { entries.count }

  func note(_ entry: Entry, at uptime: Int64) {
    guard entries.count < Self.limit else { return }
    entries.append((entry, uptime))
  }

  /// Listens to a session from now on; `sent` is called where order bytes have left.
  func follow(_ session: TradingSession, _ gateway: ExchangeGateway, clock: @escaping () -> Int64) {
    let markets = session.engine.markets.indices
    session.observer = { [weak self] event, _ in
      switch event {
      case .bookBlocked(let market): self?.note(.bookBlocked(market), at: clock())
      case .booksBlocked:
        for index in markets { self?.note(.bookBlocked(MarketID(index)), at: clock()) }
      case .bookSnapshot(let market, _, _): self?.note(.bookShown(market), at: clock())
      default: break
      }
    }
    let before = gateway.onOrderSent
    gateway.onOrderSent = { [weak self, weak session] in
      before()
      guard let order = session?.engine.orders.working.last?.request else { return }
      self?.note(.sent(order.id, order.market), at: clock())
    }
  }

  /// The first entry from a place on; nil when there is none.
  func first(_ entry: Entry, from start: Int) -> (place: Int, uptime: Int64)? {
    entries.indices.dropFirst(start).first { entries[$0].entry == entry }
      .map { ($0, entries[$0].uptime) }
  }

  /// Orders sent for a market from a place on, with their places.
  func sent(_ market: MarketID, from start: Int) -> [(place: Int, id: ClientOrderID)] {
    entries.indices.dropFirst(start).compactMap { place in
      guard case .sent(let id, market) = entries[place].entry else { return nil }
      return (place, id)
    }
  }
}
