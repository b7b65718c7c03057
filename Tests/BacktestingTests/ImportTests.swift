import Foundation
import Journal
import Market
import Sportsbooks
import TestKit
import Testing

@testable import Backtesting

@Suite struct `Importing recordings` {
  private let folder = TestFolder()

  private func frames(_ count: Int) -> String {
    var text = "{\"recv_ns\":5,\"conn\":1,\"note\":\"connected\"}\n"
    text +=
      #"{"recv_ns":1000,"conn":1,"frame":{"type":"orderbook_snapshot","sid":2,"seq":1,"#
      + #""msg":{"market_ticker":"KXA","yes_dollars_fp":[["0.4000","5.00"]],"#
      + #""no_dollars_fp":[["0.5500","7.00"]]}}}"# + "\n"
    for number in 0..<count {
      text +=
        #"{"recv_ns":\#(2_000_000 + number),"conn":1,"frame":{"type":"orderbook_delta","sid":2,"#
        + #""seq":\#(number + 2),"msg":{"market_ticker":"KXA","price_dollars":"0.5000","#
        + #""delta_fp":"1.50","side":"no","ts_ms":1}}}"# + "\n"
    }
    return text
  }

  private func importing(
    _ paths: [String], events: String? = nil
  ) throws -> (RecordingImport.Outcome, SimulatedStorage) {
    let storage = SimulatedStorage()
    let outcome = try RecordingImport.run(
      paths: paths, into: { storage }, events: events, version: "test", id: 9,
      now: Timestamp(seconds: 1_764_003_000))
    return (outcome, storage)
  }

  private func records(_ storage: SimulatedStorage) throws -> [(RecordKind?, String)] {
    let reader = try JournalReader(storage)
    var records: [(RecordKind?, String)] = []
    while let record = try reader.record() {
      records.append((record.header.kind, String(decoding: record.payload, as: UTF8.self)))
    }
    return records
  }

  @Test func `frames are kept as they are, and derived into events`() throws {
    let path = folder.write(frames(3), "frames.jsonl")
    let events = folder.path + "/events.dbe"
    let (outcome, storage) = try importing([path], events: events)
    #expect(outcome.frames == 4 && outcome.events == 6 && outcome.markets == 1)
    #expect(outcome.notes.isEmpty && outcome.gaps == 0)
    let kept = try records(storage)
    #expect(kept.map(\.0) == [.source] + Array(repeating: .exchangeFrame, count: 4))
    #expect(kept[0].1 == #"{"no_side":0,"origin":"frames.jsonl","version":"test"}"#)
    #expect(kept[1].1.hasPrefix(#"{"type":"orderbook_snapshot""#))

    let file = try EventFile(path: events)
    try file.verify()
    var read: [MarketEvent] = []
    try file.forEachBlock { read += Array($0) }
    #expect(read.map(\.kind) == [.snapshot, .level, .level, .delta, .delta, .delta])
    #expect(read[0].amount == 2)
    // NO at 0.55 is a YES ask at 0.45.
    #expect(read[2].side == .ask && read[2].price == Price(cents: 45))
    #expect(read[3].quantity == Quantity(hundredths: 150) && read[3].side == .ask)
    #expect(read[3].delayMicroseconds == 1_000, "received 2 ms after the epoch, happened at 1")
    #expect(read[0].delayMicroseconds == MarketEvent.unknownDelay)
  }

  @Test func `events replayed give the books of the frames`() throws {
    for name in ["ws_btc15m_20260515T0455Z_GAP.jsonl.gz", "ws_mlb_wnba_20260807.json.gz"] {
      guard let whole = Shared.path("data/kalshi/ws/\(name)") else { continue }
      var path = whole
      if name.hasSuffix(".jsonl.gz") {
        let lines = try GzipReader.read(path: whole).split(separator: 0x0A, maxSplits: 4_000)
        path = folder.write(Array(lines.prefix(4_000).joined(separator: [0x0A])), "start.jsonl")
      }
      let events = folder.path + "/events.dbe"
      let (outcome, _) = try importing([path], events: events)
      let file = try EventFile(path: events)
      var books = file.tickers.map { _ in RecordedBook() }
      try file.forEachBlock { block in
        for event in block {
          let index = Int(event.marketIndex)
          switch event.kind {
          case .snapshot: books[index].replace(bids: [], asks: [])
          case .level, .delta:
            books[index].change(event.side, event.price ?? .zero, by: event.quantity)
          default: break
          }
        }
      }
      let (lines, _) = try BookReplay.run(paths: [path])
      #expect(lines.count == file.tickers.count)
      for (line, book) in zip(lines, books) {
        for leg in [Outcome.yes, .no] {
          let levels = book.levels(leg).map { "[\"\($0.price)\",\"\($0.quantity)\"]" }
          let text = "\"\(leg)\":[" + levels.joined(separator: ",") + "]"
          #expect(line.contains(text), "\(name)")
        }
      }
      #expect(outcome.gaps == (name.contains("GAP") ? 1 : 0))
    }
  }

  @Test func `odds polls are kept whole and dated by their fetch, or by their latest update`()
    throws
  {
    let dated = folder.write(
      #"{"fetched_ms":1786471203376,"payload":[{"bookmakers":[]}]}"#, "poll.json")
    let undated = folder.write(
      #"[{"bookmakers":[{"last_update":"2026-08-11T17:59:44Z"},{"last_update":"#
        + #""2026-08-11T17:58:00Z"}]}]"#, "old.json")
    let (outcome, storage) = try importing([dated, undated])
    #expect(outcome.polls == 2)
    #expect(outcome.notes == ["\(undated): says not when it was fetched; its latest update counts"])
    let reader = try JournalReader(storage)
    var times: [Timestamp] = []
    while let record = try reader.record() {
      if record.header.kind == .oddsPoll { times.append(record.header.wall) }
    }
    #expect(
      times == [Timestamp(milliseconds: 1_786_471_203_376), Timestamp(seconds: 1_786_471_184)])
    let bare = folder.write(#"[{"bookmakers":[]}]"#, "bare.json")
    #expect(throws: RecordingError.self) { try importing([bare]) }
  }

  @Test func `days are kept row by row`() throws {
    let csv = folder.write(
      "file_date,timestamp,title\n2025-11-24,2025-11-24T17:05:07Z,\"A, B \"\"C\"\"\"\n"
        + "2025-11-24,2025-11-24T17:05:06Z,plain\n2025-11-24,short\n", "quotes.csv")
    let (outcome, storage) = try importing([csv])
    #expect(outcome.rows == 2)
    #expect(outcome.notes == ["\(csv): line 4: has 2 fields, the header has 3"])
    #expect(
      try records(storage).map(\.1).dropFirst() == [
        "file_date,timestamp,title", "2025-11-24,2025-11-24T17:05:07Z,\"A, B \"\"C\"\"\"",
        "2025-11-24,2025-11-24T17:05:06Z,plain",
      ])
  }

  /// Columns by the name that others have given them; what a row leaves empty is looked for in the
  /// next.
  @Test(arguments: [
    ("snapshot_time,last_update,price\n2026-04-16T18:59:50Z,2026-04-16T18:59:27Z,2\n", 50),
    ("date,snapshot_taken_at_utc,price\n2026-04-16,2026-04-16T18:59:51Z,2\n", 51),
    ("price,fetched_ms\n2,1776365992000\n", 52),
    ("snapshot_time,last_update\n,2026-04-16T18:59:27Z\n", 27),
    ("date,snapshot_taken_at_utc\n2026-04-16,\n", -68_340),
    ("fetched_ms,date\n-5,2026-04-16\n", -68_340),
  ])
  func `a row counts from the time at which it was seen`(text: String, second: Int64) throws {
    let (outcome, storage) = try importing([folder.write(text, "rows.csv")])
    #expect(outcome.rows == 1 && outcome.notes.isEmpty)
    let reader = try JournalReader(storage)
    var times: [Timestamp] = []
    while let record = try reader.record() {
      if record.header.kind == .recordedRow { times.append(record.header.wall) }
    }
    // Counted from 18:59:00 on the sixteenth of April 2026; the first is the header's.
    #expect(times.last == Timestamp(seconds: 1_776_365_940 + second))
  }

  /// Every recording of odds that is there is taken, or refused in words.
  @Test func `the recordings of others go in whole, or a sentence says what they are not`() throws {
    guard let folder = Shared.path("data/odds") else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var refused: [String] = []
    for name in names where name.contains(".csv") || name.contains(".json") {
      do {
        let (outcome, storage) = try importing([folder + "/" + name])
        #expect(outcome.rows + outcome.polls > 0, "\(name)")
        var kept = 0
        let reader = try JournalReader(storage)
        while let record = try reader.record() {
          guard let kind = record.header.kind else { continue }
          if kind == .recordedRow || kind == .oddsPoll { kept += 1 }
        }
        // The header of a table is kept with its rows.
        #expect(kept == outcome.rows + outcome.polls + (outcome.rows > 0 ? 1 : 0), "\(name)")
      } catch let error as RecordingError {
        refused.append(name)
        #expect("\(error)".contains(name))
      }
    }
    // Scores and another provider's format: no odds of The Odds API.
    #expect(
      refused == [
        "the_odds_api_ncaaf_scores_current.json", "unabated_v2_mlb_gameodds_20250806.json.gz",
      ])
    #expect(names.count > 20)
  }

  @Test func `a file that cannot be read leaves nothing behind`() throws {
    let good = folder.write(frames(3), "good.jsonl")
    let bad = folder.write(frames(2) + "nonsense\n" + frames(2), "bad.jsonl")
    let text = folder.write("# A title\n\nSome words, and more.\n", "text.md")
    let barren = folder.write("date,title\n2025-11-24,a,b\n", "barren.csv")
    for path in [bad, text, barren, "/nowhere"] {
      #expect(throws: RecordingError.self) {
        _ = try RecordingImport.run(
          paths: [good, path],
          into: {
            Issue.record("a journal is made for \(path)")
            return SimulatedStorage()
          }, events: nil, version: "test", id: 9, now: Timestamp(seconds: 1))
      }
    }
    #expect(throws: RecordingError.self) { try importing([good, good]) }
  }

  @Test func `only an event file is replaced by an event file`() throws {
    let path = folder.write(frames(3), "frames.jsonl")
    let before = try GzipReader.read(path: path)
    #expect(throws: EventFileError.self) { try importing([path], events: path) }
    #expect(try GzipReader.read(path: path) == before)
    #expect(throws: EventFileError.self) { try importing([path], events: folder.path) }
    let events = folder.path + "/events.dbe"
    for _ in 0..<2 { #expect(try importing([path], events: events).0.events == 6) }
  }

  @Test func `a second import goes behind the first, what cannot be read is refused`() throws {
    let storage = SimulatedStorage()
    let path = folder.write(frames(1), "frames.jsonl")
    for _ in 0..<2 {
      _ = try RecordingImport.run(
        paths: [path], into: { storage }, events: nil, version: "test", id: 9,
        now: Timestamp(seconds: 1))
    }
    #expect(try records(storage).count == 6)
    #expect(throws: RecordingError.self) { try importing(["/nowhere"]) }
    let nonsense = folder.write("{\"a\":1}\n{\"b\":2}\n", "nonsense.json")
    #expect(throws: RecordingError.self) { try importing([nonsense]) }
  }
}
