import Journal
import Market
import TestKit
import Testing

@testable import Desk

@Suite struct `The journal of a session whose disk does not keep up` {
  private static func bytes(_ text: String) -> [UInt8] {
    Array((text + String(repeating: " ", count: 900)).utf8)
  }

  @Test func `leaves trades of others out, and takes them again once there is room`() throws {
    var options = JournalOptions()
    options.ringBytes = 64 << 10
    let writer = try JournalWriter(
      SimulatedStorage(), ring: JournalRing(journal: 1, bytes: 64 << 10, isNamed: false),
      options: options, newID: 1, now: Timestamp(seconds: 1_790_000_000))
    let journal = SessionJournal(writer, scheduler: SteppedScheduler())
    let trade = Self.bytes(#"{"type":"trade","sid":5,"seq":1,"msg":{"trade_id":"t1"}}"#)
    let fill = Self.bytes(#"{"type":"fill","sid":2,"msg":{"trade_id":"t1"}}"#)
    func take(_ stream: SessionJournal.Stream, _ bytes: [UInt8]) {
      bytes.withUnsafeBytes { journal.frame(stream, $0) }
    }
    for _ in 0..<64 where !journal.isInTrouble { take(.exchange, trade) }
    #expect(journal.isInTrouble)
    #expect(journal.tradesLeftOut == 0)
    let taken = journal.exchangeFrames
    for _ in 0..<1_000 { take(.exchange, trade) }
    #expect(journal.tradesLeftOut == 1_000)
    #expect(journal.exchangeFrames == taken)
    // What trading rests on still has room; the odds feed has no trades.
    for _ in 0..<10 {
      take(.exchange, fill)
      take(.odds, trade)
    }
    #expect(journal.exchangeFrames == taken + 10 && journal.oddsFrames == 10)
    writer.writeWaiting()
    #expect(!journal.isInTrouble)
    take(.exchange, trade)
    #expect(journal.exchangeFrames == taken + 11 && journal.tradesLeftOut == 1_000)
    #expect(journal.end(isOrderly: true) == nil)
  }

  @Test func `of a long answer the beginning is kept, and orders have room behind it`() throws {
    var options = JournalOptions()
    options.ringBytes = 256 << 10
    let storage = SimulatedStorage()
    let writer = try JournalWriter(
      storage, ring: JournalRing(journal: 1, bytes: 256 << 10, isNamed: false), options: options,
      newID: 1, now: Timestamp(seconds: 1_790_000_000))
    let journal = SessionJournal(writer, scheduler: SteppedScheduler())
    let listing = [UInt8](repeating: 0x20, count: 1_000_000)
    listing.withUnsafeBytes { journal.answer(status: 200, $0) }
    #expect(!journal.isInTrouble)
    #expect(journal.end(isOrderly: false) == nil)
    let reader = try JournalReader(storage)
    let record = try #require(try reader.record())
    let text = String(decoding: record.payload.prefix(40), as: UTF8.self)
    #expect(text.hasPrefix("200 the first 65536 of 1000000 bytes\n "))
    #expect(record.payload.count == 65_536 + "200 the first 65536 of 1000000 bytes\n".utf8.count)
  }
}
