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

  func attachPaper(_ session: TradingSession) throws {
    let profiles = profilesByMoney.paper
    guard !profiles.isEmpty else { return }
    let desk = PaperDesk(
      beside: session, profiles: profiles, bookmakers: Self.bookmakerLimit,
      seed: options.seed &+ 0x9E37_79B9_7F4A_7C15, scheduler: loop)
    desk.onLog = { [unowned self] in log($0) }
    try openPaperJournal(desk)
    log("on paper beside it: " + profiles.map(\.profile.name).joined(separator: ", "))
    paperDesk = desk
  }

  private func openPaperJournal(_ desk: PaperDesk) throws {
    guard journal != nil else { return }
    var settings = configuration.journal
    settings.folder += "/" + Self.paperFolder
    do {
      let writer = try surroundings.openJournal(settings, options.seed &+ 1) { _ in }
      guard !surroundings.hasJournalThread || writer.start() else {
        throw ProcessFailure(.output, "the system has no thread for the journal")
      }
      let journal = SessionJournal(writer, scheduler: loop)
      try journal.begin(
        SessionJournal.Header(
          version: ProgramVersion.current, mode: TradingMode.paper.rawValue,
          engine: desk.session.header,
          configuration: ConfigurationText.render(configuration, comments: false),
          isRecorded: options.isRecorded, exchange: addresses.api, account: accountKey))
      desk.session.journal = journal
      desk.session.onJournalTrouble = { [unowned self] trouble in
        remember("\(trouble); no new entries on paper")
      }
      desk.session.onJournalLost = { [unowned desk] _ in desk.end(isOrderly: false) }
    } catch let failure as ProcessFailure {
      throw failure
    } catch {
      throw ProcessFailure(.output, "journal.folder: \(settings.folder): \(error)")
    }
  }

  /// What became of the profiles on paper; empty without any.
  var paperLines: [RunReport.ProfileLine] {
    guard let paperDesk, let oddsDesk else { return [] }
    return Array(
      ReportBuilder(session: paperDesk.session, odds: oddsDesk).profileLines.dropFirst())
  }
}
