import Market
import Testing
import Wire

@testable import Kalshi

/// Reading what the account holds, and the markets that belong to it.
@Suite struct `What an account holds` {
  private static func answer(_ request: HTTPRequest) -> String {
    switch request.path {
    case "/trade-api/v2/milestones": #"{"milestones":[]}"#
    case "/trade-api/v2/series/KXNFLGAME":
      #"{"series":{"ticker":"KXNFLGAME","fee_type":"quadratic","fee_multiplier":1}}"#
    case "/trade-api/v2/series/fee_changes": #"{"series_fee_change_arr":[]}"#
    case "/trade-api/v2/events/fee_changes": #"{"event_fee_changes":[],"cursor":""}"#
    case "/trade-api/v2/markets/KXNFLGAME-X-B":
      #"{"market":{"ticker":"KXNFLGAME-X-B","event_ticker":"KXNFLGAME-X","status":"inactive"}}"#
    case "/trade-api/v2/markets/KXNFLGAME-Y-C":
      #"{"market":{"ticker":"KXNFLGAME-Y-C","event_ticker":"KXNFLGAME-Y","status":"closed"}}"#
    case "/trade-api/v2/events/KXNFLGAME-Y":
      #"{"event":{"event_ticker":"KXNFLGAME-Y","series_ticker":"KXNFLGAME","markets":["#
        + #"{"ticker":"KXNFLGAME-Y-C"},{"ticker":"KXNFLGAME-Y-D"}]},"markets":[]}"#
    case "/trade-api/v2/events":
      #"{"events":[{"event_ticker":"KXNFLGAME-X","series_ticker":"KXNFLGAME","markets":["#
        + #"{"ticker":"KXNFLGAME-X-A"}]}],"cursor":""}"#
    default: "{}"
    }
  }

  @Test func `markets that are held are in the catalogue although they are not listed`() throws {
    let (rest, exchange, scheduler) = try KalshiRESTTests.rest {
      ScriptedExchange.response(200, Self.answer($0))
    }
    var catalogue: Catalogue?
    CatalogueReader(rest: rest).read(
      series: ["KXNFLGAME"],
      holding: ["KXNFLGAME-X-A", "KXNFLGAME-X-B", "KXNFLGAME-Y-C", "KXBTC-1"]
    ) { catalogue = try? $0.get() }
    scheduler.runUntilIdle()
    let entries = try #require(catalogue?.entries)
    #expect(entries.map(\.event.ticker) == ["KXNFLGAME-X", "KXNFLGAME-Y"])
    #expect(entries[0].event.markets.map(\.ticker) == ["KXNFLGAME-X-A", "KXNFLGAME-X-B"])
    #expect(entries[0].event.markets.map(\.status) == [nil, .inactive])
    #expect(entries[1].event.markets.map(\.ticker) == ["KXNFLGAME-Y-C"])
    #expect(entries[1].event.markets.first?.status == .closed)
    #expect(entries[1].fees.terms(at: Timestamp(seconds: 0)).type == .quadratic)
    let asked = exchange.requests.filter { $0.path.hasPrefix("/trade-api/v2/markets/") }
    #expect(asked.count == 2, "a listed market, and one of no series of ours, is not asked for")
  }

  @Test func `a market that is held and cannot be read fails the catalogue`() throws {
    let (rest, _, scheduler) = try KalshiRESTTests.rest { request in
      request.path.hasSuffix("/KXNFLGAME-Y-C")
        ? ScriptedExchange.response(503, "{}")
        : ScriptedExchange.response(200, Self.answer(request))
    }
    var result: Result<Catalogue, KalshiAPIError>?
    CatalogueReader(rest: rest).read(series: ["KXNFLGAME"], holding: ["KXNFLGAME-Y-C"]) {
      result = $0
    }
    scheduler.runUntilIdle()
    guard case .failure? = result else {
      Issue.record("\(String(describing: result))")
      return
    }
  }

  @Test(arguments: ["/series/KXNFLGAME", "/series/fee_changes", "/events"])
  func `an answer about a series that fails ends the catalogue with its error, once`(
    path: String
  ) throws {
    let (rest, _, scheduler) = try KalshiRESTTests.rest { request in
      request.path == "/trade-api/v2" + path
        ? ScriptedExchange.response(503, "{}")
        : ScriptedExchange.response(200, Self.answer(request))
    }
    var errors: [KalshiAPIError?] = []
    CatalogueReader(rest: rest).read(series: ["KXNFLGAME"]) { result in
      if case .failure(let error) = result { errors.append(error) } else { errors.append(nil) }
    }
    scheduler.runUntilIdle()
    #expect(errors.count == 1)
    #expect(errors.first??.status == 503)
  }

  @Test(arguments: [false, true])
  func `a trade while the account is read shows`(comes: Bool) throws {
    var readings = 0
    let (rest, _, scheduler) = try KalshiRESTTests.rest { request in
      let fill =
        #"{"trade_id":"t","order_id":"o","ticker":"T","book_side":"bid","count_fp":"1.00","#
        + #""yes_price_dollars":"0.5000","is_taker":true,"fee_cost":"0.01"}"#
      switch request.path {
      case "/trade-api/v2/portfolio/fills":
        readings += 1
        let fills = comes && readings == 2 ? fill : ""
        return ScriptedExchange.response(200, #"{"fills":[\#(fills)],"cursor":""}"#)
      case "/trade-api/v2/portfolio/balance":
        return ScriptedExchange.response(200, #"{"balance_dollars":"1.00","balance":100}"#)
      case "/trade-api/v2/portfolio/positions":
        return ScriptedExchange.response(200, #"{"market_positions":[],"cursor":""}"#)
      default: return ScriptedExchange.response(200, #"{"orders":[],"cursor":""}"#)
      }
    }
    let reader = AccountSnapshotReader(rest: rest, clock: SteadyClock(scheduler))
    var snapshot: AccountSnapshot?
    reader.read(fillsSince: Timestamp(seconds: 0), readsFillsTwice: true) {
      snapshot = try? $0.get()
    }
    scheduler.runUntilIdle()
    #expect(try #require(snapshot).isOfOneState == !comes)
    #expect(readings == 2)
    reader.read(fillsSince: Timestamp(seconds: 0)) { snapshot = try? $0.get() }
    scheduler.runUntilIdle()
    #expect(readings == 3)
    #expect(try #require(snapshot).isOfOneState == false, "nobody looked")
  }
}
