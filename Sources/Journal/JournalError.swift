/// Why a journal cannot be opened, read or written. Each names the place.
public enum JournalError: Error, Hashable, Sendable {
  /// The file or folder cannot be used; `reason` is the system's.
  case storage(file: String, reason: String)
  case notAJournal(file: String)
  case newerVersion(file: String, version: Int)
  /// A segment's header has a wrong checksum or ends early.
  case badSegmentHeader(file: String)
  /// Records from this place on are not believed.
  case damaged(file: String, offset: Int, reason: String)
  /// A segment of another journal lies in between.
  case foreignSegment(file: String)
  /// Segments tell the same sequence numbers twice.
  case overlap(file: String, expected: UInt64, found: UInt64)
  /// Records between two segments are missing.
  case missing(file: String, expected: UInt64, found: UInt64)
  /// No segment is there.
  case empty(file: String)
  /// A record's monotonic time is before that of the record in front of it, in one session.
  case timeRunsBackwards(file: String, offset: Int)
  case inUse(folder: String)
  /// A payload is longer than a record may be.
  case tooLarge(bytes: Int)
}

extension JournalError: CustomStringConvertible {
  /// What the system says, without the place; the whole sentence for anything else.
  public var reason: String {
    if case .storage(_, let reason) = self { return reason }
    return description
  }

  public var description: String {
    switch self {
    case .storage(let file, let reason): "\(file): \(reason)"
    case .notAJournal(let file): "\(file): is not a segment of a journal"
    case .newerVersion(let file, let version):
      "\(file): has format version \(version); this program reads up to"
        + " \(SegmentHeader.currentVersion): use the newer program that wrote it"
    case .badSegmentHeader(let file): "\(file): its header is damaged; nothing in it is believed"
    case .damaged(let file, let offset, let reason):
      "\(file): byte \(offset): \(reason); nothing from there on is believed"
    case .foreignSegment(let file): "\(file): belongs to another journal; move it away"
    case .overlap(let file, let expected, let found):
      "\(file): begins with record \(found), but records up to \(expected - 1) were read already:"
        + " segments overlap"
    case .missing(let file, let expected, let found):
      "\(file): begins with record \(found), but record \(expected) comes next: a segment is"
        + " missing"
    case .empty(let file): "\(file): holds no journal"
    case .timeRunsBackwards(let file, let offset):
      "\(file): byte \(offset): the time runs backwards; the file was edited or put together"
    case .inUse(let folder): "\(folder): another process writes this journal; stop it first"
    case .tooLarge(let bytes):
      "a record of \(bytes) bytes; at most \(RecordHeader.maximumPayloadBytes) fit"
    }
  }
}
