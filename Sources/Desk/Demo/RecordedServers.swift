public import Kalshi
internal import KalshiSimulator
public import Market
internal import Matching
internal import Sportsbooks
public import Wire

/// The exchange simulator and the odds server, loaded with a recorded stretch, on loopback.
///
/// Both live on one event loop, the servers' own thread in the demo. All members but the addresses
/// belong to that loop.
public final class RecordedServers: @unchecked Sendable {
  // @unchecked: `simulator`, `oddsServer` and `oddsHTTP` are touched on `loop` only, which `onLoop`
  // sees to; the rest is constant.

  /// Where to listen; 0 takes any free port.
  public struct Ports: Sendable {
    public var exchange: Int
    public var odds: Int

    public init(exchange: Int = 0, odds: Int = 0) {
      self.exchange = exchange
      self.odds = odds
    }
  }

  public let loop: EventLoop
  public let exchangePort: Int
  public let oddsPort: Int
  /// PEM of the authority that signed the servers' certificates.
  public let authorityPEM: String
  public let keyID: String
  /// PEM of the private key that the simulator knows the public half of.
  public let privateKeyPEM: String
  public let oddsKey: String
  /// The trader's account in the simulator.
  let account: AccountID
  let simulator: SimulatorServer
  let oddsServer: OddsServer
  private var oddsHTTP: HTTPServer?
  private let replay: VenueReplay

  /// Listens; nothing is played before ``play(completion:)``.
  ///
  /// - Parameters:
  ///   - budgetNanoseconds: how long the quotes may take; nil for the recording's own pace.
  ///   - cash: the trader's play money.
  ///   - key: the trader's key; nil makes a new one, which takes a tenth of a second and more.
  /// - Throws: one sentence, for example when a port is taken.
  public init(
    _ stretch: RecordedStretch, loop: EventLoop, ports: Ports = Ports(),
    budgetNanoseconds: Int64?, cash: Money, seed: UInt64, key: SigningKey? = nil
  ) throws {
    self.loop = loop
    let certificate = try SelfSignedCertificate()
    authorityPEM = certificate.authorityPEM
    let key = try key ?? SigningKey.generate(.rsa)
    privateKeyPEM = try key.privatePEM()
    keyID = Self.identifier(seed)
    oddsKey = Self.identifier(seed &+ 1)
    // Recorded hours pass in seconds, so requests come closer together than they would: the limits
    // are those of a busier tier.
    var settings = SimulatorSettings()
    settings.readTokensPerSecond = 1_200
    settings.readBucketTokens = 1_200
    settings.writeTokensPerSecond = 1_200
    settings.writeBucketTokens = 3_600
    var exchange = SimulatedExchange(settings: settings)
    account = exchange.addMember(cash: cash)
    try exchange.registerKey(id: keyID, publicPEM: try key.publicPEM(), account: account)
    _ = try stretch.venue.list(on: &exchange, at: loop.now)
    let simulator = try SimulatorServer(
      exchange: exchange, loop: loop, port: ports.exchange, tls: certificate.server)
    self.simulator = simulator
    exchangePort = simulator.port
    let begins = stretch.begins
    let oddsServer = OddsServer(day: stretch.day, apiKey: oddsKey, scheduler: loop) {
      [unowned simulator] in simulator.exchange.recordedNow ?? begins
    }
    self.oddsServer = oddsServer
    let listener = try SocketListener(loop: loop, port: ports.odds, tls: certificate.server)
    oddsPort = listener.port
    simulator.onReplayAdvance = { [unowned oddsServer] in oddsServer.recordedTimeMoved() }
    oddsHTTP = HTTPServer(acceptor: listener, scheduler: loop, service: oddsServer)
    replay = VenueReplay(venue: stretch.venue, budgetNanoseconds: budgetNanoseconds)
  }

  /// Servers that answer already, on a loop with a thread of its own until ``stop()``.
  ///
  /// - Throws: as the initialiser does, or when the system gives no thread.
  public static func running(
    _ stretch: RecordedStretch, budgetNanoseconds: Int64?, cash: Money, seed: UInt64,
    key: SigningKey? = nil
  ) throws -> RecordedServers {
    // In one process with the trading thread, whose orders must not wait for their reader.
    let loop = try EventLoop(EventLoop.Options(isBackground: true))
    do {
      let servers = try RecordedServers(
        stretch, loop: loop, budgetNanoseconds: budgetNanoseconds, cash: cash, seed: seed,
        key: key)
      servers.start()
      try loop.start()
      return servers
    } catch {
      loop.close()
      throw error
    }
  }

  /// Begins to answer. Call on the loop, or before it runs.
  public func start() {
    simulator.start()
    oddsHTTP?.start()
  }

  /// Plays the recording and settles it; `completion` is called on the loop.
  public func play(completion: @escaping @Sendable () -> Void) {
    onLoop { servers in
      servers.simulator.play(servers.replay, settles: false) { completion() }
    }
  }

  /// Pays the results that are known.
  public func settle() { onLoop { $0.simulator.settleReplay() } }

  /// Clients that follow the exchange's stream. On the loop only.
  var streamCount: Int { simulator.streamCount }

  /// Quotes in the recording.
  var quoteCount: Int { replay.venue.quotes.count }

  /// How much of the recording is out, 0 to 1, and the recorded time; from any thread.
  public func progress(_ body: @escaping @Sendable (Double, Int64) -> Void) {
    onLoop { servers in
      let total = max(1, servers.replay.venue.quotes.count)
      let done = servers.simulator.replay?.appliedQuotes ?? 0
      body(Double(done) / Double(total), servers.simulator.exchange.recordedNow?.nanoseconds ?? 0)
    }
  }

  /// Runs a body on the servers' loop.
  func onLoop(_ body: @escaping @Sendable (RecordedServers) -> Void) {
    _ = loop.perform { body(self) }
  }

  /// Ends the servers and then their loop, and waits for its thread; from any thread but that one,
  /// which does not wait.
  public func stop() {
    let isComing = loop.perform { [self] in
      end()
      loop.stop()
    }
    if !isComing { loop.stop() }
    loop.awaitEnd()
  }

  /// Closes every connection and lets go of what waits. On the loop, or after it has ended.
  func end() {
    oddsServer.stop()
    oddsHTTP?.stop()
    oddsHTTP = nil
    simulator.stop()
  }

  private static func identifier(_ seed: UInt64) -> String {
    ClientOrderID(session: seed, sequence: seed ^ 0x5DEE_CE66_D1CE_4E5B).description
  }
}
