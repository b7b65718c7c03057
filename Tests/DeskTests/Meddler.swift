import Glibc
import Market
import Synchronization
import Wire

/// A man in the middle, who ends TLS on both sides and may send the client whatever he likes: raw
/// frames between whole ones, other frames and other answers than the server's. On a thread of its
/// own; the client trusts his authority.
final class Meddler {
  let port: Int
  let authorityPEM: String
  private let loop: EventLoop
  private let core: LoopConfinedCore

  /// @unchecked: reached on the loop only, by ``Meddler/on(_:)``.
  private struct LoopConfinedCore: @unchecked Sendable { let core: MeddlerCore }

  /// - Parameter authority: PEM of the authority that the server's certificate is of.
  init(before port: Int, trusting authority: String) throws {
    loop = try EventLoop()
    let certificate = try SelfSignedCertificate()
    authorityPEM = certificate.authorityPEM
    let listener = try SocketListener(loop: loop, tls: certificate.server)
    self.port = listener.port
    let core = MeddlerCore(
      listener, dialer: try SocketDialer(loop: loop, tls: TLSConfiguration(caPEM: authority)),
      server: Endpoint(host: "localhost", port: port, isSecure: true))
    listener.handler = core
    self.core = LoopConfinedCore(core: core)
    try loop.start()
  }

  deinit {
    on { $0.end() }
    loop.stop()
    loop.awaitEnd()
  }

  /// Runs a body on the loop and waits for what it gives.
  @discardableResult
  func on<Value: Sendable>(_ body: @escaping @Sendable (MeddlerCore) -> Value) -> Value {
    let result = Mutex<Value?>(nil)
    let core = core
    _ = loop.perform {
      let value = body(core.core)
      result.withLock { $0 = value }
    }
    while true {
      if let value = result.withLock({ $0 }) { return value }
      // sleeps: another thread is at work.
      usleep(1_000)
    }
  }

  /// Sends bytes to every WebSocket between two frames, and cuts the connection after them where
  /// asked to.
  func send(_ bytes: [UInt8], cuts: Bool = false) {
    on { core in
      for connection in core.connections where connection.isWebSocket {
        bytes.withUnsafeBytes { connection.client.write($0) }
        if cuts { connection.end() }
      }
    }
  }

  /// Changes frames from now on; see ``MeddlerCore/changeFrame``.
  func changeFrames(_ change: (@Sendable (String) -> [UInt8]?)?) {
    on { $0.changeFrame = change }
  }

  /// Changes the answer to the next request that begins like this, "GET /trade-api/v2/portfolio".
  func changeAnswer(to beginning: String, _ answer: MeddledAnswer) {
    on { core in
      var isDone = false
      core.changeAnswer = { request in
        guard !isDone, request.hasPrefix(beginning) else { return nil }
        isDone = true
        return answer
      }
    }
  }
}

/// What the client gets in place of an answer.
struct MeddledAnswer: Sendable {
  var bytes: [UInt8]
  /// The connection ends behind it.
  var cuts: Bool

  init(_ text: String, cuts: Bool = true) {
    bytes = Array(text.utf8)
    self.cuts = cuts
  }

  /// A whole answer with a right length.
  static func whole(_ status: String, _ body: String) -> MeddledAnswer {
    MeddledAnswer(
      "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", cuts: false)
  }
}

/// The meddler's connections; confined to his loop.
final class MeddlerCore: StreamAcceptorHandler {
  private let listener: SocketListener
  private let dialer: SocketDialer
  private let server: Endpoint
  fileprivate(set) var connections: [MeddledConnection] = []
  /// What to send in place of a frame of the server, by its payload; nil passes it on as it is.
  var changeFrame: (@Sendable (String) -> [UInt8]?)?
  /// Frames sent in place of others, so far.
  var changedFrames = 0
  /// What to answer in place of the server, which has carried the request out, by the request's
  /// method and target, "GET /v3/events"; nil passes the server's answer on.
  var changeAnswer: ((String) -> MeddledAnswer?)?
  /// What the client says is no longer passed on.
  var isDeaf = false
  /// Codes of the close frames that the client has sent.
  var closeCodes: [UInt16] = []
  /// WebSockets that the server accepted, so far.
  var upgrades = 0
  /// Requests so far, by method and target.
  var requests: [String] = []

  init(_ listener: SocketListener, dialer: SocketDialer, server: Endpoint) {
    self.listener = listener
    self.dialer = dialer
    self.server = server
  }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    let connection = MeddledConnection(stream, core: self)
    connections.append(connection)
    connection.dial(dialer, server)
  }

  func forget(_ connection: MeddledConnection) {
    connections.removeAll { $0 === connection }
  }

  func end() {
    listener.close()
    for connection in connections { connection.end() }
  }

  /// Payloads of whole frames passed on over the WebSocket that is open, oldest first.
  var passedFrames: [String] { connections.first { $0.isWebSocket }?.passedFrames ?? [] }
}
