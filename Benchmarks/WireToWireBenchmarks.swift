internal import Glibc
internal import Synchronization
internal import Wire

/// (i) From an odds frame on one TLS socket to an order request on another, beside a bare echo on
/// the same sockets: what the program adds to what the wire costs anyway.
///
/// Two loops on two threads over loopback. The far side's clock runs from before it sends the frame
/// until it has read the first order request; kernel, TLS, WebSocket and HTTP of both sides are in
/// both figures. Echo and order take turns, so that a disturbance meets both alike. Between them an
/// echo behind simdjson's parsing says what the least use of the frame costs there.
enum WireToWireBenchmarks {
  private static let rounds = 4_000
  private static let warmUp = 400

  static func run(_ runner: inout Runner) throws {
    let rig = try EngineRig.onFairPrices(games: 1)
    try rig.fillSignatures()
    let moved = Frames.odds(event: "61017989", home: "1.60", away: "2.40")
    rig.receive(odds: moved.buffer)
    let echo = Bytes(rig.orderText)
    let restoring = EngineRig.fairPrices(games: 1)
    for frame in restoring { rig.receive(odds: frame.buffer) }
    rig.answerOrders()

    let count = 3 * (rounds + warmUp)
    let farLoop = try EventLoop(.init(core: 0, spins: true))
    let far = FarSide(
      Array(repeating: .init(frame: moved, requests: 2), count: 3), count: count, loop: farLoop)
    let certificate = try SelfSignedCertificate()
    let server = HTTPServer(
      acceptor: try SocketListener(loop: farLoop, tls: certificate.server), scheduler: farLoop,
      service: far)
    server.start()
    let port = server.port
    try farLoop.start()
    defer { farLoop.stop() }
    let near = try drive(rig, far, certificate, port, restoring, echo)
    report(&runner, far.times, near, count)
  }

  /// Runs the trading side on this thread until the far side has all it wants.
  private static func drive(
    _ rig: EngineRig, _ far: FarSide, _ certificate: SelfSignedCertificate, _ port: Int,
    _ restoring: [Bytes], _ echo: Bytes
  ) throws -> NearSide {
    let loop = try EventLoop(.init(spins: true))
    let dialer = try SocketDialer(loop: loop, tls: certificate.client)
    let http = HTTPClient(
      origin: Endpoint(host: "127.0.0.1", port: port, isSecure: true), dialer: dialer,
      scheduler: loop)
    let near = NearSide(rig, http: http, far: far, restoring: restoring, echo: echo)
    http.preparedHandler = near
    http.start()
    let socket = WebSocketClient(
      endpoint: Endpoint(host: "127.0.0.1", port: port, isSecure: true, target: "/odds"),
      dialer: dialer, scheduler: loop, handler: near)
    socket.open()
    func check() {
      if http.idleConnections == 2, far.ready.load(ordering: .acquiring) == 0 {
        far.ready.store(1, ordering: .releasing)
      }
      if far.isDone.load(ordering: .acquiring), near.isQuiet { return loop.stop() }
      _ = loop.schedule(afterNanoseconds: 5_000_000, check)
    }
    check()
    loop.run()
    near.end()
    http.stop()
    loop.close()
    return near
  }

  private static func report(
    _ runner: inout Runner, _ times: [Int64], _ near: NearSide, _ count: Int
  ) {
    runner.check("every frame was answered over the wire", times.count == count)
    runner.check("no request failed", near.failures == 0)
    runner.check("two orders for every third frame", near.orders * 3 == count * 2)
    runner.check("simdjson parsed every third frame", near.parsed * 3 == count)
    let warm = times.enumerated().dropFirst(3 * warmUp)
    func distribution(_ turn: Int) -> Distribution {
      Distribution(warm.filter { $0.offset % 3 == turn }.map(\.element))
    }
    let (echo, parsed, order) = (distribution(0), distribution(1), distribution(2))
    runner.add("wire to wire: bare echo of a request", echo)
    runner.add("wire to wire: the same behind simdjson's parsing", parsed)
    runner.add("wire to wire: odds frame in, order request out", order)
    func ratio(_ other: Distribution, _ share: Double) -> String {
      let hundredths = other.percentile(share) * 100 / max(1, echo.percentile(share))
      return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
    print("  parsed / echo: \(ratio(parsed, 0.5)) at p50, \(ratio(parsed, 0.99)) at p99")
    print("  order / echo: \(ratio(order, 0.5)) at p50, \(ratio(order, 0.99)) at p99")
  }
}
