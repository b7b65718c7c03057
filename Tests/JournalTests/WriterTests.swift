import Glibc
import Market
import Synchronization
import TestKit
import Testing

@testable import Journal

extension TestFolder {
  /// The files in it.
  var names: [String] {
    (try? FolderStorage(path: path, isWriting: false).names())?.filter { !$0.hasPrefix(".") } ?? []
  }
}

@Suite struct `The journal's writer` {
  private func writer(
    _ folder: TestFolder, _ options: JournalOptions = JournalOptions(), id: UInt64
  ) throws -> JournalWriter {
    try JournalWriter(folder: folder.path, options: options, newID: id, now: Journals.start)
  }

  private func put(_ writer: JournalWriter, _ number: Int) -> Bool {
    let payload = Journals.payload(number)
    return payload.withUnsafeBytes {
      writer.record(
        .exchangeFrame, $0, monotonicNanoseconds: Int64(number) * 1_000, wall: Journals.start)
    }
  }

  private func read(_ folder: TestFolder) throws -> Journals.Reading {
    Journals.read(try JournalReader(paths: [folder.path]))
  }

  @Test func `what goes into the ring comes to the disk, under every policy`() throws {
    for (place, policy) in SyncPolicy.allCases.enumerated() {
      let folder = TestFolder()
      var options = JournalOptions()
      options.sync = policy
      // A disk that others use as well is not what is tested.
      options.syncPatienceNanoseconds = 60_000_000_000
      options.segmentBytes = 20_000
      options.ringBytes = 64 << 10
      let writer = try writer(folder, options, id: 0xA110 + UInt64(place))
      #expect(writer.start())
      for number in 1...3_000 {
        while !put(writer, number) { sched_yield() }
        if number % 100 == 0 { #expect(writer.waitUntilDurable()) }
      }
      #expect(writer.trouble == nil || policy != .each)
      writer.end()
      let reading = try read(folder)
      #expect(reading.error == nil && reading.tornTail == nil)
      #expect(reading.payloads == (1...3_000).map(Journals.payload))
      #expect(folder.names.contains { $0.hasSuffix(".dbj") })
    }
  }

  @Test func `what is needed is kept, however old, and else the last session alone`() throws {
    let folder = TestFolder()
    var options = JournalOptions()
    options.segmentBytes = 2_000
    options.retentionBytes = 0
    // Three sessions, the first of which tells what the next one of its kind must know.
    var heads: [UInt64] = []
    for session in 0..<3 {
      let writer = try writer(folder, options, id: 0xA190)
      heads.append(writer.upcomingSequence)
      let isBegun = Journals.payload(session).withUnsafeBytes {
        writer.record(.session, $0, monotonicNanoseconds: 0, wall: Journals.start)
      }
      #expect(isBegun && writer.start())
      for number in 1...200 { while !put(writer, number) { sched_yield() } }
      writer.end()
    }
    let last = try writer(folder, options, id: 0xA190)
    let all = folder.names.count
    #expect(try last.removeOld(neededFrom: heads[0], now: Journals.start).isEmpty)
    #expect(folder.names.count == all)
    #expect(!(try last.removeOld(neededFrom: heads[1], now: Journals.start).isEmpty))
    let second = try read(folder)
    #expect(second.error == nil && (second.sequences.first ?? .max) <= heads[1])
    #expect((second.sequences.first ?? 0) > heads[0])
    #expect(!(try last.removeOld(neededFrom: nil, now: Journals.start).isEmpty))
    let third = try read(folder)
    #expect(third.error == nil && (third.sequences.first ?? .max) <= heads[2])
    #expect((third.sequences.first ?? 0) > heads[1])
  }

  @Test func `what a killed process had in memory is found by the next`() throws {
    let folder = TestFolder()
    let path: String
    do {
      let storage = try FolderStorage(path: folder.path, isWriting: true)
      let log = try JournalLog(storage, newID: 0xB0B, now: Journals.start)
      let ring = try JournalRing(journal: log.id, bytes: 64 << 10)
      ring.reset(firstSequence: 1)
      path = try #require(ring.path, "shared memory has names here")
      var records = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 8)
      defer { records.deallocate() }
      for number in 1...50 {
        let payload = Journals.payload(number)
        let header = RecordHeader(
          payloadBytes: payload.count, sequence: UInt64(number),
          monotonicNanoseconds: Int64(number), wall: Journals.start,
          kind: number == 1 ? .session : .note)
        #expect(ring.put(header) { $0.copyBytes(from: payload) })
        // The disk got the first thirty, the ring was told of ten.
        if number == 30 {
          let waiting = ring.waiting(from: 0)
          records.deallocate()
          records = .allocate(byteCount: waiting.count, alignment: 8)
          records.copyMemory(from: UnsafeRawBufferPointer(waiting))
          var offset = 0
          for _ in 1...30 {
            let count = RecordHeader(at: records.baseAddress! + offset).recordBytes
            RecordHeader.seal(.init(rebasing: records[offset..<offset + count]))
            offset += count
          }
          try log.append(UnsafeRawBufferPointer(records), count: 30)
        }
        if number == 10 { ring.release(upTo: ring.producedBytes) }
      }
      log.close()
      // The process ends here without a word.
    }
    var heard = 0
    let next = try JournalWriter(folder: folder.path, newID: 1, now: Journals.start) { _ in
      heard += 1
    }
    #expect(next.opening.recordsFromMemory == 20)
    #expect(next.opening.recovery.records == 30)
    #expect(heard == 50)
    #expect(next.upcomingSequence == 51)
    next.end()
    #expect(access(path, F_OK) != 0, "the memory's name is taken away at a clean end")
    #expect(try read(folder).payloads == (1...50).map(Journals.payload))
  }

  @Test func `a second writer is refused`() throws {
    let folder = TestFolder()
    let first = try writer(folder, id: 0xC1)
    #expect(throws: JournalError.inUse(folder: folder.path)) { _ = try self.writer(folder, id: 2) }
    first.end()
  }

  @Test func `a full ring refuses, and is in trouble long before`() throws {
    let folder = TestFolder()
    var options = JournalOptions()
    options.ringBytes = 64 << 10
    let writer = try writer(folder, options, id: 0xD1)
    // Nobody writes: the thread was never started.
    var taken = 0
    var firstTrouble: Int?
    while put(writer, taken + 1) {
      taken += 1
      if writer.isInTrouble, firstTrouble == nil { firstTrouble = taken }
    }
    let trouble = try #require(firstTrouble)
    #expect(Double(trouble) < 0.55 * Double(taken) && trouble > 0)
    #expect(writer.trouble == "the journal's disk does not keep up")
    #expect(!put(writer, 1), "still full")
    writer.end()
    #expect(try read(folder).payloads.count == taken, "what was taken is written at the end")
  }

  @Test func `recording does not allocate`() throws {
    let folder = TestFolder()
    let writer = try writer(folder, id: 0xE1)
    let payload = Journals.payload(60)
    payload.withUnsafeBytes { bytes in
      let count = Allocations.count {
        for number in 1...1_000 {
          _ = writer.record(
            .exchangeFrame, bytes, monotonicNanoseconds: Int64(number), wall: Journals.start)
        }
      }
      #expect(count == 0)
    }
    writer.end()
  }

  @Test func `memory that another course of the journal left is not put behind this one`() throws {
    let folder = TestFolder()
    let path: String
    do {
      let ring = try JournalRing(journal: 0xF1, bytes: 64 << 10)
      path = try #require(ring.path)
      // Of a session that began at record 40, of which this journal knows nothing.
      ring.reset(firstSequence: 40)
      let header = RecordHeader(
        payloadBytes: 0, sequence: 1, monotonicNanoseconds: 1, wall: Journals.start, kind: .note)
      #expect(ring.put(header) { _ in })
    }
    defer { unlink(path) }
    let error = #expect(throws: JournalError.self) { try self.writer(folder, id: 0xF1) }
    #expect(error?.description.contains("\(path): byte 0: a killed process left") == true)
  }

  @Test func `memory that others can reach, or that is in use, is refused`() throws {
    let folder = TestFolder()
    let other = TestFolder()
    let first = try writer(folder, id: 0xF2)
    // A copied journal has the same id.
    let error = #expect(throws: JournalError.self) { try self.writer(other, id: 0xF2) }
    #expect(error?.description.contains("another process writes this journal") == true)
    first.end()

    let name = "/dev/shm/dutchbook-\(getuid())-f3.ring"
    close(open(name, O_RDWR | O_CREAT, 0o666))
    chmod(name, 0o666)
    defer { unlink(name) }
    let refused = #expect(throws: JournalError.self) { try self.writer(TestFolder(), id: 0xF3) }
    #expect(refused?.description.contains("is not ours alone") == true)
  }
}
