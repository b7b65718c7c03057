internal import Glibc

/// Reads the records of a journal in order, segment after segment, checking each.
///
/// Confined to one thread. What changes with each record is not checked for overlapping accesses:
/// nothing is called while it does.
public final class JournalReader {
  /// A tail that was cut off: the writer ended while it wrote a record.
  public struct TornTail: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// Where the whole records end.
    public let offset: Int
    /// What lies behind and counts for nothing.
    public let bytes: Int

    public var description: String {
      "\(file): the last \(bytes) bytes are a record that was never finished; it is left out"
    }
  }

  /// A file to read, and how it is called in messages.
  private struct Source {
    let name: String
    let load: () throws(JournalError) -> SegmentBytes
  }

  /// The segment that is being read.
  public private(set) var segment: SegmentHeader?
  /// What its file is called.
  public private(set) var file = ""
  /// The number of the first record there is, once a segment was opened. Above 1, what came before
  /// is not there: old segments are removed in time, and single ones can be read.
  public private(set) var firstSequence: UInt64?
  /// Set once the end was reached and the last record was not whole.
  public private(set) var tornTail: TornTail?
  /// Records read so far.
  @exclusivity(unchecked) public private(set) var count = 0
  /// Where the record that was read last begins in its segment.
  @exclusivity(unchecked) public private(set) var offset = 0
  /// Where the records that were read end in their segment; 0 where not even its header is whole.
  @exclusivity(unchecked) public private(set) var end = 0

  private var sources: [Source]
  private var next = 0
  private var bytes: SegmentBytes?
  @exclusivity(unchecked) private var damage: JournalError?
  private var isCompressed = false
  @exclusivity(unchecked) private var walk: SegmentWalk?
  private var expected: UInt64?
  @exclusivity(unchecked) private var lastMonotonic = Int64.min

  /// A reader of what a storage holds.
  ///
  /// - Throws: ``JournalError/empty(file:)`` where there is no segment.
  public init(_ storage: any JournalStorage) throws(JournalError) {
    let segments = SegmentName.segments(among: try storage.names())
    guard !segments.isEmpty else { throw .empty(file: storage.describe("")) }
    sources = segments.map { Self.source($0, in: storage) }
  }

  /// A reader of files and folders, in the order given; a folder's segments in theirs.
  public convenience init(paths: [String]) throws(JournalError) {
    var sources: [Source] = []
    for path in paths {
      var status = stat()
      guard stat(path, &status) == 0 else { throw FolderStorage.failure(path) }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        sources.append(
          Source(name: path) { () throws(JournalError) -> SegmentBytes in
            try FolderStorage.map(path)
          })
        continue
      }
      let storage = try FolderStorage(path: path, isWriting: false)
      let segments = SegmentName.segments(among: try storage.names())
      guard !segments.isEmpty else { throw .empty(file: path) }
      sources += segments.map { Self.source($0, in: storage) }
    }
    self.init(sources: sources)
  }

  private init(sources: [Source]) { self.sources = sources }

  /// A segment of a journal that is perhaps being written: it may be compressed before it is read.
  private static func source(_ segment: SegmentName, in storage: any JournalStorage) -> Source {
    Source(name: storage.describe(segment.text)) { () throws(JournalError) -> SegmentBytes in
      do throws(JournalError) {
        return try storage.bytes(of: segment.text)
      } catch {
        let packed = SegmentName(number: segment.number, isCompressed: true)
        guard !segment.isCompressed, let bytes = try? storage.bytes(of: packed.text) else {
          throw error
        }
        return bytes
      }
    }
  }

  /// The next record; nil at the end. Its payload holds until the next call.
  ///
  /// - Throws: the first thing that is not as it should be; nothing behind it is read.
  public func record() throws(JournalError) -> SegmentWalk.Record? {
    while true {
      if walk == nil, try !open() { return nil }
      let place = walk?.offset ?? 0
      var found: SegmentWalk.Record?
      do throws(SegmentWalk.Stop) {
        found = try walk?.next()
      } catch {
        try settle(error)
      }
      guard let record = found else {
        if let damage { throw damage }
        expected = walk?.expected
        walk = nil
        continue
      }
      offset = place
      try checkTime(record.header)
      end = place + record.header.recordBytes
      count += 1
      return record
    }
  }

  /// A tail that was being written is no damage, but only at the very end.
  private func settle(_ stop: SegmentWalk.Stop) throws(JournalError) {
    if let damage { throw damage }
    switch stop {
    case .torn(let offset) where next == sources.count && !isCompressed:
      tornTail = TornTail(file: file, offset: offset, bytes: (bytes?.bytes.count ?? 0) - offset)
    case .torn(let offset):
      throw .damaged(file: file, offset: offset, reason: "ends inside a record")
    case .damaged(let offset, let reason):
      throw .damaged(file: file, offset: offset, reason: reason)
    }
  }

  /// A session's monotonic time never runs backwards. The wall clock may: people set it.
  private func checkTime(_ header: RecordHeader) throws(JournalError) {
    let begins = header.kind == .session || header.kind == .source
    guard begins || header.monotonicNanoseconds >= lastMonotonic else {
      throw .timeRunsBackwards(file: file, offset: offset)
    }
    lastMonotonic = header.monotonicNanoseconds
  }

  /// Opens the next segment; false when there is none.
  private func open() throws(JournalError) -> Bool {
    guard next < sources.count else { return false }
    let source = sources[next]
    next += 1
    file = source.name
    var loaded = try source.load()
    isCompressed = SegmentArchive.isCompressed(loaded.bytes)
    if isCompressed {
      let packed = loaded
      (loaded, damage) = withExtendedLifetime(packed) {
        SegmentArchive.decompress(packed.bytes, file: file)
      }
    }
    let header: SegmentHeader
    do throws(SegmentHeader.Fault) {
      header = try SegmentHeader(loaded.bytes)
    } catch {
      if let damage { throw damage }
      // A segment that was being begun: the file is there, its head is not.
      let isBlank = loaded.bytes.prefix(SegmentHeader.byteCount).allSatisfy { $0 == 0 }
      if error == .short || isBlank, next == sources.count {
        tornTail = TornTail(file: file, offset: 0, bytes: loaded.bytes.count)
        end = 0
        return false
      }
      throw error.named(file)
    }
    try checkOrder(header)
    segment = header
    firstSequence = firstSequence ?? header.firstSequence
    end = SegmentHeader.byteCount
    bytes = loaded
    walk = SegmentWalk(loaded.bytes, header)
    return true
  }

  private func checkOrder(_ header: SegmentHeader) throws(JournalError) {
    if let segment, segment.journal != header.journal { throw .foreignSegment(file: file) }
    guard let expected, header.firstSequence != expected else { return }
    if header.firstSequence < expected {
      throw .overlap(file: file, expected: expected, found: header.firstSequence)
    }
    throw .missing(file: file, expected: expected, found: header.firstSequence)
  }
}

extension SegmentHeader.Fault {
  /// The fault with the file it is in.
  func named(_ file: String) -> JournalError {
    switch self {
    case .short, .checksum: .badSegmentHeader(file: file)
    case .notAJournal: .notAJournal(file: file)
    case .newer(let version): .newerVersion(file: file, version: Int(version))
    }
  }
}
