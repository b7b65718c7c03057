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
      let log = try JournalLog(storage, newID: 1, now: Journals.start)
      // Without a whole head there was no journal yet.
      #expect(log.id == (length < SegmentHeader.byteCount ? 1 : 77))
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

  @Test func `zeros at the end of a whole segment are no excuse for a flipped bit before them`()
    throws
  {
    let storage = SimulatedStorage()
    let log = try JournalLog(storage, newID: 77, now: Journals.start)
    // The last sector is the end of a payload of zeros.
    for count in [100, 200, 1_000] {
      try log.append(
        .note, [UInt8](repeating: 0, count: count), monotonicNanoseconds: 1, wall: Journals.start)
    }
    let whole = storage.content(of: Self.name)
    storage.flip(Self.name, byte: SegmentHeader.byteCount + 50, bit: 3)
    #expect(
      Journals.read(storage).error.map { "\($0)" }?.contains("00000001.dbj: byte 64: ") == true)
    #expect(throws: JournalError.self) {
      _ = try JournalLog(storage, newID: 1, now: Journals.start)
    }
    #expect(storage.content(of: Self.name).count == whole.count, "nothing was cut off")
  }

  @Test func `a segment whose head never came to the disk was never begun`() throws {
    for blank in [[], [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0, count: 4_096)] {
      let storage = SimulatedStorage()
      try Journals.make(storage, records: 5)
      storage.put("00000002.dbj", blank)
      let log = try JournalLog(storage, newID: 1, now: Journals.start)
      #expect(log.id == 77 && log.nextSequence == 6 && log.segment == 2)
      try Journals.append(log, records: 2)
      #expect(Journals.read(storage).sequences == Array(1...7))

      let first = SimulatedStorage()
      first.put(Self.name, blank)
      let fresh = try JournalLog(first, newID: 5, now: Journals.start)
      #expect(fresh.id == 5 && fresh.nextSequence == 1)
      try Journals.append(fresh, records: 2)
      #expect(Journals.read(first).sequences == [1, 2])
    }
  }

  @Test func `a file made to harm is told to be damaged soon`() throws {
    let storage = SimulatedStorage()
    let header = SegmentHeader(
      number: 1, firstSequence: 60_000_000, created: Journals.start, journal: 1)
    // Every place seems to be the head of a record of 60 MB.
    var bytes = header.bytes
    while bytes.count < 8 << 20 { bytes += [0x00, 0x80, 0x9B, 0x03, 0, 0, 0, 0] }
    storage.put(Self.name, bytes)
    let reading = Journals.read(storage)
    #expect(reading.sequences.isEmpty)
    #expect(reading.error != nil || reading.tornTail != nil)
    // A sequence that could overflow is no head at all.
    storage.put(
      Self.name,
      SegmentHeader(number: 1, firstSequence: .max, created: Journals.start, journal: 1).bytes)
    #expect(Journals.read(storage).error == .badSegmentHeader(file: Self.name))
  }

  @Test func `a forced write that failed is never made good by a later one`() throws {
    let storage = SimulatedStorage()
    let log = try JournalLog(storage, newID: 1, now: Journals.start)
    try Journals.append(log, records: 2)
    storage.isFailing = true
    #expect(throws: JournalError.self) { try log.sync() }
    storage.isFailing = false
    try log.sync()
    #expect(log.hasLostSync)
  }
}
