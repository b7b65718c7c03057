import Backtesting
import Market
import Sportsbooks
import TestKit
import Testing
import Trading

@testable import Desk

/// What a session's journal cannot know, said by others.
@Suite struct `Results and delays for a session's journal` {
  /// A bid of ours at 51 rests and is filled with 4 contracts; the session ends before the game.
  private static func journal(isSettled: Bool = false) throws -> MadeUpJournal {
    let journal = try MadeUpJournal()
    let market = MarketID(0)
    for link in Link.allCases { try journal.input(.link(link, isUp: true), milliseconds: 1) }
    try journal.input(
      .gameMatched(GameID(0), start: MadeUpJournal.start + 3_600_000_000_000), milliseconds: 2)
    try journal.input(
      .bookSnapshot(
        market, bids: [BookLevel(price: Price(cents: 50), quantity: Quantity(contracts: 10))],
        asks: [BookLevel(price: Price(cents: 57), quantity: Quantity(contracts: 10))]),
      milliseconds: 3)
    try journal.input(
      .line(
        GameID(0), BookmakerID(0),
        GameLine(kind: .winner, homeOrOver: 1.60, awayOrUnder: 2.50)), milliseconds: 4)
    try journal.trade(cents: 51, contracts: 4, takerSide: "ask", milliseconds: 200)
    try journal.input(.timer, milliseconds: 300)
    if isSettled { try journal.input(.settled(market, value: .zero), milliseconds: 350) }
    try journal.input(
      .bookDelta(market, .ask, Price(cents: 57), change: Quantity(contracts: 1)),
      milliseconds: 400)
    journal.end()
    return journal
  }

  private static func play(
    _ journal: MadeUpJournal, _ scores: FinalScores?, _ latency: LatencyModel = .none
  ) throws -> (BacktestResult, JournalDay) {
    let day = try #require(try JournalDay.sessions(in: [journal.path], scores: scores).first)
    var options = BacktestOptions(engine: EngineConfiguration())
    options.latency = LatencyModel.Scaled(latency)
    return (try BacktestRun.play(day, options), day)
  }

  private static func scores(home: Int, away: Int, _ team: String = "New York Knicks") throws
    -> FinalScores
  {
    FinalScores([
      RecordedResult(
        league: .nba, date: try #require(CivilDate(year: 2026, month: 12, day: 12)),
        away: "Boston Celtics", home: team, awayScore: away, homeScore: home)
    ])
  }

  @Test func `final scores pay what the session did not see settled`() throws {
    let journal = try Self.journal()
    let (unknown, _) = try Self.play(journal, nil)
    #expect(unknown.markets.first?.paid == nil)
    #expect(unknown.markets.first?.open == Quantity(contracts: 4))
    let (won, day) = try Self.play(journal, try Self.scores(home: 110, away: 100))
    #expect(won.markets.first?.paid == .dollar && won.markets.first?.open == .zero)
    let (lost, _) = try Self.play(journal, try Self.scores(home: 99, away: 100))
    #expect(lost.markets.first?.paid == .zero)
    let gain = try #require(won.markets.first).profit - #require(lost.markets.first).profit
    #expect(gain == Money(cents: 400))
    #expect(
      day.notes.last
        == "1 of 1 markets are paid by the scores given, an hour after the last event; 0 were"
        + " settled in the session itself")
  }

  @Test func `scores of other games pay nothing, and what was settled stays settled`() throws {
    let journal = try Self.journal()
    let other = try Self.scores(home: 110, away: 100, "Chicago Bulls")
    #expect(try Self.play(journal, other).0.markets.first?.paid == nil)
    let settled = try Self.journal(isSettled: true)
    let (result, day) = try Self.play(settled, try Self.scores(home: 110, away: 100))
    #expect(result.markets.first?.paid == .zero)
    #expect(day.notes.last?.hasPrefix("0 of 1 markets") == true)
    // Another result is another thing to play.
    let digests = try [(110, 100), (99, 100)].map { home, away in
      try JournalDay.sessions(
        in: [journal.path], scores: Self.scores(home: home, away: away)
      )[0].digest()
    }
    #expect(digests[0] != digests[1])
  }

  @Test func `delays are what the frames say of themselves`() throws {
    // 57 becomes worth taking after a frame that took 40 ms: the order meets the book 80 ms later.
    func fills(ageMilliseconds: Int64, isRecorded: Bool = false) throws -> [BacktestFill] {
      let journal = try MadeUpJournal(isRecorded: isRecorded)
      let market = MarketID(0)
      for link in Link.allCases { try journal.input(.link(link, isUp: true), milliseconds: 1) }
      try journal.input(
        .gameMatched(GameID(0), start: MadeUpJournal.start + 3_600_000_000_000), milliseconds: 2)
      try journal.input(
        .bookSnapshot(
          market, bids: [BookLevel(price: Price(cents: 40), quantity: Quantity(contracts: 10))],
          asks: [BookLevel(price: Price(cents: 50), quantity: Quantity(contracts: 10))]),
        milliseconds: 3)
      try journal.delta(ageMilliseconds: ageMilliseconds, milliseconds: 4)
      try journal.input(
        .line(
          GameID(0), BookmakerID(0),
          GameLine(kind: .winner, homeOrOver: 1.60, awayOrUnder: 2.50)), milliseconds: 5)
      try journal.input(
        .bookDelta(market, .ask, Price(cents: 50), change: Quantity(contracts: -10)),
        milliseconds: 65)
      try journal.input(.timer, milliseconds: 500)
      journal.end()
      return try Self.play(journal, nil, .recorded(floor: 1_000_000)).0.fills
    }
    #expect(try fills(ageMilliseconds: 20).count == 1)
    #expect(try fills(ageMilliseconds: 40).isEmpty, "the offer was gone by then")
    // A session that replayed another day has frames of another day.
    #expect(try fills(ageMilliseconds: 40, isRecorded: true).count == 1)
  }
}
