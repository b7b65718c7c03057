import Market
import Testing

@testable import Trading

@Suite struct `Managed orders` {
  typealias Phase = ManagedOrder.Phase

  static let now = Timestamp(seconds: 1_764_000_000)

  static func order(_ phase: Phase) -> ManagedOrder {
    let request = EngineOrder(
      id: ClientOrderID(session: 1, sequence: 1), market: MarketID(0), side: .bid,
      price: Price(cents: 40), quantity: Quantity(contracts: 10), style: .rest, purpose: .entry)
    var order = ManagedOrder(request: request, sentAt: now)
    switch phase {
    case .sent: break
    case .resting: order.reported(report(.resting, 0, 10), at: now)
    case .unknown: order.answerLost(at: now)
    case .settling: order.reported(report(.executed, 10, 0), at: now)
    case .done: order.reported(report(.canceled, 0, 0), at: now)
    }
    return order
  }

  static func report(_ state: OrderReport.State, _ filled: Int, _ remaining: Int) -> OrderReport {
    OrderReport(
      state: state, filled: Quantity(contracts: filled),
      remaining: Quantity(contracts: remaining), price: nil)
  }

  /// Where each event leads from sent, resting, unknown, settling, done.
  static let table: [(String, [Phase], @Sendable (inout ManagedOrder) -> Void)] = [
    (
      "resting", [.resting, .resting, .resting, .settling, .done],
      { $0.reported(report(.resting, 0, 10), at: now) }
    ),
    (
      "executed", [.settling, .settling, .settling, .settling, .done],
      { $0.reported(report(.executed, 10, 0), at: now) }
    ),
    (
      "canceled", [.done, .done, .done, .settling, .done],
      { $0.reported(report(.canceled, 0, 0), at: now) }
    ),
    (
      "whole fill", [.done, .done, .done, .done, .done],
      { $0.fill(Quantity(contracts: 10), at: now) }
    ),
    (
      "part fill", [.sent, .resting, .unknown, .settling, .done],
      { $0.fill(Quantity(contracts: 3), at: now) }
    ),
    ("rejected", [.done, .unknown, .done, .settling, .done], { $0.rejected(at: now) }),
    ("unsent", [.done, .unknown, .unknown, .settling, .done], { $0.unsent(at: now) }),
    ("answer lost", [.unknown, .resting, .unknown, .settling, .done], { $0.answerLost(at: now) }),
    ("vanished", [.sent, .unknown, .unknown, .settling, .done], { $0.vanished() }),
    (
      "cancel refused", [.unknown, .unknown, .unknown, .settling, .done],
      { $0.cancelRefused(retryAt: now) }
    ),
    ("not found", [.sent, .resting, .done, .settling, .done], { $0.notFound(limit: 1, at: now) }),
    (
      "given up", [.sent, .resting, .unknown, .done, .done], { $0.missingFillsGivenUp() }
    ),
  ]

  @Test(arguments: table.indices)
  func `every event in every phase leads where the table says`(row: Int) {
    let (name, expected, event) = Self.table[row]
    for (place, phase) in Phase.allCases.enumerated() {
      var order = Self.order(phase)
      event(&order)
      #expect(order.phase == expected[place], "\(name) in \(phase)")
      #expect(order.open >= .zero)
    }
  }

  @Test func `the table of orders keeps half its places for exits, and its history a bound`() {
    var table = OrderTable(capacity: 4, historyCapacity: 4)
    for sequence in 0..<10 {
      let request = EngineOrder(
        id: ClientOrderID(session: 1, sequence: UInt64(sequence)), market: MarketID(0), side: .bid,
        price: Price(cents: 40), quantity: Quantity(contracts: 1), style: .take, purpose: .entry)
      table.add(ManagedOrder(request: request, sentAt: Self.now))
      table.update(0) { $0.rejected(at: Self.now) }
    }
    #expect(table.working.isEmpty)
    #expect(table.finished.count + table.forgotten == 10)
    #expect(table.finished.count <= 4)
    #expect(!table.knows(ClientOrderID(session: 1, sequence: 0)))
  }

  @Test func `a trade is admitted once while it is remembered, and its new terms are known`() {
    var memory = TradeMemory(capacity: 2)
    func trade(_ key: UInt64, fee: Int64 = 0) -> FillReport {
      FillReport(
        trade: ExchangeKey(high: 0, low: key), order: nil, market: MarketID(0), side: .bid,
        price: Price(cents: 40), quantity: Quantity(contracts: 1), liquidity: .taker,
        fee: Money(microDollars: fee), venueTime: Self.now)
    }
    let first = (0..<3).map { memory.admit(trade($0)) }
    #expect(first == [nil, nil, nil])
    let again = memory.admit(trade(2, fee: 7))
    #expect(again == TradeMemory.Terms(trade(2)))
    let third = memory.admit(trade(2))
    #expect(third == TradeMemory.Terms(trade(2, fee: 7)))
    let forgotten = memory.admit(trade(0))
    #expect(forgotten == nil, "beyond the bound the oldest is forgotten")
  }

  @Test func `an exchange key reads a UUID as such and hashes anything else`() {
    let key = ExchangeKey("0123abcd-4567-89ab-CDEF-0123456789ab")
    #expect(key == ExchangeKey(high: 0x0123_abcd_4567_89ab, low: 0xcdef_0123_4567_89ab))
    // FNV-1a of the empty text is its offset basis.
    #expect(
      ExchangeKey("") == ExchangeKey(high: 0x6c62_272e_07bb_0142, low: 0x62b8_2175_6295_c58d))
    #expect(ExchangeKey("a") != ExchangeKey("b"))
  }
}
