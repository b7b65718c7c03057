import Market
import Matching
import Probability
import TestKit
import Trading

/// One seeded run: an engine, a faulty exchange, books and lines that move, connections that drop.
///
/// After every input the promises are checked against what the exchange knows, not against what the
/// engine believes.
struct EngineSimulation {
  static let games = 3
  let seed: UInt64
  let engine: Engine
  let markets: [TradedMarket]
  let configuration: EngineConfiguration
  var exchange: FaultyExchange
  var random: SeededGenerator
  var now = Timestamp(seconds: 1_764_000_000)
  let start: Timestamp
  var inputs: [EngineInput] = []
  var outputs: ContiguousArray<EngineOutput> = []
  var isUp: [Bool] = [false, false, false]
  var fairCents: [Double]
  /// When each bookmaker last quoted each game.
  var lineTimes: [[Timestamp]]
  var reconciledSince = false
  var isActive: [Bool]
  var hasFees: [Bool]
  var isSettled: [Bool]
  /// Markets in which somebody traded by hand: their limits are that person's.
  var byHand: Set<MarketID> = []
  var trouble: String?
  /// When each market stops trading.
  var closes: [Timestamp]
  var isFine: [Bool]
  let fineGrid: PriceGrid
  let hasHands: Bool
  /// Money is paid in and out while it runs; of a random sequence of its own.
  let hasPayments: Bool
  var payments: SeededGenerator
  let traits: SimulationTraits
  /// What the operator says, of a random sequence of its own.
  var commands: SeededGenerator
  /// When anything last stood in the way of a renewal.
  var disturbedAt = Timestamp.distantPast
  let fees: FeeSchedule
  let startCash: Money

  /// How often something was paid in or out that is listed nowhere.
  var unlistedPayments = 0

  /// Profiles trade too.
  let hasProfiles: Bool
  var record = SimulationRecord()
  /// The account, kept a second time.
  var books: SimulationAccount
  /// What the operator has said.
  var word: OperatorsWord
  /// Before anything was said.
  let startLimits: OperatorsWord
  /// Markets in which the exchange's position was said to be right.
  var accepted: Set<MarketID> = []

  init(seed: UInt64, rarity: UInt64, hasProfiles: Bool = false) throws {
    self.seed = seed
    self.hasProfiles = hasProfiles
    random = SeededGenerator(seed: seed &* 31 &+ 7)
    hasHands = seed % 4 == 3
    hasPayments = seed % 4 == 1
    payments = SeededGenerator(seed: seed &* 41 &+ 11)
    traits = SimulationTraits(seed: seed)
    commands = SeededGenerator(seed: seed &* 43 &+ 19)
    fees = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one,
      regime: FeeRegime(rounding: seed % 2 == 0 ? .legacyCentCeiling : .currentMicroDollar(.direct))
    )
    start = now + 30_000_000_000 + Int64(random.next() % 60) * 1_000_000_000
    var markets: [TradedMarket] = []
    for game in 0..<Self.games {
      for claim in [Claim.winner(.home), .winner(.away)] {
        markets.append(
          TradedMarket(
            ticker: "KXNBAGAME-\(markets.count)", game: GameID(game), claim: claim, league: .nba,
            devigMethod: .shin, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
            fees: fees, startTime: start, closeTime: start + 3_600_000_000_000,
            status: .active, shard: traits.shard(of: markets.count)))
      }
    }
    self.markets = markets
    var configuration = EngineConfiguration()
    configuration.risk.maximumEventContracts = 14
    configuration.risk.maximumConcurrentMarkets = 3
    configuration.risk.maximumTotalExposure = Money(cents: 1_400)
    if hasPayments { configuration.execution.reconcileIntervalNanoseconds = 2_000_000_000 }
    if hasProfiles { Self.addProfiles(to: &configuration, &random) }
    Self.setLimits(of: &configuration, seed: seed)
    traits.configure(&configuration, seed: seed)
    self.configuration = configuration
    startCash = seed % 5 == 0 ? Money(cents: 900) : Money(cents: 100_000)
    exchange = FaultyExchange(
      markets: markets, cash: startCash, seed: seed &* 17 &+ 3, rarity: rarity)
    exchange.lifetime = traits.lifetimeNanoseconds
    exchange.unsentRarity = traits.unsentRarity
    if traits.hasShards {
      exchange.divide(startCash, second: Money(cents: 150 + Int(seed % 7) * 100))
    }
    engine = Engine(
      configuration: configuration, markets: markets, games: Self.games, bookmakers: 2,
      session: seed)
    fairCents = (0..<Self.games).map { _ in 50 }
    lineTimes = Array(repeating: [.distantPast, .distantPast], count: Self.games)
    isActive = Array(repeating: true, count: markets.count)
    hasFees = isActive
    closes = markets.map { $0.closeTime ?? .distantPast }
    isFine = Array(repeating: false, count: markets.count)
    fineGrid = try PriceGrid(
      ranges: [PriceRange(start: .zero, end: .dollar, step: Price(tenThousandths: 10))])
    isSettled = Array(repeating: false, count: markets.count)
    books = SimulationAccount(markets: markets.count, profiles: configuration.profiles.count)
    word = OperatorsWord(configuration)
    startLimits = word
  }

  mutating func run(steps: Int) {
    if hasHands { tradeByHand() }
    for market in markets.indices { moveBook(MarketID(market)) }
    for game in 0..<Self.games { feed(.gameMatched(GameID(game), start: start)) }
    for link in Link.allCases { setLink(link, isUp: true) }
    for _ in 0..<steps where trouble == nil {
      // A halt is lifted before long.
      if word.isHalted, random.next() % 6 == 0 { feed(.command(.resume)) }
      if hasPayments, payments.next() % 40 == 0 { pay() }
      if hasHands, commands.next() % 20 == 0 { sellByHand() }
      if traits.hasShards, commands.next() % 30 == 0 { moveBetweenShards() }
      if traits.hasCommands, commands.next() % 10 == 0 { command() }
      step()
      advance(to: now + Int64(random.next() % 40) * 1_000_000 + 1)
    }
    if traits.hasCommands, seed % 6 == 2 { feed(.command(.flatten)) }
    if trouble == nil { calmDown() }
  }

  private mutating func step() {
    let market = MarketID(Int(random.next() % UInt64(markets.count)))
    let index = Int(market.index)
    switch random.next() % 100 {
    case 0..<40: moveBook(market)
    case 40..<75: quote(Int(random.next() % UInt64(Self.games)))
    case 75..<80: setLink(Link.allCases[Int(random.next() % 3)], isUp: random.next() % 4 != 0)
    case 80..<84: for link in Link.allCases { setLink(link, isUp: true) }
    case 84: advance(to: now + 3_000_000_000)
    case 85: if random.next() % 8 == 0 { advance(to: now + 6_000_000_000) }
    case 86..<88:
      guard !isSettled[index] else { return }
      disturbedAt = now
      isActive[index].toggle()
      if isActive[index] {
        exchange.core.resume(market, at: now)
      } else {
        exchange.core.pause(market, at: now)
      }
      exchange.publish(at: now)
      feed(.marketStatus(market, isActive[index] ? .active : .inactive))
    case 88:
      disturbedAt = now
      hasFees[index].toggle()
      exchange.core.setFees(market, hasFees[index] ? fees : nil, at: now)
      exchange.publish(at: now)
      feed(.feesChanged(market, hasFees[index] ? fees : nil))
    case 89: if random.next() % 6 == 0 { settle(market) }
    case 90..<93: if exchange.isStreamUp { exchange.sendSnapshot(market, at: now) }
    case 93: if hasHands { tradeByHand() }
    case 95: changeGrid(market)
    case 96: cancelUnasked(market)
    case 97: if random.next() % 12 == 0 { moveClose(market) }
    case 94, 98: feed(.command(random.next() % 4 == 0 ? .resume : .halt))
    default: feed(.timer)
    }
  }

  mutating func setLink(_ link: Link, isUp up: Bool) {
    guard isUp[Int(link.rawValue)] != up else { return }
    disturbedAt = now
    isUp[Int(link.rawValue)] = up
    switch link {
    case .exchangeStream: if !up { exchange.dropStream() }
    case .exchangeOrders: exchange.isOrdersUp = up
    case .odds: break
    }
    feed(.link(link, isUp: up))
    if link == .exchangeStream, up { exchange.restoreStream(at: now) }
  }

  /// Delivers what is due on the way, and the engine's own timers.
  mutating func advance(to end: Timestamp) {
    while trouble == nil {
      let letter = exchange.nextDue(by: min(end, engine.nextDeadline ?? end))
      if let letter {
        now = max(now, letter.time)
        deliver(letter.content)
      } else if let deadline = engine.nextDeadline, deadline <= end {
        now = max(now, deadline)
        feed(.timer)
      } else {
        break
      }
    }
    now = max(now, end)
  }

  private mutating func deliver(_ content: FaultyExchange.Letter.Content) {
    switch content {
    case .request(let output): exchange.carryOut(output, at: now)
    case .expiry: expireOrders()
    case .news(let event): feed(event)
    case .account(let account, let fills):
      for fill in exchange.fills.prefix(fills) { feed(.fill(fill)) }
      feed(.reconciled(account))
      // With nothing to be bought on its way, the reading shows all that was moved before it.
      if !engine.orders.working.contains(where: { $0.request.purpose == .entry }) {
        exchange.moves.removeAll { $0.time < account.readFrom }
      }
    }
    checkPromises()
  }

  mutating func feed(_ event: EngineEvent) {
    guard trouble == nil else { return }
    let input = EngineInput(time: now, venueTime: now, event: event)
    inputs.append(input)
    let before = outputs.count
    var isNews = true
    if case .fill(let fill) = event { isNews = record.told.insert(fill.trade).inserted }
    let (wordBefore, corrected, rested) = (word, books.corrected, cancellable)
    if case .command(let command) = event { word.hear(command) }
    engine.process(input, into: &outputs)
    let closed = followAccount(event, outputs[before...], isNews: isNews)
    recordResults(closed, outputs[before...])
    checkResults()
    followEquity(event, corrected: corrected, isNews: isNews)
    noteRefusal(event, outputs[before...])
    noteUnsent(event)
    checkStop(rested, outputs[before...])
    checkCommand(event, wordBefore, rested, outputs[before...])
    for output in outputs[before...] {
      exchange.send(output, at: now)
      checkPrice(output)
      if case .notice(let notice) = output { follow(notice) }
      if case .place(let order) = output {
        if word.isShutDown { complain("an order after the shutdown") }
        if order.purpose == .entry {
          checkEntry(order)
          checkLimits(order)
          checkShard(order)
        }
      }
    }
    if case .timer = event, let next = engine.nextDeadline, next <= now {
      complain("the deadline does not move: \(next) at \(now)")
    }
    checkPromises()
  }

  mutating func complain(_ text: String) {
    if trouble == nil { trouble = "seed \(seed), input \(inputs.count): \(text)" }
  }
}
