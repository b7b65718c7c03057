internal import Glibc

/// Records of a journal that no disk has yet: they wait in the shared memory that their session
/// left behind, or that it is still writing from.
///
/// A look and nothing more: the memory is read without a lock and without a change, so that a
/// session which begins or runs at this moment never notices.
public struct WaitingRecords: Hashable, Sendable, CustomStringConvertible {
  /// The memory's name.
  public var file: String
  /// How many records wait.
  public var records: Int
  /// What they take in the memory.
  public var bytes: Int
  /// They follow on what is on the disk: else the next session refuses them.
  public var followsOn: Bool
  /// Somebody holds the memory: a session is running, and brings them to the disk itself.
  public var isHeld: Bool

  /// What waits for the journal of a folder; nil where nothing does.
  ///
  /// Nothing is thrown: a folder that is no journal, or cannot be read, has nothing waiting. What
  /// is wrong with it, its reader says.
  /// - Complexity: linear in the last segment where there is memory with something in it.
  public static func inFolder(_ path: String) -> WaitingRecords? {
    guard FolderStorage.isFolder(path),
      let storage = try? FolderStorage(path: path, isWriting: false),
      let names = try? storage.names()
    else { return nil }
    // The last segment may be one that was never begun: then the one before it says whose it is.
    for segment in SegmentName.segments(among: names).reversed().prefix(2) {
      guard let reader = try? JournalReader(paths: [storage.describe(segment.text)]) else {
        continue
      }
      let first = (try? reader.record())?.header.sequence
      guard let header = reader.segment else { continue }
      guard let look = JournalRing.look(journal: header.journal) else { return nil }
      return look.waiting(after: last(reader) ?? first ?? header.firstSequence - 1)
    }
    return nil
  }

  /// The number of the last record that can be read from here on; nil where there is none.
  private static func last(_ reader: JournalReader) -> UInt64? {
    var last: UInt64?
    while let record = try? reader.record() { last = record.header.sequence }
    return last
  }

  public var description: String {
    let amount = (records == 1 ? "1 record" : "\(records) records") + " (\(bytes) bytes)"
    if isHeld {
      return "\(amount) of the session that is running are in its memory and not in this journal"
        + " yet; it writes them, or says why it cannot"
    }
    guard followsOn else {
      return "\(amount) wait in \(file), but do not follow on what this journal has; the next"
        + " `dutchbook trade` refuses them: remove that file, and they are lost"
    }
    return "\(amount) are not in this journal yet: their session could not write them, and they"
      + " wait in \(file); the next `dutchbook trade` on this folder writes them. Begin it before"
      + " the machine is switched off, which loses them"
  }
}
