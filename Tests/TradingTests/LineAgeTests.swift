import Market
import Probability
import Testing

@testable import Trading

@Suite struct `Lines that were old when they came` {
  private static let second: Int64 = 1_000_000_000
  private static let now = Timestamp(seconds: 1_764_003_000)
  private static let market = MarketID(0)

  private static func ago(_ seconds: Int64) -> Timestamp { now + (0 - seconds * second) }

  private static func line(_ percent: Double, age: Int64) -> GameLine {
    GameLine(
      kind: .winner, homeOrOver: 100 / percent, awayOrUnder: 100 / (100 - percent),
      ageNanoseconds: age)
  }

  private static func bench() throws -> EngineBench {
    let bench = try EngineBench()
    bench.open()
    bench.quote(bench.homeWins, bid: 58, ask: 60)
    bench.outputs.removeAll()
    return bench
  }

  private static func absence(_ bench: EngineBench) -> FairValueBoard.Absence? {
    bench.engine.states[Int(bench.homeWins.index)].absence
  }

  @Test func `have only the rest of their time`() throws {
    let bench = try Self.bench()
    bench.send(.line(bench.game, bench.book, Self.line(61, age: 4 * Self.second)))
    #expect(Self.absence(bench) == nil)
    bench.time = bench.time + Self.second
    bench.send(.booksBlocked)
    #expect(Self.absence(bench) == nil)
    bench.time = bench.time + 1
    bench.send(.booksBlocked)
    #expect(Self.absence(bench) == .stale(overNanoseconds: 1))
  }

  @Test(arguments: [(0, true), (5_000_000_000, true), (5_000_000_001, false)] as [(Int64, Bool)])
  func `are traded on while they are not too old`(age: Int64, trades: Bool) throws {
    let bench = try Self.bench()
    bench.send(.line(bench.game, bench.book, Self.line(66, age: age)))
    #expect(bench.placed.isEmpty != trades)
    #expect((bench.stop(bench.homeWins).gate == .staleOdds) != trades)
  }

  @Test func `of an absurd age say nothing, and overflow nothing`() throws {
    let bench = try Self.bench()
    bench.send(.line(bench.game, bench.book, Self.line(66, age: .max)))
    guard case .stale(let over) = Self.absence(bench) else {
      Issue.record("\(String(describing: Self.absence(bench)))")
      return
    }
    #expect(over > 1_000_000_000 * Self.second)
    bench.wait(milliseconds: 1_000)
    #expect(bench.placed.isEmpty)
    // And a fresh one counts at once.
    bench.send(.line(bench.game, bench.book, Self.line(66, age: 0)))
    #expect(bench.placed.count == 1)
  }

  @Test(arguments: [-1, -3_600_000_000_000, .min] as [Int64])
  func `are no younger than their arrival, whatever is told`(age: Int64) throws {
    let bench = try Self.bench()
    var line = Self.line(61, age: 0)
    line.ageNanoseconds = age
    bench.send(.line(bench.game, bench.book, line))
    bench.time = bench.time + 5 * Self.second + 1
    bench.send(.booksBlocked)
    #expect(Self.absence(bench) == .stale(overNanoseconds: 1))
  }

  @Test func `show all the same that the feed is not silent`() throws {
    var configuration = EngineConfiguration()
    configuration.breaker.oddsSilenceNanoseconds = 120 * Self.second
    let bench = try EngineBench(configuration: configuration)
    bench.open()
    for _ in 0..<5 {
      bench.send(.line(bench.game, bench.book, Self.line(61, age: 600 * Self.second)))
      bench.wait(milliseconds: 60_000)
    }
    #expect(bench.engine.account.breaker.causes.isEmpty)
  }

  @Test(arguments: [(29, true), (31, false)] as [(Int64, Bool)])
  func `count for a profile by the phase of the game`(age: Int64, trades: Bool) throws {
    let bench = try ProfileBench.make { $0.consensus.conflationNanoseconds = 0 }
    bench.time = EngineBench.start + -480 * Self.second
    for book in 0..<3 {
      bench.send(.line(bench.game, BookmakerID(book), Self.line(66, age: age * Self.second)))
    }
    bench.quote(bench.homeWins, bid: 50, ask: 52)
    #expect(bench.placed.isEmpty != trades)
  }

  // MARK: In the consensus

  private static func board(_ sharpness: [Double] = []) -> ConsensusBoard {
    var configuration = ConsensusConfiguration()
    configuration.sharpness = sharpness
    return ConsensusBoard(configuration, markets: 1, bookmakers: 3)
  }

  /// How many books count, so long before the game, which is moved rather than the lines.
  private static func books(_ board: inout ConsensusBoard, minutes: Int64) -> Int {
    board.forget(market)
    return Int(board.consensus(of: market, now: now, untilStart: minutes * 60 * second)?.books ?? 0)
  }

  @Test func `are borne by a bookmaker's own limits where it has some`() {
    var board = Self.board()
    let ages = AgeLimits(
      earlyNanoseconds: 200 * Self.second, lateNanoseconds: 0, inPlayNanoseconds: 10 * Self.second)
    board.describe(BookmakerID(0), sharpness: 1, source: -1, ages: ages)
    func said(_ age: Int64) {
      let time = Self.now + (0 - age * Self.second)
      board.set(0.5, of: Self.market, by: BookmakerID(0), time: time)
      board.set(0.5, of: Self.market, by: BookmakerID(1), time: time)
    }
    said(150)
    #expect(Self.books(&board, minutes: 60) == 1)
    said(120)
    #expect(Self.books(&board, minutes: 60) == 2)
    said(25)
    #expect(Self.books(&board, minutes: 5) == 2, "as for all, where it has none")
    said(40)
    #expect(Self.books(&board, minutes: 5) == 0)
    said(5)
    #expect(Self.books(&board, minutes: -5) == 1)
  }

  @Test func `of a hasty bookmaker lose their voice before the others`() {
    var board = Self.board()
    let ages = AgeLimits(earlyNanoseconds: 10 * Self.second)
    board.describe(BookmakerID(0), sharpness: 1, source: -1, ages: ages)
    for book in 0..<2 {
      board.set(0.5, of: Self.market, by: BookmakerID(book), time: Self.now)
    }
    let untilStart = 3_600 * Self.second
    let first = board.consensus(of: Self.market, now: Self.now, untilStart: untilStart)
    #expect(first?.books == 2)
    #expect(board.validUntil(Self.market) == Self.now + 10 * Self.second)
    let later = Self.now + (10 * Self.second + 1)
    let second = board.consensus(of: Self.market, now: later, untilStart: untilStart)
    #expect(second?.books == 1)
    #expect(board.validUntil(Self.market) == Self.now + 120 * Self.second)
  }

  @Test func `are looked at again when limits change, and bad limits change nothing`() {
    var board = Self.board()
    board.set(0.5, of: Self.market, by: BookmakerID(0), time: Self.ago(20))
    let untilStart = 3_600 * Self.second
    func books() -> Int? {
      board.consensus(of: Self.market, now: Self.now, untilStart: untilStart)?.books
    }
    #expect(books() == 1)
    let bad = AgeLimits(earlyNanoseconds: -1)
    board.describe(BookmakerID(0), sharpness: 1, source: -1, ages: bad)
    #expect(books() == 1)
    let few = AgeLimits(earlyNanoseconds: 10 * Self.second)
    board.describe(BookmakerID(0), sharpness: 1, source: -1, ages: few)
    #expect(books() == nil)
    board.describe(BookmakerID(0), sharpness: 1, source: -1, ages: .asForAll)
    #expect(books() == 1)
  }

  /// The sharp book has moved after a soft line was told and before it came.
  @Test(arguments: [(5, 0), (15, 1)] as [(Int64, Int)])
  func `are overtaken by a sharper book's move after they were told`(told: Int64, soft: Int) {
    var board = Self.board([5, 1, 1])
    func at(_ second: Int64) -> Timestamp { Self.ago(60 - second) }
    board.set(0.50, of: Self.market, by: BookmakerID(0), time: at(0))
    board.set(0.53, of: Self.market, by: BookmakerID(0), time: at(10))
    // Said again, it has not moved again.
    board.set(0.53, of: Self.market, by: BookmakerID(0), time: at(20))
    board.set(0.51, of: Self.market, by: BookmakerID(1), time: at(told))
    #expect(Self.books(&board, minutes: 60) == 1 + soft)
  }
}
