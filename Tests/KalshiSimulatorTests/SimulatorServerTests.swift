import Kalshi
import KalshiSimulator
import Market
import Matching
import Testing
import Wire

/// The server over a simulated network in virtual time.
@Suite struct SimulatorServerTests {
  final class Listener: WebSocketHandler {
    var socket: (any WebSocket)?
    var texts: [String] = []
    var closures: [WebSocketClosure] = []

    func webSocketDidOpen(_ socket: any WebSocket) { self.socket = socket }
    func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {}
    func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
      closures.append(closure)
    }
    func send(_ text: String) { Array(text.utf8).withUnsafeBytes { socket?.send(text: $0) } }
  }

  /// Server, network and client in one thread.
  final class House {
    let scheduler: SimulatedScheduler
    let network: SimulatedNetwork
    let server: SimulatorServer
    let client: HTTPClient
    let venue: TestVenue

    init() throws {
      venue = try TestVenue()
      venue.quote(bid: (47, 3), ask: (52, 2))
      scheduler = SimulatedScheduler(start: venue.now)
      network = SimulatedNetwork(scheduler: scheduler, seed: 1)
      let listener = try network.listen()
      server = SimulatorServer(
        exchange: venue.exchange, acceptor: listener, scheduler: scheduler)
      server.start()
      let origin = Endpoint(host: "localhost", port: listener.port, isSecure: false)
      client = HTTPClient(origin: origin, dialer: network, scheduler: scheduler, seed: 2)
      client.start()
      scheduler.advance(byNanoseconds: 100_000_000)
    }

    func call(
      _ method: String, _ target: String, body: String? = nil,
      waitNanoseconds: Int64 = 200_000_000
    ) throws -> Result<HTTPResponse, HTTPFailure>? {
      venue.now = scheduler.now
      var outcome: Result<HTTPResponse, HTTPFailure>?
      client.send(
        try venue.signed(method, target, body: body), timeoutNanoseconds: 1_000_000_000
      ) { outcome = $0 }
      scheduler.advance(byNanoseconds: waitNanoseconds)
      return outcome
    }

    func stream(_ listener: Listener) throws -> WebSocketClient {
      venue.now = scheduler.now
      let target = "/trade-api/ws/v2"
      var headers = HTTPHeaders()
      for header in try venue.signer.headers(method: "GET", target: target, at: venue.now) {
        headers.add(header.name, header.value)
      }
      let socket = WebSocketClient(
        endpoint: Endpoint(
          host: "localhost", port: server.port, isSecure: false, target: target),
        headers: headers,
        configuration: WebSocketConfiguration(pingIntervalNanoseconds: nil), dialer: network,
        scheduler: scheduler, seed: 3, handler: listener)
      socket.open()
      scheduler.advance(byNanoseconds: 100_000_000)
      return socket
    }
  }

  private static let subscribe =
    #"{"id":1,"cmd":"subscribe","params":{"channels":["orderbook_delta"],"market_tickers":[""#
    + TestVenue.ticker + #""]}}"#

  @Test func `an unsigned stream is refused with the recorded body`() throws {
    let house = try House()
    let listener = Listener()
    let socket = WebSocketClient(
      endpoint: Endpoint(
        host: "localhost", port: house.server.port, isSecure: false, target: "/trade-api/ws/v2"),
      dialer: house.network, scheduler: house.scheduler, seed: 4, handler: listener)
    socket.open()
    house.scheduler.advance(byNanoseconds: 200_000_000)
    guard case .refused(let status, let body) = listener.closures.first else {
      Issue.record("not refused: \(listener.closures)")
      return
    }
    #expect(status == 401)
    #expect(body.contains("signature_is_missing_from_headers"))
  }

  @Test func `a stream gets its snapshot, then what changes`() throws {
    let house = try House()
    let listener = Listener()
    let socket = try house.stream(listener)
    listener.send(Self.subscribe)
    house.scheduler.advance(byNanoseconds: 50_000_000)
    #expect(listener.texts.count == 2)
    house.server.inject(
      .setLevel(
        ticker: TestVenue.ticker, .bid, Price(cents: 48), Quantity(contracts: 9)))
    house.scheduler.advance(byNanoseconds: 50_000_000)
    #expect(listener.texts.last?.contains(#""delta_fp":"9.00""#) == true)
    #expect(listener.texts.last?.contains(#""seq":2"#) == true)
    socket.close(code: 1_000, reason: "")
    house.scheduler.advance(byNanoseconds: 200_000_000)
    #expect(house.server.streamCount == 0)
  }

  @Test func `a lost answer leaves the order standing and the client without knowledge`() throws {
    let house = try House()
    house.server.inject(.loseAnswers(1))
    let body = TestVenue.order("bid", "0.4800", "1.00", id: "lost")
    let outcome = try house.call("POST", "/portfolio/events/orders", body: body)
    guard case .failure(.answerLost) = outcome else {
      Issue.record("not lost: \(String(describing: outcome))")
      return
    }
    #expect(house.server.exchange.engine.openOrderCount(house.venue.account) == 1)
    let again = try house.call("POST", "/portfolio/events/orders", body: body)
    #expect(try again?.get().status == 409)
  }

  @Test func `failing, delayed and refused requests do as they are told`() throws {
    let house = try House()
    house.server.inject(.failRequests(1, status: 502))
    #expect(try house.call("GET", "/exchange/status")?.get().status == 502)
    house.server.inject(.delayAnswers(1, nanoseconds: 500_000_000))
    #expect(try house.call("GET", "/exchange/status") == nil)
    house.scheduler.advance(byNanoseconds: 500_000_000)
    #expect(try house.call("GET", "/exchange/status")?.get().status == 200)
    house.server.inject(.refuseConnections(nanoseconds: 3_000_000_000))
    house.server.inject(.dropConnections)
    guard
      case .failure = try house.call(
        "GET", "/exchange/status", waitNanoseconds: 1_100_000_000)
    else {
      Issue.record("answered while connections are refused")
      return
    }
    house.scheduler.advance(byNanoseconds: 10_000_000_000)
    #expect(try house.call("GET", "/exchange/status")?.get().status == 200)
  }

  @Test func `a dropped stream ends without a handshake and a gap can be made`() throws {
    let house = try House()
    let listener = Listener()
    let socket = try house.stream(listener)
    listener.send(Self.subscribe)
    house.scheduler.advance(byNanoseconds: 50_000_000)
    house.server.inject(.skipSequence(.orderbookDelta, count: 3))
    house.server.inject(
      .setQuote(
        ticker: TestVenue.ticker, bid: Price(cents: 46), ask: nil, Quantity(contracts: 1)))
    house.scheduler.advance(byNanoseconds: 50_000_000)
    #expect(listener.texts.contains { $0.contains(#""seq":5"#) })
    #expect(!listener.texts.contains { $0.contains(#""seq":2,"#) })
    house.server.inject(.dropStreams)
    house.scheduler.advance(byNanoseconds: 200_000_000)
    guard case .lost = listener.closures.first else {
      Issue.record("not lost: \(listener.closures)")
      return
    }
    #expect(house.server.streamCount == 0)
    _ = socket
  }

  @Test(arguments: [false, true])
  func `a server that goes in the middle of a recording keeps nothing`(isStopped: Bool) throws {
    weak var kept: SimulatorServer?
    weak var network: SimulatedNetwork?
    do {
      let house = try House()
      let listener = Listener()
      let socket = try house.stream(listener)
      listener.send(Self.subscribe)
      let start = Timestamp(seconds: 1_764_010_000)
      let quotes = (0..<200).map { count in
        RecordedQuote(
          time: start + Int64(count) * 100_000_000, ticker: TestVenue.ticker, title: "",
          bid: Price(cents: 30 + count % 20), ask: Price(cents: 60))
      }
      // Whoever waits for the end of the recording may hold the server; stopping must let go.
      let holds = isStopped ? house.server : nil
      house.server.play(
        VenueReplay(venue: RecordedVenue(quotes: quotes, results: [:]), budgetNanoseconds: nil)
      ) { withExtendedLifetime(holds) {} }
      house.scheduler.advance(byNanoseconds: 1_000_000_000)
      #expect(house.server.replay?.isExhausted == false)
      #expect(house.server.streamCount == 1)
      if isStopped { house.server.stop() }
      kept = house.server
      network = house.network
      withExtendedLifetime(socket) {}
    }
    #expect(kept == nil)
    #expect(network == nil)
  }

  @Test func `a replay runs by the scheduler and settles at its end`() throws {
    let house = try House()
    let start = Timestamp(seconds: 1_764_010_000)
    let quotes = (0..<200).map { count in
      RecordedQuote(
        time: start + Int64(count) * 100_000_000, ticker: TestVenue.ticker, title: "",
        bid: Price(cents: 30 + count % 20), ask: Price(cents: 60))
    }
    let listener = Listener()
    let socket = try house.stream(listener)
    listener.send(Self.subscribe)
    var isDone = false
    house.server.play(
      VenueReplay(
        venue: RecordedVenue(quotes: quotes, results: [TestVenue.ticker: .no]),
        budgetNanoseconds: 2_000_000_000)
    ) { isDone = true }
    house.scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(!isDone)
    house.scheduler.advance(byNanoseconds: 1_500_000_000)
    #expect(isDone)
    #expect(house.server.exchange.status(house.venue.market) == .finalized)
    #expect(listener.texts.last?.contains("recorded_ts_ms") == true)
    #expect(listener.texts.count > 300)
    _ = socket
  }
}
