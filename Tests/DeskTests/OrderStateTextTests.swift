import Journal
import Market
import TestKit
import Testing
import Trading

@testable import Desk

/// Where an order is in its life, where a trader looks for it.
@Suite struct `The state of an order in words` {
  private typealias Rig = `Frames that change a market`.Rig
  private let market = MarketID(0)

  /// A session that sells ten contracts by the operator's word; nobody has answered yet.
  private func selling(_ prepare: (Rig) -> Void = { _ in }) throws -> Rig {
    let rig = try Rig()
    prepare(rig)
    let session = rig.session
    for link in Link.allCases { session.take(.link(link, isUp: true)) }
    session.take(
      .reconciled(
        AccountState(
          readFrom: rig.scheduler.now, availableCash: Money(cents: 100_000),
          holdings: [
            AccountState.Holding(
              market: market, quantity: Quantity(contracts: 10), cost: Money(cents: 480))
          ], otherHoldings: 0, restingOrders: [])))
    session.take(.command(.adopt(market, .arbitrage)))
    session.take(
      .bookSnapshot(
        market, bids: [BookLevel(price: Price(cents: 46), quantity: Quantity(contracts: 5))],
        asks: []))
    session.take(.command(.flattenMarket(market)))
    return rig
  }

  @Test func `limits shows every order that works, and its state`() throws {
    let rig = try selling()
    let lines = ControlText.limits(of: rig.session, only: nil)
    let line = try #require(lines.first { $0.hasPrefix("order: ") })
    #expect(line.contains("sell 10.00 YES at 0.4600"), "\(line)")
    #expect(line.hasSuffix("; SUBMITTED, 0.00 filled"), "\(line)")
    let id = try #require(rig.session.engine.orders.working.first).request.id
    rig.session.take(.orderUnknown(id))
    #expect(ControlText.orders(of: rig.session).first?.contains("; UNKNOWN, 0.00") == true)
    let identity = ManagedOrder.Identity(id: id, market: market)
    #expect(ControlText.line(identity, rig.session).hasSuffix("UNKNOWN, its fate is not known yet"))
  }

  @Test func `until its outputs are carried out an order is pending`() throws {
    var seen: [OrderState] = []
    let rig = try selling { rig in
      rig.session.onProcessed = { engine in
        seen += engine.orders.working.map { engine.state(of: $0) }
      }
    }
    #expect(seen == [.pending])
    rig.session.take(.timer)
    #expect(seen == [.pending, .submitted])
  }

  @Test func `why tells an order's state with each piece of news`() throws {
    let journal = try MadeUpJournal()
    func live(_ event: EngineEvent, _ time: Int64) throws {
      try journal.live(event, milliseconds: time)
    }
    try live(.gameMatched(GameID(0), start: nil), 1)
    for link in Link.allCases { try live(.link(link, isUp: true), 1) }
    try live(
      .reconciled(
        AccountState(
          readFrom: MadeUpJournal.start + 1_000_000, availableCash: Money(cents: 100_000),
          holdings: [], otherHoldings: 0, restingOrders: [])), 1)
    try live(
      .bookSnapshot(
        market, bids: [BookLevel(price: Price(cents: 58), quantity: Quantity(contracts: 100))],
        asks: [BookLevel(price: Price(cents: 60), quantity: Quantity(contracts: 100))]), 1)
    try live(
      .line(
        GameID(0), BookmakerID(0),
        GameLine(kind: .winner, homeOrOver: 100 / 66, awayOrUnder: 100 / 34)), 1)
    let order = try #require(journal.engine.orders.working.first).request
    try journal.record(.request, "POST \(order.id)", milliseconds: 2)
    try live(
      .fill(
        FillReport(
          trade: ExchangeKey(high: 1, low: 1), order: order.id, market: market, side: .bid,
          price: order.price, quantity: Quantity(contracts: 2), liquidity: .taker,
          fee: Money(cents: 4), venueTime: MadeUpJournal.start)), 3)
    try live(.orderRejected(order.id, reason: "odd"), 4)
    try live(
      .orderState(
        order.id,
        OrderReport(
          state: .canceled, filled: Quantity(contracts: 2), remaining: .zero, price: nil,
          reason: .halt)), 5)
    let told = try JournalInquiry.ask(.order(order.id), paths: [journal.path]).lines
    func has(_ words: String) -> Bool { told.contains { $0.contains(words) } }
    #expect(has("state       PENDING when it was decided"), "\(told)")
    #expect(has("SUBMITTED, on the wire: POST"), "\(told)")
    #expect(has(": PARTIAL_FILL (record"), "\(told)")
    #expect(has("refused: odd: UNKNOWN (record"), "\(told)")
    #expect(has("it was PARTIAL_FILL, and is said to be refused or not to exist"), "\(told)")
    #expect(has("canceled: 2.00 filled, 0.00 left, trading was halted: CANCELED"), "\(told)")
    let whole = try JournalInquiry.ask(
      .market(MadeUpJournal.ticker, at: .end), paths: [journal.path]
    ).lines
    #expect(whole.contains { $0.contains("\(order.id)") && $0.contains("; CANCELED, 2.00 filled") })
  }

  @Test func `the stream's reason reaches the engine, and a word that is none does not`() throws {
    let rig = try selling()
    let id = try #require(rig.session.engine.orders.working.first).request.id
    func frame(_ status: String, _ reason: String) -> String {
      """
      {"type":"user_order","sid":5,"msg":{"order_id":"b0e5a5a4-0c5d-4c0b-8a35-6b9d3a0f4e11",\
      "user_id":"u","ticker":"KXNBAGAME-26SEP22BOSNYK-NYK","exchange_index":0,\
      "status":"\(status)","outcome_side":"no","book_side":"ask","yes_price_dollars":"0.4600",\
      "initial_count_fp":"10.00","fill_count_fp":"0.00","remaining_count_fp":"0.00",\
      "client_order_id":"\(id)","last_update_reason":"\(reason)","created_ts_ms":null}}
      """
    }
    let words: [(String, OrderReport.Reason?)] = [
      ("ExpiryCancel", .expiry), ("CloseCancel", .close), ("HaltCancel", .halt),
      ("MarginCancel", .margin), ("SelfTradeCancel", .selfTrade),
      ("PostOnlyCrossCancel", .postOnlyCross), ("ReduceOnlyCancel", .reduceOnly),
      ("SettlementBoundsCancel", .settlementBounds), ("Trade", nil), ("", nil), ("New", nil),
    ]
    for (word, _) in words { try rig.receive(frame("canceled", word)) }
    let record = try #require(rig.session.record)
    let told: [OrderReport.Reason?] = record.inputs.compactMap { input in
      if case .orderState(id, let report) = input.event { report.reason } else { nil }
    }
    #expect(told == words.map(\.1))
    #expect(rig.session.engine.order(id)?.isDone == true)
  }

  @Test func `what keeps contracts from being adopted is told as it is`() {
    let dear = AdoptionText.refusal(
      .tooDear(cost: Money(cents: 14_400), cash: Money(cents: 10_000)), "T")
    #expect(dear.contains("have cost 144"), "\(dear)")
    #expect(dear.contains("of which it has 100"), "\(dear)")
    #expect(!dear.contains("other side"))
    #expect(AdoptionText.refusal(.otherSide, "T").contains("the other side"))
    #expect(AdoptionText.refusal(.nothingThere, "T") == "nothing in T is from elsewhere")
  }
}
