import Backtesting
import Market
import Testing
import Trading

@testable import Desk

@Suite struct `Trades of others in a journal` {
  /// A session in which a bid of ours at 51 would rest: 50 at 57, worth 0.61 by the odds.
  ///
  /// - Parameter ours: how the old session took part in the trade.
  private static func journal(
    tradedAt cents: Int?, by side: String = "ask", ours: Liquidity? = nil
  ) throws -> MadeUpJournal {
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
    if let cents {
      try journal.trade(cents: cents, contracts: 4, takerSide: side, milliseconds: 200)
    }
    if let cents, let ours {
      try journal.input(
        .fill(
          FillReport(
            trade: ExchangeKey("t1"), order: journal.id(1), market: market,
            side: ours == .taker ? .ask : .bid, price: Price(cents: cents),
            quantity: Quantity(contracts: 4), liquidity: ours, fee: .zero,
            venueTime: MadeUpJournal.start)), milliseconds: 250)
    }
    try journal.input(.timer, milliseconds: 300)
    try journal.input(
      .bookDelta(market, .ask, Price(cents: 57), change: Quantity(contracts: 1)),
      milliseconds: 400)
    journal.end()
    return journal
  }

  private static func fills(_ journal: MadeUpJournal) throws -> [BacktestFill] {
    let day = try #require(try JournalDay.sessions(in: [journal.path]).first)
    var options = BacktestOptions(engine: EngineConfiguration())
    options.latency = LatencyModel.Scaled(.none)
    return try BacktestRun.play(day, options).fills
  }

  @Test func `fill what rests at their price, and only from the right side`() throws {
    let fills = try Self.fills(Self.journal(tradedAt: 51))
    let first = try #require(fills.first)
    #expect(first.price == Price(cents: 51) && first.side == .bid && first.liquidity == .maker)
    #expect(first.quantity == Quantity(contracts: 4))
    #expect(try Self.fills(Self.journal(tradedAt: nil)).isEmpty)
    #expect(try Self.fills(Self.journal(tradedAt: 51, by: "bid")).isEmpty)
    #expect(try Self.fills(Self.journal(tradedAt: 55)).isEmpty)
    // A trade beyond our price fills us whole.
    #expect(try Self.fills(Self.journal(tradedAt: 50)).first?.quantity == Quantity(contracts: 10))
  }

  @Test func `are not what the old session took, but are what was taken from it`() throws {
    #expect(try Self.fills(Self.journal(tradedAt: 51, ours: .taker)).isEmpty)
    #expect(try Self.fills(Self.journal(tradedAt: 51, ours: .maker)).count == 1)
    let taken = try Self.journal(tradedAt: 51, ours: .taker)
    let text = try JournalDay.assumptions(of: JournalDay.sessions(in: [taken.path]))
      .first { $0.name == "Trades" }?.text
    #expect(text == "1 in the sessions' frames; 1 of the sessions' own takes are left out")
  }

  @Test func `count once, though their frames come twice or late`() throws {
    let journal = try MadeUpJournal()
    func trade(_ sequence: Int, sid: Int = 3, _ milliseconds: Int64) throws {
      try journal.trade(
        cents: 51, contracts: 1, takerSide: "ask", sid: sid, sequence: sequence,
        milliseconds: milliseconds)
    }
    try journal.subscribedToTrades(sid: 3, milliseconds: 1)
    // Before the first news there is nothing to trade against, but the number is taken.
    try trade(1, 2)
    try journal.input(.link(.exchangeStream, isUp: true), milliseconds: 3)
    try trade(1, 4)
    #expect(try Self.count(journal) == 0)
    for sequence in [2, 2, 4, 3, 4, 5] { try trade(sequence, 5) }
    #expect(try Self.count(journal) == 3)
    // A new connection numbers anew, and what is said of another subscription is not meant.
    try journal.subscribedToTrades(sid: 3, milliseconds: 6)
    try trade(1, 7)
    try journal.subscribedToTrades(sid: 6, milliseconds: 8)
    try trade(1, sid: 6, 9)
    try trade(9, sid: 3, 10)
    #expect(try Self.count(journal) == 5)
    journal.end()
  }

  private static func count(_ journal: MadeUpJournal) throws -> Int? {
    try JournalDay.sessions(in: [journal.path]).first?.tradeCount
  }

  @Test func `are counted at the head of the report, as are sessions without any`() throws {
    let journals = try (Self.journal(tradedAt: 51), Self.journal(tradedAt: nil))
    let with = try JournalDay.sessions(in: [journals.0.path])
    let without = try JournalDay.sessions(in: [journals.1.path])
    withExtendedLifetime(journals) {}
    let text = { (days: [JournalDay]) in
      JournalDay.assumptions(of: days).first { $0.name == "Trades" }?.text ?? ""
    }
    #expect(text(with).hasPrefix("1 of others, from the sessions' frames"))
    #expect(!text(with).contains("cancelled"))
    #expect(text(without).contains("no session has trades of others"))
    #expect(text(with + without).contains("1 of 2 sessions have none"))
    #expect(with.first.map(\.eventCount) == without.first.map { $0.eventCount + 1 })
  }
}
