public import Journal
internal import Market
public import Sportsbooks
public import Wire

extension TradingProcess {
  /// What a process stands on: clock, network, odds and disk. The system's, or simulated ones.
  ///
  /// Everything in it belongs to the scheduler's thread.
  public struct Surroundings {
    /// Hears a record of the journal that is opened.
    public typealias RecordListener = (SegmentWalk.Record) -> Void

    public var scheduler: any Scheduler
    /// Opens connections that trust what is given.
    public var makeDialer: (TLSConfiguration) throws -> any Dialer
    /// The source of odds; the seed is for jitter.
    public var makeOddsFeed: (OddsSettings, UInt64) throws -> any OddsFeed
    /// Opens the journal; the number is the id of a new one.
    public var openJournal: (JournalSettings, UInt64, RecordListener) throws -> JournalWriter
    /// The journal is written by a thread of its own. Otherwise the owner has to see to
    /// ``/Journal/JournalWriter/writeWaiting()``.
    public var hasJournalThread = true
    /// Signatures of orders are made ahead, by a thread of their own.
    public var signsAhead = true

    public init(
      scheduler: any Scheduler, makeDialer: @escaping (TLSConfiguration) throws -> any Dialer,
      makeOddsFeed: @escaping (OddsSettings, UInt64) throws -> any OddsFeed,
      openJournal: @escaping (JournalSettings, UInt64, RecordListener) throws -> JournalWriter
    ) {
      self.scheduler = scheduler
      self.makeDialer = makeDialer
      self.makeOddsFeed = makeOddsFeed
      self.openJournal = openJournal
    }

    /// Sockets, the system's clock, odds from the web and a folder.
    public static func real(_ loop: EventLoop) -> Surroundings {
      Surroundings(
        scheduler: loop,
        makeDialer: { try SocketDialer(loop: loop, tls: $0) },
        makeOddsFeed: { settings, seed in
          let dialer = try SocketDialer(
            loop: loop, tls: try TradingProcess.tls(settings.caFile, "odds_feed.ca_file"))
          let web = WebClient(
            options: WebClient.Options(
              authorityFile: settings.caFile.isEmpty ? nil : settings.caFile)
          ) { body in _ = loop.perform(body) }
          return OddsAPIFeed(
            options: OddsAPIFeed.Options(
              restURL: settings.apiBase + "/v3", streamURL: settings.webSocketURL + "/v3/ws",
              apiKey: settings.apiKey.reveal, leagues: settings.leagues),
            scheduler: loop, dialer: dialer, web: web, seed: seed)
        },
        openJournal: { settings, newID, onRecord in
          try JournalWriter(
            folder: settings.folder, options: settings.options, newID: newID, now: loop.now,
            onRecord: onRecord)
        })
    }
  }
}
