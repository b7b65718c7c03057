import Market
import TestKit
import Testing

@testable import Journal

@Suite struct `Recovery of a journal` {
  static let name = "00000001.dbj"

  @Test func `what was written is read`() throws {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 200)
    let reading = Journals.read(storage)
    #expect(reading.error == nil)
    #expect(reading.tornTail == nil)
    #expect(reading.sequences == Array(1...200))
    #expect(reading.payloads == (1...200).map(Journals.payload))
  }

  @Test func `cut at any byte, every whole record is read and the tail is reported`() throws {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 20)
    let whole = storage.content(of: Self.name)
    var ends = [SegmentHeader.byteCount]
    for number in 1...20 {
      ends.append(ends[number - 1] + RecordHeader.recordBytes(Journals.payload(number).count))
    }
    #expect(ends.last == whole.count)
    for length in SegmentHeader.byteCount...whole.count {
      storage.put(Self.name, Array(whole.prefix(length)))
      let reading = Journals.read(storage)
      let count = ends.lastIndex { $0 <= length } ?? 0
      #expect(reading.error == nil, "cut to \(length)")
      #expect(reading.sequences.count == count, "cut to \(length)")
      #expect((reading.tornTail == nil) == ends.contains(length), "cut to \(length)")
      if let tail = reading.tornTail {
        #expect(tail.offset == ends[count] && tail.bytes == length - ends[count])
      }
    }
  }

  @Test func `writing goes on behind a tail cut at any byte`() throws {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 6)
    let whole = storage.content(of: Self.name)
    for length in 0...whole.count {
      storage.put(Self.name, Array(whole.prefix(length)))
      if length < SegmentHeader.byteCount {
        // Not one header: no journal's beginning is guessed.
        #expect(throws: JournalError.self) {
          _ = try JournalLog(storage, newID: 1, now: Journals.start)
        }
        continue
      }
      let log = try JournalLog(storage, newID: 1, now: Journals.start)
      #expect(log.id == 77)
      let before = Int(log.nextSequence) - 1
      #expect(log.recovery.records == before)
      try Journals.append(log, records: 3)
      let reading = Journals.read(storage)
      #expect(reading.error == nil && reading.tornTail == nil, "cut to \(length)")
      #expect(reading.sequences == (1...UInt64(before + 3)).map { $0 }, "cut to \(length)")
    }
  }

  @Test func `a flipped bit is named by segment and place, and nothing behind it is read`() throws {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 12)
    let whole = storage.content(of: Self.name)
    var ends = [SegmentHeader.byteCount]
    for number in 1...12 {
      ends.append(ends[number - 1] + RecordHeader.recordBytes(Journals.payload(number).count))
    }
    for byte in 0..<whole.count {
      for bit in 0..<8 {
        storage.put(Self.name, whole)
        storage.flip(Self.name, byte: byte, bit: bit)
        let reading = Journals.read(storage)
        let hit = (ends.firstIndex { $0 > byte } ?? 0) - 1
        guard hit >= 0 else {
          #expect(reading.error != nil && reading.sequences.isEmpty, "header byte \(byte)")
          continue
        }
        #expect(reading.sequences.count == hit, "byte \(byte) bit \(bit)")
        // The very last record's length made longer is a record that was never finished.
        if hit == 11, reading.tornTail != nil { continue }
        guard case .damaged(Self.name, ends[hit], _)? = reading.error else {
          Issue.record("byte \(byte) bit \(bit): \(String(describing: reading.error))")
          continue
        }
      }
    }
  }

  @Test func `a power failure leaves what was forced onto the disk`() throws {
    for seed in UInt64(1)...300 {
      var generator = SeededGenerator(seed: seed)
      let storage = SimulatedStorage()
      var options = JournalOptions()
      options.segmentBytes = 4_000
      let log = try JournalLog(storage, options: options, newID: 3, now: Journals.start)
      let synced = Int.random(in: 1...60, using: &generator)
      try Journals.append(log, records: synced)
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        let time = Int64(log.nextSequence) * 1_000
        try log.append(
          .note, Journals.payload(Int(log.nextSequence)), monotonicNanoseconds: time,
          wall: Journals.start)
      }
      storage.losePower(using: &generator)
      let again = try JournalLog(storage, options: options, newID: 4, now: Journals.start)
      #expect(again.nextSequence > UInt64(synced), "seed \(seed)")
      let reading = Journals.read(storage)
      #expect(reading.error == nil, "seed \(seed): \(String(describing: reading.error))")
      #expect(
        reading.payloads == (1...reading.payloads.count).map(Journals.payload), "seed \(seed)")
    }
  }

  @Test func `whether the last session had ended is known`() throws {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 5, ends: true)
    #expect(try JournalLog(storage, newID: 1, now: Journals.start).recovery.wasEnded)
    try Journals.make(storage, records: 5)
    let recovery = try JournalLog(storage, newID: 1, now: Journals.start).recovery
    #expect(!recovery.wasEnded)
    #expect(recovery.sessionSegment == 1)
    #expect(recovery.records == 10)
  }
}
