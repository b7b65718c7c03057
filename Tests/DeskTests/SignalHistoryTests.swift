import Journal
import Market
import TestKit
import Testing
import Trading

@testable import Desk

@Suite struct `Signals in a journal` {
  /// A session in which two books, then four, see the home team five cents above the ask.
  private static func journal(
    bid: Int? = 46, volume: Int64 = 6_000
  ) throws -> MadeUpJournal {
    var configuration = EngineConfiguration()
    configuration.strategy.isEnabled = false
    configuration.consensus.conflationNanoseconds = 0
    let preset = try #require(TradingProfile.presets.first { $0.name == "STANDARD" })
    configuration.profiles = [ProfileConfiguration(preset, capital: Money(cents: 50_000))]
    let journal = try MadeUpJournal(configuration: configuration, bookmakers: 8)
    try journal.record(
      .note, BookmakerNote(BookmakerID(0), "Sharp & Co").text, milliseconds: 0)
    func live(_ event: EngineEvent) throws { try journal.live(event, milliseconds: 1) }
    try live(.gameMatched(GameID(0), start: nil))
    for link in Link.allCases { try live(.link(link, isUp: true)) }
    try live(
      .reconciled(
        AccountState(
          readFrom: MadeUpJournal.start + 1_000_000, availableCash: Money(cents: 100_000),
          holdings: [], otherHoldings: 0, restingOrders: [])))
    try live(.volumeChanged(MarketID(0), volume))
    try live(
      .bookSnapshot(
        MarketID(0),
        bids: bid.map {
          [BookLevel(price: Price(cents: $0), quantity: Quantity(contracts: 100))]
        } ?? [],
        asks: [BookLevel(price: Price(cents: 48), quantity: Quantity(contracts: 100))]))
    for book in [0, 1, 2] {
      try live(
        .line(
          GameID(0), BookmakerID(book),
          GameLine(kind: .winner, homeOrOver: 100 / 55.5, awayOrUnder: 100 / 44.5)))
    }
    return journal
  }

  @Test func `each is told with what became of it, and counted by what stopped it`() throws {
    let journal = try Self.journal()
    let history = try SignalHistory.read(paths: [journal.path], .init())
    try #require(history.lines.count == 3)
    #expect(history.count == 3 && history.traded == 1)
    #expect(history.lines[0].contains("NO_TRADE, TOO_FEW_BOOKMAKERS: too few bookmakers by"))
    #expect(
      history.lines[2].contains("\(MadeUpJournal.ticker): BUY_YES 10 at 48.00c or better, cut from")
    )
    #expect(history.stops.map(\.count) == [2])
    let replayed = try JournalReplay.run(paths: [journal.path])
    #expect(replayed.isSame)
    #expect(replayed.sessions.map(\.signals) == [3])
  }

  @Test func `why shows what a profile saw, for a market and for its order`() throws {
    let journal = try Self.journal()
    let market = try JournalInquiry.ask(
      .market(MadeUpJournal.ticker, at: .end), paths: [journal.path]
    ).lines.joined(separator: "\n")
    #expect(market.contains("signal      "))
    #expect(market.contains("STANDARD \(MadeUpJournal.ticker): BUY_YES 10 at 48.00c or better"))
    #expect(market.contains("is worth 55.49c by 3 books"))
    let id: ClientOrderID = try #require(
      market.split(separator: " ").lazy.compactMap { ClientOrderID(text: $0.filter { $0 != ":" }) }
        .first)
    let order = try JournalInquiry.ask(.order(id), paths: [journal.path])
      .lines.joined(separator: "\n")
    #expect(order.contains("signal      STANDARD \(MadeUpJournal.ticker): BUY_YES 10"))
    #expect(order.contains("gates       all passed, the profile's and the account's"))
  }

  @Test func `only the blocked, only the late, only one profile's`() throws {
    let journal = try Self.journal()
    let path = journal.path
    var blocked = SignalHistory.Filter()
    blocked.isBlockedOnly = true
    #expect(try SignalHistory.read(paths: [path], blocked).lines.count == 2)
    var late = SignalHistory.Filter()
    late.since = Timestamp.distantFuture
    #expect(try SignalHistory.read(paths: [path], late).lines.isEmpty)
    var other = SignalHistory.Filter()
    other.profile = "SCALP"
    #expect(try SignalHistory.read(paths: [path], other).lines.isEmpty)
  }

  @Test func `all that was not met is named, and at length both legs, volume and every book`()
    throws
  {
    let journal = try Self.journal()
    var long = SignalHistory.Filter()
    long.isLong = true
    let history = try SignalHistory.read(paths: [journal.path], long)
    let first = history.lines[0].split(separator: "\n")
    #expect(
      first[0].contains(
        "NO_TRADE, TOO_FEW_BOOKMAKERS: too few bookmakers by 2; YES at 48.00c"))
    #expect(
      first[1]
        == "    YES bid 46.00c ask 48.00c, NO bid 52.00c ask 54.00c; traded in 24 hours: 6000"
        + " contracts")
    #expect(
      first[2].hasPrefix("    edge 15.62 % of the price; recommended ")
        && first[2].hasSuffix(" $; admitted none"))
    #expect(first[3] == "    Sharp & Co: YES 55.50c, 0.000 s old, weight 100.0 %")
    let last = history.lines[2].split(separator: "\n")
    #expect(last.count == 6)
    #expect(
      last[2].contains("; admitted 10, risk 5.000000 $, expected profit 0.549990 $"), "\(last[2])")
    #expect(last[4] == "    bookmaker 1: YES 55.50c, 0.000 s old, weight 33.3 %")
    #expect(
      try SignalHistory.read(paths: [journal.path], .init()).lines.allSatisfy {
        !$0.contains("\n")
      })
  }

  @Test func `as JSON each is an object a line, by the design's names`() throws {
    let journal = try Self.journal()
    var filter = SignalHistory.Filter()
    filter.isJSON = true
    let history = try SignalHistory.read(paths: [journal.path], filter)
    try #require(history.lines.count == 3)
    for words in [
      #""action":"NO_TRADE""#, #""should_trade":false"#, #""edge_percent":15.62,"#,
      #""best_side":"yes""#, #""best_edge_e4":750"#, #""admitted_contracts":0"#,
      #""blocked_by":{"distance":2,"gate":"TOO_FEW_BOOKMAKERS","unit":"bookmakers"}"#,
      #""bookmaker":"Sharp & Co""#, #""ticker":"\#(MadeUpJournal.ticker)""#,
    ] { #expect(history.lines[0].contains(words), "\(words): \(history.lines[0])") }
    for words in [
      #""action":"BUY_YES""#, #""should_trade":true"#, #""admitted_contracts":10"#,
      #""admitted_risk_amount_e6":5000000"#, #""cut_by":"POSITION_SIZE""#, #""unmet":[]"#,
    ] { #expect(history.lines[2].contains(words), "\(words): \(history.lines[2])") }
    #expect(!history.lines[2].contains("blocked_by"))
    #expect(history.lines.allSatisfy { !$0.contains("\n") })
  }

  @Test func `conditions besides the first stand behind it with their distances`() throws {
    let journal = try Self.journal(bid: nil, volume: 40)
    let lines = try SignalHistory.read(paths: [journal.path], .init()).lines
    #expect(
      lines.first?.contains(
        "NO_TRADE, TOO_FEW_BOOKMAKERS: too few bookmakers by 2, and KALSHI_SPREAD (not known),"
          + " VOLUME (60.00 contracts); YES at 48.00c") == true)
    #expect(try JournalReplay.run(paths: [journal.path]).isSame)
  }

  @Test func `a note says who a bookmaker is, and nothing else is one`() {
    let note = BookmakerNote(BookmakerID(3), "A is B")
    #expect(note.text == "bookmaker 3 is A is B")
    #expect(BookmakerNote(text: note.text) == note)
    for text in ["", "bookmaker", "bookmaker x is A", "bookmaker 64 is A", "bookmaker 3 has A"] {
      #expect(BookmakerNote(text: text) == nil, "\(text)")
    }
  }

  @Test func `a span of time is a number and a unit`() {
    #expect(SpanText.nanoseconds("90s") == 90_000_000_000)
    #expect(SpanText.nanoseconds("1h") == 3_600_000_000_000)
    #expect(SpanText.nanoseconds("7d") == 604_800_000_000_000)
    for text in ["", "h", "1", "-1h", "0m", "1.5h", "1w", "99999999999d", "4000d"] {
      #expect(SpanText.nanoseconds(text) == nil, "\(text)")
    }
  }
}
