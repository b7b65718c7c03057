internal import Kalshi
internal import Wire

/// (k) The same order request over warm HTTP/1.1 and over warm HTTP/2, on TLS over loopback: from
/// its bytes, or its fields, to the answer.
///
/// Two loops on two threads. The near side's clock runs; the two take turns. HTTP/1.1 is the
/// program's own client and server, HTTP/2 is nghttp2 on the program's streams.
final class OrderTransportBenchmarks: HTTPPreparedHandler {
  private static let pairs = 4_000
  private static let warmUp = 400
  private static let pauseNanoseconds: Int64 = 50_000

  private let loop: EventLoop
  private let http: HTTPClient
  private let second = HTTP2Peer(.client)
  private let request: Bytes
  private let fields: [HTTP2Peer.Field]
  private let body: Bytes
  private var times: [Int64] = []
  private var sentAt: Int64 = 0
  private var failures = 0

  static func run(_ runner: inout Runner) throws {
    let certificate = try SelfSignedCertificate()
    let farLoop = try EventLoop(.init(core: 0, spins: true))
    let far = OrderTransportServer(farLoop)
    let (first, second) = try far.start(certificate.server)
    try farLoop.start()
    defer { farLoop.stop() }
    let bench = try OrderTransportBenchmarks(certificate.client, first, second)
    try bench.drive(second)
    let count = 2 * (pairs + warmUp)
    runner.check("every request was answered", bench.times.count == count)
    runner.check("no request failed", bench.failures == 0 && bench.second.failure == nil)
    let warm = bench.times.enumerated().dropFirst(2 * warmUp)
    runner.add(
      "order and answer: warm HTTP/1.1",
      Distribution(warm.filter { $0.offset % 2 == 0 }.map(\.element)))
    runner.add(
      "order and answer: warm HTTP/2, nghttp2",
      Distribution(warm.filter { $0.offset % 2 == 1 }.map(\.element)))
    withExtendedLifetime(far) {}
  }

  private init(_ tls: TLSConfiguration, _ port: Int, _ secondPort: Int) throws {
    let rig = try EngineRig.onFairPrices(games: 1, keyKind: .rsa)
    try rig.fillSignatures()
    rig.receive(odds: Frames.odds(event: "61017989", home: "1.60", away: "2.40").buffer)
    request = Bytes(rig.orderText)
    (fields, body) = Self.fields(of: rig.orderText)
    loop = try EventLoop(.init(spins: true))
    dialer = try SocketDialer(loop: loop, tls: tls)
    http = HTTPClient(
      origin: Endpoint(host: "127.0.0.1", port: port, isSecure: true),
      limits: .init(connections: 1), dialer: dialer, scheduler: loop)
    times.reserveCapacity(2 * (Self.pairs + Self.warmUp))
  }

  private let dialer: SocketDialer

  /// The request's parts as HTTP/2 has them.
  private static func fields(of text: String) -> ([HTTP2Peer.Field], Bytes) {
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let path = lines[0].split(separator: " ")[1]
    func field(_ name: String, _ value: some StringProtocol, isFresh: Bool = false)
      -> HTTP2Peer.Field
    {
      .init(name: Bytes(name), value: Bytes(String(value)), isFresh: isFresh)
    }
    var fields = [
      field(":method", "POST"), field(":scheme", "https"), field(":authority", "localhost"),
      field(":path", path),
    ]
    var place = 1
    while place < lines.count, !lines[place].isEmpty {
      let parts = lines[place].split(separator: ":", maxSplits: 1)
      let name = parts[0].lowercased()
      place += 1
      guard name != "host" else { continue }
      let isFresh = name.hasSuffix("timestamp") || name.hasSuffix("signature")
      fields.append(field(name, parts[1].dropFirst(), isFresh: isFresh))
    }
    return (fields, Bytes(String(lines[place + 1])))
  }

  private func drive(_ secondPort: Int) throws {
    http.preparedHandler = self
    http.start()
    second.didReceive = { [unowned self] _, _ in answered() }
    let stream = dialer.dial(
      Endpoint(host: "127.0.0.1", port: secondPort, isSecure: true), handler: second)
    wait()
    loop.run()
    http.stop()
    stream.close()
    loop.close()
  }

  private func wait() {
    guard times.count < 2 * (Self.pairs + Self.warmUp), failures == 0, second.failure == nil else {
      return loop.stop()
    }
    _ = loop.schedule(afterNanoseconds: Self.pauseNanoseconds) { [unowned self] in
      if http.idleConnections == 1, second.isOpen { shoot() } else { wait() }
    }
  }

  private func shoot() {
    sentAt = Clock.nanoseconds
    if times.count % 2 == 1 {
      second.send(fields, body: body.buffer)
    } else if !http.sendPrepared(request.buffer, tag: 0, timeoutNanoseconds: 5_000_000_000) {
      failures += 1
    }
  }

  private func answered() {
    times.append(Clock.nanoseconds - sentAt)
    wait()
  }

  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer) {
    if status != 201 { failures += 1 }
    answered()
  }

  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure) {
    if times.count < 2 * (Self.pairs + Self.warmUp) { failures += 1 }
  }
}
