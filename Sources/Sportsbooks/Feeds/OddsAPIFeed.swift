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
  private let options: Options
  private let scheduler: any Scheduler
  private let web: any WebFetching
  private let openSocket: (Endpoint, any WebSocketHandler) -> any WebSocket
  private var session: OddsAPISession
  private var decoder = OddsFrameDecoder()
  private var events = ByteKeyTable(limit: OddsAPIFeed.eventLimit)
  private var listed: [OddsEvent] = []
  private var bookmakers = ByteKeyTable(limit: OddsAPIFeed.bookmakerLimit)
  /// By game, the books that have lines there: bit n is book n.
  private var offering: [UInt64] = []
  private var socket: (any WebSocket)?
  private var timer: TimerToken?
  private var listTimer: TimerToken?
  /// Tells answers to earlier lists from the one that is awaited.
  private var listNumber = 0

  /// - Parameters:
  ///   - openSocket: begins to open a WebSocket; what ``WebSocketClient`` does, or a test.
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

  private func perform(_ actions: [OddsAPISession.Action]) {
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

  private func open(after sequence: Int64?) {
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

  private var sports: [String] {
    var result: [String] = []
    for league in options.leagues {
      let sport = OddsAPILeague.sport(of: league)
      if !result.contains(sport) { result.append(sport) }
    }
    return result
  }
}

// MARK: - The list of games

extension OddsAPIFeed {
  private func refreshLater() {
    if let listTimer { scheduler.cancel(listTimer) }
    listTimer = scheduler.schedule(afterNanoseconds: options.listIntervalNanoseconds) {
      [weak self] in
      guard let self, session.state == .open else { return }
      fetchList { [weak self] _ in self?.refreshLater() }
    }
  }

  /// Fetches every sport's list; `completion` hears whether all of them came.
  private func fetchList(completion: @escaping (Bool) -> Void) {
    listNumber += 1
    let number = listNumber
    let sports = sports
    var awaited = sports.count
    var allCame = true
    guard awaited > 0 else { return completion(true) }
    for sport in sports {
      let request = WebRequest(
        url: "\(options.restURL)/events?sport=\(sport)&status=pending",
        secretQuery: ["apiKey": options.apiKey])
      web.fetch(request) { [weak self] result in
        guard let self, number == listNumber else { return }
        if let fault = take(result, request: request) {
          handler?.oddsFeed(self, didReject: .listFailed(fault))
          allCame = false
        }
        awaited -= 1
        if awaited == 0 { completion(allCame) }
      }
    }
  }

  /// Takes a list; returns what is wrong with it.
  private func take(
    _ result: Result<WebResponse, WebFailure>, request: WebRequest
  ) -> String? {
    let response: WebResponse
    switch result {
    case .failure(let failure): return "\(failure)"
    case .success(let value): response = value
    }
    guard response.status == 200 else {
      return response.status == 401
        ? "\(request.url): the key is not accepted (401); check the odds feed's api_key"
        : "\(request.url): answered \(response.status)"
    }
    do throws(OddsFrameFault) {
      for entry in try OddsAPIEventList.decode(response.body).entries
      where options.leagues.contains(entry.league) {
        list(entry)
      }
      return nil
    } catch {
      return "\(request.url): expected \(error.expected)"
    }
  }

  private func list(_ entry: OddsAPIEventList.Entry) {
    var key = entry.key
    let number = key.withUTF8 { events.insert(UnsafeRawBufferPointer($0)) }
    guard let number else {
      handler?.oddsFeed(self, didReject: .overflow("more than \(Self.eventLimit) games"))
      return
    }
    let event = OddsEvent(
      id: OddsEventID(number), key: entry.key, league: entry.league, home: entry.home,
      away: entry.away, start: entry.start)
    if number == listed.count {
      listed.append(event)
      offering.append(0)
    } else {
      guard listed[number] != event else { return }
      listed[number] = event
    }
    handler?.oddsFeed(self, didList: event)
  }
}

// MARK: - The stream

extension OddsAPIFeed: WebSocketHandler {
  public func webSocketDidOpen(_ socket: any WebSocket) {
    guard socket === self.socket else { return }
    perform(session.socketOpened())
  }

  public func webSocket(
    _ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer
  ) {
    guard socket === self.socket else { return }
    receive(bytes)
  }

  public func webSocket(
    _ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer
  ) {
    guard socket === self.socket else { return }
    receive(bytes)
  }

  public func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    guard socket === self.socket else { return }
    self.socket = nil
    perform(session.socketClosed(Self.text(of: closure)))
  }

  private func receive(_ frame: UnsafeRawBufferPointer) {
    var offset = 0
    while offset < frame.count {
      do throws(OddsFrameFault) {
        guard let message = try decoder.next(in: frame, from: &offset) else { return }
        session.received(sequence: message.sequence)
        handle(message)
        if message.kind == .resyncRequired {
          return perform(session.resyncRequired())
        }
      } catch {
        handler?.oddsFeed(
          self, didReject: .malformed(offset: error.offset, "expected \(error.expected)"))
      }
    }
  }

  private func handle(_ message: OddsMessage) {
    guard message.kind == .lines || message.kind == .deleted || message.kind == .noMarkets else {
      return
    }
    guard let number = events.find(message.event) else {
      handler?.oddsFeed(
        self, didReject: .unknownEvent(String(decoding: message.event.prefix(64), as: UTF8.self)))
      return
    }
    if message.bookmaker.isEmpty {
      if message.kind != .lines { withdrawAll(message, event: number) }
      return
    }
    guard let book = bookmaker(message.bookmaker) else { return }
    guard message.kind == .lines else {
      return withdraw(message, event: number, bookmaker: book)
    }
    offering[number] |= 1 << UInt64(book)
    for index in 0..<message.groupCount {
      let (kind, lines) = decoder.group(index)
      report(message, event: number, bookmaker: book, kind: kind, lines: lines)
    }
  }

  private func bookmaker(_ name: UnsafeRawBufferPointer) -> Int? {
    if let known = bookmakers.find(name) { return known }
    guard let number = bookmakers.insert(name) else {
      handler?.oddsFeed(
        self, didReject: .overflow("more than \(Self.bookmakerLimit) bookmakers"))
      return nil
    }
    handler?.oddsFeed(self, didMeet: BookmakerID(number), named: bookmakers.text(number))
    return number
  }

  private func withdrawAll(_ message: OddsMessage, event: Int) {
    var rest = offering[event]
    while rest != 0 {
      withdraw(message, event: event, bookmaker: rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  private func withdraw(_ message: OddsMessage, event: Int, bookmaker: Int) {
    offering[event] &= ~(1 << UInt64(bookmaker))
    let none = UnsafeBufferPointer<OfferedLine>(start: nil, count: 0)
    report(message, event: event, bookmaker: bookmaker, kind: .winner, lines: none)
    report(message, event: event, bookmaker: bookmaker, kind: .spread, lines: none)
    report(message, event: event, bookmaker: bookmaker, kind: .total, lines: none)
  }

  private func report(
    _ message: OddsMessage, event: Int, bookmaker: Int, kind: LineKind,
    lines: UnsafeBufferPointer<OfferedLine>
  ) {
    handler?.oddsFeed(
      self,
      didReceive: OddsFeedUpdate(
        event: OddsEventID(event), bookmaker: BookmakerID(bookmaker), kind: kind, lines: lines,
        sentAt: message.sentAt, recordedAt: message.recordedAt))
  }

  private static func text(of closure: WebSocketClosure) -> String {
    switch closure {
    case .refused(401, _): "the key was not accepted (401)"
    case .refused(let status, _): "the upgrade was answered \(status)"
    case .closed(let code, _): "closed with code \(code)"
    case .protocolError(let code, let reason): "protocol error \(code): \(reason)"
    case .timedOut: "no traffic in time"
    case .lost(let closure): "connection lost: \(closure)"
    }
  }
}
