internal import Kalshi
internal import Market
internal import Trading
internal import Wire

/// Keeps what is traded in 24 hours up to date, for the profiles that ask for some: one series of
/// markets a minute, one after the other.
///
/// A series that cannot be read keeps its volumes for two more rounds; then they count as unknown,
/// and unknown stops entries that ask for a volume. Confined to the session's thread.
final class VolumeDesk {
  /// Reads a series' markets; nil when that failed, which whoever asks has said.
  typealias Ask = (_ series: String, @escaping ([KalshiMarket]?) -> Void) -> Void

  static let pauseNanoseconds: Int64 = 60_000_000_000
  private static let roundsUntilUnknown = 2

  private unowned let session: TradingSession
  private let scheduler: any Scheduler
  private let ask: Ask
  /// What is asked for next first; with the rounds in which nothing was read.
  private var series: [(name: String, failures: Int)]
  private var timer: TimerToken?

  init(
    session: TradingSession, scheduler: any Scheduler, series: [String], ask: @escaping Ask
  ) {
    self.session = session
    self.scheduler = scheduler
    self.series = series.map { ($0, 0) }
    self.ask = ask
  }

  /// Begins a minute from now: the catalogue has just been read.
  func start() {
    guard !series.isEmpty else { return }
    timer = scheduler.schedule(afterNanoseconds: Self.pauseNanoseconds) { [weak self] in
      guard let self else { return }
      askNext()
      start()
    }
  }

  func stop() {
    if let timer { scheduler.cancel(timer) }
    timer = nil
  }

  private func askNext() {
    let next = series.removeFirst()
    series.append(next)
    ask(next.name) { [weak self] markets in self?.take(next.name, markets) }
  }

  private func take(_ name: String, _ markets: [KalshiMarket]?) {
    guard timer != nil, let place = series.firstIndex(where: { $0.name == name }) else { return }
    guard let markets else {
      series[place].failures += 1
      if series[place].failures == Self.roundsUntilUnknown { forget(name) }
      return
    }
    series[place].failures = 0
    for market in markets {
      guard let id = session.catalogue.tickers.id(of: market.ticker) else { continue }
      note(id, market.volume24Hours.map { $0.hundredths / 100 })
    }
  }

  private func forget(_ name: String) {
    for (place, market) in session.engine.markets.enumerated()
    where market.ticker.hasPrefix(name + "-") {
      note(MarketID(place), nil)
    }
  }

  private func note(_ id: MarketID, _ contracts: Int64?) {
    guard session.engine.states[Int(id.index)].volume != contracts else { return }
    session.take(.volumeChanged(id, contracts))
  }
}
