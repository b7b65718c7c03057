import Market
import Testing

@testable import Wire

/// A process that trades for weeks opens and loses connections by the thousand: nothing of them may
/// stay behind. Weak references tell.
@Suite struct ConnectionLifetimeTests {
  private static let rounds = 40

  /// How a connection ends.
  enum Ending: CaseIterable {
    case client
    case server
    case syntax
  }

  @Test(arguments: Ground.allCases, Ending.allCases)
  func `nothing stays of a connection that an HTTP server has had`(
    ground: Ground, ending: Ending
  ) throws {
    let site = try Site(ground)
    let census = site.census
    let service = CarelessService(census)
    let server = HTTPServer(acceptor: site.network, scheduler: site.scheduler, service: service)
    server.start()
    let head =
      switch ending {
      case .client: "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
      case .server: "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      case .syntax: "nonsense\r\n\r\n"
      }
    for round in 0..<Self.rounds {
      let recorder = StreamRecorder()
      recorder.onOpen = { $0.write(head) }
      recorder.onReceive = { stream, _ in if ending == .client { stream.close() } }
      let stream = site.network.dial(site.endpoint, handler: recorder)
      let isOpen = site.run { !recorder.received.isEmpty }
      try #require(isOpen, "round \(round)")
      let isOver = site.run { !recorder.closures.isEmpty && server.connectionCount == 0 }
      try #require(isOver, "round \(round): \(recorder.closures)")
      withExtendedLifetime(stream) {}
    }
    let isFree = site.run { census.alive.count == 1 }
    #expect(isFree, "\(census.alive)")
    #expect(census.known(HTTPServerConnection.self) == Self.rounds)
    let streams = ground == .simulated ? SimulatedStream.self : SocketStream.self as Any.Type
    #expect(census.known(streams) == 2 * Self.rounds)
    #expect(census.known(TLSSession.self) == (ground == .tls ? Self.rounds : 0))
    withExtendedLifetime(server) {}
  }

  /// How a WebSocket ends.
  enum SocketEnding: CaseIterable {
    case client
    case server
    case letGo
    case refused
  }

  @Test(arguments: Ground.allCases, SocketEnding.allCases)
  func `nothing stays of a WebSocket, though its handlers hold it`(
    ground: Ground, ending: SocketEnding
  ) throws {
    let site = try Site(ground)
    let census = site.census
    let service = CarelessService(census)
    service.refuses = ending == .refused
    let server = HTTPServer(acceptor: site.network, scheduler: site.scheduler, service: service)
    server.start()
    for round in 0..<Self.rounds {
      var recorder: SocketRecorder? = SocketRecorder()
      recorder?.onOpen = { $0.send("hello") }
      var client: WebSocketClient? = WebSocketClient(
        endpoint: site.endpoint, dialer: site.network, scheduler: site.scheduler, seed: 3,
        handler: recorder)
      census.note(client)
      client?.open()
      let isUp = site.run { recorder?.texts == ["hello"] || recorder?.closures.isEmpty == false }
      try #require(isUp, "round \(round)")
      census.note(service.latest?.socket)
      switch ending {
      case .client: client?.close(code: 1000, reason: "")
      case .server: service.latest?.socket?.close(code: 1001, reason: "")
      case .letGo: recorder = nil
      case .refused: #expect(recorder?.closures == [.refused(status: 401, body: "")])
      }
      if ending == .letGo { client = nil }
      let isOver = site.run {
        recorder?.closures.isEmpty != true && server.connectionCount == 0
      }
      try #require(isOver, "round \(round)")
      withExtendedLifetime(client) {}
    }
    let isFree = site.run { census.alive.count == 1 }
    #expect(isFree, "\(census.alive)")
    let open = ending == .refused ? 0 : Self.rounds
    #expect(census.known(CarelessSocket.self) == open)
    #expect(census.known(WebSocketSession.self) == open)
    #expect(census.known(WebSocketClient.self) == Self.rounds)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: Ground.allCases)
  func `a client that connects again and again keeps only its open connections`(
    ground: Ground
  ) throws {
    let site = try Site(ground)
    let census = site.census
    let server = HTTPServer(
      acceptor: site.network, scheduler: site.scheduler, service: CarelessService(census),
      limits: .init(maximumRequestsPerConnection: 1))
    server.start()
    let client = HTTPClient(
      origin: site.endpoint,
      limits: .init(
        connections: 2, backoff: Backoff(baseNanoseconds: 1_000, capNanoseconds: 1_000_000)),
      dialer: site.network, scheduler: site.scheduler, seed: 1)
    client.start()
    var answers = 0
    for _ in 0..<Self.rounds {
      client.send(HTTPRequest(target: "/"), timeoutNanoseconds: 10_000_000_000) {
        if $0.status == 200 { answers += 1 }
      }
    }
    let isAnswered = site.run { answers == Self.rounds && client.idleConnections == 2 }
    #expect(isAnswered, "\(answers)")
    // Both ends of two connections, what holds those ends, and the acceptor.
    let streams = ground == .simulated ? SimulatedStream.self : SocketStream.self as Any.Type
    let isTidy = site.run { census.alive(streams) == 4 }
    #expect(isTidy, "\(census.alive)")
    #expect(census.alive(HTTPServerConnection.self) == 2)
    #expect(census.alive(SocketConnector.self) == 0)
    #expect(census.known(HTTPServerConnection.self) >= Self.rounds)
    client.stop()
    let isOver = site.run { census.alive(streams) == 0 }
    #expect(isOver, "\(census.alive)")
    #expect(census.alive(HTTPServerConnection.self) == 0)
    withExtendedLifetime((server, client)) {}
  }

  @Test(arguments: Ground.allCases)
  func `dialling that fails again and again keeps nothing`(ground: Ground) throws {
    let site = try Site(ground)
    let census = site.census
    let endpoint = site.endpoint
    site.network.close()
    let client = HTTPClient(
      origin: endpoint,
      limits: .init(
        connections: 1, backoff: Backoff(baseNanoseconds: 1_000, capNanoseconds: 1_000_000)),
      dialer: site.network, scheduler: site.scheduler, seed: 1)
    client.start()
    let streams = ground == .simulated ? SimulatedStream.self : SocketStream.self as Any.Type
    let isTried = site.run { census.known(streams) >= Self.rounds }
    #expect(isTried)
    #expect(census.alive(streams) <= 1)
    #expect(census.alive(SocketConnector.self) <= 1)
    client.stop()
    let isOver = site.run { census.alive(streams) == 0 }
    #expect(isOver, "\(census.alive)")
  }

  @Test(arguments: Ground.allCases, [false, true])
  func `a server that goes frees connections and sockets that are open`(
    ground: Ground, isStopped: Bool
  ) throws {
    let site = try Site(ground)
    let census = site.census
    var server: HTTPServer? = HTTPServer(
      acceptor: site.network, scheduler: site.scheduler, service: CarelessService(census))
    server?.start()
    let recorder = SocketRecorder()
    let socket = WebSocketClient(
      endpoint: site.endpoint, dialer: site.network, scheduler: site.scheduler, seed: 3,
      handler: recorder)
    socket.open()
    let client = HTTPClient(
      origin: site.endpoint, dialer: site.network, scheduler: site.scheduler, seed: 1)
    client.start()
    let isUp = site.run { recorder.opened == 1 && client.idleConnections == 2 }
    try #require(isUp)
    #expect(census.alive(HTTPServerConnection.self) == 3)
    #expect(census.alive(CarelessSocket.self) == 1)
    if isStopped { server?.stop() }
    server = nil
    #expect(census.alive(HTTPServerConnection.self) == 0)
    #expect(census.alive(CarelessSocket.self) == 0)
    let isTold = site.run { !recorder.closures.isEmpty && client.idleConnections == 0 }
    #expect(isTold)
    #expect(recorder.closures == [.closed(code: 1001, reason: "the server stops")])
    client.stop()
    let streams = ground == .simulated ? SimulatedStream.self : SocketStream.self as Any.Type
    let isOver = site.run { census.alive(streams) == 0 }
    #expect(isOver, "\(census.alive)")
    withExtendedLifetime(socket) {}
  }
}

/// What ends, ends whole: a loop or a network with everything open.
@Suite struct LoopLifetimeTests {
  /// A server and its clients, in the middle of things.
  private final class Scene {
    let site: Site
    let server: HTTPServer
    let client: HTTPClient
    let recorder = SocketRecorder()
    let socket: WebSocketClient

    init(_ ground: Ground) throws {
      site = try Site(ground)
      server = HTTPServer(
        acceptor: site.network, scheduler: site.scheduler, service: CarelessService(site.census))
      client = HTTPClient(
        origin: site.endpoint, dialer: site.network, scheduler: site.scheduler, seed: 1)
      socket = WebSocketClient(
        endpoint: site.endpoint, dialer: site.network, scheduler: site.scheduler, seed: 3,
        handler: recorder)
      for object in [server, client, socket, site.scheduler, site.network] as [AnyObject] {
        site.census.note(object)
      }
      server.start()
      client.start()
      socket.open()
    }
  }

  @Test(arguments: Ground.allCases, [false, true])
  func `everything goes with its loop, whether or not it ran`(
    ground: Ground, hasRun: Bool
  ) throws {
    var scene: Scene? = try Scene(ground)
    let census = try #require(scene?.site.census)
    if hasRun {
      let isUp = scene?.site.run { [weak scene] in
        scene?.recorder.opened == 1 && scene?.client.idleConnections == 2
      }
      #expect(isUp == true)
      // An answer that is awaited: its completion holds whoever waits.
      scene?.client.send(HTTPRequest(target: "/"), timeoutNanoseconds: 1_000_000_000) {
        [client = scene?.client] _ in withExtendedLifetime(client) {}
      }
      scene?.client.stop()
    }
    #expect(census.alive.count > 8)
    scene = nil
    #expect(census.alive.isEmpty, "\(census.alive)")
  }

  @Test func `a closed loop takes nothing more`() throws {
    final class Token {}
    let loop = try EventLoop()
    weak var kept: Token?
    do {
      let token = Token()
      kept = token
      _ = loop.schedule(afterNanoseconds: 0) { withExtendedLifetime((token, loop)) {} }
    }
    #expect(kept != nil)
    loop.close()
    #expect(kept == nil)
    do {
      let token = Token()
      kept = token
      let timer = loop.schedule(afterNanoseconds: 0) { withExtendedLifetime(token) {} }
      loop.cancel(timer)
    }
    #expect(kept == nil)
    let isTaken = loop.perform {}
    #expect(!isTaken)
    let listener = try SocketListener(loop: loop)
    let acceptor = AcceptRecorder()
    listener.handler = acceptor
    loop.close()
  }

  /// Cancels a timer when it goes.
  private final class Tail {
    let scheduler: any Scheduler
    let token: TimerToken

    init(_ scheduler: any Scheduler, _ token: TimerToken) {
      self.scheduler = scheduler
      self.token = token
    }

    deinit { scheduler.cancel(token) }
  }

  @Test(arguments: [false, true])
  func `a timer that ends may end others`(isVirtual: Bool) throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let virtual = SimulatedScheduler()
    let scheduler: any Scheduler = isVirtual ? virtual : loop
    var fired: [String] = []
    let last = scheduler.schedule(afterNanoseconds: 0) { fired.append("the last") }
    let middle: TimerToken
    do {
      let tail = Tail(scheduler, last)
      middle = scheduler.schedule(afterNanoseconds: 0) { withExtendedLifetime(tail) {} }
    }
    let first: TimerToken
    do {
      let tail = Tail(scheduler, middle)
      first = scheduler.schedule(afterNanoseconds: 0) { withExtendedLifetime(tail) {} }
    }
    scheduler.cancel(first)
    _ = scheduler.schedule(afterNanoseconds: 0) { fired.append("another") }
    if isVirtual {
      virtual.runUntilIdle()
    } else {
      let isDone = loop.run { !fired.isEmpty }
      #expect(isDone)
    }
    #expect(fired == ["another"])
    // The same by the end of the loop: what it lets go of cancels in its turn.
    do {
      let tail = Tail(loop, loop.schedule(afterNanoseconds: 0) {})
      _ = loop.schedule(afterNanoseconds: 0) { withExtendedLifetime(tail) {} }
    }
  }
}
