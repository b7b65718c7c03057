internal import Kalshi
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

extension TradingProcess {
  /// First the exchange's catalogue, then everything that needs it.
  func connect() throws {
    let key = try signingKey()
    // Both are looked at now: a wrong file must not show when trading is about to begin.
    _ = try Self.tls(configuration.odds.caFile, "odds_feed.ca_file")
    let dialer = try SocketDialer(
      loop: loop, tls: try Self.tls(configuration.kalshi.caFile, "kalshi.ca_file"))
    self.dialer = dialer
    guard let origin = Endpoint(url: addresses.api) else {
      throw ProcessFailure(
        .configuration, "kalshi.api_base: \"\(addresses.api)\" is not an https address")
    }
    guard let streamEndpoint = Endpoint(url: addresses.stream) else {
      throw ProcessFailure(
        .configuration, "kalshi.ws_url: \"\(addresses.stream)\" is not a wss address")
    }
    if options.isRecorded, !Self.isLoopback(origin.host) || !Self.isLoopback(streamEndpoint.host) {
      throw ProcessFailure(
        .configuration,
        "kalshi.recorded: true is for a simulator on this machine, and \(origin.host) is none:"
          + " leave it out")
    }
    guard configuration.odds.hasCredentials else {
      throw ProcessFailure(
        .credentials, "no key of the odds feed: set ODDS_API_KEY, or odds_feed.api_key in the file")
    }
    let keyID = configuration.kalshi.apiKey.reveal
    let http = HTTPClient(origin: origin, dialer: dialer, scheduler: loop)
    let signer = try RequestSigner(keyID: keyID, key: key)
    let rest = KalshiREST(exchange: http, scheduler: loop, signer: signer)
    self.http = http
    self.rest = rest
    http.start()
    log("connecting to \(origin.authority)")
    waitingFor = "the exchange at \(origin.authority)"
    reach(origin.authority) { [self] in readLimits(key, signer, streamEndpoint) }
  }

  /// How long one attempt to reach the exchange may take; the next one follows after a pause.
  private static let reachingNanoseconds: Int64 = 2_000_000_000

  /// Asks the exchange how it is until it answers.
  private func reach(_ authority: String, then next: @escaping () -> Void) {
    guard let rest else { return }
    let patience = rest.timeoutNanoseconds
    rest.timeoutNanoseconds = Self.reachingNanoseconds
    rest.exchangeStatus { [self] result in
      rest.timeoutNanoseconds = patience
      switch result {
      case .failure(let error):
        tryAgain("the exchange at \(authority)", error) { [self] in reach(authority, then: next) }
      case .success(let status):
        if status.isTradingActive == false { log("the exchange is paused; waiting for it") }
        startBackoff.reset()
        next()
      }
    }
  }

  /// A step of the start failed: it is taken again after a pause that grows, unless trying again
  /// cannot help.
  private func tryAgain(
    _ what: String, _ error: KalshiAPIError, _ step: @escaping () -> Void
  ) {
    guard !isStopping else { return }
    if error.kind == .authentication {
      return fail(ProcessFailure(.credentials, "the exchange refuses the key: \(error)"))
    }
    // Somebody else may be answering in its name: nothing is sent there again.
    if let words = Self.certificateFault(in: error.message) {
      return fail(ProcessFailure(.connection, "\(what): \(words)"))
    }
    if let limit = options.startAttempts, startBackoff.attempts >= limit {
      return fail(ProcessFailure(.connection, "\(what): \(error)"))
    }
    waitingFor = "\(what): \(error)"
    let pause = max(500_000_000, startBackoff.nextNanoseconds(using: &jitter))
    log("\(what): \(error); trying again in \((pause + 99_999_999) / 100_000_000 * 100) ms")
    _ = loop.schedule(afterNanoseconds: pause) { [weak self] in
      guard let self, !isStopping else { return }
      step()
    }
  }

  /// What TLS says of a certificate that does not verify; nil for any other trouble.
  private static func certificateFault(in message: String) -> String? {
    let opening = "the certificate of "
    let text = Array(message.utf8)
    let wanted = Array(opening.utf8)
    guard text.count >= wanted.count else { return nil }
    for place in 0...(text.count - wanted.count) where text[place...].starts(with: wanted) {
      return String(decoding: text[place...], as: UTF8.self)
    }
    return nil
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
  }

  private func signingKey() throws -> SigningKey {
    let settings = configuration.kalshi
    guard !settings.apiKey.isEmpty else {
      throw ProcessFailure(
        .credentials,
        "no API key: set KALSHI_API_KEY to the key's id (the exchange's streams need one even for"
          + " market data)")
    }
    do {
      if !settings.privateKey.isEmpty { return try SigningKey(pem: settings.privateKey.reveal) }
      guard !settings.privateKeyPath.isEmpty else {
        throw ProcessFailure(
          .credentials,
          "no private key: set KALSHI_PRIVATE_KEY_PATH to its PEM file (mode 600)")
      }
      return try SigningKey(file: settings.privateKeyPath)
    } catch let error as SigningError {
      switch error {
      case .fileMissing, .fileUnreadable, .fileReadableByOthers:
        throw ProcessFailure(.credentials, "\(error)")
      case .malformedKey, .unsupportedKey, .cryptography:
        let place =
          settings.privateKey.isEmpty
          ? "the key file \(settings.privateKeyPath)" : "KALSHI_PRIVATE_KEY"
        throw ProcessFailure(.credentials, "\(place): \(error)")
      }
    }
  }

  private static func tls(
    _ caFile: String, _ key: String
  ) throws(ProcessFailure) -> TLSConfiguration {
    guard !caFile.isEmpty else { return TLSConfiguration() }
    guard let bytes = FileBytes.read(caFile, limit: 16 << 20) else {
      throw ProcessFailure(
        .configuration, "\(key): \(caFile) cannot be read: \(FileBytes.lastFault)")
    }
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw ProcessFailure(.configuration, "\(key): \(caFile) holds no certificate in PEM form")
    }
    return TLSConfiguration(caFile: caFile)
  }

  /// The account's own limits and costs; where they cannot be read the basic ones stay.
  private func readLimits(
    _ key: SigningKey, _ signer: RequestSigner, _ streamEndpoint: Endpoint
  ) {
    rest?.accountLimits { [self] limits in
      if case .failure(let error) = limits, error.kind == .authentication {
        fail(ProcessFailure(.credentials, "the exchange refuses the key: \(error)"))
        return
      }
      rest?.endpointCosts { [self] costs in
        rest?.budget.update(
          limits: (try? limits.get()) ?? .basic, costs: (try? costs.get()) ?? .observed,
          at: loop.now)
        readCatalogue(key, signer, streamEndpoint)
      }
    }
  }

  private func readCatalogue(
    _ key: SigningKey, _ signer: RequestSigner, _ streamEndpoint: Endpoint
  ) {
    guard let rest else { return }
    let series = configuration.odds.leagues.flatMap { league in
      ["GAME", "SPREAD", "TOTAL"].map { "KX\(league.rawValue)\($0)" }
    }
    log("reading the catalogue of \(series.count) series")
    let reader = CatalogueReader(rest: rest)
    let from = options.isRecorded ? nil : loop.now + -86_400_000_000_000
    reader.read(series: series, milestonesFrom: from) { [self] result in
      switch result {
      case .failure(let error):
        tryAgain("the exchange's catalogue", error) { [self] in
          readCatalogue(key, signer, streamEndpoint)
        }
      case .success(let catalogue):
        do {
          try begin(with: catalogue, key, signer, streamEndpoint)
        } catch let failure as ProcessFailure {
          fail(failure)
        } catch {
          fail(ProcessFailure(.connection, "\(error)"))
        }
      }
    }
  }

  private func begin(
    with catalogue: Catalogue, _ key: SigningKey, _ signer: RequestSigner,
    _ streamEndpoint: Endpoint
  ) throws {
    guard !isStopping else { return }
    let known = try SessionCatalogue(
      catalogue, configuration: configuration, aliases: try aliases(),
      venueTime: options.feeTime ?? loop.now)
    log("\(known.markets.count) markets of \(known.games.games.count) games")
    let session = TradingSession(
      catalogue: known, configuration: configuration.engine, bookmakers: Self.bookmakerLimit,
      session: options.seed, scheduler: loop, isRecorded: options.isRecorded,
      keepsRecord: options.keepsRecord)
    self.session = session
    waitingFor = nil
    session.onOverflow = { [unowned self] in
      fail(
        ProcessFailure(
          .connection, "one event set off an endless chain of orders; stopped. Please report this.")
      )
    }
    session.onNotice = { [unowned self] notice in heard(notice) }
    session.onFill = { [unowned self, unowned session] fill in
      log(NoticeText.describe(fill, markets: session.engine.markets))
    }
    try attachGateway(session, key)
    attachStream(session, signer, streamEndpoint)
    try attachOdds(session)
    session.start()
    session.take(.link(.exchangeOrders, isUp: true))
    stream?.start()
    feed?.start()
  }

  private func aliases() throws -> UserAliases {
    let path = configuration.names.aliasFile
    guard !path.isEmpty else { return .none }
    guard let bytes = FileBytes.read(path, limit: 16 << 20),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw ProcessFailure(
        .configuration, "names.alias_file: \(path) cannot be read as text: \(FileBytes.lastFault)")
    }
    do {
      return try UserAliases(csv: text, file: path)
    } catch {
      throw ProcessFailure(.configuration, "names.alias_file: \(error)")
    }
  }

  private func attachGateway(_ session: TradingSession, _ key: SigningKey) throws {
    guard options.mode != .paper else {
      paper = PaperGateway(
        session: session, cash: configuration.paper.startingCash, seed: options.seed)
      return
    }
    guard let http, let rest else { return }
    let ring = try SignatureRing(
      keyID: configuration.kalshi.apiKey.reveal, key: key, method: "POST",
      path: "/trade-api/v2/portfolio/events/orders")
    let filler = SignatureFiller(rings: [ring])
    if !filler.start() { log("no thread for signatures: each order signs for itself") }
    self.filler = filler
    let gateway = ExchangeGateway(
      session: session, http: http, rest: rest, signatures: ring,
      keyID: configuration.kalshi.apiKey.reveal, scheduler: loop)
    gateway.onLog = { [unowned self] in log($0) }
    gateway.onOrderSent = { [unowned self, unowned session] in
      guard let arrival = session.frameArrival else { return }
      session.latency.record(loop.uptimeNanoseconds - arrival)
    }
    self.gateway = gateway
  }

  private func attachStream(
    _ session: TradingSession, _ signer: RequestSigner, _ endpoint: Endpoint
  ) {
    let desk = StreamDesk(
      session: session, isPaper: options.mode == .paper, feeTime: options.feeTime)
    desk.onLog = { [unowned self] in log($0) }
    desk.learn = { [weak self] in self?.gateway?.learn($0, $1) }
    desk.clientID = { [weak self] in self?.gateway?.clientID($0) }
    desk.onUnreadableFill = { [weak self] in self?.gateway?.reconcile() }
    streamDesk = desk
    let channels: [StreamChannel] =
      options.mode == .paper
      ? [.orderbookDelta, .marketLifecycle]
      : [.orderbookDelta, .fill, .userOrders, .marketLifecycle]
    guard let dialer else { return }
    let stream = KalshiStream(
      configuration: StreamConfiguration(
        tickers: session.engine.markets.map(\.ticker), channels: channels, seed: options.seed),
      tickers: session.catalogue.tickers, signer: signer, endpoint: endpoint, dialer: dialer,
      scheduler: loop)
    stream.handler = desk
    self.stream = stream
  }

  private func attachOdds(_ session: TradingSession) throws {
    let settings = configuration.odds
    let desk = OddsDesk(
      resolver: session.catalogue.resolver, leagues: settings.leagues,
      bookmakerLimit: Self.bookmakerLimit, bookmakers: settings.bookmakers)
    let dialer = try SocketDialer(
      loop: loop, tls: try Self.tls(settings.caFile, "odds_feed.ca_file"))
    let loop = loop
    let web = WebClient(
      options: WebClient.Options(
        authorityFile: settings.caFile.isEmpty ? nil : settings.caFile)
    ) { body in _ = loop.perform(body) }
    let feed = OddsAPIFeed(
      options: OddsAPIFeed.Options(
        restURL: settings.apiBase + "/v3", streamURL: settings.webSocketURL + "/v3/ws",
        apiKey: settings.apiKey.reveal, leagues: settings.leagues),
      scheduler: loop, dialer: dialer, web: web, seed: options.seed)
    desk.emit = { [unowned session, unowned feed] event, recordedAt in
      session.frameArrival = feed.frameArrivalNanoseconds
      session.take(event, recordedAt: recordedAt)
      session.frameArrival = nil
    }
    desk.onLog = { [unowned self] in log($0) }
    feed.handler = desk
    oddsDesk = desk
    self.feed = feed
  }

  private func heard(_ notice: EngineNotice) {
    onNotice(notice)
    guard let session, !isClosed else { return }
    if case .bookBlocked(let market) = notice {
      if blockedBooks.isEmpty {
        _ = loop.schedule(afterNanoseconds: 50_000_000) { [weak self] in self?.sayBlockedBooks() }
      }
      blockedBooks.note(market)
      // Where the stream believes in the book, it was the frames themselves that cannot be.
      stream?.distrust(market)
      return
    }
    remember(NoticeText.describe(notice, markets: session.engine.markets))
    if case .resumed = notice, !hasBeenReady {
      hasBeenReady = true
      onReady()
    }
  }

  func sayBlockedBooks() {
    guard let session else { return }
    guard
      let text = blockedBooks.take(ticker: { session.engine.markets[Int($0.index)].ticker })
    else { return }
    remember(text)
  }

  /// For the log and the report. The report keeps the first ``maximumNotices``.
  func remember(_ text: String) {
    if notices.count < Self.maximumNotices {
      notices.append(PlainText.cleaned(text))
    } else {
      droppedNotices += 1
    }
    log(text)
  }
}
