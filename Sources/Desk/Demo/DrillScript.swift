internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// Why a step of the drill failed.
struct DrillFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What the steps of the drill work on.
///
/// Unchecked: `process` and `journal` are touched by the script only, which runs on `loop`; the
/// servers see to themselves.
final class DrillDesk: @unchecked Sendable {
  let process: TradingProcess
  let session: TradingSession
  let servers: RecordedServers
  let loop: EventLoop
  let journal = DrillJournal()

  init(
    process: TradingProcess, session: TradingSession, servers: RecordedServers, loop: EventLoop
  ) {
    self.process = process
    self.session = session
    self.servers = servers
    self.loop = loop
  }
}

/// The steps of the drill, one after the other, on the trading loop.
///
/// A step makes something happen at the simulator or at the odds server, waits for what must follow
/// on both sides, for a bounded time, and says what it saw.
actor DrillScript {
  /// How long a step waits for one thing.
  nonisolated let patienceNanoseconds: Int64

  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  let desk: DrillDesk
  private(set) var lines: [String] = []
  private(set) var failures = 0
  private let deadline: Int64
  private let chosen: [String]
  private var odds: [DrillMarket: (first: Double, second: Double)] = [:]
  private var gameKeys: [DrillGame: String] = [:]
  /// Notices of the engine so far.
  private(set) var notices: [EngineNotice] = []

  init(_ desk: DrillDesk, _ options: DrillRun.Options) {
    patienceNanoseconds = options.patienceNanoseconds
    chosen = options.steps
    self.desk = desk
    loop = desk.loop
    deadline = desk.loop.uptimeNanoseconds + options.limitNanoseconds
  }

  var engine: Engine { desk.session.engine }
  /// Whether another step, or another try, may begin.
  var isTimeLeft: Bool { loop.uptimeNanoseconds < deadline }

  /// Runs every step; the lines tell what was seen.
  func run() async {
    desk.process.onNotice = { [weak self] notice in
      self?.assumeIsolated { $0.notices.append(notice) }
    }
    if let gateway = desk.process.gateway {
      let loop = loop
      desk.journal.follow(desk.session, gateway) { loop.uptimeNanoseconds }
    }
    gameKeys = await venue { $0.drillGames() }
    await step("ready", "the made-up day is played over a second pair of servers", ready)
    await step("taker", "fair value jumps over the ask", taker, .winnerNewYork)
    await step("exit moved", "fair value rises, then the bid reaches the sell", exitMoved)
    await step("maker fill", "3c of edge, then the ask comes down", makerFill, .totalNewYork)
    await step("maker timeout", "3c of edge and nobody sells", makerTimeout, .spreadLakers)
    await step("sequence gap", "3 numbers missing before a bargain", sequenceGap, .totalLakers)
    await step("lost answer", "a take is carried out, answer and fill kept back", lostAnswer)
    await step("reconnect", "the exchange's stream is cut", reconnect, .totalChicago)
    await step("stale odds", "the odds feed goes silent under a resting buy", stale, .spreadLakers)
    await step("odds feed lost", "its connection is closed", oddsLost, .totalChicago)
    await step("settlement", "three markets are decided, then paid", settlement)
  }

  /// Runs one step and writes its line; the market named is calmed down afterwards.
  private func step(
    _ name: String, _ did: String, _ body: @escaping () async throws(DrillFailure) -> String,
    _ market: DrillMarket? = nil
  ) async {
    guard !Task.isCancelled, chosen.isEmpty || chosen.contains(name) else { return }
    let head = "\(name): \(did): "
    guard isTimeLeft else {
      failures += 1
      lines.append(head + "FAILED: not run, the drill's time was used up")
      return
    }
    do throws(DrillFailure) {
      lines.append(head + (try await body()) + ": ok")
    } catch {
      failures += 1
      lines.append(head + "FAILED: \(error)")
    }
    if let market { await calm(market) }
  }

  func note(_ line: String) { lines.append(line) }

  func report(_ line: String, isOK: Bool) {
    if !isOK { failures += 1 }
    lines.append(line + (isOK ? ": ok" : ""))
  }

  // MARK: Making things happen

  /// Gives a market its odds; the server says them at once.
  func setOdds(
    _ market: DrillMarket, _ first: Double, _ second: Double
  ) async throws(DrillFailure) {
    odds[market] = (first, second)
    let lines = DrillCatalogue.lines(of: market.game, odds)
    guard let key = gameKeys[market.game] else {
      throw DrillFailure("the odds server does not know the game of \(market.ticker)")
    }
    let isKnown = await venue {
      $0.oddsServer.inject(lines, bookmaker: DrillCatalogue.bookmaker, game: key)
    }
    guard isKnown else { throw DrillFailure("the odds server refuses game \(key)") }
  }

  /// Replaces the outside quote; prices in cents.
  func setQuote(_ market: DrillMarket, bid: Int, ask: Int, contracts: Int = 100) async {
    await inject(
      .setQuote(
        ticker: market.ticker, bid: Price(cents: bid), ask: Price(cents: ask),
        Quantity(contracts: contracts)))
  }

  func inject(_ fault: SimulatorFault) async { await venue { $0.simulator.inject(fault) } }

  /// Puts the quotes ten cents off the fair value and waits until no entry works there any more.
  func calm(_ market: DrillMarket) async {
    guard let id = try? id(market), let fair = engine.states[Int(id.index)].lastFair else { return }
    let middle = Int(fair.yes * 100)
    await setQuote(market, bid: max(1, middle - 10), ask: min(99, middle + 11))
    _ = try? await until("an end of the entries in \(market.ticker)") {
      !engine.orders.working.contains { $0.request.market == id && $0.request.purpose == .entry }
    }
  }

  // MARK: Looking

  func expect(_ condition: Bool, _ why: @autoclosure () -> String) throws(DrillFailure) {
    guard condition else { throw DrillFailure(why()) }
  }

  func id(_ market: DrillMarket) throws(DrillFailure) -> MarketID {
    guard let id = desk.session.catalogue.tickers.id(of: market.ticker) else {
      throw DrillFailure("\(market.ticker) is not in the catalogue")
    }
    return id
  }

  func state(_ market: DrillMarket) throws(DrillFailure) -> MarketState {
    engine.states[Int(try id(market).index)]
  }

  /// The fair value last computed.
  func fair(_ market: DrillMarket) throws(DrillFailure) -> Double {
    guard let fair = try state(market).lastFair else {
      throw DrillFailure("\(market.ticker) has no fair value")
    }
    return fair.yes
  }

  /// Where a resting sell belongs: the fair value, up to the next cent.
  func sellPrice(at fair: Double) -> Price {
    let cents = Int((fair * 100).rounded(.up))
    // A fair value a hair above a whole cent is that cent.
    return Price(cents: fair * 100 <= Double(cents - 1) + 1e-6 ? cents - 1 : cents)
  }

  func milliseconds(_ nanoseconds: Int64) -> String {
    let tenths = (nanoseconds + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10) ms"
  }

  func cents(_ value: Double) -> String { "\((value * 10_000).rounded() / 100)c" }
}
