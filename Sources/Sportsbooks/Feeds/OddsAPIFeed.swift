public import Market
public import Wire

/// odds-api.io: its list of games by REST, its lines by WebSocket.
///
/// Confined to its scheduler's thread. Handling a frame of known games and books allocates nothing.
/// The provider sends only changes (documented), so a line is known once it moves or is sent again.
public final class OddsAPIFeed: OddsFeed {
  /// Where and what to ask.
  public struct Options: Hashable, Sendable {
    /// REST root, for example `https://api.odds-api.io/v3`.
    public var restURL: String
    /// Stream, for example `wss://api.odds-api.io/v3/ws`.
    public var streamURL: String
    /// Secret: reaches the wire only.
    public var apiKey: String
    public var leagues: [League]
    /// How often the list of games is fetched anew while the stream is open.
    public var listIntervalNanoseconds: Int64

    public init(
      restURL: String = "https://api.odds-api.io/v3",
      streamURL: String = "wss://api.odds-api.io/v3/ws", apiKey: String, leagues: [League],
      listIntervalNanoseconds: Int64 = 600_000_000_000
    ) {
      self.restURL = restURL
      self.streamURL = streamURL
      self.apiKey = apiKey
      self.leagues = leagues
      self.listIntervalNanoseconds = listIntervalNanoseconds
    }
  }

  /// Games and bookmakers kept at most; further ones are dropped with a fault.
  public static let eventLimit = 1 << 16
  public static let bookmakerLimit = 64

  public weak var handler: (any OddsFeedHandler)?
  /// Hears the bytes of every frame before anything is made of them.
  public var onFrame: (UnsafeRawBufferPointer) -> Void = { _ in }
  /// When the frame that is being handled arrived, on the scheduler's uptime clock.
  public internal(set) var frameArrivalNanoseconds: Int64 = 0
  // Internal so that the feed's other files reach it; nothing outside the feed does.
  let options: Options
  let scheduler: any Scheduler
  let web: any WebFetching
  let openSocket: (Endpoint, any WebSocketHandler) -> any WebSocket
  var session: OddsAPISession
  var decoder = OddsFrameDecoder()
  var events = ByteKeyTable(limit: OddsAPIFeed.eventLimit)
  var listed: [OddsEvent] = []
  var bookmakers = ByteKeyTable(limit: OddsAPIFeed.bookmakerLimit)
  /// By game, the books that have lines there: bit n is book n.
  var offering: [UInt64] = []
  var socket: (any WebSocket)?
  var timer: TimerToken?
  var listTimer: TimerToken?
  /// Tells answers to earlier lists from the one that is awaited.
  var listNumber = 0

  /// - Parameters:
  ///   - openSocket: begins to open a WebSocket; what ``/Wire/WebSocketClient`` does, or a test.
  ///   - seed: of the jitter in reconnecting.
  public init(
    options: Options, scheduler: any Scheduler, web: any WebFetching, seed: UInt64,
    openSocket: @escaping (Endpoint, any WebSocketHandler) -> any WebSocket
  ) {
    self.options = options
    self.scheduler = scheduler
    self.web = web
    self.openSocket = openSocket
    session = OddsAPISession(seed: seed)
  }

  /// A feed over real sockets, or whatever `dialer` opens.
  public convenience init(
    options: Options, scheduler: any Scheduler, dialer: any Dialer, web: any WebFetching,
    seed: UInt64, socketOptions: WebSocketConfiguration = .init()
  ) {
    self.init(options: options, scheduler: scheduler, web: web, seed: seed) { endpoint, handler in
      let client = WebSocketClient(
        endpoint: endpoint, configuration: socketOptions, dialer: dialer, scheduler: scheduler,
        handler: handler)
      client.open()
      return client
    }
  }

  /// The games known so far, by number.
  public var knownEvents: [OddsEvent] { listed }

  public func start() { perform(session.start()) }

  public func stop() {
    if let listTimer { scheduler.cancel(listTimer) }
    listTimer = nil
    listNumber += 1
    perform(session.stop())
  }

  func perform(_ actions: [OddsAPISession.Action]) {
    for action in actions {
      switch action {
      case .fetchList:
        fetchList { [weak self] success in
          guard let self else { return }
          perform(session.listed(success))
        }
      case .openSocket(let sequence): open(after: sequence)
      case .closeSocket(let code, let reason):
        let closing = socket
        socket = nil
        closing?.close(code: code, reason: reason)
      case .wait(let nanoseconds):
        timer = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in
          guard let self else { return }
          timer = nil
          perform(session.waited())
        }
      case .cancelWait:
        if let timer { scheduler.cancel(timer) }
        timer = nil
      case .announceConnected:
        handler?.oddsFeedDidConnect(self)
        refreshLater()
      case .announceDisconnected(let reason):
        handler?.oddsFeed(self, didDisconnect: reason)
      }
    }
  }

  func open(after sequence: Int64?) {
    var target = options.streamURL + "?markets=ML,Spread,Totals&sport="
    target += sports.joined(separator: ",") + "&status=prematch"
    if let sequence { target += "&lastSeq=\(sequence)" }
    target += "&apiKey=" + WebRequest.encoded(options.apiKey)
    guard let endpoint = Endpoint(url: target) else {
      handler?.oddsFeed(
        self, didReject: .listFailed("\"\(options.streamURL)\" is not a WebSocket URL"))
      perform(session.socketClosed("no usable URL"))
      return
    }
    socket = openSocket(endpoint, self)
  }

  var sports: [String] {
    var result: [String] = []
    for league in options.leagues {
      let sport = OddsAPILeague.sport(of: league)
      if !result.contains(sport) { result.append(sport) }
    }
    return result
  }
}
