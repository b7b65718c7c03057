internal import Kalshi
public import Market
internal import Sportsbooks
public import Trading
public import Wire

/// The trading process: connects to the exchange and the odds feed as configured and trades.
///
/// The same object trades the real venue, its test venue, on paper, and the recorded day of the
/// demo; only addresses and mode differ. Confined to its event loop's thread.
public final class TradingProcess {
  /// What a session is besides its configuration.
  public struct Options: Sendable {
    public var mode: TradingMode
    /// Frames carry recorded times: a simulator is on the other side.
    public var isRecorded: Bool
    /// Picks the fee rounding in force; nil for now.
    public var feeTime: Timestamp?
    public var keepsRecord: Bool
    /// Everything is recorded where the configuration's `journal.folder` says.
    public var keepsJournal: Bool
    /// Nothing is traded: market data alone goes into the journal.
    public var recordsOnly = false
    /// Failed attempts to reach the exchange before the process gives up; nil for never.
    public var startAttempts: Int?
    /// Makes client order ids, and jitter. Draw it anew for every session.
    public var seed: UInt64

    public init(
      mode: TradingMode, isRecorded: Bool = false, feeTime: Timestamp? = nil,
      keepsRecord: Bool = false, keepsJournal: Bool = false, startAttempts: Int? = 8, seed: UInt64
    ) {
      self.mode = mode
      self.isRecorded = isRecorded
      self.feeTime = feeTime
      self.keepsRecord = keepsRecord
      self.keepsJournal = keepsJournal
      self.startAttempts = startAttempts
      self.seed = seed
    }
  }

  /// The bookmakers a session can tell apart.
  static let bookmakerLimit = 64

  public let configuration: DeskConfiguration
  public let options: Options
  /// A line for the log: what happened, without secrets.
  public var onLog: (String) -> Void = { _ in }
  /// All connections are up, the account is reconciled, trading begins.
  public var onReady: () -> Void = {}
  /// The process cannot go on; the sentence says why and what to do.
  public var onFailure: (ProcessFailure) -> Void = { _ in }
  /// The session can go on only to its end: the owner stops it in order.
  public var onMustStop: (String) -> Void = { _ in }
  /// Hears the bytes of every frame of the exchange before anything is made of them.
  public var onExchangeFrame: ((UnsafeRawBufferPointer) -> Void)?
  /// Every notice of the engine.
  public var onNotice: (EngineNotice) -> Void = { _ in }

  let surroundings: Surroundings
  var loop: any Scheduler { surroundings.scheduler }
  var http: HTTPClient?
  var rest: KalshiREST?
  var stream: KalshiStream?
  var streamDesk: StreamDesk?
  var oddsDesk: OddsDesk?
  var feed: (any OddsFeed)?
  var gateway: ExchangeGateway?
  var paper: PaperGateway?
  /// Profiles on paper beside the session's own.
  var paperDesk: PaperDesk?
  var paperJournal: SessionJournal?
  var filler: SignatureFiller?
  var volumes: VolumeDesk?
  var dialer: (any Dialer)?
  public internal(set) var session: TradingSession?
  public internal(set) var hasBeenReady = false
  var startUptime: Int64 = 0
  var isStopping = false
  /// What the session begins with: the operator has halted it, or sells all, before it trades.
  var startCommand: OperatorCommand?
  /// Connections are being closed: what that causes is no news.
  var isClosed = false
  var notices: [String] = []
  var droppedNotices = 0
  static let maximumNotices = 1_000
  /// What the session waits for before it can begin; nil once it has begun.
  public internal(set) var waitingFor: String?
  /// The last line of the log.
  public private(set) var lastEvent = ""
  private var limiter = LogLimiter()
  private var limiterTimer: TimerToken?
  var blockedBooks = BlockedBooks()
  /// Trades of others are asked for, where there is a journal that wants them.
  var asksForTrades = true
  /// Open before the session begins: what earlier ones have left decides what it follows.
  var journal: SessionJournal?
  /// What the journal says of earlier sessions; nil where none is kept.
  var earlier: EarlierSessions?
  /// Markets that an earlier session has left something in, and the account has nothing in now.
  var mayBeGone: Set<String> = []
  /// Where an earlier session has left the account is not known: this one begins halted, whatever
  /// is said before it begins.
  var mustBeginHalted = false
  /// Orders that rested when the session began.
  var restingAtStart: [KalshiOrder] = []
  /// Where the session before has left the account.
  var carried: Standing?
  var startBackoff = Backoff(baseNanoseconds: 1_000_000_000)
  var jitter: SplitMix64

  /// A process on sockets, the system's clock and a folder.
  public convenience init(
    configuration: DeskConfiguration, options: Options, loop: EventLoop
  ) {
    self.init(configuration: configuration, options: options, surroundings: .real(loop))
  }

  public init(configuration: DeskConfiguration, options: Options, surroundings: Surroundings) {
    self.configuration = configuration
    self.options = options
    self.surroundings = surroundings
    jitter = SplitMix64(seed: options.seed)
  }

  /// Connects and begins; news come through the closures.
  public func start() {
    startUptime = loop.uptimeNanoseconds
    do {
      try connect()
    } catch let failure as ProcessFailure {
      fail(failure)
    } catch {
      fail(ProcessFailure(.connection, "\(error)"))
    }
  }

  /// Says one line, unless too many of its kind were said just now; then it is counted.
  func log(_ text: String) {
    guard !isClosed else { return }
    let now = loop.uptimeNanoseconds
    for line in limiter.take(PlainText.cleaned(text), now: now) { say(line) }
    guard limiterTimer == nil else { return }
    limiterTimer = loop.schedule(afterNanoseconds: LogLimiter.windowNanoseconds + 1) {
      [weak self] in
      guard let self else { return }
      limiterTimer = nil
      for line in limiter.due(now: loop.uptimeNanoseconds) { say(line) }
    }
  }

  /// Says what is still held back.
  func finishLog() {
    sayBlockedBooks()
    if let limiterTimer { loop.cancel(limiterTimer) }
    limiterTimer = nil
    for line in limiter.finish() { say(line) }
  }

  private func say(_ line: String) {
    lastEvent = line
    session?.journal?.note(line)
    onLog(line)
  }

  func fail(_ failure: ProcessFailure) {
    guard !isStopping else { return }
    isStopping = true
    onFailure(failure)
  }

  /// Addresses of the mode in force.
  var addresses: (api: String, stream: String) {
    options.mode == .demo
      ? (configuration.kalshi.demoAPIBase, configuration.kalshi.demoWebSocketURL)
      : (configuration.kalshi.apiBase, configuration.kalshi.webSocketURL)
  }
}
