internal import Market

extension Engine {
  func processMarketData(
    _ event: EngineEvent, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    switch event {
    case .bookSnapshot(let id, let bids, let asks):
      _ = books[id].apply(snapshotBids: bids, asks: asks)
      // A whole book is news, whatever is in it.
      states[Int(id.index)].unfilledRest = nil
      noteBlockedBook(id, &outputs)
      evaluate(id, &outputs)
    case .bookBlocked(let id):
      block(id, &outputs)
      evaluate(id, &outputs)
    case .booksBlocked:
      // All of them before any market is looked at: one that is blocked may free another's place.
      for index in states.indices { block(MarketID(index), &outputs) }
      evaluateAll(&outputs)
    case .marketStatus(let id, let status):
      states[Int(id.index)].status = status
      states[Int(id.index)].unfilledRest = nil
      if status == .finalized { states[Int(id.index)].awaitsPayout = false }
      evaluate(id, &outputs)
    case .closeChanged(let id, let time):
      states[Int(id.index)].closeTime = time
      evaluate(id, &outputs)
    case .gridChanged(let id, let grid):
      states[Int(id.index)].grid = grid
      books[id].regrid(grid)
      for place in profiles.indices.dropFirst() { renewLevels(id, ProfileID(place)) }
      evaluate(id, &outputs)
    case .feesChanged(let id, let fees):
      states[Int(id.index)].fees = fees
      states[Int(id.index)].unfilledRest = nil
      evaluate(id, &outputs)
    case .volumeChanged(let id, let contracts):
      states[Int(id.index)].volume = contracts
      evaluate(id, &outputs)
    case .settled(let id, let value): settle(id, value, &outputs)
    default: break
    }
  }

  /// The hot path: one level of one book changes. Does not allocate.
  func bookDelta(
    _ id: MarketID, _ side: BookSide, _ price: Price, _ change: Quantity,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    switch books[id].apply(delta: change, side: side, price: price) {
    case .ok:
      let index = Int(id.index)
      if stands(index) {
        states[index].record.noteSame()
        lastStood = true
        return
      }
    case .crossed, .notLive: break
    case .negativeLevel, .offGrid, .levelTooLarge, .duplicateLevel:
      outputs.append(.notice(.bookBlocked(id)))
    }
    evaluate(id, &outputs)
  }

  private func noteBlockedBook(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    if case .blocked = books[id].state { outputs.append(.notice(.bookBlocked(id))) }
  }

  private func block(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    if case .blocked = books[id].state { return }
    // Its prices are wiped: an edge that they showed is told now or never.
    if hasProfiles { sayStopped(id, standingStop(Int(id.index)) ?? GateStop(.bookNotLive)) }
    books[id].block(.gapped)
    outputs.append(.notice(.bookBlocked(id)))
  }
}
