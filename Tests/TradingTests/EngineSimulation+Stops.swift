import Market
import Trading

// What stops new risk takes what rests off the book, whatever limits are used up: cancels add none.
extension EngineSimulation {
  /// Entries that rest, and to which a cancel can be sent at once.
  var cancellable: [ClientOrderID] {
    engine.orders.working.filter {
      $0.request.purpose == .entry && $0.phase == .resting && !$0.isCancelSent
        && now >= $0.cancelNotBefore
    }.map(\.request.id)
  }

  /// Nothing new is let through, by a person's word or by the breaker.
  var isStopped: Bool {
    engine.isHalted || engine.account.breaker.state(at: engine.now) == .open
  }

  /// After each input: of the entries that rested before it each is cancelled with it, and none
  /// rests that could be cancelled.
  mutating func checkStop(_ rested: [ClientOrderID], _ outputs: ArraySlice<EngineOutput>) {
    defer { record.wasStopped = isStopped }
    guard isStopped else { return }
    if !cancellable.isEmpty { complain("\(cancellable) rest while nothing new may be bought") }
    guard !record.wasStopped else { return }
    record.stops += 1
    if !rested.isEmpty { record.stopsWithRest += 1 }
    for id in rested {
      // One that the same input has ended is no more.
      let isGone = engine.orders.index(of: id) == nil
      let isCanceled = outputs.contains {
        if case .cancel(let canceled, _) = $0 { canceled == id } else { false }
      }
      if !isCanceled, !isGone { complain("\(id) rests though all new risk has stopped") }
    }
  }

  /// After the end of a session every order has come to an end that stays.
  mutating func checkOrdersAreOver() {
    for order in engine.orders.working { complain("\(order) works after the shutdown") }
    for order in engine.orders.finished where !order.state.isFinal || !order.isDone {
      complain("\(order) is over and not final")
    }
  }
}
