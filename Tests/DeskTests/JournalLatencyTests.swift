import Backtesting
import Journal
import Market
import Testing
import Trading

@testable import Desk

@Suite struct `The latencies of a journal` {
  private static func report(_ state: OrderReport.State) -> OrderReport {
    OrderReport(
      state: state, filled: .zero, remaining: Quantity(contracts: 10), price: Price(cents: 50))
  }

  private static func order(_ id: ClientOrderID) -> String {
    "POST /trade-api/v2/portfolio/events/orders\n{\"client_order_id\":\"\(id)\"}"
  }

  @Test func `are those of orders and cancels to their answers, and of changes of books`() throws {
    let journal = try MadeUpJournal()
    // Two orders on their way at once, answered in the other order.
    try journal.record(.request, Self.order(journal.id(1)), milliseconds: 10)
    try journal.record(.request, Self.order(journal.id(2)), milliseconds: 12)
    try journal.delta(ageMilliseconds: 7, milliseconds: 20)
    try journal.record(.answer, "201\n{\"order_id\":\"b\"}", milliseconds: 22)
    try journal.input(.orderState(journal.id(2), Self.report(.resting)), milliseconds: 22)
    // The stream tells of the first before its answer does: that is no round trip.
    try journal.input(.orderState(journal.id(1), Self.report(.resting)), milliseconds: 23)
    try journal.record(.answer, "201\n{\"order_id\":\"a\"}", milliseconds: 40)
    try journal.input(.orderState(journal.id(1), Self.report(.resting)), milliseconds: 40)
    // A reading of the account, and a clock of the exchange that is ahead.
    try journal.record(.request, "GET /trade-api/v2/portfolio/orders\n", milliseconds: 41)
    try journal.record(.answer, "200\n{\"orders\":[]}", milliseconds: 45)
    try journal.delta(ageMilliseconds: -3, milliseconds: 46)
    try journal.record(
      .request, "DELETE /trade-api/v2/portfolio/events/orders/a?x=1\n", milliseconds: 50)
    try journal.record(.answer, "200\n{\"order_id\":\"a\"}", milliseconds: 54)
    try journal.input(.orderState(journal.id(1), Self.report(.canceled)), milliseconds: 54)
    // A refusal is an answer too; an order without one counts for nothing.
    try journal.record(.request, Self.order(journal.id(3)), milliseconds: 60)
    try journal.record(.answer, "409\n{}", milliseconds: 65)
    try journal.input(.orderRejected(journal.id(3), reason: "no"), milliseconds: 65)
    try journal.record(.request, Self.order(journal.id(4)), milliseconds: 70)
    journal.end()
    let latency = try JournalLatency.read(journal.path)
    #expect(latency.roundTrips == [10_000_000, 30_000_000, 4_000_000, 5_000_000])
    #expect(latency.feeds == [7_000_000])
    #expect(
      try VenueOptions.latency("sampled:" + journal.path, seed: 3)
        == .sampled(roundTrips: latency.roundTrips, feeds: [7_000_000], seed: 3))
  }

  @Test func `frames of another day say nothing about the feed`() throws {
    let journal = try MadeUpJournal(isRecorded: true)
    try journal.record(.request, Self.order(journal.id(1)), milliseconds: 10)
    try journal.delta(ageMilliseconds: 7, milliseconds: 20)
    try journal.record(.answer, "201\n{\"order_id\":\"b\"}", milliseconds: 22)
    try journal.input(.orderState(journal.id(1), Self.report(.resting)), milliseconds: 22)
    journal.end()
    let latency = try JournalLatency.read(journal.path)
    #expect(latency.roundTrips == [12_000_000] && latency.feeds.isEmpty)
  }

  @Test func `without a round trip there is a sentence, and a missing path has its own`() throws {
    let journal = try MadeUpJournal()
    try journal.record(.request, Self.order(journal.id(1)), milliseconds: 10)
    journal.end()
    #expect {
      try VenueOptions.latency("sampled:" + journal.path)
    } throws: { error in
      "\(error)" == journal.path
        + ": no order of its sessions has been answered by an exchange (paper sessions send none),"
        + " so there is no round trip to draw from; use fixed:TIME"
    }
    #expect { try VenueOptions.latency("sampled:/nowhere") } throws: {
      "\($0)".contains("/nowhere")
    }
    #expect { try VenueOptions.latency("sampled:") } throws: { "\($0)".contains("sampled:JOURNAL") }
  }

  @Test func `stand at the head of the report`() {
    let one = LatencyModel.sampled(roundTrips: [12_000_000], feeds: [9_000_000], seed: 1)
    let text = { (model: LatencyModel) in
      var options = BacktestOptions(engine: EngineConfiguration())
      options.latency.model = model
      return options.assumptions.first { $0.name == "Latency" }?.text ?? ""
    }
    #expect(text(one).contains("1 measured round trips, news' from 1 measured delays, seed 1"))
    #expect(
      text(.sampled(roundTrips: [1, 2], seed: 4))
        .contains("2 measured round trips, news takes as long as the order, seed 4"))
  }
}
