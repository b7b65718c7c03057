import Market
import Probability
import Testing

@testable import Backtesting

@Suite("The drawings of a report")
struct DrawingTests {
  private static let sizes: [ChartSize] = [.wide(900, 260), .narrow()]

  /// Coordinates of an attribute, in order.
  private func numbers(_ attribute: String, in svg: String) -> [Double] {
    svg.split(separator: " \(attribute)=\"").dropFirst().compactMap {
      Double($0.prefix { $0 != "\"" })
    }
  }

  @Test func `a scale maps its ends to its pixels and keeps the rest inside`() {
    let scale = LinearScale(domain: 10...20, start: 100, end: 0)
    #expect(scale.pixel(10) == 100 && scale.pixel(20) == 0 && scale.pixel(12.5) == 75)
    #expect(scale.pixel(-99) == 100 && scale.pixel(99) == 0)
    #expect(LinearScale(domain: 5...5, start: 0, end: 10).pixel(5) == 5)
  }

  @Test(arguments: [
    (0.9, 1.0), (1, 1), (1.1, 2), (2.4, 5), (5.1, 10), (0.013, 0.02), (0.05, 0.05), (4_100, 5_000),
  ])
  func `steps are 1, 2 or 5 times a power of ten`(_ size: Double, _ step: Double) {
    #expect(abs(Axis.step(size) - step) < step * 1e-9)
  }

  @Test func `an axis begins and ends at a tick beyond its values`() {
    let axis = Axis(values: [-3.2, 7.9], start: 0, end: 100, count: 5)
    #expect(axis.ticks.map(\.label) == ["−5", "0", "5", "10"])
    #expect(axis.scale.pixel(-5) == 0 && axis.scale.pixel(10) == 100)
    let shares = Axis(values: [0, 1], start: 0, end: 100, count: 5, percent: true)
    #expect(shares.ticks.map(\.label) == ["0", "20", "40", "60", "80", "100"])
    let small = Axis(values: [0.011, 0.019], start: 0, end: 1, count: 4)
    #expect(small.ticks.map(\.label) == ["0.010", "0.012", "0.014", "0.016", "0.018", "0.020"])
    #expect(Axis(values: [], start: 0, end: 1, count: 4).ticks.first?.label == "0.0")
    #expect(Axis(values: [4, 4], start: 0, end: 1, count: 4).ticks.count >= 2)
  }

  @Test(
    arguments: [
      (30, "12:00:00"), (3_600, "12:00"), (40_000, "15:00"), (86_400 * 5, "25 Nov"),
      (86_400 * 400, "Jan 2026"),
    ] as [(Int64, String)])
  func `ticks of time stand at full units`(_ seconds: Int64, _ label: String) {
    let times = [SmallBacktest.noon, SmallBacktest.noon + seconds * 1_000_000_000]
    let axis = Axis(times: times, start: 0, end: 100, count: 8)
    #expect(axis.ticks.contains { $0.label == label }, "\(axis.ticks.map(\.label))")
    #expect((1...10).contains(axis.ticks.count))
    #expect(axis.ticks.allSatisfy { (0...100).contains(axis.scale.pixel($0.value)) })
  }

  @Test func `coordinates are written to a tenth and are never no number`() {
    #expect(SVGCanvas.text(12) == "12" && SVGCanvas.text(-0.04) == "0")
    #expect(SVGCanvas.text(3.14159) == "3.1" && SVGCanvas.text(-2.55) == "-2.6")
    #expect(SVGCanvas.text(.nan) == "0" && SVGCanvas.text(.infinity) == "0")
  }

  @Test func `a canvas escapes its texts and is XML`() {
    var canvas = SVGCanvas(width: 10, height: 10, title: "<&\"'>")
    canvas.text("<b>", at: .init(x: 1, y: 2))
    for shape in [SVGCanvas.Shape.circle, .square, .up, .down] {
      canvas.mark(shape, at: .init(x: 5, y: 5), radius: 2, "dot-a", tip: "a & b")
    }
    canvas.polyline([.init(x: 0, y: 0)], "line")
    let checker = XMLChecker(canvas.svg)
    #expect(checker.error == nil)
    #expect(checker.elements == ["svg", "title", "text", "circle", "rect", "path"])
    #expect(canvas.svg.count(of: "<path") == 2, "a line of one point draws nothing")
  }

  @Test func `thinning keeps the ends, the highest and the lowest`() {
    var values = (0..<10_000).map { Double($0 % 97) }
    values[5_003] = 1_000
    values[7_007] = -1_000
    let places = Thinning.places(values, most: 100)
    #expect(places.count <= 100)
    #expect(places.first == 0 && places.last == 9_999)
    #expect(places.contains(5_003) && places.contains(7_007))
    #expect(zip(places, places.dropFirst()).allSatisfy(<))
    #expect(Thinning.places([1, 2, 3], most: 4) == [0, 1, 2])
    #expect(Thinning.evenly(1_000, most: 3) == [0, 499, 999])
    #expect(Thinning.evenly(2, most: 3) == [0, 1] && Thinning.evenly(9, most: 0) == [])
  }

  @Test(arguments: sizes)
  func `a line stays in its drawing and rises with its values`(_ size: ChartSize) throws {
    let samples = (0..<50).map {
      TimeChart.Sample(
        time: SmallBacktest.noon + Int64($0) * 3_600_000_000_000, value: Double($0) * 2 - 30)
    }
    let svg = TimeChart(
      title: "t", unit: "dollars", samples: samples, baseline: 0, isFilled: true
    ).svg(size)
    #expect(XMLChecker(svg).error == nil)
    let path = try #require(
      svg.split(separator: "class=\"line line-a\"").first?.split(separator: "d=\"").last)
    let points = path.split { "ML\"".contains($0) }.compactMap { part -> [Double]? in
      let pair = part.split(separator: " ").compactMap { Double($0) }
      return pair.count == 2 ? pair : nil
    }
    #expect(points.count == 50)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0[0] < $1[0] && $0[1] > $1[1] })
    #expect(points.allSatisfy { $0[0] >= 0 && $0[0] <= size.width && $0[1] <= size.height })
  }

  @Test(arguments: sizes)
  func `columns go down for losses`(_ size: ChartSize) {
    let svg = ColumnChart(
      title: "t", unit: "dollars",
      columns: [(1.0, "a"), (-2.0, "b"), (0, "c")].map {
        ColumnChart.Column(label: $0.1, value: $0.0, tip: $0.1)
      }
    ).svg(size)
    #expect(XMLChecker(svg).error == nil)
    #expect(svg.count(of: "class=\"gain\"") == 2 && svg.count(of: "class=\"loss\"") == 1)
    let (tops, heights) = (numbers("y", in: svg), numbers("height", in: svg))
    #expect(abs(heights[1] - 2 * heights[0]) < 0.3)
    #expect(tops.count > 2)
  }

  @Test(arguments: sizes)
  func `bars are as long as their counts`(_ size: ChartSize) {
    let svg = BarChart(
      title: "t",
      bars: [("one", 10), ("two", 20), ("none", 0)].map {
        BarChart.Bar(name: $0.0, count: $0.1, isMarked: false)
      }
    ).svg(size)
    #expect(XMLChecker(svg).error == nil)
    let widths = numbers("width", in: svg)
    #expect(abs(widths[1] - 2 * widths[0]) < 0.3 && widths[2] == 0)
    for name in ["one", "two", "none", ">20<"] { #expect(svg.contains(name)) }
  }

  @Test(arguments: sizes)
  func `calibration has a diagonal, a mark and a count for each bin`(_ size: ChartSize) throws {
    let bins = [(0.2, 11), (0.5, 22), (0.95, 33)].map { forecast, count in
      ForecastFindings.Bin(
        count: count, happened: count / 2, meanForecast: forecast, frequency: 0.5,
        interval: .init(level: 0.95, lower: 0.3, upper: 0.7))
    }
    let svg = CalibrationChart(title: "t", bins: bins).svg(size)
    #expect(XMLChecker(svg).error == nil)
    #expect(svg.count(of: "class=\"baseline\"") == 1)
    #expect(svg.count(of: "<circle") == 3 && svg.count(of: "whisker") == 3)
    for count in [">11<", ">22<", ">33<"] { #expect(svg.contains(count)) }
    let centres = numbers("cx", in: svg)
    #expect(centres == centres.sorted())
    #expect(Set(numbers("cy", in: svg)).count == 1)
  }

  @Test(arguments: sizes)
  func `whiskers stand where intervals are known`(_ size: ChartSize) {
    let series = [
      WhiskerChart.Series(
        name: "maker",
        marks: [
          .init(value: 1, ends: -1...2, tip: "a"), .init(value: 2, ends: nil, tip: "b"), nil,
        ],
        notes: ["7", "8", "0"]),
      WhiskerChart.Series(
        name: "taker", marks: [nil, nil, .init(value: -1, ends: -2...0, tip: "c")],
        notes: ["0", "0", "9"]),
    ]
    let svg = WhiskerChart(
      title: "t", unit: "cents", groups: ["1 s", "10 s", "close"], series: series
    )
    .svg(size)
    #expect(XMLChecker(svg).error == nil)
    #expect(svg.count(of: "whisker line-a") == 3 && svg.count(of: "whisker line-b") == 3)
    // Two marks and the legend's of makers, one and the legend's of takers.
    #expect(svg.count(of: "class=\"dot-a\"") == 3 && svg.count(of: "class=\"ring-b\"") == 2)
  }

  @Test(arguments: sizes)
  func `fills are marked by side and liquidity, and the band breaks where a side is empty`(
    _ size: ChartSize
  ) throws {
    let made = MadeUpBacktest(days: 1, gamesPerDay: 1, fillsPerMarket: 3, seed: 2)
    let paths = TradedPath.mostTraded(of: made.result())
    let path = try #require(paths.first)
    let svg = PriceChart(title: path.ticker, path: path).svg(size)
    #expect(XMLChecker(svg).error == nil)
    #expect(svg.count(of: "class=\"band\"") == 3, "90 quotes with two holes")
    #expect(svg.count(of: "class=\"line fair\"") == 1)
    #expect(svg.count(of: "as taker") + svg.count(of: "as maker") == path.marks.count)
    let sold = path.marks.count { !$0.isBuy }
    #expect(svg.count(of: "class=\"dot-b\"") + svg.count(of: "class=\"ring-b\"") == sold)
  }

  @Test(arguments: sizes)
  func `a heat map is blue above zero and orange below, and leaves holes empty`(
    _ size: ChartSize
  ) throws {
    var sweep = MadeUpBacktest(days: 1).sweep(columns: 2, rows: 2)
    for (place, cents) in [10_000, -10_000, 100, 0].enumerated() {
      sweep.trials[place].profits = [Money(cents: cents)]
    }
    let svg = HeatMap(title: "t", grid: try #require(SweepGrid(sweep))).svg(size)
    #expect(XMLChecker(svg).error == nil)
    for style in ["warm-5", "cold-5", "warm-1", "warm-0"] {
      #expect(svg.count(of: "class=\"\(style)\"") == 1)
    }
    sweep.trials.removeLast()
    #expect(
      HeatMap(title: "t", grid: try #require(SweepGrid(sweep))).svg(size).count(of: "<rect") == 3)
  }

  @Test func `texts are shortened by what is seen and by what is stored`() {
    #expect(Markup.shortened("short", most: 8) == "short")
    #expect(Markup.shortened("a longer one", most: 8) == "a longe…")
    let piled = "a" + String(repeating: "\u{301}", count: 10_000)
    #expect(Markup.shortened(piled, most: 8).unicodeScalars.count < 40)
    #expect(Markup.withMinus("-1 to -2 on 2025-11-24 (-3)") == "−1 to −2 on 2025-11-24 (−3)")
  }

  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1_234_567.891, 2, "1,234,567.89"),
    (-999.5, 0, "-1,000"),
    (12.3456, 3, "12.346"),
  ])
  func `numbers have fixed decimals and commas`(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberText.fixed(value, decimals) == text)
  }

  @Test func `cash is rounded half away from zero`() {
    #expect(NumberText.dollars(Money(microDollars: -5_000)) == "-0.01")
    #expect(NumberText.dollars(Money(microDollars: 4_999)) == "0.00")
    #expect(NumberText.dollars(Money(microDollars: 1_234_565_000_000)) == "1,234,565.00")
    #expect(NumberText.signedDollars(Money(microDollars: 5_000)) == "+0.01")
    #expect(NumberText.signedDollars(Money(microDollars: 1)) == "0.00")
    #expect(NumberText.signed(0.001, 2) == "0.00" && NumberText.signed(2, 1) == "+2.0")
  }

  @Test(
    arguments: [
      (5, "5 s"), (125, "2 min"), (3_600, "1 h"), (3_720, "1 h 2 min"), (90_000, "1 d 1 h"),
    ] as [(Int64, String)])
  func `durations have their two largest units`(_ seconds: Int64, _ text: String) {
    #expect(MomentText.duration(seconds * 1_000_000_000) == text)
    #expect(MomentText.minute(Timestamp(seconds: -60)) == "1969-12-31 23:59")
  }
}
