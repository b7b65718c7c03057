import Market
import Testing

@testable import Desk

@Suite struct `Fees over a session` {
  static let now = Timestamp(seconds: 1_790_000_000)
  let series = FeeTerms(type: .quadraticWithMakerFees, multiplier: .one)

  /// Two markets of event A and one of event B, all charged by the series.
  func desk(
    _ timeline: FeeTimeline? = nil, fixedTime: Timestamp? = nil
  ) throws -> FeeDesk {
    let timeline = timeline ?? FeeTimeline(series: series)
    let fees = try timeline.schedule(at: fixedTime ?? Self.now)
    return FeeDesk(
      timelines: [timeline, timeline, timeline], current: [fees, fees, fees],
      eventMarkets: ["A": [MarketID(0), MarketID(1)], "B": [MarketID(2)]], fixedTime: fixedTime,
      now: Self.now)
  }

  @Test func `an override counts for the event's markets, and a null gives the series its word`()
    throws
  {
    var desk = try desk()
    let changes = desk.update(event: "A", type: "quadratic", multiplier: "0.5", at: Self.now)
    #expect(changes.map(\.market) == [MarketID(0), MarketID(1)])
    #expect(changes.allSatisfy { $0.fees?.type == .quadratic })
    #expect(changes.allSatisfy { $0.fees?.multiplier.tenThousandths == 5_000 })
    let again = desk.update(event: "A", type: "quadratic", multiplier: "0.50", at: Self.now + 1)
    #expect(again.isEmpty, "the same fee is no change")
    let half = desk.update(event: "A", type: "", multiplier: "2", at: Self.now + 2)
    #expect(half.first?.fees?.type == .quadraticWithMakerFees, "each field by itself")
    let back = desk.update(event: "A", type: "", multiplier: "", at: Self.now + 3)
    #expect(back.first?.fees == (try FeeTimeline(series: series).schedule(at: Self.now)))
  }

  @Test(arguments: [
    ("flat", "1"), ("something_new", "1"), ("quadratic", "0.33333"), ("quadratic", "-1"),
    ("quadratic", "much"), ("", "1e9"),
  ])
  func `what is not known is no fee`(type: String, multiplier: String) throws {
    var desk = try desk()
    let changes = desk.update(event: "B", type: type, multiplier: multiplier, at: Self.now)
    #expect(changes == [FeeDesk.Change(market: MarketID(2), fees: nil)])
  }

  @Test func `an event that is not followed changes nothing`() throws {
    var desk = try desk()
    let changes = desk.update(event: "C", type: "quadratic", multiplier: "1", at: Self.now)
    #expect(changes.isEmpty)
  }

  @Test func `announced changes and the end of a waiver come into force at their times`() throws {
    var timeline = FeeTimeline(series: series, waivedUntil: Self.now + 30)
    timeline.add(
      seriesChange: FeeChange(
        effective: Self.now + 10, terms: FeeTerms(type: .quadratic, multiplier: nil)))
    timeline.add(
      eventChange: FeeChange(
        effective: Self.now + 20, terms: FeeTerms(type: .flat, multiplier: nil)))
    timeline.add(eventChange: FeeChange(effective: Self.now + 25, terms: .none))
    var desk = try desk(timeline)
    var seen: [[FeeDesk.Change]] = []
    for offset in [Int64(0), 9, 10, 19, 20, 25, 29, 30, 1_000] {
      seen.append(desk.due(at: Self.now + offset))
    }
    #expect(seen.map(\.count) == [0, 0, 3, 0, 3, 3, 0, 3, 0])
    #expect(seen[2].first?.fees?.type == .quadratic)
    #expect(seen[4].first?.fees == nil && !seen[4].isEmpty)
    #expect(seen[5].first?.fees?.multiplier == .zero)
    #expect(seen[7].first?.fees?.multiplier == .one)
  }

  @Test func `with a fee date of its own a session waits for nothing`() throws {
    var timeline = FeeTimeline(series: series)
    timeline.add(
      seriesChange: FeeChange(
        effective: Self.now + 10, terms: FeeTerms(type: .quadratic, multiplier: nil)))
    var desk = try desk(timeline, fixedTime: Timestamp(seconds: 1_764_000_000))
    let due = desk.due(at: Self.now + 100)
    #expect(due.isEmpty)
    let changes = desk.update(event: "B", type: "", multiplier: "0.5", at: Self.now)
    #expect(changes.first?.fees?.regime.rounding == .legacyCentCeiling)
  }
}
