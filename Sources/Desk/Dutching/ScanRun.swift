internal import Glibc
internal import Kalshi
internal import Market
internal import Outcomes
internal import Wire

/// `dutchbook scan` against the exchange: looks at its catalogue, once or until it is stopped.
public final class ScanRun {
  /// What a look took and found.
  public struct Look: Sendable {
    public var scan: SetScan
    /// Pages of events and what each took, in nanoseconds.
    public var pages: [Int64]
    /// Of the whole look.
    public var nanoseconds: Int64
    /// Over all looks so far.
    public var nearMisses: NearMisses
  }

  private let configuration: DeskConfiguration
  private let looksOnce: Bool
  private let seed: UInt64
  private var nearMisses = NearMisses()
  private var failure: ProcessFailure?
  /// Hears each look as it ends.
  public var onLook: (Look) -> Void = { _ in }
  /// Hears what people should know meanwhile.
  public var onLog: (String) -> Void = { _ in }
  /// Hears how many events have come so far.
  public var onProgress: (Int) -> Void = { _ in }

  /// - Parameter seed: for jitter.
  public init(configuration: DeskConfiguration, looksOnce: Bool, seed: UInt64) {
    self.configuration = configuration
    self.looksOnce = looksOnce
    self.seed = seed
  }

  /// Looks on the calling thread; returns after one look, or once it is interrupted.
  ///
  /// - Throws: ``ProcessFailure`` where the only look, or the first one, fails.
  public func run() throws {
    guard let origin = Endpoint(url: configuration.kalshi.apiBase) else {
      throw ProcessFailure(
        .configuration,
        "kalshi.api_base: \"\(configuration.kalshi.apiBase)\" is not an https address")
    }
    let loop = try EventLoop(EventLoop.Options())
    defer { loop.close() }
    let dialer = try SocketDialer(
      loop: loop, tls: try TradingProcess.tls(configuration.kalshi.caFile, "kalshi.ca_file"))
    let http = HTTPClient(origin: origin, dialer: dialer, scheduler: loop, seed: seed)
    let rest = KalshiREST(exchange: http, scheduler: loop, signer: nil)
    _ = loop.schedule(afterNanoseconds: 0) { [self] in
      try? loop.onSignal([SIGINT, SIGTERM]) { _ in loop.stop() }
      http.start()
      look(rest, loop, isFirst: true)
    }
    loop.run()
    http.stop()
    if let failure { throw failure }
  }

  private func look(_ rest: KalshiREST, _ loop: EventLoop, isFirst: Bool) {
    let settings = configuration.dutching
    let scan = CatalogueScan(
      rest: rest, scheduler: loop, prover: SetProver(allowances: settings.allowances),
      nearMiss: Money(cents: Int(settings.nearMissCents)), filter: settings.filter)
    let began = loop.uptimeNanoseconds
    var pages: [Int64] = []
    var events = 0
    scan.onPage = { [self] page in
      pages.append(page.nanoseconds)
      events += page.events
      onProgress(events)
    }
    scan.run { [self] result in
      switch result {
      case .success(let found):
        nearMisses.take(found)
        onLook(
          Look(
            scan: found, pages: pages, nanoseconds: loop.uptimeNanoseconds - began,
            nearMisses: nearMisses))
      case .failure(let error):
        let reason = "the exchange at \(configuration.kalshi.apiBase): \(error)"
        guard !isFirst else {
          failure = ProcessFailure(.connection, reason)
          return loop.stop()
        }
        onLog("\(reason); looking again in \(settings.scanIntervalSeconds) s")
      }
      guard !looksOnce else { return loop.stop() }
      _ = loop.schedule(afterNanoseconds: settings.scanIntervalSeconds * 1_000_000_000) { [self] in
        look(rest, loop, isFirst: false)
      }
    }
  }
}
