import Glibc
import KalshiSimulator
import Market
import Matching
import TestKit
import Testing
import Wire

@testable import Desk
@testable import Kalshi
@testable import Trading

/// The dead man's switch as the exchange sees it: when what rests goes by itself.
@Suite struct `The end that a resting order carries` {
  typealias Rig = `The gateway to the exchange`.Rig

  private let lifetimeSeconds: Int64 = 20

  private func rig(connections: Int = 2) throws -> Rig {
    var configuration = EngineConfiguration()
    configuration.execution.orderLifetimeNanoseconds = lifetimeSeconds * 1_000_000_000
    let rig = try Rig(connections: connections, configuration: configuration)
    rig.exchange.isKeyKnown = true
    return rig
  }

  private func order(
    _ number: UInt64, _ style: OrderStyle, _ purpose: OrderPurpose = .entry
  ) -> EngineOrder {
    EngineOrder(
      id: ClientOrderID(session: 1, sequence: number), market: MarketID(0), side: .bid,
      price: Price(cents: 50), quantity: Quantity(contracts: 1), style: style, purpose: purpose)
  }

  private func text(_ request: HTTPRequest?) throws -> String {
    String(decoding: try #require(request).body, as: UTF8.self)
  }

  /// In seconds; nil where there is none.
  private func end(_ body: String) -> Int64? {
    let parts = body.split(separator: "\"expiration_time\":")
    guard body.contains("\"expiration_time\":"), let last = parts.last else { return nil }
    return Int64(last.prefix(while: \.isNumber))
  }

  /// The exchange counts whole seconds, and none is taken off the order's life.
  private func expectLifetime(_ end: Int64?, from sent: Timestamp) throws {
    let end = try #require(end)
    let life = Timestamp(seconds: end) - sent
    #expect(life >= lifetimeSeconds * 1_000_000_000)
    #expect(life < (lifetimeSeconds + 1) * 1_000_000_000)
  }

  @Test(arguments: [OrderPurpose.entry, .exit])
  func `is its lifetime from now, and one that takes at once has none`(
    purpose: OrderPurpose
  ) throws {
    let rig = try rig()
    rig.scheduler.advance(seconds: 0.3)
    let sent = rig.scheduler.now
    rig.gateway.perform(.place(order(1, .rest, purpose)), at: sent)
    rig.scheduler.advance(seconds: 2)
    let resting = try text(rig.exchange.orders.last)
    #expect(resting.contains("good_till_canceled"), "\(resting)")
    try expectLifetime(end(resting), from: sent)
    rig.gateway.perform(.place(order(2, .take, purpose)), at: rig.scheduler.now)
    rig.scheduler.advance(seconds: 2)
    let taking = try text(rig.exchange.orders.last)
    #expect(rig.exchange.orders.count == 2)
    #expect(taking.contains("immediate_or_cancel"), "\(taking)")
    #expect(!taking.contains("expiration"), "\(taking)")
  }

  @Test(arguments: [OrderPurpose.entry, .exit])
  func `does not begin where no connection is free: it would leave on a book of then`(
    purpose: OrderPurpose
  ) throws {
    let rig = try rig(connections: 1)
    for number in 1...3 as ClosedRange<UInt64> {
      rig.gateway.perform(.place(order(number, .rest, purpose)), at: rig.scheduler.now)
    }
    rig.scheduler.advance(seconds: 4)
    #expect(rig.exchange.orders.count == 1)
  }

  @Test func `is a new one with each renewal`() throws {
    let rig = try rig()
    let order = order(1, .rest)
    rig.gateway.perform(.place(order), at: rig.scheduler.now)
    rig.scheduler.advance(seconds: 1)
    let first = try #require(end(try text(rig.exchange.orders.last)))
    rig.gateway.book.name(order.id, OrderID("o1"))
    rig.scheduler.advance(seconds: 9)
    let sent = rig.scheduler.now
    rig.gateway.perform(
      .amend(order.id, order.market, order.side, order.price, total: order.quantity), at: sent)
    rig.scheduler.advance(seconds: 2)
    let request = try #require(rig.exchange.orders.last)
    #expect(request.path.hasSuffix("/portfolio/events/orders/o1/amend"), "\(request.path)")
    let renewed = end(try text(request))
    try expectLifetime(renewed, from: sent)
    #expect(renewed.map { $0 >= first + 9 } == true)
  }

  @Test func `is none where no lifetime is set`() throws {
    let rig = try Rig()
    rig.exchange.isKeyKnown = true
    rig.gateway.perform(.place(order(1, .rest)), at: rig.scheduler.now)
    rig.scheduler.advance(seconds: 2)
    #expect(end(try text(rig.exchange.orders.last)) == nil)
  }

  // MARK: A session that is killed

  /// What rests at the exchange: its sides and its ends.
  private func resting(_ house: TestServers) -> [(side: BookSide, end: Timestamp?)] {
    house.read { servers in
      let engine = servers.simulator.exchange.engine
      return (0..<engine.marketCount).flatMap { market in
        engine.openOrders(servers.account, MarketID(market)).compactMap {
          engine.order($0).map { (side: $0.side, end: $0.expiration) }
        }
      }
    }
  }

  /// The exchange's clock comes so far.
  private func pass(_ house: TestServers, to time: Timestamp) {
    house.read { servers in
      servers.simulator.exchange.tick(at: time)
      servers.simulator.flush()
    }
  }

  @Test func `takes the buys of a session that was killed off the book`() throws {
    let two = `Two programs`()
    // Three cents more than the ask: worth a bid, and no take.
    TestRecording.write(to: two.folder, odds: ("1.78", "2.20"))
    let house = try TestServers(two.folder)
    let file = try two.configuration(of: house)
    let text =
      TestFolder.text(file.hasPrefix("/") ? file : two.folder.path + "/" + file)
        + """

        [execution]
        order_lifetime_ms = 120000
        maker_timeout_ms = 3600000
        stale_odds_threshold_ms = 600000

        """
    let settings = two.folder.write(text, "lifetime.toml")
    let session = try two.trade(
      "--mode live --confirm-live", "lifetime", configuration: settings)
    // One that YES of the one market pays, one that NO of the other does.
    #expect(session.wait { house.openOrders == 2 })
    session.signal(SIGKILL)
    _ = try session.end()
    let orders = resting(house)
    #expect(orders.map(\.side).sorted { $0.sign > $1.sign } == [.bid, .ask])
    let ends = orders.compactMap(\.end).sorted()
    #expect(ends.count == 2, "one would rest for ever")
    let (first, last) = (try #require(ends.first), try #require(ends.last))
    let now = house.read { $0.loop.now }
    #expect(first > now && last - now <= 121_000_000_000)
    pass(house, to: first + -1_000_000_000)
    #expect(house.openOrders == 2)
    pass(house, to: last)
    #expect(house.openOrders == 0)
  }
}
