internal import Market

// Cash by the exchange's shards: a market is paid for by its own.
extension Engine {
  /// What the market's shard has left, everything in flight there at its worst; nil where shards do
  /// not matter.
  ///
  /// - Complexity: O(working orders).
  @inline(__always)
  func shardCash(for market: MarketID) -> Money? {
    guard !shards.isEmpty else { return nil }
    let shard = states[Int(market.index)].shard
    return shards.cash(on: shard).map { $0 - reserved(on: shard) }
  }

  /// What entries in flight can still cost on a shard.
  private func reserved(on shard: Int32?) -> Money {
    var reserved = Money.zero
    for place in orders.working.indices
    where orders.working[place].request.purpose == .entry
      && shards.place(of: states[Int(orders.working[place].request.market.index)].shard)
        == shards.place(of: shard)
    {
      reserved += worstCost(place)
    }
    return reserved
  }

  /// Cash has moved in a market.
  @inline(__always)
  func bookShard(_ id: MarketID, _ flow: Money) {
    guard !shards.isEmpty else { return }
    shards.book(flow, on: states[Int(id.index)].shard)
  }

  /// A decided market of that shard has not been paid out yet, or one of which nobody knows.
  private func isPayoutDue(on place: Int) -> Bool {
    states.contains {
      guard $0.awaitsPayout else { return false }
      let other = shards.place(of: $0.shard)
      return other == nil || other == place
    }
  }

  /// Holds our count of each shard against the exchange's. Returns false where another reading must
  /// tell.
  ///
  /// A difference that two readings show while nothing moves there is taken over and said: money
  /// was moved between shards, or it came or went, of which ``compareCash(_:_:)`` judges. Until
  /// then, while something moves, and while payouts are due, what the exchange does not have is
  /// withheld.
  func compareShards(
    _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    let told = account.shards.sorted { $0.index < $1.index }
    guard told.map(\.index) == shards.shards.map(\.index) else {
      // It tells of other shards than before: what it does now counts.
      shards.restate(told)
      return true
    }
    var (isPlain, hasChanged) = (true, false)
    for (place, theirs) in told.enumerated() {
      let ours = shards.shards[place].cash
      let isSteady = isCashSteady(account, on: theirs)
      let reserved = isSteady ? .zero : reserved(on: theirs.index)
      let free = theirs.cash + reserved
      var difference = free - ours
      // The exchange states its cash in hundredths of a cent, rounded down.
      if difference <= .zero, difference.microDollars > -100 { difference = .zero }
      // Less may be set aside there than we count as that: as long as something is, nothing that
      // was withheld is free again.
      let least = reserved > .zero ? shards.shards[place].withheld : .zero
      shards.shards[place].withheld = max(least, .zero - difference)
      guard isSteady, !isPayoutDue(on: place) else { continue }
      let isRepeated = difference == shards.shards[place].lastDifference
      shards.shards[place].lastDifference = difference
      guard difference != .zero else { continue }
      guard isRepeated else {
        isPlain = false
        continue
      }
      shards.shards[place].cash = theirs.cash
      shards.shards[place].withheld = .zero
      shards.shards[place].lastDifference = .zero
      hasChanged = true
      outputs.append(
        .notice(.shardCashDiffers(theirs.index, ours: ours, exchange: theirs.cash)))
    }
    if hasChanged { evaluateAll(&outputs) }
    return isPlain
  }
}
