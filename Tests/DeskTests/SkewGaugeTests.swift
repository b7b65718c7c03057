import Market
import Testing

@testable import Desk

@Suite struct SkewGaugeTests {
  private let start = Timestamp(seconds: 1_764_000_000)

  /// Notes as many samples as an estimate takes; the last answer.
  private func estimate(_ gauge: inout SkewGauge, _ apart: (Int) -> Int64) -> Int64? {
    var last: Int64?
    for place in 0..<SkewGauge.window {
      let theirs = start + Int64(place) * 1_000_000
      let answer = gauge.note(ours: theirs + apart(place), theirs: theirs)
      if place < SkewGauge.window - 1 { #expect(answer == nil) }
      last = answer
    }
    return last
  }

  @Test func `one frame that waited, or lies about its time, says nothing alone`() {
    var gauge = SkewGauge()
    #expect(estimate(&gauge) { $0 == 3 ? 60_000_000_000 : 20_000_000 } == 20_000_000)
    #expect(estimate(&gauge) { $0 < 7 ? -9_000_000_000 : 20_000_000 } == 20_000_000)
  }

  @Test func `a clock that is behind or ahead shows with the next window`() {
    var gauge = SkewGauge()
    #expect(estimate(&gauge) { _ in -7_000_000_000 } == -7_000_000_000)
    #expect(estimate(&gauge) { _ in 7_000_000_000 } == 7_000_000_000)
    #expect(estimate(&gauge) { Int64($0) } == 7)
  }
}
