import Market
import TestKit
import Testing
import Wire

@testable import Kalshi

/// Answers requests from a script, at the scheduler's next turn.
final class ScriptedExchange: HTTPExchanging {
  let scheduler: SimulatedScheduler
  var requests: [HTTPRequest] = []
  var answer: (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>

  init(
    _ scheduler: SimulatedScheduler,
    _ answer: @escaping (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>
  ) {
    self.scheduler = scheduler
    self.answer = answer
  }

  func send(
    _ request: HTTPRequest, timeoutNanoseconds: Int64,
    completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {
    requests.append(request)
    let result = answer(request)
    _ = scheduler.schedule(afterNanoseconds: 1_000) { completion(result) }
  }

  static func response(_ status: Int, _ text: String) -> Result<HTTPResponse, HTTPFailure> {
    .success(HTTPResponse(status: status, body: Array(text.utf8)))
  }
}

@Suite struct KalshiRESTTests {
  static let key = try? SigningKey.generate(.ed25519)

  static func rest(
    _ answer: @escaping (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>
  ) throws -> (KalshiREST, ScriptedExchange, SimulatedScheduler) {
    let scheduler = SimulatedScheduler()
    let exchange = ScriptedExchange(scheduler, answer)
    let signer = try RequestSigner(keyID: "k", key: #require(key))
    return (
      KalshiREST(exchange: exchange, scheduler: scheduler, signer: signer), exchange, scheduler
    )
  }

  static let order = CreateOrderRequest(
    ticker: "T", clientOrderID: "c", side: .bid, price: Price(cents: 40),
    count: Quantity(contracts: 1), timeInForce: .immediateOrCancel)

  @Test func `requests are signed over their path and carry a body`() throws {
    let (rest, exchange, scheduler) = try Self.rest { _ in
      ScriptedExchange.response(
        201, #"{"order_id":"o","fill_count":"1.00","remaining_count":"0.00","ts_ms":5}"#)
    }
    var answer: OrderAnswer?
    rest.createOrder(Self.order) { answer = try? $0.get() }
    #expect(answer == nil)
    scheduler.runUntilIdle()
    #expect(answer?.orderID == OrderID("o"))
    #expect(answer?.filled == Quantity(contracts: 1))
    let request = try #require(exchange.requests.first)
    let verifier = try RequestVerifier(publicPEM: #require(Self.key).publicPEM())
    let signature = try #require(request.headers["KALSHI-ACCESS-SIGNATURE"])
    let timestamp = try #require(request.headers["KALSHI-ACCESS-TIMESTAMP"])
    #expect(
      verifier.verifies(
        signature: signature, timestamp: timestamp, method: "POST",
        path: "/trade-api/v2/portfolio/events/orders"))
    #expect(try KalshiJSON.decode(CreateOrderRequest.self, from: request.body) == Self.order)
  }

  @Test func `a listing is read to its last page`() throws {
    let (rest, exchange, scheduler) = try Self.rest { request in
      let cursor = request.query.contains("cursor=b%2F2") ? "" : "b/2"
      return ScriptedExchange.response(
        200,
        #"{"market_positions":[{"ticker":"T","position_fp":"-3.00"}],"cursor":"\#(cursor)"}"#)
    }
    var page: Page<KalshiPosition>?
    rest.positions { page = try? $0.get() }
    scheduler.runUntilIdle()
    #expect(page?.elements.map(\.position) == [Quantity(contracts: -3), Quantity(contracts: -3)])
    #expect(exchange.requests.count == 2)
  }

  @Test func `a listing that never ends is an error`() throws {
    let (rest, exchange, scheduler) = try Self.rest { _ in
      ScriptedExchange.response(200, #"{"fills":[],"cursor":"same"}"#)
    }
    var error: KalshiAPIError?
    rest.fills { if case .failure(let failure) = $0 { error = failure } }
    scheduler.runUntilIdle()
    #expect(error?.code == "endless_listing")
    #expect(exchange.requests.count == 2)
  }

  @Test func `orders are refused at once when the budget is used up`() throws {
    let (rest, exchange, scheduler) = try Self.rest { _ in
      ScriptedExchange.response(201, #"{"order_id":"o","ts_ms":5}"#)
    }
    var codes: [String] = []
    for _ in 0..<12 {
      rest.createOrder(Self.order) { result in
        if case .failure(let error) = result {
          #expect(error.kind == .notSent)
          codes.append(error.code)
        } else {
          codes.append("ok")
        }
      }
    }
    scheduler.advance(byNanoseconds: 1_000_000)
    #expect(codes.count { $0 == "ok" } == 10)
    #expect(codes.count { $0 == "rate_budget" } == 2)
    #expect(exchange.requests.count == 10)
  }

  @Test func `a client that stops fails what waits for tokens, each once`() throws {
    let (rest, exchange, scheduler) = try Self.rest { _ in
      ScriptedExchange.response(200, #"{"balance":1}"#)
    }
    var codes: [String] = []
    for _ in 0..<25 {
      rest.balance { if case .failure(let error) = $0 { codes.append(error.code) } }
    }
    let sent = exchange.requests.count
    #expect((1..<25).contains(sent))
    rest.stop()
    #expect(codes.isEmpty, "never before the call has returned")
    scheduler.runUntilIdle()
    #expect(codes.count { $0 == "stopped" } == 25 - sent)
    #expect(exchange.requests.count == sent)
    rest.stop()
    scheduler.runUntilIdle()
    #expect(codes.count { $0 == "stopped" } == 25 - sent)
  }

  @Test func `readings wait for tokens in order, and the queue is bounded`() throws {
    let (rest, exchange, scheduler) = try Self.rest { _ in
      ScriptedExchange.response(200, #"{"balance":100}"#)
    }
    var done = 0
    var full = 0
    for _ in 0..<(20 + KalshiREST.maximumWaiting + 3) {
      rest.balance { result in
        if case .failure(let error) = result, error.code == "queue_full" { full += 1 }
        if case .success = result { done += 1 }
      }
    }
    scheduler.advance(byNanoseconds: 1_000_000)
    #expect(exchange.requests.count == 20)
    #expect(full == 3)
    scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(exchange.requests.count == 40)
    scheduler.advance(byNanoseconds: 20_000_000_000)
    #expect(done == 20 + KalshiREST.maximumWaiting)
  }

  @Test func `a reading is repeated after 429, an order is not`() throws {
    var refusals = 1
    let (rest, exchange, scheduler) = try Self.rest { request in
      if refusals > 0 {
        refusals -= 1
        return ScriptedExchange.response(429, #"{"error":"too many requests"}"#)
      }
      return ScriptedExchange.response(200, #"{"balance_dollars":"12.3400"}"#)
    }
    var balance: KalshiBalance?
    rest.balance { balance = try? $0.get() }
    scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(balance?.available == Money(cents: 1_234))
    #expect(exchange.requests.count == 2)
    refusals = 1
    var kind: KalshiAPIError.Kind?
    rest.createOrder(Self.order) { if case .failure(let error) = $0 { kind = error.kind } }
    scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(kind == .rateLimited)
    #expect(exchange.requests.count == 3)
  }

  @Test(
    arguments: [
      (
        Result<HTTPResponse, HTTPFailure>.failure(.answerLost("x")),
        KalshiAPIError.Kind.unknownOutcome
      ),
      (.failure(.notSent("x")), .notSent),
      (ScriptedExchange.response(503, ""), .unknownOutcome),
      (ScriptedExchange.response(504, "gateway"), .unknownOutcome),
      (ScriptedExchange.response(500, #"{"error":{"code":"internal"}}"#), .unknownOutcome),
      (ScriptedExchange.response(201, "{"), .unknownOutcome),
      (ScriptedExchange.response(400, "proxy says no"), .unknownOutcome),
      (ScriptedExchange.response(400, #"{"error":{"code":"invalid_price"}}"#), .rejected),
      (ScriptedExchange.response(409, #"{"error":{"code":"order_already_exists"}}"#), .rejected),
      (ScriptedExchange.response(401, #"{"error":{"code":"x"}}"#), .authentication),
      (ScriptedExchange.response(404, "404 page not found"), .notFound),
    ])
  func `an order whose answer is lost is unknown and never rejected`(
    answer: Result<HTTPResponse, HTTPFailure>, kind: KalshiAPIError.Kind
  ) throws {
    let (rest, _, scheduler) = try Self.rest { _ in answer }
    var calls: [KalshiAPIError.Kind] = []
    rest.createOrder(Self.order) { if case .failure(let error) = $0 { calls.append(error.kind) } }
    scheduler.runUntilIdle()
    #expect(calls == [kind])
  }

  @Test func `an account is read whole or not at all`() throws {
    var badPosition = false
    let (rest, _, scheduler) = try Self.rest { request in
      let path = request.path
      if path.hasSuffix("/balance") {
        return ScriptedExchange.response(200, #"{"balance_dollars":"98.0186","balance":9801}"#)
      }
      if path.hasSuffix("/positions") {
        let position = badPosition ? #""x""# : #""3.00""#
        return ScriptedExchange.response(
          200, #"{"market_positions":[{"ticker":"T","position_fp":\#(position)}],"cursor":""}"#)
      }
      if path.hasSuffix("/fills") {
        return ScriptedExchange.response(200, #"{"fills":null,"cursor":""}"#)
      }
      return ScriptedExchange.response(
        200,
        #"{"orders":[{"order_id":"o","client_order_id":"00000000-0000-0001-0000-000000000002","#
          + #""ticker":"T","status":"resting","book_side":"bid","yes_price_dollars":"0.3000","#
          + #""fill_count_fp":"1.00","remaining_count_fp":"2.00"}],"cursor":""}"#)
    }
    let reader = AccountSnapshotReader(rest: rest, clock: SteadyClock(scheduler))
    var snapshot: AccountSnapshot?
    reader.read(fillsSince: Timestamp(seconds: 0)) { snapshot = try? $0.get() }
    scheduler.runUntilIdle()
    #expect(snapshot?.balance.available == Money(microDollars: 98_018_600))
    #expect(snapshot?.positions.first?.position == Quantity(contracts: 3))
    #expect(snapshot?.restingOrders.first?.initial == Quantity(contracts: 3))
    var found: KalshiOrder??
    reader.findOrder(
      clientOrderID: ClientOrderID(session: 1, sequence: 2), ticker: "T",
      since: Timestamp(seconds: 0)
    ) { found = try? $0.get() }
    scheduler.runUntilIdle()
    #expect((found ?? nil)?.orderID == OrderID("o"))
    badPosition = true
    var error: KalshiAPIError?
    reader.read(fillsSince: Timestamp(seconds: 0)) {
      if case .failure(let failure) = $0 { error = failure }
    }
    scheduler.runUntilIdle()
    #expect(error?.message.contains("position_fp") == true)
  }

  @Test func `the catalogue joins series, fees, events and starts`() throws {
    let (rest, _, scheduler) = try Self.rest { request in
      switch request.path {
      case "/trade-api/v2/milestones":
        ScriptedExchange.response(
          200,
          #"{"milestones":[{"id":"m","start_date":"2026-08-13T23:00:00Z","#
            + #""primary_event_tickers":["KXNFLGAME-X"],"related_event_tickers":["OTHER"]}]}"#)
      case "/trade-api/v2/series/KXNFLGAME":
        ScriptedExchange.response(
          200,
          #"{"series":{"ticker":"KXNFLGAME","fee_type":"quadratic_with_maker_fees","#
            + #""fee_multiplier":0.5}}"#)
      case "/trade-api/v2/series/fee_changes":
        ScriptedExchange.response(200, #"{"series_fee_change_arr":[]}"#)
      case "/trade-api/v2/events/fee_changes":
        ScriptedExchange.response(
          200,
          #"{"event_fee_changes":[{"id":"1","event_ticker":"KXNFLGAME-X","#
            + #""series_ticker":"KXNFLGAME","fee_type_override":"quadratic","#
            + #""fee_multiplier_override":null,"scheduled_ts":"2026-08-13T20:00:00Z"},"#
            + #"{"id":"2","event_ticker":"OTHER","series_ticker":"KXBTC","fee_type_override":null,"#
            + #""fee_multiplier_override":0.33333,"scheduled_ts":"2026-08-13T20:00:00Z"}],"#
            + #""cursor":""}"#)
      default:
        ScriptedExchange.response(
          200,
          #"{"events":[{"event_ticker":"KXNFLGAME-X","series_ticker":"KXNFLGAME","markets":["#
            + #"{"ticker":"B"},{"ticker":"A","floor_strike":3.5},{"ticker":"C","yes_bid":101}]}],"#
            + #""cursor":""}"#)
      }
    }
    var catalogue: Catalogue?
    CatalogueReader(rest: rest).read(series: ["KXNFLGAME"]) { catalogue = try? $0.get() }
    scheduler.runUntilIdle()
    let entry = try #require(catalogue?.entries.first)
    #expect(entry.event.markets.map(\.ticker) == ["A", "B"])
    #expect(entry.event.markets.first?.strike == HalfPoints(halves: 7))
    #expect(entry.start == Timestamp(rfc3339: "2026-08-13T23:00:00Z"))
    #expect(entry.series.fees.multiplier == FeeMultiplier(tenThousandths: 5_000))
    #expect(entry.series.fees.type == .quadraticWithMakerFees)
    #expect(catalogue?.rejected.count == 1)
    #expect(catalogue?.rejected.first?.field.hasSuffix("yes_bid") == true)
    let change = try #require(Timestamp(rfc3339: "2026-08-13T20:00:00Z"))
    #expect(entry.fees.terms(at: change + -1).type == .quadraticWithMakerFees)
    #expect(entry.fees.terms(at: change).type == .quadratic)
    #expect(entry.fees.terms(at: change).multiplier == FeeMultiplier(tenThousandths: 5_000))
  }

  @Test(arguments: [(404, true), (400, false), (200, false)])
  func `an exchange without announced changes of events has none, any other answer is an error`(
    status: Int, isRead: Bool
  ) throws {
    let (rest, _, scheduler) = try Self.rest { request in
      switch request.path {
      case "/trade-api/v2/milestones": ScriptedExchange.response(200, #"{"milestones":[]}"#)
      case "/trade-api/v2/events/fee_changes":
        ScriptedExchange.response(
          status, status == 200 ? #"{"event_fee_changes":[{"id":"1"}],"cursor":""}"# : "{}")
      default: ScriptedExchange.response(404, "{}")
      }
    }
    var result: Result<Catalogue, KalshiAPIError>?
    CatalogueReader(rest: rest).read(series: ["KXNFLGAME"]) { result = $0 }
    scheduler.runUntilIdle()
    #expect(try #require(result).isSuccess == isRead)
  }

  @Test func `a row of an event whose terms cannot be read has no known fee`() throws {
    let row =
      #"{"id":"2","event_ticker":"E","fee_type_override":"quadratic","#
      + #""fee_multiplier_override":0.33333,"scheduled_ts":"2026-08-13T20:00:00Z"}"#
    let change = try KalshiJSON.decode(KalshiFeeChange.self, from: Array(row.utf8)).change
    let timeline = FeeTimeline(
      series: FeeTerms(type: .quadratic, multiplier: .one), eventChanges: [change])
    #expect(throws: FeeUnknown.self) { try timeline.schedule(at: change.effective) }
  }

  @Test(arguments: [#""#, #","scheduled_ts":null"#, #","scheduled_ts":"soon""#])
  func `a row of an event without a time leaves the event without a known fee`(time: String) throws
  {
    let row =
      #"{"id":"2","event_ticker":"E","fee_type_override":"quadratic","#
      + #""fee_multiplier_override":1\#(time)}"#
    let change = try KalshiJSON.decode(KalshiFeeChange.self, from: Array(row.utf8)).change
    let timeline = FeeTimeline(
      series: FeeTerms(type: .quadratic, multiplier: .one), eventChanges: [change])
    #expect(throws: FeeUnknown.self) {
      try timeline.schedule(at: Timestamp(seconds: 1_764_000_000))
    }
  }
}

@Suite struct RateBudgetTests {
  static let start = Timestamp(seconds: 1_000)

  @Test func `a bucket gives its capacity at once and then its refill`() {
    var budget = RateBudget(limits: .basic, costs: .observed, at: Self.start)
    var taken = 0
    while budget.take(.write, cost: budget.createCost, at: Self.start) { taken += 1 }
    #expect(taken == 10)
    #expect(budget.tokens(.read, at: Self.start) == 200)
    #expect(budget.wait(.write, cost: 10, at: Self.start) == 100_000_000)
    let early = budget.take(.write, cost: 10, at: Self.start + 99_999_999)
    #expect(!early)
    let onTime = budget.take(.write, cost: 10, at: Self.start + 100_000_000)
    #expect(onTime)
    #expect(budget.tokens(.write, at: Self.start + 100_000_000_000) == 100)
    #expect(budget.wait(.write, cost: 101, at: Self.start) == nil)
  }

  @Test func `a refusal empties the bucket and time going back gives nothing`() {
    var budget = RateBudget(limits: .basic, costs: .observed, at: Self.start)
    budget.exhaust(.read, at: Self.start)
    #expect(budget.tokens(.read, at: Self.start) == 0)
    let back = budget.take(.read, cost: 1, at: Self.start + -5_000_000_000)
    #expect(!back)
  }

  @Test func `costs are found by method and pattern`() {
    let costs = EndpointCosts.observed
    let orders = "/trade-api/v2/portfolio/events/orders"
    #expect(costs.cost(method: "DELETE", path: orders + "/abc") == 2)
    #expect(costs.cost(method: "DELETE", path: orders) == 2)
    #expect(costs.cost(method: "POST", path: orders) == 10)
    #expect(costs.cost(method: "GET", path: "/trade-api/v2/portfolio/orders/abc") == 2)
    #expect(RateBudget.bucket(method: "POST", path: orders) == .write)
    #expect(RateBudget.bucket(method: "GET", path: orders) == .read)
  }
}

extension Result {
  fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
