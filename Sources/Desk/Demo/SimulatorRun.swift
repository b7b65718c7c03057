internal import Glibc
public import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// The recorded exchange and odds server alone, until a signal.
///
/// The recording starts with the first client that opens a stream and runs at its own pace, gaps
/// over a second cut; after its end the servers go on answering. Used from one thread.
public final class SimulatorRun {
  /// Where and how to serve.
  public struct Options: Sendable {
    public var ports: RecordedServers.Ports
    /// Where key, certificate and configuration go; nil for a fresh folder that is removed again.
    public var folder: String?
    public var cash = Money(cents: 100_000)
    public var seed: UInt64

    public init(ports: RecordedServers.Ports, folder: String?, seed: UInt64) {
      self.ports = ports
      self.folder = folder
      self.seed = seed
    }
  }

  /// A line for the log.
  public var onLog: (String) -> Void = { _ in }
  /// It listens: what a person has to know, with the lines to type.
  public var onReady: (String) -> Void = { _ in }

  private let stretch: RecordedStretch
  private let options: Options
  private var streams = 0
  private static let watchNanoseconds: Int64 = 50_000_000

  public init(_ stretch: RecordedStretch, options: Options) {
    self.stretch = stretch
    self.options = options
  }

  /// Serves on the calling thread until SIGINT or SIGTERM.
  ///
  /// - Throws: ``ProcessFailure`` with one sentence: a port is taken, the folder cannot be written.
  public func run() throws(ProcessFailure) {
    let folder =
      if let path = options.folder {
        try PrivateFolder(keeping: path)
      } else {
        try PrivateFolder()
      }
    do {
      let loop = try EventLoop()
      defer { loop.close() }
      try serve(on: loop, folder)
    } catch let failure as ProcessFailure {
      throw failure
    } catch {
      throw ProcessFailure(.connection, "\(error)")
    }
  }

  private func serve(on loop: EventLoop, _ folder: PrivateFolder) throws {
    let servers = try RecordedServers(
      stretch, loop: loop, ports: options.ports, budgetNanoseconds: nil, cash: options.cash,
      seed: options.seed)
    defer { servers.end() }
    try loop.onSignal([SIGINT, SIGTERM]) { [self] _ in
      onLog("stopped")
      loop.stop()
    }
    let path = try servers.writeClientFiles(folder, feeDate: stretch.feeDate)
    servers.start()
    onReady(introduction(servers, path))
    awaitClient(servers, loop, isPlaying: false)
    loop.run()
  }

  /// Looks for the first stream, and says when the number of streams changes.
  private func awaitClient(_ servers: RecordedServers, _ loop: EventLoop, isPlaying: Bool) {
    let count = servers.streamCount
    if count != streams {
      onLog("\(count) \(count == 1 ? "client follows" : "clients follow") the exchange's stream")
      streams = count
    }
    let begins = !isPlaying && count > 0
    if begins {
      onLog("the recording begins: \(servers.quoteCount) quotes")
      let here = LoopConfined(self, on: loop)
      servers.play {
        here.onLoop { $0.onLog("the recording is through; the servers go on answering") }
      }
    }
    _ = loop.schedule(afterNanoseconds: Self.watchNanoseconds) { [self] in
      awaitClient(servers, loop, isPlaying: isPlaying || begins)
    }
  }

  private func introduction(_ servers: RecordedServers, _ path: String) -> String {
    """
    Recorded day \(stretch.day.name): exchange on https://localhost:\(servers.exchangePort), \
    odds on https://localhost:\(servers.oddsPort).
    It begins with the first client. In another terminal:

      dutchbook trade --mode paper --config \(path)
      dutchbook trade --mode live --confirm-live --config \(path)

    (Live means the simulator's play money here.) Ctrl-C stops the servers.

    """
  }
}

extension RecordedStretch {
  /// The New York date of the first quote, `2025-11-24`: picks the fee rounding.
  var feeDate: String { String(TimeText.utc(begins).prefix(10)) }
}

extension RecordedServers {
  /// The limits of design 4 where they are not the careful ones, as far as the file lets them.
  private static var playLimits: String {
    RiskLimits.Key.allCases.compactMap { key -> String? in
      let value = min(max(RiskLimits.designFour[key], key.range.lowerBound), key.range.upperBound)
      return value == RiskLimits.careful[key] ? nil : "\(key.name) = \(value)"
    }.joined(separator: "\n")
  }

  /// Writes what a client needs: `key.pem`, `authority.pem` and `dutchbook.toml`, readable by this
  /// user only. Returns the path of the configuration.
  func writeClientFiles(
    _ folder: PrivateFolder, feeDate: String
  ) throws(ProcessFailure) -> String {
    let key = try folder.write(privateKeyPEM, as: "key.pem")
    let authority = try folder.write(authorityPEM, as: "authority.pem")
    let text = """
      # Written by `dutchbook simulate`: the way to its servers. Every start writes new keys.

      [kalshi]
      api_base = "https://localhost:\(exchangePort)"
      ws_url = "wss://localhost:\(exchangePort)/trade-api/ws/v2"
      demo_api_base = "https://localhost:\(exchangePort)"
      demo_ws_url = "wss://localhost:\(exchangePort)/trade-api/ws/v2"
      api_key = \(Setting.quoted(keyID))
      private_key_path = \(Setting.quoted(key))
      ca_file = \(Setting.quoted(authority))
      # Frames carry recorded times, which rule starts of games; fees are those of that date.
      recorded = true
      fee_date = \(Setting.quoted(feeDate))

      # Play money: limits as they were when the days were chosen.
      [risk]
      \(Self.playLimits)

      [odds_feed]
      api_base = "https://localhost:\(oddsPort)"
      ws_url = "wss://localhost:\(oddsPort)"
      api_key = \(Setting.quoted(oddsKey))
      ca_file = \(Setting.quoted(authority))

      """
    return try folder.write(text, as: "dutchbook.toml")
  }
}
