public import Market
public import Wire

/// Plays odds-api.io from recorded odds: the list of games by REST, lines by WebSocket.
///
/// Give it to an HTTP server as its service. It says every line when a client comes and again every
/// two seconds until the game starts on the recorded clock, then no more. Unlike the real provider,
/// which sends only changes, since recorded odds have no change times. Confined to its scheduler's
/// thread; one client per key, a newer one closes the older, as documented.
public final class OddsServer {
  /// How often everything is said again.
  public static let resendIntervalNanoseconds: Int64 = 2_000_000_000

  private let scheduler: any Scheduler
  private let recordedNow: () -> Timestamp
  private let apiKey: String
  private var board: OddsBoard
  private var socket: (any WebSocket)?
  private var leagues: Set<League> = []
  private var announced: UpgradeFilter?
  private var timer: TimerToken?
  private var sequence: Int64 = 0
  private var saidInstant: Timestamp?
  /// How many updates went out.
  public private(set) var sentUpdates = 0
  /// Connected, but says nothing: what a client must notice as stale.
  public var isSilent = false

  /// - Parameter recordedNow: the recorded clock.
  public init(
    day: RecordedDay, apiKey: String, scheduler: any Scheduler,
    recordedNow: @escaping () -> Timestamp
  ) {
    board = OddsBoard(day)
    self.apiKey = apiKey
    self.scheduler = scheduler
    self.recordedNow = recordedNow
  }

  /// The games it knows, with the keys it gives them.
  public var games: [OddsEvent] {
    board.games.enumerated().map { index, game in
      OddsEvent(
        id: OddsEventID(index), key: game.key, league: game.league, home: game.home,
        away: game.away, start: game.start)
    }
  }

  /// Games whose file date has no quotes and that are therefore never offered.
  public var undatedGames: Int { board.undatedGames }

  public var hasClient: Bool { socket != nil }

  /// What a book offers on a game at this recorded instant.
  public func lines(game key: String, bookmaker: String) -> [OddsLine] {
    guard let game = board.game(keyed: key) else { return [] }
    return board.offers(on: game, at: recordedNow()).first { $0.name == bookmaker }?.lines ?? []
  }

  // MARK: Commands of the drill

  /// Replaces what a book offers on a game and says it at once; false when there is no such game.
  public func inject(_ lines: [OddsLine], bookmaker: String, game key: String) -> Bool {
    guard let game = board.game(keyed: key) else { return false }
    board.inject(lines, bookmaker: bookmaker, game: game)
    guard !isSilent else { return true }
    for book in board.offers(on: game, at: recordedNow()) where book.name == bookmaker {
      send(game: game, book: book)
    }
    return true
  }

  /// Returns a game to what was recorded.
  public func clearInjected(game key: String) {
    if let game = board.game(keyed: key) { board.clearInjected(game: game) }
  }

  /// Closes the client's connection, as a restarting server would.
  public func dropConnections() {
    let dropped = socket
    forget()
    dropped?.close(code: 1001, reason: "going away")
  }

  /// Stops for good.
  public func stop() { dropConnections() }

  // MARK: Sending

  /// Tells the server that the recorded clock moved: odds of a new file date are said at once, so
  /// that they stand before the quotes of that date.
  public func recordedTimeMoved() {
    let instant = board.instant(at: recordedNow())
    guard instant != saidInstant else { return }
    saidInstant = instant
    sayEverything(withdraws: true)
  }

  private func sayEverything(withdraws: Bool = false) {
    guard socket != nil, !isSilent else { return }
    let now = recordedNow()
    for index in board.games.indices where leagues.contains(board.games[index].league) {
      for name in withdraws ? board.withdrawnBooks(of: index, at: now) : [] {
        sequence += 1
        write(
          OddsAPIText.deletion(
            game: board.games[index].key, bookmaker: name, sequence: sequence,
            sentAt: scheduler.now, recordedAt: now))
      }
      for book in board.offers(on: index, at: now) { send(game: index, book: book) }
    }
  }

  private func send(game: Int, book: OddsBoard.Book) {
    guard socket != nil, leagues.contains(board.games[game].league) else { return }
    sequence += 1
    sentUpdates += 1
    write(
      OddsAPIText.update(
        game: board.games[game].key, book: book, sequence: sequence, sentAt: scheduler.now,
        recordedAt: recordedNow()))
  }

  private func write(_ text: String) {
    var copy = text
    copy.withUTF8 { socket?.send(text: UnsafeRawBufferPointer($0)) }
  }

  private func resendLater() {
    timer = scheduler.schedule(afterNanoseconds: Self.resendIntervalNanoseconds) { [weak self] in
      guard let self, socket != nil else { return }
      sayEverything()
      resendLater()
    }
  }

  private func forget() {
    socket = nil
    if let timer { scheduler.cancel(timer) }
    timer = nil
  }

  private var bookmakers: [String] {
    var names: Set<String> = []
    for game in board.games {
      for version in game.versions { names.formUnion(version.books.map(\.name)) }
    }
    return names.sorted()
  }
}

// MARK: - Requests

extension OddsServer: HTTPServing {
  /// What a client asked to see.
  struct UpgradeFilter { let leagues: Set<League> }

  public func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    respond(answer(request))
  }

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    let query = QueryItems(request.query)
    guard request.method == "GET" else { return Self.failure(405, "only GET is served") }
    guard request.path == "/v3/events" else { return Self.failure(404, "not found") }
    guard query["apiKey"] == apiKey else { return Self.failure(401, "Invalid API key") }
    guard let sport = query["sport"] else { return Self.failure(400, "sport is required") }
    let now = recordedNow()
    var entries: [String] = []
    for (index, game) in board.games.enumerated() {
      guard OddsAPILeague.sport(of: game.league) == sport,
        query["league"] == nil || query["league"] == OddsAPILeague.slug(of: game.league)
      else { continue }
      let start = board.start(of: index, at: now)
      let isLive = now >= start
      if let status = query["status"], status != (isLive ? "live" : "pending") { continue }
      entries.append(OddsAPIText.event(game, start: start, isLive: isLive))
    }
    return Self.json(200, "[" + entries.joined(separator: ",") + "]")
  }

  public func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    let query = QueryItems(request.query)
    guard request.path == "/v3/ws" else { return .refuse(Self.failure(404, "not found")) }
    guard query["apiKey"] == apiKey else { return .refuse(Self.failure(401, "Invalid API key")) }
    guard let markets = query["markets"], !markets.isEmpty else {
      return .refuse(Self.failure(400, "markets is required"))
    }
    let sports = query["sport"]?.split(separator: ",").map(String.init)
    let slugs = query["leagues"]?.split(separator: ",").map(String.init)
    announced = UpgradeFilter(
      leagues: Set(
        League.allCases.filter { league in
          sports?.contains(OddsAPILeague.sport(of: league)) ?? true
            && slugs?.contains(OddsAPILeague.slug(of: league)) ?? true
        }))
    return .accept(self)
  }

  private static func json(_ status: Int, _ body: String) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json"], body: Array(body.utf8))
  }

  private static func failure(_ status: Int, _ text: String) -> HTTPResponse {
    json(status, "{\"error\":\(JSONText.quoted(text))}")
  }
}

// MARK: - The client's socket

extension OddsServer: WebSocketHandler {
  public func webSocketDidOpen(_ socket: any WebSocket) {
    let older = self.socket
    forget()
    older?.close(code: 1000, reason: "replaced by a newer connection")
    self.socket = socket
    leagues = announced?.leagues ?? Set(League.allCases)
    write(OddsAPIText.welcome(bookmakers: bookmakers))
    sayEverything()
    resendLater()
  }

  /// Clients have nothing to say in this protocol.
  public func webSocket(
    _ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer
  ) {}

  public func webSocket(
    _ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer
  ) {}

  public func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    if socket === self.socket { forget() }
  }
}
