import Glibc
import Market
import Probability
import TestKit
import Testing

@testable import Trading

@Suite struct `What was pooled when a line came` {
  private static let books = 6
  private static let markets = 2
  private static let second: Int64 = 1_000_000_000

  private static func configuration(_ random: inout SeededGenerator) -> ConsensusConfiguration {
    var configuration = ConsensusConfiguration()
    configuration.sharpness = (0..<books).map { _ in [1, 1, 2, 5].randomElement(using: &random)! }
    if Bool.random(using: &random) { configuration.sources = [3, 3, -1, 4, -1, 4] }
    configuration.rule.method = ConsensusRule.Method.allCases.randomElement(using: &random)!
    return configuration
  }

  /// Whole seconds, so that lines go stale and the last minutes begin on the instant of a look.
  private static func pause(_ random: inout SeededGenerator) -> Int64 {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: 3 * second
    case 1: 30 * second
    case 2: 3 * second + 1
    case 3: Int64.random(in: 0...40, using: &random) * second
    case 4: Int64.random(in: 0...second, using: &random)
    default: second
    }
  }

  private static func ages(_ random: inout SeededGenerator) -> AgeLimits {
    AgeLimits(
      earlyNanoseconds: [0, 3, 60, 600].randomElement(using: &random)! * second,
      lateNanoseconds: [0, 3, 60].randomElement(using: &random)! * second,
      inPlayNanoseconds: [0, 1, 30].randomElement(using: &random)! * second)
  }

  /// What pooling anew would say, each time one looks.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `is what pooling again would give, to the last bit`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let configuration = Self.configuration(&random)
    var kept = ConsensusBoard(configuration, markets: Self.markets, bookmakers: Self.books)
    var fresh = kept
    var now = Timestamp(seconds: 1_764_003_000)
    let start = now + Int64.random(in: 0...20, using: &random) * 60 * Self.second
    for step in 0..<400 {
      let market = MarketID(Int.random(in: 0..<Self.markets, using: &random))
      if Int.random(in: 0..<3, using: &random) == 0 {
        let book = BookmakerID(Int.random(in: 0..<Self.books, using: &random))
        let probability =
          Int.random(in: 0..<10, using: &random) == 0
          ? nil : 0.5 + 0.01 * Double(Int.random(in: -4...6, using: &random))
        // Some come late, and seldom a bookmaker's limits change.
        let time = now + -Self.second * [0, 0, 2, 50].randomElement(using: &random)!
        if Int.random(in: 0..<20, using: &random) == 0 {
          let ages = Self.ages(&random)
          kept.describe(book, sharpness: 1, source: -1, ages: ages)
          fresh.describe(book, sharpness: 1, source: -1, ages: ages)
        }
        kept.set(probability, of: market, by: book, time: time)
        fresh.set(probability, of: market, by: book, time: time)
      } else {
        now = now + Self.pause(&random)
      }
      fresh.forget(market)
      let expected = fresh.consensus(of: market, now: now, untilStart: start - now)
      let found = kept.consensus(of: market, now: now, untilStart: start - now)
      guard found == expected else {
        Issue.record("seed \(seed), step \(step): \(found as Any), not \(expected as Any)")
        return
      }
    }
  }

  /// What a bookmaker's last line says, from all that have come: nil where it has none.
  private static func last(
    _ book: Int, in lines: ArraySlice<(book: Int, probability: Double?)>
  ) -> (place: Int, probability: Double)? {
    guard let place = lines.lastIndex(where: { $0.book == book }),
      let probability = lines[place].probability
    else { return nil }
    return (place, probability)
  }

  /// A line is overtaken where any sharper book's log odds have moved by more than the rule allows
  /// since it came, by the definition: read off all lines that ever came. A book that has withdrawn
  /// its line has moved to where it was last.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func `leaves out what a sharper book's move has overtaken`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var configuration = ConsensusConfiguration()
    let sharpness = [1.0, 5, 1, 2, 5, 2]
    configuration.sharpness = sharpness
    configuration.rule.method = .mean
    configuration.rule.outlierTolerance = 1
    configuration.rule.fewBooksDistance = 1
    var board = ConsensusBoard(configuration, markets: 1, bookmakers: sharpness.count)
    func logOdds(_ probability: Double) -> Double { log(probability / (1 - probability)) }
    let now = Timestamp(seconds: 1_764_003_000)
    var lines: [(book: Int, probability: Double?)] = []
    var overtaken = 0
    for step in 0..<200 {
      let book = Int.random(in: 0..<sharpness.count, using: &random)
      let probability =
        Int.random(in: 0..<8, using: &random) == 0
        ? nil : Double.random(in: 0.45...0.55, using: &random)
      lines.append((book, probability))
      board.set(probability, of: MarketID(0), by: BookmakerID(book), time: now)
      let present = sharpness.indices.compactMap { book in
        Self.last(book, in: lines[...]).map { (book: book, line: $0) }
      }
      let left = present.filter { line in
        !sharpness.indices.contains { other in
          guard sharpness[other] > sharpness[line.book],
            let before = Self.last(other, in: lines[...line.line.place]),
            let after = lines.last(where: { $0.book == other && $0.probability != nil })
          else { return false }
          let move = logOdds(after.probability ?? .nan) - logOdds(before.probability)
          return abs(move) > configuration.rule.sharpMove
        }
      }
      overtaken += present.count - left.count
      let pooled = board.consensus(of: MarketID(0), now: now, untilStart: 3_600 * Self.second)
      let mean = left.map(\.line.probability).reduce(0, +) / Double(left.count)
      guard let pooled, !left.isEmpty else {
        #expect(pooled == nil && left.isEmpty, "seed \(seed), step \(step)")
        continue
      }
      #expect(Int(pooled.books) == left.count, "seed \(seed), step \(step)")
      #expect(abs(pooled.probability - mean) < 1e-12, "seed \(seed), step \(step)")
    }
    #expect(overtaken > 10, "what never happens proves nothing")
  }

  /// Two books as sharp as each other, one soft; times in seconds after the soft one's line.
  private static func booksLeft(
    sharp: [(book: Int, at: Int64, probability: Double)]
  ) -> Int? {
    var configuration = ConsensusConfiguration()
    configuration.sharpness = [5, 5, 1]
    configuration.rule.maximumAgeNanoseconds = 60 * second
    configuration.rule.outlierTolerance = 1
    configuration.rule.fewBooksDistance = 1
    var board = ConsensusBoard(configuration, markets: 1, bookmakers: 3)
    let market = MarketID(0)
    let began = Timestamp(seconds: 1_764_003_000)
    for book in 0..<2 {
      board.set(0.5, of: market, by: BookmakerID(book), time: began + -50 * second)
    }
    board.set(0.5, of: market, by: BookmakerID(2), time: began)
    var now = began
    for line in sharp {
      now = began + line.at * second
      board.set(line.probability, of: market, by: BookmakerID(line.book), time: now)
    }
    return board.consensus(of: market, now: now, untilStart: 3_600 * second).map { Int($0.books) }
  }

  @Test func `hears a move of either of two equally sharp books`() {
    #expect(Self.booksLeft(sharp: [(0, 1, 0.5), (1, 1, 0.5)]) == 3)
    #expect(Self.booksLeft(sharp: [(0, 1, 0.6), (1, 1, 0.5)]) == 2)
    #expect(Self.booksLeft(sharp: [(0, 1, 0.5), (1, 1, 0.6)]) == 2)
  }

  @Test func `hears a sharp book's move beside an equally sharp one whose line is stale`() {
    // A minute is the limit: the first book's line is 65 seconds old, the soft one's 15.
    #expect(Self.booksLeft(sharp: [(1, 15, 0.5)]) == 2, "the stale one has no voice")
    #expect(Self.booksLeft(sharp: [(1, 15, 0.6)]) == 1)
  }

  @Test func `keeps a line overtaken when the book that moved has withdrawn its own`() {
    var configuration = ConsensusConfiguration()
    configuration.sharpness = [5, 1]
    var board = ConsensusBoard(configuration, markets: 1, bookmakers: 2)
    let (market, now) = (MarketID(0), Timestamp(seconds: 1_764_003_000))
    board.set(0.5, of: market, by: BookmakerID(0), time: now)
    board.set(0.5, of: market, by: BookmakerID(1), time: now)
    board.set(0.6, of: market, by: BookmakerID(0), time: now)
    board.set(nil, of: market, by: BookmakerID(0), time: now)
    #expect(board.consensus(of: market, now: now, untilStart: 3_600 * Self.second) == nil)
    board.set(0.6, of: market, by: BookmakerID(1), time: now)
    #expect(board.consensus(of: market, now: now, untilStart: 3_600 * Self.second)?.books == 1)
  }

  @Test func `holds to the last instant before less old lines count`() {
    var board = ConsensusBoard(ConsensusConfiguration(), markets: 1, bookmakers: 1)
    let now = Timestamp(seconds: 1_764_003_000)
    let start = now + 660 * Self.second
    board.set(0.5, of: MarketID(0), by: BookmakerID(0), time: now)
    _ = board.consensus(of: MarketID(0), now: now, untilStart: start - now)
    let late = now + 60 * Self.second
    #expect(board.validUntil(MarketID(0)) == late + -1)
    // A minute is too old in the last ten.
    #expect(board.consensus(of: MarketID(0), now: late, untilStart: start - late) == nil)
  }
}
