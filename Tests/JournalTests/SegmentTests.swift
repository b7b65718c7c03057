import Market
import TestKit
import Testing

@testable import Journal

@Suite struct `Segments of a journal` {
  private func filled() throws -> SimulatedStorage {
    let storage = SimulatedStorage()
    try Journals.make(storage, records: 400, segmentBytes: 5_000)
    return storage
  }

  private func compress(_ storage: SimulatedStorage) throws {
    let segments = SegmentName.segments(among: storage.names()).dropLast()
    for segment in segments {
      let compression = try SegmentCompression(storage, segment: segment.number)
      while try !compression.step() {}
    }
  }

  @Test func `one after the other they are one journal`() throws {
    let storage = try filled()
    #expect(storage.names().count > 5)
    #expect(Journals.read(storage).sequences == Array(1...400))
  }

  @Test func `compressed they read the same, and writing goes on`() throws {
    let storage = try filled()
    let before = Journals.read(storage)
    try compress(storage)
    #expect(storage.names().filter { $0.hasSuffix(".zst") }.count == storage.names().count - 1)
    let after = Journals.read(storage)
    #expect(after.error == nil)
    #expect(after.payloads == before.payloads)
    let log = try JournalLog(storage, newID: 1, now: Journals.start)
    #expect(log.nextSequence == 401)
  }

  @Test func `a crash at any moment of a compression loses nothing`() throws {
    let whole = try filled()
    let expected = Journals.read(whole).payloads
    for crash in 0..<3 {
      let storage = try filled()
      let name = SegmentName(number: 2)
      let packed = SegmentName(number: 2, isCompressed: true).text
      let plain = storage.content(of: name.text)
      let compression = try SegmentCompression(storage, segment: 2)
      while try !compression.step() {}
      switch crash {
      case 0:
        // Before the new name: a part is left, the plain file is there.
        storage.put(packed + SegmentName.partSuffix, Array(storage.content(of: packed).prefix(50)))
        try storage.remove(packed)
        storage.put(name.text, plain)
      case 1: storage.put(name.text, plain)
      default: break
      }
      #expect(Journals.read(storage).payloads == expected)
      _ = try JournalLog(storage, newID: 1, now: Journals.start)
      #expect(!storage.names().contains { $0.hasSuffix(SegmentName.partSuffix) })
      #expect(Journals.read(storage).payloads == expected)
    }
  }

  @Test func `a flipped bit in a compressed segment is named, and what is before it is read`()
    throws
  {
    for seed in UInt64(1)...100 {
      var generator = SeededGenerator(seed: seed)
      let storage = try filled()
      try compress(storage)
      let name = SegmentName(number: 3, isCompressed: true).text
      let byte = Int.random(in: 0..<storage.content(of: name).count, using: &generator)
      storage.flip(name, byte: byte, bit: Int.random(in: 0..<8, using: &generator))
      let reading = Journals.read(storage)
      let text = reading.error.map { "\($0)" } ?? "none"
      #expect(text.contains(name), "seed \(seed), byte \(byte): \(text)")
      let count = reading.payloads.count
      #expect(count > 0 && count < 400, "seed \(seed)")
      #expect(reading.payloads == (1...count).map(Journals.payload), "seed \(seed)")
    }
  }

  @Test func `a missing, a doubled and a foreign segment are told apart`() throws {
    let missing = try filled()
    try missing.remove(SegmentName(number: 3).text)
    let text = Journals.read(missing).error.map { "\($0)" } ?? ""
    #expect(text.contains("00000004.dbj") && text.contains("a segment is missing"), "\(text)")

    let doubled = try filled()
    doubled.put(SegmentName(number: 4).text, doubled.content(of: SegmentName(number: 3).text))
    let overlap = Journals.read(doubled).error.map { "\($0)" } ?? ""
    #expect(overlap.contains("00000004.dbj") && overlap.contains("segments overlap"), "\(overlap)")

    let foreign = try filled()
    let other = SimulatedStorage()
    _ = try JournalLog(other, newID: 5, now: Journals.start)
    foreign.put(SegmentName(number: 2).text, other.content(of: SegmentName(number: 1).text))
    #expect(
      Journals.read(foreign).error == .foreignSegment(file: SegmentName(number: 2).text))
  }

  @Test func `a newer version, another file and an empty folder are refused in a sentence`() throws
  {
    let storage = try filled()
    let name = SegmentName(number: 1).text
    storage.flip(name, byte: 8, bit: 1)
    #expect(
      Journals.read(storage).error?.description
        == "00000001.dbj: has format version 3; this program reads up to 1: use the newer program"
        + " that wrote it")
    storage.put(name, Array("{\"recv_ns\":1}".utf8))
    #expect(Journals.read(storage).error == .notAJournal(file: name))
    #expect(throws: JournalError.empty(file: "")) { _ = try JournalReader(SimulatedStorage()) }
  }

  @Test func `time that runs backwards within a session is refused`() throws {
    let storage = SimulatedStorage()
    let log = try JournalLog(storage, newID: 1, now: Journals.start)
    try log.append(.session, [], monotonicNanoseconds: 5_000, wall: Journals.start)
    try log.append(.note, [1], monotonicNanoseconds: 5_000, wall: Journals.start)
    try log.append(.session, [], monotonicNanoseconds: 10, wall: Journals.start)
    try log.append(.note, [2], monotonicNanoseconds: 9, wall: Journals.start)
    let reading = Journals.read(storage)
    #expect(reading.payloads.count == 3)
    #expect(
      reading.error
        == .timeRunsBackwards(file: "00000001.dbj", offset: 64 + 40 + 48 + 40))
  }

  @Test func `a full disk loses nothing once there is room again`() throws {
    for seed in UInt64(1)...50 {
      var generator = SeededGenerator(seed: seed)
      let storage = SimulatedStorage()
      storage.maximumWriteBytes = Int.random(in: 1...64, using: &generator)
      let log = try JournalLog(storage, newID: 1, now: Journals.start)
      storage.freeBytes = Int.random(in: 0...3_000, using: &generator)
      var failures = 0
      for _ in 1...60 {
        while true {
          do {
            try log.append(
              .note, Journals.payload(Int(log.nextSequence)), monotonicNanoseconds: 1,
              wall: Journals.start)
            break
          } catch {
            failures += 1
            storage.freeBytes = Int.random(in: 1...1_000, using: &generator)
          }
        }
      }
      #expect(failures > 0, "seed \(seed)")
      let reading = Journals.read(storage)
      #expect(reading.error == nil, "seed \(seed)")
      #expect(reading.payloads == (1...60).map(Journals.payload), "seed \(seed)")
    }
  }

  @Test func `retention removes the oldest segments and never the last session's`() throws {
    let storage = try filled()
    let count = storage.names().count
    var options = JournalOptions()
    options.retentionBytes = 12_000
    let (removed, left) = try JournalRetention.apply(
      options, to: storage, keepingFrom: UInt64(count), now: Journals.start)
    #expect(left <= 12_000)
    #expect(storage.names().first == SegmentName(number: UInt64(removed.count + 1)).text)
    // Read from where it now begins.
    let reading = Journals.read(storage)
    #expect(reading.error == nil && reading.sequences.last == 400)

    options.retentionBytes = 0
    _ = try JournalRetention.apply(
      options, to: storage, keepingFrom: UInt64(count - 1), now: Journals.start)
    #expect(storage.names().count == 2)

    let old = try filled()
    options.retentionBytes = nil
    options.retentionNanoseconds = 1_000
    _ = try JournalRetention.apply(
      options, to: old, keepingFrom: 4, now: Timestamp(nanoseconds: 1_000))
    #expect(old.names().count == count, "not older than that")
    _ = try JournalRetention.apply(
      options, to: old, keepingFrom: 4, now: Timestamp(nanoseconds: 1_001))
    #expect(old.names().first == SegmentName(number: 4).text)
  }
}
