internal import Journal
internal import Market
internal import Trading
internal import Wire

/// The session's journal: opened before anything is traded, or trading does not begin.
extension TradingProcess {
  /// Opens the journal and reads what earlier sessions have left; nothing where none is kept.
  func openJournal() throws {
    let settings = configuration.journal
    guard options.keepsJournal, !settings.folder.isEmpty, journal == nil else { return }
    let writer: JournalWriter
    let removed: [String]
    var earlier = EarlierSessions(
      mode: options.mode.rawValue, isRecorded: options.isRecorded, exchange: addresses.api,
      account: accountKey)
    do {
      writer = try surroundings.openJournal(settings, options.seed) { record in
        earlier.take(record)
      }
      removed = try writer.removeOld(neededFrom: earlier.neededFrom, now: loop.now)
    } catch {
      throw ProcessFailure(
        .output, "journal.folder: \(error); move the folder away, or name another one")
    }
    say(writer.opening, removed, settings.folder)
    for trouble in earlier.troubles { log("journal: \(trouble)") }
    let usesStanding = options.mode != .paper && !options.recordsOnly
    mustBeginHalted = earlier.isStandingLost && usesStanding
    guard !surroundings.hasJournalThread || writer.start() else {
      throw ProcessFailure(.output, "the system has no thread for the journal")
    }
    self.earlier = earlier
    carried = usesStanding ? earlier.standing : nil
    journal = SessionJournal(writer, scheduler: loop)
    openPaperJournal()
  }

  func attachJournal(_ session: TradingSession) throws {
    guard let journal else { return }
    do {
      try journal.begin(
        SessionJournal.Header(
          version: ProgramVersion.current,
          mode: options.recordsOnly ? "record" : options.mode.rawValue, engine: session.header,
          configuration: ConfigurationText.render(configuration, comments: false),
          isRecorded: options.isRecorded, exchange: addresses.api, account: accountKey))
    } catch {
      throw ProcessFailure(.output, "journal.ring_mib is too small for this catalogue: \(error)")
    }
    session.journal = journal
    session.onJournalTrouble = { [unowned self] trouble in
      remember("\(trouble); no new entries in this session, resting buys are cancelled")
    }
    session.onJournalLost = { [unowned self] trouble in
      onMustStop("\(trouble); stopping")
    }
  }

  var accountKey: String {
    SessionJournal.account(ofKey: configuration.kalshi.apiKey.reveal)
  }

  private func say(_ opening: JournalWriter.Opening, _ removed: [String], _ folder: String) {
    let recovery = opening.recovery
    if let tail = recovery.tornTail { log("journal: \(tail)") }
    if opening.recordsFromMemory > 0 {
      log(
        "journal: \(opening.recordsFromMemory) records that a killed process had in memory were"
          + " added")
    }
    if !opening.survivesKill {
      log("journal: no shared memory: a killed process loses what is not written yet")
    }
    if !recovery.wasEnded { log("journal: the last session in \(folder) was not ended") }
    if !removed.isEmpty {
      log("journal: \(removed.count) old segments were removed")
    }
    log("journal in \(folder), \(recovery.records + opening.recordsFromMemory) records so far")
  }

  /// What went into the journal, in words; nil before there was a session.
  var recordingSummary: String? {
    guard let session, let journal = session.journal else { return nil }
    let seconds = (loop.uptimeNanoseconds - startUptime) / 1_000_000_000
    var text =
      "recorded \(journal.exchangeFrames) frames of the exchange and \(journal.oddsFrames) of the"
      + " odds feed, \(session.engine.markets.count) markets, \(seconds) s, into"
      + " \(configuration.journal.folder)"
    let gaps = streamDesk?.gaps ?? 0
    if gaps > 0 { text += "; \(gaps) gaps in the exchange's sequence" }
    if journal.tradesLeftOut > 0 { text += "; \(journal.tradesLeftOut) trades of others left out" }
    if journal.isInTrouble { text += "; " + journal.trouble }
    return text
  }
}
