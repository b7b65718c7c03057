internal import Kalshi
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// What a session needs once the exchange's catalogue is known: gateway, stream and odds feed.
extension TradingProcess {
  func begin(
    with catalogue: Catalogue, _ key: SigningKey, _ signer: RequestSigner,
    _ streamEndpoint: Endpoint
  ) throws {
    guard !isStopping else { return }
    let known = try SessionCatalogue(
      catalogue, configuration: configuration, aliases: try aliases(),
      venueTime: options.feeTime ?? loop.now)
    log(
      PlainText.counted(known.markets.count, "market") + " of "
        + PlainText.counted(known.games.games.count, "game"))
    var engine = configuration.engine
    engine.profiles = profilesByMoney.own
    // Orders on paper are gone with the process.
    if options.mode == .paper { engine.execution.orderLifetimeNanoseconds = 0 }
    let session = TradingSession(
      catalogue: known, configuration: engine, bookmakers: Self.bookmakerLimit,
      session: options.seed, scheduler: loop, isRecorded: options.isRecorded,
      keepsRecord: options.keepsRecord)
    try attachJournal(session)
    self.session = session
    waitingFor = nil
    session.onOverflow = { [unowned self] in
      fail(
        ProcessFailure(
          .connection, "one event set off an endless chain of orders; stopped. Please report this.")
      )
    }
    session.onNotice = { [unowned self] notice in heard(notice) }
    let profiles = session.engine.profiles.map(\.name)
    session.onSignal = { [unowned self, unowned session] signal in
      let ticker = session.engine.markets[Int(signal.market.index)].ticker
      log(
        SignalText.line(
          signal, ticker: ticker, profile: profiles[Int(signal.profile.index)]))
    }
    session.onFill = { [unowned self, unowned session] fill in
      log(NoticeText.describe(fill, markets: session.engine.markets))
    }
    try attachGateway(session, key)
    attachStream(session, signer, streamEndpoint)
    try attachOdds(session)
    attachVolumes(session)
    attachPaper(session)
    session.start()
    paperDesk?.start()
    goOn(session)
    session.take(.link(.exchangeOrders, isUp: true))
    stream?.start()
    feed?.start()
  }

  /// The session begins where one before has ended, and as the operator has said since.
  private func goOn(_ session: TradingSession) {
    for position in carried?.positions ?? []
    where session.catalogue.tickers.id(of: position.ticker) == nil {
      log(
        "\(position.ticker): \(position.quantity) contracts were left there, and the exchange lists"
          + " the market no more: what became of them is not known")
    }
    if let carried {
      session.take(.carried(carried))
      if session.engine.isHalted {
        paperDesk?.obey(session.engine.isFlattening ? .flatten : .halt)
      }
    }
    let first = startCommand ?? (mustBeginHalted ? .halt : nil)
    if let command = options.recordsOnly ? .halt : first {
      session.take(.command(command))
      paperDesk?.obey(command)
    }
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
    if surroundings.signsAhead {
      let filler = SignatureFiller(rings: [ring])
      if !filler.start() { log("no thread for signatures: each order signs for itself") }
      self.filler = filler
    }
    let gateway = ExchangeGateway(
      session: session, http: http, rest: rest, signatures: ring,
      keyID: configuration.kalshi.apiKey.reveal, scheduler: loop)
    gateway.onLog = { [unowned self] in log($0) }
    if let earlier {
      gateway.earlierSessions = earlier.sessions
      restingAtStart.forEach(gateway.learnEarlier)
      if let carried, !carried.profiles.isEmpty, let readAt = earlier.readAt {
        gateway.goOn(trades: earlier.trades, readAt: readAt, orders: carried.orders)
      }
    }
    gateway.onOrderSent = { [unowned self, unowned session] in
      session.orderLeft(at: loop.uptimeNanoseconds)
    }
    if let journal = session.journal {
      gateway.onOrderBytes = { journal.request(http: $0) }
      gateway.onOrderAnswer = { journal.answer(status: $0, $1) }
      rest.onRequest = { journal.request($0, $1, $2) }
      rest.onAnswer = { status, body in
        body.withUnsafeBytes { journal.answer(status: status, $0) }
      }
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
    desk.isTakenOver = { [weak self] in self?.gateway?.isTakenOver($0) ?? false }
    desk.onUnknownResult = { [weak self] in self?.gateway?.askForResult($0) }
    desk.onUnreadableFill = { [weak self] in self?.gateway?.reconcile() }
    desk.onTradesRefused = { [weak self, unowned session] in
      self?.goOnWithoutTrades(session, signer, endpoint)
    }
    streamDesk = desk
    session.onStall = { [weak self] nanoseconds in
      // Books as old as that must not be traded on, and what waits in the socket makes them no
      // younger for a while.
      self?.stream?.restart(
        reason: "this process stood still for \(nanoseconds / 1_000_000_000) s")
    }
    stream = makeStream(session, signer, endpoint)
  }

  /// Follows the exchange anew without the trades of others: trading does not need them.
  private func goOnWithoutTrades(
    _ session: TradingSession, _ signer: RequestSigner, _ endpoint: Endpoint
  ) {
    guard asksForTrades else { return }
    asksForTrades = false
    // Not in the middle of what the stream is telling.
    _ = loop.schedule(afterNanoseconds: 0) { [weak self, weak session] in
      guard let self, let session, !isStopping, !isClosed, let old = stream else { return }
      log("going on without trades of others: backtests of this journal will lack them")
      old.stop()
      stream = makeStream(session, signer, endpoint)
      stream?.start()
    }
  }

  private func makeStream(
    _ session: TradingSession, _ signer: RequestSigner, _ endpoint: Endpoint
  ) -> KalshiStream? {
    guard let dialer else { return nil }
    var channels: [StreamChannel] = [.orderbookDelta]
    if options.mode != .paper { channels += [.fill, .userOrders] }
    channels.append(.marketLifecycle)
    // Of use to backtests of the journal only; nothing waits behind them.
    if asksForTrades, session.journal != nil, configuration.journal.recordsTrades {
      channels.append(.trade)
    }
    let stream = KalshiStream(
      configuration: StreamConfiguration(
        tickers: session.engine.markets.map(\.ticker), channels: channels, seed: options.seed),
      tickers: session.catalogue.tickers, signer: signer, endpoint: endpoint, dialer: dialer,
      scheduler: loop)
    stream.handler = streamDesk
    let journal = session.journal
    if let onExchangeFrame {
      stream.onFrame = { bytes in
        journal?.frame(.exchange, bytes)
        onExchangeFrame(bytes)
      }
    } else if let journal {
      stream.onFrame = { journal.frame(.exchange, $0) }
    }
    return stream
  }

  /// Recorded days say no volumes; without profiles nobody asks for them.
  private func attachVolumes(_ session: TradingSession) {
    guard let rest, !options.isRecorded, !configuration.engine.profiles.isEmpty else { return }
    let desk = VolumeDesk(session: session, scheduler: loop, series: series) {
      [weak self] series, answer in
      rest.markets(series: series) { result in
        if case .failure(let error) = result { self?.log("volumes of \(series): \(error)") }
        answer((try? result.get())?.elements)
      }
    }
    desk.start()
    volumes = desk
  }

  private func attachOdds(_ session: TradingSession) throws {
    let settings = configuration.odds
    let desk = OddsDesk(
      resolver: session.catalogue.resolver, leagues: settings.leagues,
      bookmakerLimit: Self.bookmakerLimit, bookmakers: settings.bookmakers,
      books: configuration.books, wallTime: { [loop] in loop.now })
    let feed = try surroundings.makeOddsFeed(settings, options.seed)
    if let feed = feed as? OddsAPIFeed {
      desk.emit = { [unowned session, unowned feed] event, recordedAt in
        session.handling(FrameArrival(.odds, at: feed.frameArrivalNanoseconds)) {
          session.take(event, recordedAt: recordedAt)
        }
      }
      if let journal = session.journal { feed.onFrame = { journal.frame(.odds, $0) } }
    } else {
      desk.emit = { [unowned session] event, recordedAt in
        session.take(event, recordedAt: recordedAt)
      }
    }
    desk.onLog = { [unowned self] in log($0) }
    desk.onMeet = { [unowned self, unowned session] bookmaker, name in
      let note = BookmakerNote(bookmaker, name).text
      session.journal?.note(note)
      paperDesk?.session.journal?.note(note)
    }
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
