import Foundation
import Market
import Matching
import Testing
import Wire

@testable import KalshiSimulator

@Suite struct RouterTests {
  @Test func `an unknown path is plain text`() throws {
    let venue = try TestVenue()
    for path in ["/nothing", "/portfolio/nothing", "/markets/x/y/z"] {
      let response = try venue.call("GET", path)
      #expect(response.status == 404)
      #expect(response.text == "404 page not found")
    }
    #expect(venue.respond(HTTPRequest(target: "/else")).status == 404)
  }

  @Test func `reads and writes have budgets of their own and 429 has the known body`() throws {
    let venue = try TestVenue()
    let frozen = venue.now
    for _ in 0..<10 {
      venue.now = frozen
      #expect(venue.respond(try venue.signed("POST", "/portfolio/events/orders")).status == 400)
    }
    // The body of these was no JSON, which costs nothing; now ten real ones empty the bucket.
    for count in 0..<11 {
      let request = try venue.signed(
        "POST", "/portfolio/events/orders",
        body: TestVenue.order("bid", "0.0100", "1.00", id: "order \(count)"))
      let response = venue.respond(request)
      #expect(response.status == (count < 10 ? 201 : 429))
      if count == 10 { #expect(response.text == #"{"error":"too many requests"}"#) }
    }
    #expect(venue.respond(try venue.signed("GET", "/portfolio/balance")).status == 200)
    venue.now = frozen + 100_000_000
    #expect(
      venue.respond(
        try venue.signed(
          "POST", "/portfolio/events/orders",
          body: TestVenue.order("bid", "0.0100", "1.00", id: "later"))
      ).status == 201)
  }

  @Test(arguments: [
    (#"{"count":"#, 400), ("[]", 400), ("", 400), (#"{"ticker":"NOPE"}"#, 400),
  ])
  func `a body that is no order is answered, not obeyed`(body: String, status: Int) throws {
    let venue = try TestVenue()
    #expect(try venue.call("POST", "/portfolio/events/orders", body: body).status == status)
    #expect(venue.exchange.engine.orderCount == 0)
  }

  @Test func `amend, decrease, queue and cancel answer in the exchange's models`() throws {
    let venue = try TestVenue()
    venue.quote(bid: (40, 7), ask: (60, 5))
    let id = try #require(try venue.place("bid", "0.4000", "5").object["order_id"] as? String)
    let queue = try venue.call("GET", "/portfolio/orders/\(id)/queue_position")
    #expect(queue.text == #"{"queue_position_fp":"7.00"}"#)
    let path = "/portfolio/events/orders/\(id)"
    let amended = try venue.call(
      "POST", path + "/amend",
      body: """
        {"ticker":"\(TestVenue.ticker)","side":"bid","price":"0.6000","count":"6.00"}
        """)
    #expect(amended.status == 200)
    #expect(amended.object["fill_count"] as? String == "5.00")
    #expect(amended.object["remaining_count"] as? String == "1.00")
    #expect(amended.object["average_fill_price"] as? String == "0.6000")
    let less = try venue.call("POST", path + "/decrease", body: #"{"reduce_by":"0.25"}"#)
    #expect(less.object["remaining_count"] as? String == "0.75")
    let gone = try venue.call("DELETE", path)
    #expect(gone.object["reduced_by"] as? String == "0.75")
    #expect(try venue.call("DELETE", path).status == 404)
  }

  @Test func `a batch answers each order in its place`() throws {
    let venue = try TestVenue()
    let orders = [
      TestVenue.order("bid", "0.1000", "1", id: "a"),
      TestVenue.order("bid", "0.1050", "1", id: "b"),
      TestVenue.order("bid", "0.1000", "1", id: "a"),
    ]
    let response = try venue.call(
      "POST", "/portfolio/events/orders/batched",
      body: #"{"orders":[\#(orders.joined(separator: ","))]}"#)
    #expect(response.status == 201)
    let rows = try #require(response.object["orders"] as? [[String: Any]])
    #expect(rows[0]["order_id"] is String)
    #expect((rows[1]["error"] as? [String: Any])?["code"] as? String == "invalid_price")
    #expect((rows[2]["error"] as? [String: Any])?["code"] as? String == "order_already_exists")
    let id = try #require(rows[0]["order_id"] as? String)
    let canceled = try venue.call(
      "DELETE", "/portfolio/events/orders/batched",
      body: #"{"orders":[{"order_id":"\#(id)"},{"order_id":"no"}]}"#)
    let answers = try #require(canceled.object["orders"] as? [[String: Any]])
    #expect(answers[0]["reduced_by"] as? String == "1.00")
    #expect(answers[1]["reduced_by"] as? String == "0.00")
  }

  @Test func `cancel all answers 204 and frees the cash`() throws {
    let venue = try TestVenue()
    try venue.place("bid", "0.1000", "1")
    try venue.place("ask", "0.9000", "1")
    #expect(try venue.call("DELETE", "/portfolio/events/orders").status == 204)
    let balance = try venue.call("GET", "/portfolio/balance")
    #expect(balance.object["balance_dollars"] as? String == "100.0000")
  }

  @Test func `deposits and withdrawals are in the balance and in their lists`() throws {
    let venue = try TestVenue()
    let account = try #require(venue.exchange.members.first?.account)
    for cents in [500, -200, 100] {
      venue.exchange.transfer(Money(cents: cents), to: account, at: venue.now)
    }
    func amounts(_ name: String) throws -> [Int?] {
      let rows = try venue.call("GET", "/portfolio/" + name).object[name] as? [[String: Any]]
      return try #require(rows).map { $0["amount_cents"] as? Int }
    }
    #expect(try amounts("deposits") == [100, 500], "newest first")
    #expect(try amounts("withdrawals") == [200])
    let balance = try venue.call("GET", "/portfolio/balance")
    #expect(balance.object["balance_dollars"] as? String == "104.0000")
  }

  @Test func `a settled position becomes a settlements row and leaves the positions`() throws {
    let venue = try TestVenue()
    venue.quote(bid: (40, 7), ask: (60, 5))
    try venue.place("bid", "0.6000", "5", time: "immediate_or_cancel")
    venue.exchange.settle(venue.market, .yes, at: venue.now)
    let rows = try #require(
      try venue.call("GET", "/portfolio/settlements").object["settlements"] as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows[0]["market_result"] as? String == "yes")
    #expect(rows[0]["revenue"] as? Int == 500)
    #expect(rows[0]["yes_total_cost_dollars"] as? String == "3.000000")
    #expect(rows[0]["fee_cost"] as? String == "0.084000")
    let open = try venue.call("GET", "/portfolio/positions").object["market_positions"] as? [Any]
    #expect(open?.isEmpty == true)
    let market = venue.respond(TestVenue.request("GET", "/markets/\(TestVenue.ticker)"))
    let shown = try #require(market.object["market"] as? [String: Any])
    #expect(shown["status"] as? String == "finalized")
    #expect(shown["result"] as? String == "yes")
  }

  @Test func `a halt refuses orders and allows cancels`() throws {
    let venue = try TestVenue()
    let id = try #require(try venue.place("bid", "0.1000", "1").object["order_id"] as? String)
    venue.exchange.haltTrading(at: venue.now)
    #expect(try venue.place("bid", "0.1000", "1").status == 409)
    let status = venue.respond(TestVenue.request("GET", "/exchange/status"))
    #expect(status.text == #"{"exchange_active":true,"trading_active":false}"#)
    #expect(try venue.call("DELETE", "/portfolio/events/orders/\(id)").status == 200)
  }

  @Test func `pages follow each other to an empty cursor`() throws {
    let venue = try TestVenue()
    for cents in 1...7 { try venue.place("bid", "0.0\(cents)00", "1") }
    var seen: [String] = []
    var cursor = ""
    repeat {
      let page = try venue.call("GET", "/portfolio/orders?limit=3&cursor=\(cursor)")
      let orders = try #require(page.object["orders"] as? [[String: Any]])
      seen += orders.compactMap { $0["yes_price_dollars"] as? String }
      cursor = try #require(page.object["cursor"] as? String)
    } while !cursor.isEmpty
    #expect(seen == (1...7).reversed().map { "0.0\($0)00" })
  }

  @Test func `the order book shows both legs' bids, best last`() throws {
    let venue = try TestVenue()
    venue.exchange.setQuote(
      venue.market, bids: [venue.level(40, 2), venue.level(39, 1)], asks: [venue.level(60, 5)],
      at: venue.now)
    let path = "/markets/\(TestVenue.ticker)/orderbook"
    let book = venue.respond(TestVenue.request("GET", path))
    #expect(
      book.text
        == #"{"orderbook_fp":{"no_dollars":[["0.4000","5.00"]],"#
        + #""yes_dollars":[["0.3900","1.00"],["0.4000","2.00"]]}}"#)
    let top = venue.respond(TestVenue.request("GET", path + "?depth=1"))
    #expect(top.text.contains(#""yes_dollars":[["0.4000","2.00"]]"#))
    #expect(venue.respond(TestVenue.request("GET", path + "?depth=101")).status == 400)
  }

  @Test func `catalogue lists nest, filter and name their limits`() throws {
    let venue = try TestVenue()
    let events = venue.respond(
      TestVenue.request(
        "GET", "/events?status=open&with_nested_markets=true&series_ticker=KXWTACHALLENGERMATCH"))
    let event = try #require((events.object["events"] as? [[String: Any]])?.first)
    #expect((event["markets"] as? [Any])?.count == 1)
    let settled = venue.respond(TestVenue.request("GET", "/markets?status=settled"))
    #expect((settled.object["markets"] as? [Any])?.isEmpty == true)
    #expect(venue.respond(TestVenue.request("GET", "/events?limit=201")).status == 400)
    #expect(venue.respond(TestVenue.request("GET", "/milestones")).status == 400)
    #expect(venue.respond(TestVenue.request("GET", "/milestones?limit=10")).status == 200)
    let series = venue.respond(TestVenue.request("GET", "/series/KXWTACHALLENGERMATCH"))
    #expect(series.text.contains(#""fee_multiplier":1,"fee_type":"quadratic""#))
  }
}
