import Glibc
import Market
import TestKit
import Testing

@testable import Journal

@Suite struct `Records that wait in memory` {
  private let folder = TestFolder()

  /// A journal with so many records on the disk, and the records of those numbers in memory: of
  /// these the consumer has let go of the first `released`.
  private func leave(
    _ id: UInt64, onDisk: Int, inMemory: ClosedRange<Int>, released: Int = 0
  ) throws -> JournalRing {
    let log = try JournalLog(
      FolderStorage(path: folder.path, isWriting: true), newID: id, now: Journals.start)
    if onDisk > 0 { try Journals.append(log, records: onDisk) }
    log.close()
    let ring = try JournalRing(journal: id, bytes: 64 << 10)
    ring.reset(firstSequence: 1)
    for (place, number) in inMemory.enumerated() {
      let payload = Journals.payload(number)
      let header = RecordHeader(
        payloadBytes: payload.count, sequence: UInt64(number), monotonicNanoseconds: Int64(number),
        wall: Journals.start, kind: number == 1 ? .session : .note)
      #expect(ring.put(header) { $0.copyBytes(from: payload) })
      if place + 1 == released { ring.release(upTo: ring.producedBytes) }
    }
    return ring
  }

  private func content(_ path: String) throws -> [UInt8] {
    let file = try FolderStorage.map(path)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  private func bytes(_ numbers: ClosedRange<Int>) -> Int {
    numbers.reduce(0) { $0 + RecordHeader.recordBytes(Journals.payload($1).count) }
  }

  @Test func `are counted without those that the disk has, and nothing of them is changed`() throws
  {
    // Released up to 10, on the disk up to 30, of 50.
    let path = try #require(try leave(0xAA1, onDisk: 30, inMemory: 1...50, released: 10).path)
    defer { unlink(path) }
    let before = try content(path)
    let waiting = try #require(WaitingRecords.inFolder(folder.path))
    #expect(
      waiting
        == WaitingRecords(
          file: path, records: 20, bytes: bytes(31...50), followsOn: true, isHeld: false))
    #expect(
      waiting.description.hasPrefix(
        "20 records (\(bytes(31...50)) bytes) are not in this journal yet"))
    #expect(waiting.description.contains("the next `dutchbook trade` on this folder writes them"))
    #expect(try content(path) == before)
    #expect(WaitingRecords.inFolder(folder.path) == waiting)
    // As many as were told of are added by the next session.
    let next = try JournalWriter(folder: folder.path, newID: 1, now: Journals.start)
    #expect(next.opening.recordsFromMemory == waiting.records)
    next.end()
    #expect(WaitingRecords.inFolder(folder.path) == nil)
  }

  @Test func `are counted where they go on at the beginning of the memory`() throws {
    let ring = try leave(0xAA2, onDisk: 3, inMemory: 1...1)
    defer { ring.removeName() }
    // Twice round: the consumer follows at a distance of nine records.
    var lengths: [Int] = []
    for number in 2...3_000 {
      let payload = Journals.payload(number)
      let header = RecordHeader(
        payloadBytes: payload.count, sequence: UInt64(number), monotonicNanoseconds: Int64(number),
        wall: Journals.start, kind: .note)
      if lengths.isEmpty { ring.release(upTo: ring.producedBytes) }
      #expect(ring.put(header) { $0.copyBytes(from: payload) })
      lengths.append(header.recordBytes)
      if lengths.count > 9 { ring.release(upTo: ring.consumedBytes + lengths.removeFirst()) }
      let look = try #require(JournalRing.look(journal: 0xAA2)?.waiting(after: UInt64(number - 2)))
      #expect(look.records == min(2, lengths.count))
      #expect(look.bytes == lengths.suffix(2).reduce(0, +))
    }
    #expect(ring.producedBytes > 2 * ring.capacity)
  }

  @Test func `of another course of the journal are told apart`() throws {
    let ring = try leave(0xAA3, onDisk: 4, inMemory: 40...41)
    defer { ring.removeName() }
    let waiting = try #require(WaitingRecords.inFolder(folder.path))
    #expect(waiting.records == 2 && !waiting.followsOn)
    var left = waiting
    left.isHeld = false
    #expect(left.description.contains("the next `dutchbook trade` refuses them"))
  }

  @Test func `of a session that is running are its own affair`() throws {
    let writer = try JournalWriter(folder: folder.path, newID: 0xAA4, now: Journals.start)
    for number in 1...3 {
      let payload = Journals.payload(number)
      let isTaken = payload.withUnsafeBytes {
        writer.record(.note, $0, monotonicNanoseconds: Int64(number), wall: Journals.start)
      }
      #expect(isTaken)
    }
    let waiting = try #require(WaitingRecords.inFolder(folder.path))
    #expect(waiting.isHeld && waiting.records == 3)
    #expect(waiting.description.contains("of the session that is running"))
    writer.writeWaiting()
    #expect(WaitingRecords.inFolder(folder.path) == nil)
    writer.end()
  }

  @Test func `there are none where there is no journal, no memory, or memory of others`() throws {
    #expect(WaitingRecords.inFolder(folder.path) == nil)
    #expect(WaitingRecords.inFolder(folder.path + "/nowhere") == nil)
    #expect(WaitingRecords.inFolder(folder.write("no journal", "00000001.dbj")) == nil)
    #expect(WaitingRecords.inFolder(folder.path) == nil)
    let other = TestFolder()
    let log = try JournalLog(
      FolderStorage(path: other.path, isWriting: true), newID: 0xAA5, now: Journals.start)
    try Journals.append(log, records: 3)
    log.close()
    #expect(WaitingRecords.inFolder(other.path) == nil)
    let name = JournalRing.name(of: 0xAA5)
    defer { unlink(name) }
    for content in [[], [UInt8](repeating: 0xFF, count: 70_000)] {
      let file = try #require(fopen(name, "w"))
      _ = content.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
      chmod(name, 0o600)
      #expect(WaitingRecords.inFolder(other.path) == nil)
    }
  }
}
