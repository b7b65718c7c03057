internal import Market
internal import Trading

/// What an engine had come to: to be found again in the journal.
struct JournalWill {
  /// Everything was recorded, and nothing of it may be lost.
  var isExact: Bool
  private var positions: [Quantity]
  private var cash: Money?
  private var working: [ManagedOrder]

  init(_ engine: Engine, isExact: Bool) {
    self.isExact = isExact
    positions = engine.states.map(\.position.quantity)
    cash = engine.ledger.cash
    working = Array(engine.orders.working)
  }

  /// The first thing in which a replayed engine differs; nil when nothing does.
  func difference(from engine: Engine) -> String? {
    for (place, position) in positions.enumerated() {
      let again = engine.states[place].position.quantity
      if again != position {
        return "\(engine.markets[place].ticker): \(position) live, \(again) replayed"
      }
    }
    if engine.ledger.cash != cash {
      return "cash \(Self.text(cash)) live, \(Self.text(engine.ledger.cash)) replayed"
    }
    let again = Array(engine.orders.working)
    guard again.count == working.count else {
      return "\(working.count) working orders live, \(again.count) replayed"
    }
    for (live, replayed) in zip(working, again) where live != replayed {
      return "a working order live: \(live); replayed: \(replayed)"
    }
    return nil
  }

  private static func text(_ money: Money?) -> String { money.map { "\($0)" } ?? "unknown" }
}
