import FoundationEssentials
import Market
import Probability
import TestKit
import Testing

@testable import Backtesting
@testable import Trading

/// What is kept of a run must not depend on whether a judgement was made anew or still stood.
@Suite struct `The record behind judgements that stand` {
  private static let begins = Timestamp(seconds: 1_764_000_000)
  private static let starts = begins + 60_000_000_000

  private static func session(_ seed: UInt64, keeps: Bool) -> BacktestSession {
    let markets = (0..<4).map { place in
      TradedMarket(
        ticker: "KXNBAGAME-25NOV24M\(place)-A", game: GameID(place / 2),
        claim: .winner(place % 2 == 0 ? .home : .away), league: .nba,
        devigMethod: .multiplicative, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
        fees: VenueRig.wholeCentFees, startTime: starts, closeTime: starts + 3_600_000_000_000,
        status: .active)
    }
    var options = BacktestOptions(engine: EngineConfiguration())
    options.seed = seed
    let session = BacktestSession(
      markets: markets, events: ["A", "A", "B", "B"], games: 2, bookmakers: 2, options: options)
    session.engine.keepsJudgements = keeps
    return session
  }

  /// Plays one seed's feed; returns what is kept, and how many changes left a judgement standing.
  private static func play(_ seed: UInt64, keeps: Bool) throws -> (text: String, stood: Int) {
    let session = session(seed, keeps: keeps)
    var random = SeededGenerator(seed: seed)
    var sizes = [[Int64]](repeating: [Int64](repeating: 0, count: 100), count: 4)
    var (now, stood) = (begins, 0)
    session.begin(at: now)
    for game in 0..<2 { session.take(.gameMatched(GameID(game), start: starts), at: now) }
    for market in 0..<4 {
      session.take(.bookSnapshot(MarketID(market), bids: [], asks: []), at: now)
    }
    for _ in 0..<2_000 {
      now = now + Int64.random(in: 1_000_000...90_000_000, using: &random)
      if Int.random(in: 0..<20, using: &random) == 0 {
        session.take(line(&random), at: now)
        continue
      }
      let market = Int.random(in: 0..<4, using: &random)
      let isBid = Bool.random(using: &random)
      let depth = Int.random(in: 1...20, using: &random)
      let cents = isBid ? 50 - depth : 50 + depth
      let size = Int64.random(in: 0...3, using: &random) * 2_000
      let change = Quantity(hundredths: size - sizes[market][cents])
      sizes[market][cents] = size
      session.takeDelta(
        MarketID(market), isBid ? .bid : .ask, Price(cents: cents), change, at: now)
      if session.engine.lastStood { stood += 1 }
    }
    session.end()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(session.record.result(named: "made up", notes: []))
    return (String(decoding: data, as: UTF8.self), stood)
  }

  private static func line(_ random: inout SeededGenerator) -> EngineEvent {
    let probability = Double.random(in: 0.4...0.6, using: &random)
    return .line(
      GameID(Int.random(in: 0..<2, using: &random)),
      BookmakerID(Int.random(in: 0..<2, using: &random)),
      GameLine(kind: .winner, homeOrOver: 1 / probability, awayOrUnder: 1 / (1 - probability)))
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `is the same to the byte`(seed: UInt64) throws {
    let standing = try Self.play(seed, keeps: true)
    let anew = try Self.play(seed, keeps: false)
    #expect(standing.text == anew.text, "seed \(seed)")
    #expect(standing.stood > 30, "seed \(seed): what never stands proves nothing")
    #expect(anew.stood == 0, "seed \(seed)")
  }
}
