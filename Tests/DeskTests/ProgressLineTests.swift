import Testing

@testable import Desk

@Suite struct `A line of progress` {
  private let line = ProgressLine(share: 0.42, details: ["28.1 M events/s", "12 s left"])

  @Test(arguments: [
    (20, "42 %  12 s left"),
    (40, "42 %  28.1 M events/s, 12 s left"),
    (60, "[##########..............] 42 %  28.1 M events/s, 12 s left"),
    (80, "[################........................] 42 %  28.1 M events/s, 12 s left"),
    (
      200, "[################........................] 42 %  28.1 M events/s, 12 s left"
    ),
  ])
  func `gives up the bar first, then the rate`(_ columns: Int, _ expected: String) {
    #expect(line.text(columns: columns) == expected)
  }

  @Test func `never fills the last column, however narrow the terminal is`() {
    let long = ProgressLine(share: 1, details: ["3.0 M events/s", "123456 s left"])
    let recorded = ProgressLine(share: 0.999, details: ["2025-11-24 17:05:07Z"])
    for columns in 0...250 {
      for line in [line, long, recorded, ProgressLine(share: 0, details: [])] {
        #expect(line.text(columns: columns).count <= max(1, columns - 1), "\(columns)")
      }
      if columns >= 40 {
        let text = line.text(columns: columns)
        #expect(text.hasSuffix("42 %  28.1 M events/s, 12 s left"), "\(text)")
      }
      if columns >= 54 { #expect(long.text(columns: columns).hasPrefix("[########")) }
    }
    #expect(recorded.text(columns: 20) == "99 %  2025-11-24 1…")
    #expect(line.text(columns: 1) == "…")
  }

  @Test func `a share out of its bounds is drawn at the bound`() {
    for (share, percent) in [(-1.0, "0 %"), (7, "100 %"), (.nan, "0 %"), (.infinity, "100 %")] {
      let line = ProgressLine(share: share, details: [])
      #expect(line.text == percent)
      #expect(line.text(columns: 80).hasSuffix(percent))
    }
    #expect(
      ProgressLine(share: 1, details: []).text(columns: 60)
        == "[" + String(repeating: "#", count: 40) + "] 100 %")
  }
}
