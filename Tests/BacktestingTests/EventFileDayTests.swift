import Market
import Matching
import TestKit
import Testing
import Trading

@testable import Backtesting

@Suite struct `A day of an event file` {
  private let folder = TestFolder()
  private static let market = MarketID(0)

  /// Plays events of one market, a millisecond apart, and returns the session.
  private func play(_ events: [MarketEvent]) throws -> BacktestSession {
    let path = folder.path + "/day.dbe"
    let writer = try EventFileWriter(path: path, tickers: ["KXA-1"])
    for (place, event) in events.enumerated() {
      var event = event
      event.receivedNanoseconds = Int64(place + 1) * 1_000_000
      writer.append(event)
    }
    try writer.finish()
    let day = try EventFileDay(path: path)
    #expect(day.eventCount == events.count)
    let session = BacktestSession(
      markets: day.markets, events: day.events, games: day.games, bookmakers: day.bookmakers,
      options: BacktestOptions(engine: EngineConfiguration()))
    try day.play(into: session)
    return session
  }

  private static func event(
    _ kind: MarketEvent.Kind, _ side: BookSide = .bid, cents: Int = 0, amount: Int64 = 0
  ) -> MarketEvent {
    MarketEvent(
      kind, market, side: side, price: Price(cents: cents), amount: amount,
      received: Timestamp(nanoseconds: 0))
  }

  private static let book = [
    event(.snapshot, amount: 3), event(.level, .bid, cents: 50, amount: 1_000),
    event(.level, .bid, cents: 49, amount: 500), event(.level, .ask, cents: 57, amount: 800),
  ]

  private static func state(_ session: BacktestSession) -> BookState {
    session.engine.books[market].state
  }

  private static func levels(_ session: BacktestSession, _ side: BookSide) -> [BookLevel] {
    session.engine.books[market].levels(side)
  }

  private static func level(_ cents: Int, _ hundredths: Int64) -> BookLevel {
    BookLevel(price: Price(cents: cents), quantity: Quantity(hundredths: hundredths))
  }

  @Test func `a snapshot is a book with its last level, not before`() throws {
    let unfinished = try play(Self.book.dropLast())
    #expect(Self.state(unfinished) == .awaitingSnapshot)
    let whole = try play(Self.book)
    #expect(Self.state(whole) == .live)
    #expect(Self.levels(whole, .bid) == [Self.level(50, 1_000), Self.level(49, 500)])
    #expect(Self.levels(whole, .ask) == [Self.level(57, 800)])
  }

  @Test func `changes move the book, and a trade alone does not`() throws {
    let session = try play(
      Self.book + [
        Self.event(.delta, .bid, cents: 50, amount: -400),
        Self.event(.delta, .ask, cents: 58, amount: 7),
        Self.event(.trade, .bid, cents: 57, amount: 100),
      ])
    #expect(Self.levels(session, .bid) == [Self.level(50, 600), Self.level(49, 500)])
    #expect(Self.levels(session, .ask) == [Self.level(57, 800), Self.level(58, 7)])
  }

  @Test func `a blocked book stays so until a whole one comes, which may be empty`() throws {
    let blocked = Self.book + [Self.event(.blocked)]
    #expect(try Self.state(play(blocked)) != .live)
    let emptied = try play(blocked + [Self.event(.snapshot, amount: 0)])
    #expect(Self.state(emptied) == .live)
    #expect(Self.levels(emptied, .bid).isEmpty && Self.levels(emptied, .ask).isEmpty)
  }

  @Test func `a decided market is settled, and a kind of a newer program is refused`() throws {
    let session = try play(Self.book + [Self.event(.settled, cents: 100)])
    #expect(session.engine.states[0].settledValue == .dollar)
    var newer = Self.event(.delta)
    newer.kindCode = 200
    #expect(throws: EventFileError.self) { _ = try play(Self.book + [newer]) }
  }
}
