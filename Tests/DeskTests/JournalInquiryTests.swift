import FoundationEssentials
import Journal
import Market
import TestKit
import Testing
import Trading

@testable import Desk

/// What `why` and a backtest say of a journal that is not whole.
@Suite struct `Asking a journal that is not whole` {
  private let journal: MadeUpJournal

  /// Two sessions: one ended, one not.
  init() throws {
    journal = try MadeUpJournal()
    try journal.delta(ageMilliseconds: 0, milliseconds: 1)
    try journal.input(.marketStatus(MarketID(0), .active), milliseconds: 2)
    try journal.record(.end, "", milliseconds: 3)
    try journal.begin(milliseconds: 1_000)
    for place in 1...20 as ClosedRange<Int64> {
      try journal.input(.marketStatus(MarketID(0), .active), milliseconds: 1_000 + place)
    }
  }

  private func ask() throws -> JournalInquiry.Answer {
    let question = try #require(JournalQuestion(MadeUpJournal.ticker))
    return try JournalInquiry.ask(question, paths: [journal.path])
  }

  private func change(_ body: (inout Data) -> Void) throws {
    let file = URL(filePath: journal.segment)
    var bytes = try Data(contentsOf: file)
    body(&bytes)
    try bytes.write(to: file)
  }

  @Test func `a whole journal has nothing to add`() throws {
    let answer = try ask()
    #expect(answer.fault == nil && answer.tornTail == nil)
    #expect(answer.lines.first == MadeUpJournal.ticker)
  }

  @Test func `damage behind the answer is said, whatever session it is in`() throws {
    try change { $0[$0.count - 60] ^= 4 }
    let answer = try ask()
    #expect(answer.lines.first == MadeUpJournal.ticker)
    #expect(answer.fault?.contains(journal.segment) == true, "\(answer)")
  }

  @Test func `a tail that was never finished is said`() throws {
    try change { $0.removeLast(11) }
    let answer = try ask()
    #expect(answer.fault == nil)
    #expect(answer.tornTail?.contains("never finished") == true)
  }

  @Test func `of a simulator's session the times of its recording are meant`() throws {
    let journal = try MadeUpJournal(isRecorded: true)
    let day = Timestamp(seconds: 1_764_003_600)
    try journal.input(.timer, milliseconds: 1, recordedAt: Timestamp(seconds: 0))
    for second in 0...9 as ClosedRange<Int64> {
      try journal.input(
        .marketStatus(MarketID(0), second < 5 ? .closed : .active), milliseconds: 2 + second,
        recordedAt: day + second * 1_000_000_000)
    }
    let asked = try #require(JournalQuestion(MadeUpJournal.ticker + "@17:00:04.5"))
    let answer = try JournalInquiry.ask(asked, paths: [journal.path])
    #expect(answer.lines.contains { $0.contains("2025-11-24T17:00:04") || $0.contains("17:00:04") })
    let before = try #require(JournalQuestion(MadeUpJournal.ticker + "@2020-01-01T00:00:00Z"))
    let error = #expect(throws: ProcessFailure.self) {
      try JournalInquiry.ask(before, paths: [journal.path])
    }
    #expect(error?.description.contains("it has one from 2025-11-24") == true)
  }

  @Test func `what is imported behind a session that was not ended is none of its own`() throws {
    let days = try JournalDay.sessions(in: [journal.path])
    let digests = try days.map { try $0.digest() }
    let answer = try ask()
    try journal.record(
      .source, #"{"no_side":0,"origin":"frames.jsonl","version":"1"}"#, milliseconds: 2_000)
    try journal.delta(ageMilliseconds: 0, milliseconds: 2_001)
    try journal.trade(cents: 50, contracts: 3, takerSide: "bid", milliseconds: 2_002)
    let after = try JournalDay.sessions(in: [journal.path])
    #expect(try after.map { try $0.digest() } == digests)
    #expect(after.map(\.tradeCount) == days.map(\.tradeCount))
    #expect(try ask() == answer)
  }

  @Test func `a backtest says which session was not ended, and what has no head`() throws {
    let days = try JournalDay.sessions(in: [journal.path])
    let notes = days.flatMap(\.notes)
    #expect(notes.count == 1)
    #expect(notes.first?.contains("was not ended") == true)
    try change { $0.removeLast(11) }
    #expect(try JournalDay.sessions(in: [journal.path]).flatMap(\.notes).count == 2)
  }
}
