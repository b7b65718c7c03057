internal import Journal
internal import Market
internal import Trading
internal import Wire

// Profiles on paper beside those that trade.
extension TradingProcess {
  /// Where the journal of profiles on paper lies in the session's.
  static let paperFolder = "paper"

  /// The profiles that trade the session's money, and those that trade paper beside it. On paper
  /// all of a session's are the session's.
  var profilesByMoney: (own: [ProfileConfiguration], paper: [ProfileConfiguration]) {
    let all = configuration.engine.profiles
    guard options.mode != .paper, !options.recordsOnly else { return (all, []) }
    return (all.filter { !$0.isOnPaper }, all.filter(\.isOnPaper))
  }

  /// Opens the journal of profiles on paper, before anything waits for it. Where it cannot be, they
  /// do not run: what trades is not kept from its market for them.
  func openPaperJournal() {
    guard !profilesByMoney.paper.isEmpty, journal != nil else { return }
    var settings = configuration.journal
    settings.folder += "/" + Self.paperFolder
    // Nothing real waits for its disk.
    if settings.sync == .each { settings.sync = .interval }
    do {
      let writer = try surroundings.openJournal(settings, options.seed &+ 1) { _ in }
      _ = try writer.removeOld(neededFrom: nil, now: loop.now)
      guard !surroundings.hasJournalThread || writer.start() else {
        throw ProcessFailure(.output, "the system has no thread for it")
      }
      paperJournal = SessionJournal(writer, scheduler: loop)
    } catch {
      log("\(settings.folder): \(error); the profiles on paper do not run")
    }
  }

  func attachPaper(_ session: TradingSession) {
    let profiles = profilesByMoney.paper
    guard !profiles.isEmpty, (journal == nil) == (paperJournal == nil) else { return }
    let desk = PaperDesk(
      beside: session, profiles: profiles, bookmakers: Self.bookmakerLimit,
      seed: options.seed &+ 0x9E37_79B9_7F4A_7C15, scheduler: loop)
    desk.onLog = { [unowned self] in log($0) }
    do {
      try paperJournal?.begin(
        SessionJournal.Header(
          version: ProgramVersion.current, mode: TradingMode.paper.rawValue,
          engine: desk.session.header,
          configuration: ConfigurationText.render(configuration, comments: false),
          isRecorded: options.isRecorded, exchange: addresses.api, account: accountKey))
    } catch {
      session.onNews = nil
      return log("\(Self.paperFolder): \(error); the profiles on paper do not run")
    }
    desk.session.journal = paperJournal
    desk.session.onJournalTrouble = { [unowned self] trouble in
      remember("\(trouble); no new entries on paper")
    }
    desk.session.onJournalLost = { [unowned desk] trouble in desk.fall(trouble) }
    session.othersLackResult = { [unowned desk] market in
      !desk.isOver && desk.session.engine.states[Int(market.index)].lacksResult
    }
    log("on paper beside it: " + profiles.map(\.profile.name).joined(separator: ", "))
    paperDesk = desk
  }

  /// What became of the profiles on paper; empty without any.
  var paperLines: [RunReport.ProfileLine] {
    guard let paperDesk, let oddsDesk else { return [] }
    return Array(
      ReportBuilder(session: paperDesk.session, odds: oddsDesk).profileLines.dropFirst())
  }
}
