import Market
import TestKit
import Testing
import Wire

@testable import Desk
@testable import Kalshi
@testable import Trading

/// Orders and readings of the account over a simulated network, up to a scripted exchange.
@Suite struct `The gateway to the exchange` {
  /// An exchange that refuses orders for their key after a while, and has an empty account.
  final class Refusing: HTTPServing {
    let scheduler: any Scheduler
    var isKeyKnown = false
    private(set) var orders: [HTTPRequest] = []
    private(set) var readings: [HTTPRequest] = []

    init(_ scheduler: any Scheduler) { self.scheduler = scheduler }

    func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
      let isOrder = request.method == "POST"
      if isOrder { orders.append(request) } else { readings.append(request) }
      // The exchange's own status is asked for without a signature.
      let isRefused = !isKeyKnown && request.path != "/trade-api/v2/exchange/status"
      let text =
        switch request.path {
        case "/trade-api/v2/portfolio/balance": #"{"balance_dollars":"1.00","balance":100}"#
        case "/trade-api/v2/exchange/status":
          #"{"exchange_active":true,"trading_active":true}"#
        case "/trade-api/v2/portfolio/positions": #"{"market_positions":[],"cursor":""}"#
        case "/trade-api/v2/portfolio/fills": #"{"fills":[],"cursor":""}"#
        default: #"{"orders":[],"cursor":""}"#
        }
      _ = scheduler.schedule(afterNanoseconds: 200_000_000) {
        respond(
          HTTPResponse(status: isRefused ? 401 : 200, body: isRefused ? [] : Array(text.utf8)))
      }
    }

    func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
      .refuse(HTTPResponse(status: 404, body: []))
    }
  }

  final class Rig {
    let frames: `Frames that change a market`.Rig
    let exchange: Refusing
    let gateway: ExchangeGateway
    var log: [String] = []
    private let server: HTTPServer
    var scheduler: SteppedScheduler { frames.scheduler }

    init(
      connections: Int = 1, wallErrorNanoseconds: Int64 = 0,
      configuration: EngineConfiguration = EngineConfiguration()
    ) throws {
      frames = try .init(
        wallErrorNanoseconds: wallErrorNanoseconds, configuration: configuration)
      let scheduler = frames.scheduler
      let network = SimulatedNetwork(scheduler: scheduler.base, seed: 1)
      exchange = Refusing(scheduler)
      server = HTTPServer(
        acceptor: try network.listen(), scheduler: scheduler, service: exchange)
      server.start()
      let http = HTTPClient(
        origin: Endpoint(host: "sim", port: server.port, isSecure: false, target: "/"),
        limits: .init(connections: connections), dialer: network, scheduler: scheduler, seed: 1)
      http.start()
      let key = try SigningKey.generate(.ed25519)
      gateway = ExchangeGateway(
        session: frames.session, http: http,
        rest: KalshiREST(
          exchange: http, scheduler: scheduler, signer: try RequestSigner(keyID: "k", key: key)),
        signatures: try SignatureRing(
          keyID: "k", key: key, method: "POST", path: "/trade-api/v2/portfolio/events/orders"),
        keyID: "k", scheduler: scheduler)
      gateway.onLog = { [unowned self] in log.append($0) }
      scheduler.advance(seconds: 0.5)
    }

    func place(_ number: UInt64, _ purpose: OrderPurpose) {
      gateway.perform(
        .place(
          EngineOrder(
            id: ClientOrderID(session: 1, sequence: number), market: MarketID(0), side: .ask,
            price: Price(cents: 50), quantity: Quantity(contracts: 1), style: .rest,
            purpose: purpose)), at: scheduler.now)
    }
  }

  @Test func `an order that waits for a connection does not leave once the key is refused`() throws
  {
    let rig = try Rig()
    rig.place(1, .exit)
    rig.place(2, .exit)
    rig.place(3, .exit)
    rig.scheduler.advance(seconds: 3)
    #expect(rig.exchange.orders.count == 1)
    #expect(rig.log.contains { $0.contains("refuses the key") })
    rig.exchange.isKeyKnown = true
    rig.scheduler.advance(seconds: 30)
    #expect(rig.exchange.orders.count == 1, "they are over, and the engine decides anew")
    #expect(rig.log.last == "the exchange accepts the key")
    rig.place(4, .exit)
    rig.scheduler.advance(seconds: 1)
    #expect(rig.exchange.orders.count == 2)
  }

  @Test func `a refused key counts although a lost answer is looked after already`() throws {
    let rig = try Rig()
    rig.place(1, .exit)
    rig.place(2, .exit)
    rig.gateway.linkLost(
      KalshiAPIError(
        kind: .unknownOutcome, status: nil, code: "answer_lost", message: "connection cut"))
    rig.scheduler.advance(seconds: 3)
    #expect(rig.exchange.orders.count == 1, "the second one waited, and is over")
    #expect(rig.log.contains { $0.contains("refuses the key") })
    #expect(!rig.frames.session.linksUp.contains(.exchangeOrders))
    rig.exchange.isKeyKnown = true
    rig.scheduler.advance(seconds: 30)
    #expect(rig.log.last == "the exchange accepts the key")
    #expect(rig.frames.session.linksUp.contains(.exchangeOrders))
  }

  /// The refusal has freed a connection already when the session hears of it, and the next request
  /// of anybody gives that connection to whoever waits longest.
  @Test func `nor does it leave with what the session does about the refusal`() throws {
    let rig = try Rig()
    rig.gateway.onLog = { [unowned rig] line in
      rig.log.append(line)
      if line.hasPrefix("exchange orders:") { rig.gateway.rest.balance { _ in } }
    }
    rig.place(1, .exit)
    rig.place(2, .exit)
    rig.scheduler.advance(seconds: 3)
    #expect(rig.log.contains { $0.hasPrefix("exchange orders:") })
    #expect(rig.exchange.orders.count == 1)
  }

  @Test func `an order to buy never waits for a connection`() throws {
    let rig = try Rig()
    rig.exchange.isKeyKnown = true
    rig.place(1, .entry)
    rig.place(2, .entry)
    rig.scheduler.advance(seconds: 3)
    #expect(rig.exchange.orders.count == 1)
  }

  @Test(arguments: [0, 45, -45] as [Int64])
  func `fills are read from before the session's start, whatever its clock showed then`(
    error: Int64
  ) throws {
    let rig = try Rig(wallErrorNanoseconds: error * 1_000_000_000)
    rig.exchange.isKeyKnown = true
    let start = rig.scheduler.base.now
    rig.scheduler.wallErrorNanoseconds = 0
    rig.gateway.reconcile()
    rig.scheduler.advance(seconds: 3)
    let readings = rig.exchange.readings.filter { $0.path.hasSuffix("/fills") }
    #expect(readings.count == 2, "before and after the positions")
    for reading in readings {
      let query = try #require(reading.target.split(separator: "?").last)
      let since = query.split(separator: "&").first { $0.hasPrefix("min_ts=") }
      let seconds = try #require(since.flatMap { Int64($0.dropFirst(7)) })
      #expect(seconds < start.seconds - 30)
      #expect(seconds > start.seconds - 1_000)
    }
    #expect(rig.frames.session.engine.ledger.starting == nil, "no connection is up")
  }
}
