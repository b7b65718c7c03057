import FoundationEssentials
import Market
import TestKit
import Testing

@testable import Backtesting

@Suite("The forms of a backtest's report")
struct BacktestReportFormTests {
  private static let made = MadeUpBacktest(days: 21, gamesPerDay: 2, equityPerDay: 20)
  private static let hostile =
    "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload='x' & ]]>"
    + " &nbsp; \u{1B}[31m\u{202E}\u{0}\u{FFFF}"

  private func report(seed: UInt64 = 7) -> BacktestReport {
    BacktestReport(Self.made.result(), sweep: Self.made.sweep(), seed: seed)
  }

  /// A result with the same text in the place of every text that comes from elsewhere.
  private func hostileReport() -> BacktestReport {
    let small = MadeUpBacktest(days: 2, gamesPerDay: 2)
    var result = small.result()
    let text = Self.hostile
    result.title = text
    result.assumptions = [.init(text, text)]
    result.settings = [text]
    result.notes = [text]
    result.funnel = [.init(gate: text, markets: 3)]
    for place in result.markets.indices {
      result.markets[place].ticker = text
      result.markets[place].event += text
      result.markets[place].gate = text
      result.markets[place].league = text
    }
    for place in result.days.indices { result.days[place].name = text }
    var sweep = small.sweep(columns: 3, rows: 2)
    sweep.days = sweep.days.map { $0 + text }
    for place in sweep.trials.indices {
      sweep.trials[place].values = ["\(text)a=\(text)\(place / 3)", "\(text)b=\(text)\(place % 3)"]
    }
    return BacktestReport(result, sweep: sweep, seed: 1)
  }

  @Test func `the same result and seed give the same bytes`() throws {
    let (first, second) = (report(), report())
    #expect(try first.json() == second.json())
    #expect(BacktestReportPage(first).html == BacktestReportPage(second).html)
    #expect(BacktestReportText(first).text == BacktestReportText(second).text)
    #expect(try first.json() != report(seed: 8).json())
  }

  @Test func `the JSON holds the whole report`() throws {
    let report = report()
    let json = try report.json()
    let again = try JSONDecoder().decode(BacktestReport.self, from: Data(json))
    #expect(again == report)
    #expect(BacktestReportPage(again).html == BacktestReportPage(report).html)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains("\"insufficientData\" : \"it needs at least 20 test days, got"))
    let places = ["account", "assumptions", "closingLine", "coverage", "wallSeconds"].map {
      text.range(of: "\n  \"\($0)\"")?.lowerBound
    }
    #expect(!places.contains(nil))
    #expect(
      zip(places, places.dropFirst()).allSatisfy { pair in
        if let first = pair.0, let second = pair.1 { first < second } else { false }
      })
  }

  @Test func `the page is XML and needs nothing from elsewhere`() {
    for report in [report(), BacktestReport(BacktestResult(), seed: 1), hostileReport()] {
      let page = BacktestReportPage(report).html
      let checker = XMLChecker(page)
      #expect(checker.error == nil)
      #expect(checker.attributes.isDisjoint(with: ["src", "href", "style", "action", "data"]))
    }
    let page = BacktestReportPage(report()).html.replacing("http://www.w3.org/", with: "")
    for resource in ["http:", "https:", "url(", "@import", "<script", "<link", "<iframe"] {
      #expect(!page.contains(resource), "\(resource) in the page")
    }
  }

  @Test func `a stranger's text becomes no tag and no attribute`() {
    let page = BacktestReportPage(hostileReport()).html
    let checker = XMLChecker(page)
    #expect(checker.error == nil)
    let allowed: Set<String> = [
      "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p",
      "section", "dl", "dt", "dd", "div", "strong", "ul", "li", "figure", "figcaption", "svg",
      "line", "path", "rect", "circle", "text", "table", "thead", "tbody", "tr", "th", "td",
      "footer",
    ]
    #expect(checker.elements.subtracting(allowed).isEmpty)
    #expect(checker.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "href" && $0 != "src" })
    #expect(checker.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `assumptions come first, then what it is no evidence of, then what is missing`() throws
  {
    let page = BacktestReportPage(report()).html
    let text = BacktestReportText(report()).text
    for form in [page, text] {
      let places = try [
        "We join behind everything shown", "This is not evidence of profit.",
        form == page ? ">What is missing<" : "What is missing",
        form == page ? ">Result<" : "Result\n",
      ].map { try #require(form.range(of: $0)?.lowerBound) }
      #expect(places == places.sorted())
    }
  }

  @Test func `every chart is on the page, in both sizes, with a title`() {
    let page = BacktestReportPage(report()).html
    for name in [
      "equity", "drawdown", "days", "markouts", "calibration", "funnel", "path-1", "path-6",
      "sweep",
    ] {
      #expect(page.contains("data-chart=\"\(name)\""), "\(name) is missing")
    }
    for figure in page.split(separator: "</figure>") where figure.contains("data-chart=") {
      #expect(figure.count(of: "<svg ") >= 2)
      #expect(figure.count(of: "<svg ") == figure.count(of: "role=\"img\""))
    }
  }

  @Test func `where data do not suffice, the page says so in the chart's place`() {
    let page = BacktestReportPage(BacktestReport(BacktestResult(), seed: 1)).html
    for name in ["equity", "markouts", "calibration"] {
      #expect(page.contains("data-missing=\"\(name)\""))
      #expect(!page.contains("data-chart=\"\(name)\""))
    }
    #expect(page.count(of: "insufficient data") >= 5)
    #expect(!page.contains("nan") && !page.contains("inf "))
  }

  @Test func `the text keeps to 100 columns, whatever it is given`() {
    for report in [report(), hostileReport(), BacktestReport(BacktestResult(), seed: 1)] {
      let text = BacktestReportText(report).text
      for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
      #expect(text.hasSuffix("\n"))
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }
    var long = SmallBacktest.threeFills()
    long.title = String(repeating: "long", count: 100)
    long.notes = [String(repeating: "word", count: 100)]
    long.markets[0].ticker = String(repeating: "T", count: 300)
    for line in BacktestReportText(BacktestReport(long, seed: 1)).text.split(separator: "\n") {
      #expect(line.count <= 100)
    }
  }

  @Test func `two hundred thousand fills make a page of bounded size that says what it left out`()
    throws
  {
    let huge = MadeUpBacktest(days: 40, gamesPerDay: 10, fillsPerMarket: 440, equityPerDay: 500)
    var result = huge.result()
    #expect(result.fills.count > 200_000)
    result.notes = (0..<5_000).map { "note \($0)" }
    result.settings = (0..<1_000).map { "setting.\($0) = 1" }
    let report = BacktestReport(result, sweep: huge.sweep(columns: 30, rows: 30), seed: 1)
    let page = BacktestReportPage(report).html
    #expect(page.utf8.count < 1_500_000)
    #expect(try report.json().count < 4_000_000)
    #expect(page.contains("300 more were left out"))
    #expect(page.contains("more fills not drawn"))
    #expect(page.contains("points between were left out"))
    #expect(page.contains("… and 4,800 more") && page.contains("… and 800 more"))
    #expect(page.contains("The best 100 trials; 800 more."))
    #expect(XMLChecker(page).error == nil)
    #expect(report.account.fills == result.fills.count)
    #expect(report.markouts.map { $0.fills + $0.missing }.reduce(0, +) == result.fills.count * 5)
  }
}

extension StringProtocol {
  /// How often a text occurs.
  func count(of text: String) -> Int { ranges(of: text).count }

  func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
