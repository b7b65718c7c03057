import Market
import Testing
import Trading

@Suite struct `Cash on the exchange's shards` {
  /// A bench whose markets are all on shard 3.
  private func bench(
    _ shards: [AccountState.Shard], shard: Int32? = 3
  ) throws -> EngineBench {
    let bench = try EngineBench { markets in
      for place in markets.indices { markets[place].shard = shard }
    }
    bench.open(shards: shards)
    bench.wait(milliseconds: 1)
    return bench
  }

  private func shard(_ index: Int32, cents: Int) -> AccountState.Shard {
    AccountState.Shard(index: index, cash: Money(cents: cents))
  }

  /// Ten contracts are offered at 55 for what is worth 63.
  private func offer(_ bench: EngineBench) {
    bench.quote(bench.homeWins, bid: 50, ask: 55)
    bench.odds(home: 63)
  }

  @Test func `an order is cut to what its own shard can pay, however much the account has`() throws
  {
    let bench = try bench([shard(0, cents: 99_700), shard(3, cents: 300)])
    offer(bench)
    // 57.8 cents each at the worst, fee included: five of them are 2.89 dollars.
    #expect(bench.placed.map(\.quantity) == [Quantity(contracts: 5)])
  }

  @Test func `nothing is bought on a shard without money, and the gate says so`() throws {
    let bench = try bench([shard(0, cents: 100_000)])
    offer(bench)
    #expect(bench.placed.isEmpty)
    #expect(bench.stop(bench.homeWins).gate == .shardBalance)
  }

  @Test func `a market that names no shard is paid by the only one, and by none of several`() throws
  {
    let one = try bench([shard(0, cents: 100_000)], shard: nil)
    offer(one)
    #expect(one.placed.count == 1)
    let several = try bench([shard(0, cents: 50_000), shard(3, cents: 50_000)], shard: nil)
    offer(several)
    #expect(several.placed.isEmpty)
  }

  @Test func `where the exchange tells of no shards they do not matter`() throws {
    let bench = try bench([])
    offer(bench)
    #expect(bench.placed.count == 1)
  }

  @Test func `what is bought and paid out moves on the market's own shard`() throws {
    let bench = try bench([shard(0, cents: 50_000), shard(3, cents: 50_000)])
    offer(bench)
    let order = try #require(bench.placed.first)
    bench.fill(order, contracts: 10)
    let whole = try #require(bench.engine.ledger.cash)
    #expect(bench.engine.shards.cash(on: 0) == Money(cents: 50_000))
    #expect(bench.engine.shards.cash(on: 3) == whole - Money(cents: 50_000))
    bench.send(.settled(bench.homeWins, value: .dollar))
    let paid = try #require(bench.engine.ledger.cash)
    #expect(paid > whole)
    #expect(bench.engine.shards.cash(on: 3) == paid - Money(cents: 50_000))
  }

  @Test func `money moved between shards is withheld at once and said when seen twice`() throws {
    let bench = try bench([shard(0, cents: 50_000), shard(3, cents: 50_000)])
    let moved = [shard(0, cents: 99_900), shard(3, cents: 100)]
    bench.reconcile(shards: moved)
    #expect(bench.notices.isEmpty, "a trade during the reading may be all there is to it")
    #expect(bench.engine.shards.cash(on: 3) == Money(cents: 100))
    #expect(bench.engine.shards.cash(on: 0) == Money(cents: 50_000), "more is not believed yet")
    bench.wait(milliseconds: 1)
    bench.reconcile(shards: moved)
    #expect(
      bench.notices == [
        .shardCashDiffers(0, ours: Money(cents: 50_000), exchange: Money(cents: 99_900)),
        .shardCashDiffers(3, ours: Money(cents: 50_000), exchange: Money(cents: 100)),
      ])
    #expect(bench.engine.shards.cash(on: 0) == Money(cents: 99_900))
    #expect(bench.engine.mayEnter, "the account has what it had")
    bench.reconcile(shards: moved)
    #expect(bench.notices.count == 2)
  }

  @Test func `a payout that is due is no difference, and is not spent before it comes`() throws {
    let bench = try bench([shard(3, cents: 100_000)])
    offer(bench)
    let order = try #require(bench.placed.first)
    bench.fill(order, contracts: 10)
    let before = try #require(bench.engine.ledger.cash)
    bench.send(.settled(bench.homeWins, value: .dollar))
    bench.wait(milliseconds: 1)
    bench.outputs.removeAll()
    let unpaid = [AccountState.Shard(index: 3, cash: before)]
    for _ in 0..<3 { bench.reconcile(cash: before, shards: unpaid) }
    #expect(bench.notices.isEmpty)
    #expect(bench.engine.shards.cash(on: 3) == before)
    let after = try #require(bench.engine.ledger.cash)
    bench.reconcile(cash: after, shards: [AccountState.Shard(index: 3, cash: after)])
    #expect(bench.engine.shards.cash(on: 3) == after)
    #expect(bench.notices.isEmpty)
  }

  @Test func `while orders rest the smaller of the two counts, what they hold taken off once`()
    throws
  {
    let bench = try bench([shard(3, cents: 100_000)])
    let order = try bench.restEntry()
    let reserved = order.price * order.quantity
    let free = Money(cents: 100_000) - reserved - Money(cents: 1_000)
    bench.wait(milliseconds: 1)
    bench.reconcile(
      cash: free,
      resting: [
        AccountState.RestingOrder(
          order: order.id, market: order.market, side: order.side, price: order.price,
          filled: .zero, remaining: order.quantity)
      ],
      shards: [AccountState.Shard(index: 3, cash: free)])
    let left = try #require(bench.engine.shards.cash(on: 3))
    #expect(left <= Money(cents: 99_100) && left >= Money(cents: 99_000))
  }
}
