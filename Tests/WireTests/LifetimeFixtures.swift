import Market

@testable import Wire

/// Knows objects without holding them, and says which are still there.
final class Census {
  private struct Entry {
    weak var object: AnyObject?
    let name: String
  }

  private var entries: [Entry] = []

  /// How many objects of a type it has known.
  func known(_ type: Any.Type) -> Int { entries.count { $0.name == "\(type)" } }

  /// The types of those that are still there.
  var alive: [String] { entries.filter { $0.object != nil }.map(\.name) }

  func alive(_ type: Any.Type) -> Int { alive.count { $0 == "\(type)" } }

  func note(_ object: AnyObject?) {
    guard let object, !entries.contains(where: { $0.object === object }) else { return }
    entries.append(Entry(object: object, name: "\(Swift.type(of: object))"))
  }

  /// A stream with what hangs on it at this moment.
  func note(_ stream: any ByteStream) {
    note(stream as AnyObject)
    note(stream.handler)
    guard let stream = stream as? SocketStream else { return }
    note(stream.connector)
    note(stream.tls)
  }
}

/// Counts what is dialled and accepted.
final class CensusNetwork: Dialer, StreamAcceptor, StreamAcceptorHandler {
  let census: Census
  private let dialer: any Dialer
  private let acceptor: any StreamAcceptor
  weak var handler: (any StreamAcceptorHandler)? {
    didSet { acceptor.handler = handler == nil ? nil : self }
  }
  var port: Int { acceptor.port }

  init(_ census: Census, dialer: any Dialer, acceptor: any StreamAcceptor) {
    self.census = census
    self.dialer = dialer
    self.acceptor = acceptor
    census.note(acceptor)
  }

  func close() { acceptor.close() }

  func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    let stream = dialer.dial(endpoint, handler: handler)
    census.note(stream)
    return stream
  }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    handler?.acceptor(self, didAccept: stream)
    census.note(stream)
  }
}

/// What connections run over.
enum Ground: CaseIterable {
  case sockets
  case tls
  case simulated
}

/// A network of one kind with a census of it. Time is real or virtual, as the network needs.
final class Site {
  let census = Census()
  let network: CensusNetwork
  let scheduler: any Scheduler
  private(set) var simulated: SimulatedNetwork?
  private let loop: EventLoop?
  private let virtual: SimulatedScheduler?
  private let isSecure: Bool

  init(_ ground: Ground) throws {
    isSecure = ground == .tls
    guard ground != .simulated else {
      let virtual = SimulatedScheduler()
      let simulated = SimulatedNetwork(scheduler: virtual, seed: 1)
      network = CensusNetwork(census, dialer: simulated, acceptor: try simulated.listen())
      scheduler = virtual
      self.virtual = virtual
      self.simulated = simulated
      loop = nil
      return
    }
    let loop = try EventLoop()
    let certificate = isSecure ? try SelfSignedCertificate() : nil
    network = CensusNetwork(
      census,
      dialer: try SocketDialer(loop: loop, tls: certificate?.client ?? .init()),
      acceptor: try SocketListener(loop: loop, tls: certificate?.server))
    scheduler = loop
    self.loop = loop
    virtual = nil
  }

  deinit { loop?.close() }

  var endpoint: Endpoint {
    Endpoint(host: "127.0.0.1", port: network.port, isSecure: isSecure, target: "/")
  }

  /// Lets time pass until the condition holds; false when that took too long.
  func run(until condition: @escaping () -> Bool) -> Bool {
    if let loop { return loop.run(until: condition) }
    for _ in 0..<20_000 where !condition() { virtual?.advance(byNanoseconds: 1_000_000) }
    return condition()
  }
}

/// A handler of the careless kind: holds its socket, also after the end.
final class CarelessSocket: WebSocketHandler {
  private(set) var socket: (any WebSocket)?
  private(set) var closures = 0
  private(set) var texts = 0

  func webSocketDidOpen(_ socket: any WebSocket) { self.socket = socket }
  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    texts += 1
    socket.send(text: bytes)
  }
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {}
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) { closures += 1 }
}

/// Accepts every socket with a careless handler, unless it is to refuse; answers every request.
final class CarelessService: HTTPServing {
  let census: Census
  var refuses = false
  /// The latest, for as long as it is there.
  private(set) weak var latest: CarelessSocket?

  init(_ census: Census) { self.census = census }

  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    respond(HTTPResponse(status: 200, body: Array("ok".utf8)))
  }

  func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    guard !refuses else { return .refuse(HTTPResponse(status: 401)) }
    let handler = CarelessSocket()
    latest = handler
    census.note(handler)
    return .accept(handler)
  }
}
