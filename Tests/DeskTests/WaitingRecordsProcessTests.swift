import Glibc
import Journal
import Market
import TestKit
import Testing

@testable import Desk

@Suite struct `Commands that read a journal` {
  /// A session that ended without bringing its last two records to the disk.
  private func unwritten() throws -> (folder: TestFolder, memory: String) {
    // unseeded: the memory's name is the machine's, where other tests may run as well.
    let id = UInt64.random(in: 1 << 40...1 << 60)
    let folder = try whole(id)
    let writer = try JournalWriter(
      folder: folder.path + "/journal", newID: 1, now: MadeUpJournal.start)
    let note = Array("of the last moments".utf8)
    for place in 1...2 {
      let isTaken = note.withUnsafeBytes {
        writer.record(
          .note, $0, monotonicNanoseconds: 2_000 + Int64(place), wall: MadeUpJournal.start)
      }
      #expect(isTaken)
    }
    writer.abandon()
    return (folder, "/dev/shm/dutchbook-\(getuid())-" + String(id, radix: 16) + ".ring")
  }

  /// A journal whose session is on the disk as far as it goes.
  private func whole(_ id: UInt64) throws -> TestFolder {
    let journal = try MadeUpJournal(id: id)
    journal.end()
    return journal.folder
  }

  @Test func `say how much waits in memory, leave it there, and answer as they do without`() throws
  {
    let (folder, memory) = try unwritten()
    defer { unlink(memory) }
    let before = TestFolder.text(memory)
    #expect(before.contains("of the last moments"))
    let questions = [
      ["replay", "journal"], ["why", MadeUpJournal.ticker, "--journal", "journal"],
      ["books", "journal"],
    ]
    let endings = try questions.map { try Program($0, in: folder.path).end() }
    for (question, ending) in zip(questions, endings) {
      // Forty bytes of head and nineteen of text, filled up to eight, twice.
      #expect(
        ending.errors.hasPrefix(
          "\(question[0]): journal: 2 records (128 bytes) are not in this journal yet: "),
        "\(ending.errors)")
      #expect(
        ending.errors.contains(
          "wait in \(memory); the next `dutchbook trade` on this folder writes them"))
    }
    #expect(TestFolder.text(memory) == before)
    // The next session takes them over; then nobody speaks of them.
    let next = try JournalWriter(
      folder: folder.path + "/journal", newID: 1, now: MadeUpJournal.start)
    #expect(next.opening.recordsFromMemory == 2)
    next.end()
    for (question, ending) in zip(questions, endings) {
      let again = try Program(question, in: folder.path).end()
      #expect(again.code == ending.code)
      #expect(!again.errors.contains("not in this journal yet"), "\(again.errors)")
    }
  }
}
