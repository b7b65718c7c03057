import Foundation
import Kalshi
import KalshiSimulator
import Market
import Matching
import Testing
import Wire

@Suite struct ReplayTests {
  private static let start = Timestamp(seconds: 1_764_010_000)

  private static func quote(
    _ seconds: Int64, _ ticker: String, _ bid: Int, _ ask: Int, title: String = "T"
  ) -> RecordedQuote {
    RecordedQuote(
      time: start + seconds * 1_000_000_000, ticker: ticker, title: title,
      bid: Price(cents: bid), ask: Price(cents: ask))
  }

  @Test func `gaps over a second are cut and the rest fits its budget`() {
    let times = [0, 100, 300, 7_200_000, 7_200_100].map { Timestamp(milliseconds: $0) }
    let paced = ReplayClock(times: times, budgetNanoseconds: nil)
    #expect(paced.offsets == [0, 100, 300, 1_300, 1_400].map { $0 * 1_000_000 })
    #expect(paced.speed == 1)
    let fast = ReplayClock(times: times, budgetNanoseconds: 140_000_000)
    #expect(fast.offsets == [0, 10, 30, 130, 140].map { $0 * 1_000_000 })
    #expect(fast.speed == 10)
    #expect(ReplayClock(times: [], budgetNanoseconds: 5).durationNanoseconds == 0)
  }

  /// The tickers as recorded; the exchange's code for Miami (OH) in football is M-OH.
  @Test(arguments: [
    ("KXNCAAFGAME-25NOV12TOLM-OH-M-OH", "25NOV12TOLM-OH", "Miami (OH)"),
    ("KXNCAAFGAME-25NOV12TOLM-OH-TOL", "25NOV12TOLM-OH", "Toledo"),
    ("KXNCAAFSPREAD-25NOV29BALLM-OH-M-OH10", "25NOV29BALLM-OH", nil),
    ("KXNCAAFTOTAL-25NOV29BALLM-OH-47", "25NOV29BALLM-OH", nil),
    ("KXNCAAFGAME-25DEC06M-OHWMU-M-OH", "25DEC06M-OHWMU", nil),
    ("KXNCAAFGAME-25DEC06M-OHWMU-WMU", "25DEC06M-OHWMU", nil),
    ("KXNCAAFGAME-25NOV25LCHIUNI-L-IL", "25NOV25LCHIUNI", "L-IL"),
  ])
  func `a team code with a hyphen is listed`(ticker: String, game: String, team: String?) throws {
    #expect(RecordedVenue.gameKey(ofTicker: ticker) == "NCAAF-" + game)
    let venue = RecordedVenue(
      quotes: [Self.quote(0, ticker, 40, 42, title: "Toledo at Miami (OH) Winner?")],
      starts: ["NCAAF-" + game: Self.start + 3_600_000_000_000])
    var exchange = SimulatedExchange()
    #expect(try venue.list(on: &exchange, at: Self.start).isEmpty)
    func get(_ path: String) -> [String: Any] {
      SimulatorRouter.respond(
        to: TestVenue.request("GET", path), exchange: &exchange, at: Self.start
      ).object
    }
    let market = try #require((get("/markets")["markets"] as? [[String: Any]])?.first)
    #expect((market["event_ticker"] as? String)?.hasSuffix("-" + game) == true)
    if let team { #expect(market["yes_sub_title"] as? String == team) }
    let milestones = try #require(get("/milestones?limit=5")["milestones"] as? [[String: Any]])
    #expect(milestones.count == 1)
  }

  @Test func `the catalogue comes out of the tickers, strikes at N and a half`() throws {
    let venue = RecordedVenue(
      quotes: [
        Self.quote(
          0, "KXNFLGAME-25NOV24CARSF-SF", 70, 72, title: "Carolina at San Francisco Winner?"),
        Self.quote(
          0, "KXNFLGAME-25NOV24CARSF-CAR", 28, 30, title: "Carolina at San Francisco Winner?"),
        Self.quote(
          1, "KXNFLSPREAD-25NOV24CARSF-SF7", 45, 47, title: "San Francisco wins by over 7.5 Points?"
        ),
        Self.quote(
          1, "KXNFLTOTAL-25NOV24CARSF-48", 50, 52, title: "Carolina at San Francisco: Total"),
        Self.quote(1, "ODD", 1, 2),
      ], starts: ["NFL-25NOV24CARSF": Self.start + 3_600_000_000_000])
    var exchange = SimulatedExchange()
    let refused = try venue.list(on: &exchange, at: Self.start)
    #expect(refused == ["ODD"])
    func get(_ path: String) -> [String: Any] {
      SimulatorRouter.respond(
        to: TestVenue.request("GET", path), exchange: &exchange, at: Self.start
      ).object
    }
    let markets = try #require(get("/markets")["markets"] as? [[String: Any]])
    #expect(markets.compactMap { $0["floor_strike"] as? Double } == [7.5, 48.5])
    #expect(
      markets.map { $0["yes_sub_title"] as? String } == [
        "San Francisco", "Carolina", "San Francisco wins by over 7.5 Points",
        "Over 48.5 points scored",
      ])
    let milestones = try #require(get("/milestones?limit=5")["milestones"] as? [[String: Any]])
    #expect(milestones.count == 1)
    #expect(milestones[0]["start_date"] as? String == "2025-11-24T19:46:40Z")
    #expect((milestones[0]["related_event_tickers"] as? [String])?.count == 3)
    #expect(RecordedVenue.gameKey(ofTicker: "KXNBATOTAL-25NOV26SASPOR-228") == "NBA-25NOV26SASPOR")
  }

  @Test func `taken size stays taken until the ticker's next row, fees are the cents of 2025`()
    throws
  {
    let ticker = "KXNBAGAME-25NOV26SASPOR-SAS"
    let venue = RecordedVenue(
      quotes: [
        Self.quote(0, ticker, 40, 50), Self.quote(1, "KXNBAGAME-25NOV26SASPOR-POR", 50, 60),
        Self.quote(2, ticker, 40, 50),
      ], results: [ticker: .yes])
    var exchange = SimulatedExchange()
    let account = exchange.addMember(cash: Money(cents: 100_000))
    let key = try #require(TestVenue.key)
    try exchange.registerKey(id: "k", publicPEM: key.publicPEM(), account: account)
    _ = try venue.list(on: &exchange, at: Self.start)
    var replay = VenueReplay(venue: venue, budgetNanoseconds: nil)
    #expect(replay.advance(elapsedNanoseconds: 0, exchange: &exchange, at: Self.start) == 1)
    let market = try #require(exchange.market(ticker))
    let signer = try RequestSigner(keyID: "k", key: key)
    var request = TestVenue.request(
      "POST", "/portfolio/events/orders",
      body: """
        {"ticker":"\(ticker)","side":"bid","price":"0.5000","count":"30","client_order_id":"1",\
        "time_in_force":"immediate_or_cancel","self_trade_prevention_type":"taker_at_cross"}
        """)
    for header in try signer.headers(method: "POST", target: request.path, at: Self.start) {
      request.headers.add(header.name, header.value)
    }
    let answer = SimulatorRouter.respond(to: request, exchange: &exchange, at: Self.start)
    #expect(answer.object["fill_count"] as? String == "30.00")
    // 0.07 × 30 × 0.25 = 0.525 dollars, up to the cent.
    #expect(exchange.engine.cash(account) == Money(cents: 100_000 - 1_500 - 53))
    replay.advance(elapsedNanoseconds: 1_000_000_000, exchange: &exchange, at: Self.start)
    #expect(exchange.engine.best(market, .ask)?.quantity == Quantity(contracts: 70))
    replay.advance(elapsedNanoseconds: 2_000_000_000, exchange: &exchange, at: Self.start)
    #expect(exchange.engine.best(market, .ask)?.quantity == Quantity(contracts: 100))
    #expect(replay.isExhausted)
    #expect(replay.settle(&exchange, at: Self.start) == 1)
    #expect(replay.settle(&exchange, at: Self.start) == 0)
    #expect(exchange.engine.cash(account) == Money(cents: 100_000 - 1_500 - 53 + 3_000))
    #expect(exchange.engine.conservedTotal == Money(cents: 100_000))
  }
}
