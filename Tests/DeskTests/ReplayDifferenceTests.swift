import Journal
import Market
import TestKit
import Testing
import Trading

@testable import Desk

/// A replay that says something else than was recorded: each kind of record, and where.
@Suite struct `A replay that differs` {
  /// A session that waits for a line: two books, a profile, 100 offered five cents below them.
  private static func journal() throws -> MadeUpJournal {
    var configuration = EngineConfiguration()
    configuration.consensus.conflationNanoseconds = 0
    let preset = try #require(TradingProfile.presets.first { $0.name == "ANY_EDGE" })
    configuration.profiles = [ProfileConfiguration(preset, capital: Money(cents: 50_000))]
    let journal = try MadeUpJournal(configuration: configuration)
    func live(_ event: EngineEvent) throws { try journal.live(event, milliseconds: 1) }
    try live(.gameMatched(GameID(0), start: nil))
    for link in Link.allCases { try live(.link(link, isUp: true)) }
    try live(
      .reconciled(
        AccountState(
          readFrom: MadeUpJournal.start + 1_000_000, availableCash: Money(cents: 100_000),
          holdings: [], otherHoldings: 0, restingOrders: [])))
    try live(
      .bookSnapshot(
        MarketID(0), bids: [BookLevel(price: Price(cents: 46), quantity: Quantity(contracts: 100))],
        asks: [BookLevel(price: Price(cents: 48), quantity: Quantity(contracts: 100))]))
    return journal
  }

  /// The line that is worth a trade: the engine orders and signals.
  private static func trade(
    _ journal: MadeUpJournal, falsify: (inout ContiguousArray<EngineOutput>) -> Void = { _ in }
  ) throws {
    try journal.live(
      .line(
        GameID(0), BookmakerID(0),
        GameLine(kind: .winner, homeOrOver: 100 / 55.5, awayOrUnder: 100 / 44.5)),
      milliseconds: 2, falsify: falsify)
  }

  /// The replay's first difference; the session ends in order.
  private func difference(_ journal: MadeUpJournal) throws -> String {
    try journal.live(.timer, milliseconds: 3)
    try journal.record(.end, "", milliseconds: 4)
    journal.end()
    let outcome = try JournalReplay.run(paths: [journal.path])
    #expect(!outcome.isSame)
    #expect(outcome.text.contains("DIFFERENT\n  first difference: "))
    #expect(!outcome.text.contains("byte for byte"))
    return try #require(outcome.sessions.first?.difference)
  }

  @Test func `what is as it was said is the same`() throws {
    let journal = try Self.journal()
    try Self.trade(journal)
    try journal.standing(milliseconds: 2)
    journal.end()
    let outcome = try JournalReplay.run(paths: [journal.path])
    #expect(outcome.isSame && outcome.sessions.first?.difference == nil)
    #expect(outcome.sessions.first?.outputs ?? 0 > 0, "something was ordered")
  }

  @Test func `an order of another size is shown as recorded and as said`() throws {
    let journal = try Self.journal()
    try Self.trade(journal) { outputs in
      for place in outputs.indices {
        guard case .place(var order) = outputs[place] else { continue }
        order.quantity = Quantity(contracts: 7)
        outputs[place] = .place(order)
      }
    }
    let words = try difference(journal)
    #expect(words.contains("recorded order ") && words.contains("buy 7.00 YES"), "\(words)")
    #expect(words.contains(", said order "), "\(words)")
  }

  @Test func `an order that was not recorded is named with its input`() throws {
    let journal = try Self.journal()
    try Self.trade(journal) { $0.removeAll() }
    let words = try difference(journal)
    #expect(words.hasPrefix("input of record ") && words.hasSuffix(", not recorded"), "\(words)")
    #expect(words.contains("said order "), "\(words)")
  }

  @Test func `an output that was never said is named`() throws {
    let journal = try Self.journal()
    try Self.trade(journal) { $0.append(.reconcile) }
    let words = try difference(journal)
    #expect(words.hasPrefix("record ") && words.hasSuffix(", not said"), "\(words)")
  }

  @Test func `a signal that was never given differs`() throws {
    let journal = try Self.journal()
    try Self.trade(journal)
    let given = try #require(journal.engine.signals.first)
    try journal.signal(given, milliseconds: 2)
    #expect(try difference(journal).hasSuffix("recorded a signal that was not said"))
  }

  @Test func `an account that stood otherwise differs`() throws {
    let journal = try Self.journal()
    try Self.trade(journal)
    try journal.standing(milliseconds: 2, adding: 1)
    #expect(try difference(journal).hasSuffix("the account stood otherwise"))
  }

  @Test func `only the first difference of a session is told`() throws {
    let journal = try Self.journal()
    try Self.trade(journal) { $0.append(.reconcile) }
    try journal.standing(milliseconds: 2, adding: 1)
    #expect(try difference(journal).hasSuffix(", not said"))
  }
}
