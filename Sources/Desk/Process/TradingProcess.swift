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
    /// Makes client order ids, and jitter. Draw it anew for every session.
    public var seed: UInt64

    public init(
      mode: TradingMode, isRecorded: Bool = false, feeTime: Timestamp? = nil,
      keepsRecord: Bool = false, seed: UInt64
    ) {
      self.mode = mode
      self.isRecorded = isRecorded
      self.feeTime = feeTime
      self.keepsRecord = keepsRecord
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
  /// Every notice of the engine.
  public var onNotice: (EngineNotice) -> Void = { _ in }

  let loop: EventLoop
  var http: HTTPClient?
  var rest: KalshiREST?
  var stream: KalshiStream?
  var streamDesk: StreamDesk?
  var oddsDesk: OddsDesk?
  var feed: OddsAPIFeed?
  var gateway: ExchangeGateway?
  var paper: PaperGateway?
  var filler: SignatureFiller?
  var dialer: SocketDialer?
  public internal(set) var session: TradingSession?
  public internal(set) var hasBeenReady = false
  var startUptime: Int64 = 0
  var isStopping = false
  var notices: [String] = []

  public init(configuration: DeskConfiguration, options: Options, loop: EventLoop) {
    self.configuration = configuration
    self.options = options
    self.loop = loop
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

/// Why a trading process ended before its time.
public struct ProcessFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is; the program's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    case configuration
    case credentials
    case connection
  }

  public let kind: Kind
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The exit code that fits.
  public var exitCode: Int32 {
    switch kind {
    case .configuration: ExitCode.configuration
    case .credentials: ExitCode.noPermission
    case .connection: ExitCode.unavailable
    }
  }
}
