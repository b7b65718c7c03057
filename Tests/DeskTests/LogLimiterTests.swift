import Market
import Testing

@testable import Desk

@Suite struct `The log` {
  @Test func `stays bounded under a flood, and says how much was left out`() {
    var limiter = LogLimiter()
    var lines: [String] = []
    for number in 0..<10_000 {
      lines += limiter.take(
        "KXNFLGAME-\(number): order rejected: no money", now: Int64(number) * 1_000)
    }
    lines += limiter.finish()
    #expect(lines.count == LogLimiter.linesPerWindow + 1)
    #expect(
      lines.last == "KXNFLGAME-9999: order rejected: no money (and 9991 more like it)")
  }

  @Test func `a flood of one kind does not hide another`() {
    var limiter = LogLimiter()
    for number in 0..<100 { _ = limiter.take("gap on trade: expected \(number)", now: 0) }
    #expect(
      limiter.take("exchange stream lost: timed out", now: 1) == ["exchange stream lost: timed out"]
    )
  }

  @Test func `a new window lets lines pass again, after the sum of the old one`() {
    var limiter = LogLimiter()
    for _ in 0..<20 { _ = limiter.take("a b: c", now: 0) }
    let later = limiter.take("a b: c", now: LogLimiter.windowNanoseconds)
    #expect(later == ["a b: c (and 11 more like it)", "a b: c"])
  }

  @Test func `books blocked together are one line`() {
    var books = BlockedBooks()
    #expect(books.take { _ in "A" } == nil)
    books.note(MarketID(3))
    #expect(books.take { "M\($0.index)" } == "M3: order book blocked until the next snapshot")
    for index in 0..<900 { books.note(MarketID(index)) }
    #expect(books.take { _ in "A" } == "900 order books blocked until their next snapshots")
    #expect(books.isEmpty)
  }

  @Test func `text from the network loses its escape sequences`() {
    #expect(PlainText.cleaned("a\u{1B}[2Jb\r\nc\u{202E}") == "a [2Jb  c ")
    #expect(PlainText.cleaned("St. John's – ß") == "St. John's – ß")
  }

  @Test func `one market is a market, two are markets`() {
    #expect(PlainText.counted(1, "market") == "1 market")
    #expect(
      [0, 2, 21].map { PlainText.counted($0, "game") } == ["0 games", "2 games", "21 games"])
    var report = RunReport()
    (report.counts.seen, report.counts.games) = (2, 1)
    (report.counts.matched, report.counts.gamesMatched) = (1, 1)
    report.unmatched = [
      .init(reason: "exchange markets of no game: why", count: 1, examples: ["M"]),
      .init(reason: "sportsbook games: why", count: 2, examples: []),
    ]
    let text = RunReportText.render(report)
    #expect(
      text.contains("2 markets of 1 game seen. Matched: 1 market, those of the 1 game that a"))
    #expect(text.contains("  - 1 exchange market of no game: why: M\n"))
    #expect(text.contains("  - 2 sportsbook games: why\n"))
  }
}
