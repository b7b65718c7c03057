internal import Market
internal import Trading
internal import Wire

/// What an operator asks of the process while it runs.
extension TradingProcess {
  /// How long an answer waits for cancels.
  static let cancellingNanoseconds: Int64 = 5_000_000_000
  private static let lookingNanoseconds: Int64 = 20_000_000

  /// Carries out a request and calls back once, at the latest after five seconds. What changes
  /// anything is a command of the engine, and in the journal.
  func obey(_ request: ControlRequest, _ reply: @escaping (ControlReply) -> Void) {
    guard let session, !isStopping else { return reply(withoutSession(request)) }
    log("operator: \(request.line)")
    switch request {
    case .halt: stopEntries(session, .halt, "halted: nothing new is bought", reply)
    case .flatten(let ticker?): flatten(session, ticker, reply)
    case .flatten(nil):
      stopEntries(
        session, .flatten,
        "halted, and what is held is being sold: `dutchbook limits` shows what is"
          + " left", reply)
    case .resume:
      session.take(.command(.resume))
      paperDesk?.obey(.resume)
      let stops = ControlText.stops(of: session)
      // What cools down is let through one by one from now on: that is what was asked for.
      let isOpen = session.engine.account.breaker.state(at: session.engine.now) == .open
      let isDone = !isOpen && !session.engine.isJournalDistrusted
      reply(ControlReply(isDone: isDone, stops.isEmpty ? ["trading"] : stops))
    case .acceptCash: reply(acceptCash(session))
    case .acceptPosition(let ticker): acceptPosition(session, ticker, reply)
    case .adopt(let ticker, let profile): reply(adopt(session, ticker, profile))
    case .limits(let changes, let profile): reply(limits(session, changes, profile))
    }
  }

  private func withoutSession(_ request: ControlRequest) -> ControlReply {
    guard !isStopping else { return ControlReply(isDone: false, ["the session is ending"]) }
    let waiting = "trading has not begun: waiting for \(waitingFor ?? "the exchange")"
    switch request {
    case .halt, .flatten(nil):
      startCommand = request == .halt ? .halt : .flatten
      log("operator: \(request.line)")
      return ControlReply(
        isDone: true,
        [
          waiting,
          (request == .halt ? "it will begin halted" : "it will begin selling what it holds")
            + ", if this process gets that far: another one would not know",
        ])
    case .resume:
      startCommand = nil
      log("operator: \(request.line)")
      return ControlReply(
        isDone: true,
        [waiting, "it will begin trading, unless the session before it was left halted"])
    case .flatten, .acceptCash, .acceptPosition, .adopt, .limits:
      return ControlReply(isDone: false, [waiting])
    }
  }

  /// Stops entries, and answers once none rests any more, or what could not be cancelled.
  private func stopEntries(
    _ session: TradingSession, _ command: OperatorCommand, _ words: String,
    _ reply: @escaping (ControlReply) -> Void
  ) {
    let resting = ControlText.entries(of: session)
    session.take(.command(command))
    paperDesk?.obey(command)
    awaitCancels(session, deadline: loop.uptimeNanoseconds + Self.cancellingNanoseconds) {
      let ends = Self.ends(of: resting, session, nil)
      reply(
        ControlReply(
          isDone: ends.isDone, [words] + ends.lines + ControlText.holdings(of: session)))
    }
  }

  /// What became of entries that rested when they were to be cancelled.
  ///
  /// - Parameter market: the one that is meant; nil for all.
  static func ends(
    of resting: [ManagedOrder.Identity], _ session: TradingSession, _ market: MarketID?
  ) -> ControlReply {
    let left = ControlText.entries(of: session, in: market)
    let gone = resting.filter { !left.contains($0) }.count
    var lines: [String] = []
    if !resting.isEmpty { lines.append("\(PlainText.counted(gone, "entry order")) over") }
    lines += left.map { "could not be cancelled: " + ControlText.line($0, session) }
    return ControlReply(isDone: left.isEmpty, lines)
  }

  func awaitCancels(
    _ session: TradingSession, in market: MarketID? = nil, deadline: Int64,
    _ completion: @escaping () -> Void
  ) {
    guard !ControlText.entries(of: session, in: market).isEmpty, loop.uptimeNanoseconds < deadline,
      !isClosed
    else { return completion() }
    // Cancels whose answers are lost are sent again by the session's own timers.
    _ = loop.schedule(afterNanoseconds: Self.lookingNanoseconds) { [self] in
      awaitCancels(session, in: market, deadline: deadline, completion)
    }
  }

  private func acceptCash(_ session: TradingSession) -> ControlReply {
    let before = session.engine.ledger.corrected
    let isAll = session.engine.isCashExact
    session.take(.command(.acceptCash))
    let moved = session.engine.ledger.corrected - before
    guard moved != .zero else {
      return ControlReply(
        isDone: true,
        ["no difference in cash was known; the drawdown is counted from what there is now"]
          + ControlText.stops(of: session))
    }
    return ControlReply(
      isDone: true,
      [
        "\(moved) $ were not ours to explain and are accepted: "
          + (isAll
            ? "the cash is the exchange's"
            : "so much is missing at the least; the rest shows once nothing is under way")
      ]
        + ControlText.stops(of: session))
  }

  /// Answers once a reading has shown the position, at the latest after five seconds.
  private func acceptPosition(
    _ session: TradingSession, _ ticker: String, _ reply: @escaping (ControlReply) -> Void
  ) {
    guard let market = session.catalogue.tickers.id(of: ticker) else {
      return reply(notFollowed(ticker))
    }
    guard session.engine.states[Int(market.index)].differsFromExchange else {
      return reply(
        ControlReply(isDone: false, ["\(ticker) does not differ from the exchange"]))
    }
    session.take(.command(.acceptPosition(market)))
    let deadline = loop.uptimeNanoseconds + Self.cancellingNanoseconds
    awaitAgreement(session, market, deadline: deadline) {
      let state = session.engine.states[Int(market.index)]
      let held = "\(ticker): \(state.position.quantity) contracts"
      reply(
        state.differsFromExchange
          ? ControlReply(
            isDone: false, ["no reading of the account has come yet; the next one is accepted"])
          : ControlReply(isDone: true, ["\(held), as the exchange has it"]))
    }
  }

  private func awaitAgreement(
    _ session: TradingSession, _ market: MarketID, deadline: Int64,
    _ completion: @escaping () -> Void
  ) {
    guard session.engine.states[Int(market.index)].differsFromExchange,
      loop.uptimeNanoseconds < deadline, !isClosed
    else { return completion() }
    _ = loop.schedule(afterNanoseconds: Self.lookingNanoseconds) { [self] in
      awaitAgreement(session, market, deadline: deadline, completion)
    }
  }

  func notFollowed(_ ticker: String) -> ControlReply {
    ControlReply(
      isDone: false, ["no market \(PlainText.cleaned(ticker)) is followed by this session"])
  }

  private func adopt(
    _ session: TradingSession, _ ticker: String, _ name: String?
  ) -> ControlReply {
    let engine = session.engine
    guard let market = session.catalogue.tickers.id(of: ticker) else {
      return notFollowed(ticker)
    }
    var profile = ProfileID.arbitrage
    if let name {
      guard let named = self.profile(name, engine) else { return unknown(name, engine) }
      profile = named
    }
    if let stop = engine.adoptionStop(market, profile) {
      return ControlReply(isDone: false, [AdoptionText.refusal(stop, ticker)])
    }
    let before = engine.unowned(market)
    session.take(.command(.adopt(market, profile)))
    let moved = before - engine.unowned(market)
    return ControlReply(
      isDone: true,
      ["\(moved) contracts of \(ticker) are ours to sell now"]
        + AdoptionText.sale(engine, market, profile))
  }

  private func profile(_ name: String, _ engine: Engine) -> ProfileID? {
    engine.profiles.indices.dropFirst().first { engine.profiles[$0].name == name }
      .map { ProfileID($0) }
  }

  /// The session on paper, where the profile trades in that one.
  private func paperSession(with name: String) -> TradingSession? {
    guard let session = paperDesk?.session, profile(name, session.engine) != nil else { return nil }
    return session
  }

  private func unknown(_ name: String, _ engine: Engine) -> ControlReply {
    let names = engine.profiles.dropFirst().map(\.name).joined(separator: ", ")
    return ControlReply(
      isDone: false,
      [
        "no profile \(PlainText.cleaned(name)) runs"
          + (names.isEmpty ? "" : "; these do: \(names)")
      ])
  }

  /// Changes limits, all or none, and shows them.
  private func limits(
    _ main: TradingSession, _ changes: [ControlRequest.LimitChange], _ name: String?
  ) -> ControlReply {
    let session = name.flatMap(paperSession) ?? main
    let engine = session.engine
    let profile = name.flatMap { self.profile($0, engine) }
    if let name, profile == nil { return unknown(name, engine) }
    let ledger = profile.map { engine.profiles[Int($0.index)].risk } ?? engine.account
    var wanted = ledger.gate.limits
    for change in changes { wanted[change.key] = change.value }
    if !changes.isEmpty, let fault = wanted.contradiction {
      return ControlReply(isDone: false, ["nothing is changed: \(fault)"])
    }
    // What gets stricter first: between two of them nothing is let through that both would stop.
    let strictFirst = changes.filter { $0.isStricter(than: ledger.gate.limits) }
    let looser = changes.filter { !$0.isStricter(than: ledger.gate.limits) }
    for change in strictFirst + looser {
      session.take(.command(.limit(change.key, change.value, profile)))
    }
    var lines = ControlText.limits(of: session, only: profile)
    if name == nil, let paperDesk { lines += ControlText.paper(of: paperDesk.session) }
    return ControlReply(isDone: true, lines)
  }
}
