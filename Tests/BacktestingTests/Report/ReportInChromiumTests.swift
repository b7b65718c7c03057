import TestKit
import Testing

@testable import Backtesting

@Suite("The report's page in a browser", .serialized)
struct ReportInChromiumTests {
  /// A visible chart, in pixels of the page.
  private struct Box {
    let name: String
    let x: Int
    let y: Int
    let width: Int
    let height: Int
  }

  private struct Layout {
    let width: Int
    let scrollWidth: Int
    let overflowing: [String]
    let boxes: [Box]
  }

  private static let charts = [
    "equity", "drawdown", "days", "markouts", "calibration", "sweep", "funnel", "path-1", "path-2",
    "path-3", "path-4", "path-5", "path-6",
  ]

  private let folder = TestFolder()
  private let page: String

  init() {
    let made = MadeUpBacktest(days: 21, gamesPerDay: 2)
    page =
      BacktestReportPage(BacktestReport(made.result(), sweep: made.sweep(), seed: 7)).html
  }

  /// The page with a script that writes what it measures into the body's attributes.
  private func measured(_ page: String) -> String {
    let script = """
      <script>
      const at = r => [r.x, r.y + scrollY, r.width, r.height].map(Math.round).join(",");
      const visible = [...document.querySelectorAll("figure[data-chart] svg")]
        .filter(s => s.getBoundingClientRect().width > 0);
      const past = [...document.querySelectorAll("body *")].filter(e =>
        !e.closest(".scroll, svg") && e.getBoundingClientRect().right > innerWidth + 0.5);
      document.body.setAttribute("data-boxes", visible.map(s =>
        s.closest("figure").dataset.chart + "," + at(s.getBoundingClientRect())).join(";"));
      document.body.setAttribute("data-past", past.map(e => e.tagName).join(","));
      document.body.setAttribute("data-widths",
        innerWidth + "," + document.documentElement.scrollWidth);
      </script></body>
      """
    let policy = page.split(separator: "\n").first { $0.contains("Content-Security-Policy") } ?? ""
    return page.replacing(policy, with: "").replacing("</body>", with: script)
  }

  private func layout(of page: String, _ browser: Chromium) throws -> Layout {
    let document = try browser.document(of: folder.write(measured(page), "measured.html"))
    func attribute(_ name: String) throws -> String {
      let start = try #require(document.firstRange(of: "\(name)=\"")?.upperBound)
      return String(document[start...].prefix { $0 != "\"" })
    }
    let widths = try attribute("data-widths").split(separator: ",").compactMap { Int($0) }
    let boxes = try attribute("data-boxes").split(separator: ";").map { part in
      let words = part.split(separator: ",")
      let numbers = words.dropFirst().compactMap { Int($0) }
      return Box(
        name: String(words[0]), x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
    return Layout(
      width: widths[0], scrollWidth: widths[1],
      overflowing: try attribute("data-past").split(separator: ",").map { String($0) },
      boxes: boxes)
  }

  @Test func `the page as it is says nothing on the console and has every chart`() throws {
    let document = try Chromium().document(of: folder.write(page, "report.html"))
    #expect(!document.contains(":CONSOLE"), "\(document.prefix(2_000))")
    for chart in Self.charts { #expect(document.contains("data-chart=\"\(chart)\"")) }
    #expect(document.contains("This is not evidence of profit."))
  }

  @Test func `an error on the console would be seen`() throws {
    let broken = page.replacing("</body>", with: "<script>alert(1)</script></body>")
    let document = try Chromium().document(of: folder.write(broken, "broken.html"))
    #expect(document.contains(":CONSOLE"), "the page's policy refuses scripts, and says so")
  }

  @Test(arguments: [380, 640, 900, 1_280, 1_600])
  func `nothing is wider than the window, and each chart is seen once`(_ width: Int) throws {
    let layout = try layout(of: page, Chromium(width: width))
    #expect(layout.width == width)
    #expect(layout.scrollWidth <= width)
    #expect(layout.overflowing.isEmpty)
    #expect(layout.boxes.map(\.name) == Self.charts)
    for box in layout.boxes {
      #expect(box.width >= (width < 640 ? 300 : 340) && box.height >= 100, "\(box)")
      #expect(box.x >= 0 && box.x + box.width <= width, "\(box)")
    }
  }

  @Test func `texts without a blank widen nothing, and none of them runs`() throws {
    let long =
      String(repeating: "W", count: 3_000) + "<script>document.title='run'</script>"
      + "<img src='x' onerror='document.title=1'/>"
    var result = MadeUpBacktest(days: 2, gamesPerDay: 2).result()
    result.title = long
    result.assumptions = [.init(long, long)]
    result.settings = [long]
    result.notes = [long]
    result.funnel = [.init(gate: long, markets: 3)]
    for place in result.markets.indices {
      result.markets[place].ticker = long
      result.markets[place].gate = long
    }
    for place in result.days.indices { result.days[place].name = long }
    var sweep = MadeUpBacktest(days: 2).sweep(columns: 2, rows: 2)
    let name = String(long.filter { $0 != "=" })
    for place in sweep.trials.indices {
      sweep.trials[place].values = ["\(name)a=\(place / 2)\(long)", "\(name)b=\(place % 2)\(long)"]
    }
    let page = BacktestReportPage(BacktestReport(result, sweep: sweep, seed: 1)).html
    let layout = try layout(of: page, Chromium(width: 380))
    #expect(layout.scrollWidth <= 380)
    #expect(layout.overflowing.isEmpty)
    #expect(layout.boxes.contains { $0.name == "sweep" })
    let document = try Chromium().document(of: folder.write(page, "long.html"))
    #expect(!document.contains(":CONSOLE"))
    #expect(document.contains("<title>Backtest: WWW"))
  }

  @Test(arguments: [(1_280, false), (380, true)])
  func `every chart has ink, and the dark page is dark`(_ width: Int, _ isDark: Bool) throws {
    let boxes = try layout(of: page, Chromium(width: width, isDark: isDark)).boxes
    let bottom = try #require(boxes.map { $0.y + $0.height }.max())
    let browser = Chromium(width: width, height: bottom + 20, isDark: isDark)
    let image = try browser.screenshot(of: folder.write(page, "report.html"), in: folder)
    #expect(image.width == width && image.height == bottom + 20)
    let background = image.colour(1, 1)
    let channels = [background >> 16, background >> 8 & 255, background & 255]
    #expect(channels.allSatisfy { isDark ? $0 < 60 : $0 > 235 }, "\(channels)")
    for box in boxes {
      let ink = image.ink(
        x: box.x, y: box.y, width: box.width, height: box.height, background: background)
      #expect(ink.colours >= 12 && ink.share > 0.015, "\(box): \(ink)")
    }
  }

  @Test func `a blank picture would be seen`() throws {
    let blank = "<html><body style=\"background:#fff\"></body></html>"
    let image = try Chromium(width: 400, height: 300)
      .screenshot(of: folder.write(blank, "blank.html"), in: folder)
    let ink = image.ink(x: 0, y: 0, width: 400, height: 300, background: image.colour(1, 1))
    #expect(ink.colours == 0 && ink.share == 0)
  }
}
