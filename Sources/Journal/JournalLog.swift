public import Market

/// The journal as a single thread writes it: segments in a storage, one after the other.
///
/// Takes whole records; knows nothing of threads. A failed write loses nothing: what was not
/// written is handed in again.
public final class JournalLog {
  /// What opening an existing journal found.
  public struct Recovery: Hashable, Sendable {
    /// Records that are there.
    public var records = 0
    /// The tail that was cut off, if one was.
    public var tornTail: JournalReader.TornTail?
    /// The last session had been ended as it should, or there was none.
    public var wasEnded = true
    /// The segment of the last session's first record.
    public var sessionSegment: UInt64?
    /// That record's sequence number.
    public var lastSession: UInt64?
    /// Every segment with the number of its first record, ascending.
    public var segments: [Segment] = []

    /// A segment, and where in the journal it begins.
    public struct Segment: Hashable, Sendable {
      public var number: UInt64
      public var firstSequence: UInt64
    }
  }

  public let storage: any JournalStorage
  public let options: JournalOptions
  public let recovery: Recovery
  /// The same in all segments of this journal.
  public let id: UInt64
  /// The number of the segment that is written.
  public private(set) var segment: UInt64
  /// The sequence number that comes next.
  public private(set) var nextSequence: UInt64
  /// Segments that were closed and have not been compressed.
  public private(set) var closed: [UInt64] = []
  /// A forced write has failed: what it was of may be lost, whatever later ones say.
  public private(set) var hasLostSync = false
  private var file: any JournalFile
  private var written: Int
  /// Bytes of a record that the disk has taken the beginning of.
  private var begun = 0

  /// Opens a journal for appending: the records that are there are read and checked, a torn tail is
  /// cut off.
  ///
  /// - Parameters:
  ///   - newID: the id if there is no journal yet; drawn by the caller.
  ///   - now: the time for a segment that is made.
  ///   - onRecord: hears every record that is there.
  /// - Throws: damage, or what the storage says.
  public init(
    _ storage: any JournalStorage, options: JournalOptions = JournalOptions(), newID: UInt64,
    now: Timestamp, onRecord: (SegmentWalk.Record) -> Void = { _ in }
  ) throws(JournalError) {
    self.storage = storage
    self.options = options
    let names = try storage.names()
    for name in names where SegmentName.isPart(name) { try storage.remove(name) }
    let segments = SegmentName.segments(among: names)
    guard let last = segments.last else {
      id = newID
      segment = 1
      nextSequence = 1
      recovery = Recovery()
      (file, written) = try Self.begin(
        SegmentHeader(number: 1, firstSequence: 1, created: now, journal: newID), in: storage)
      return
    }
    let found = try Self.recover(storage, onRecord)
    recovery = found.recovery
    id = found.journal ?? newID
    nextSequence = found.next
    if last.isCompressed || found.end == 0 {
      // The last segment was closed, or never begun.
      if found.end == 0, !last.isCompressed { try storage.remove(last.text) }
      segment = last.number + (last.isCompressed ? 1 : 0)
      (file, written) = try Self.begin(
        SegmentHeader(number: segment, firstSequence: found.next, created: now, journal: id),
        in: storage)
    } else {
      segment = last.number
      file = try storage.open(last.text, cutTo: found.end)
      written = found.end
    }
    closed = segments.filter { !$0.isCompressed && $0.number < segment }.map(\.number)
  }

  /// What reading a whole journal found.
  private struct Found {
    var recovery = Recovery()
    /// Nil where not one segment had been begun.
    var journal: UInt64?
    var next: UInt64 = 1
    /// Where the whole records of the last segment end.
    var end = 0
  }

  private static func recover(
    _ storage: any JournalStorage, _ onRecord: (SegmentWalk.Record) -> Void
  ) throws(JournalError) -> Found {
    let reader = try JournalReader(storage)
    var found = Found()
    while let record = try reader.record() {
      found.next = record.header.sequence + 1
      if let segment = reader.segment, segment.number != found.recovery.segments.last?.number {
        found.recovery.segments.append(
          Recovery.Segment(number: segment.number, firstSequence: segment.firstSequence))
      }
      switch record.header.kind {
      case .session:
        found.recovery.wasEnded = false
        found.recovery.sessionSegment = reader.segment?.number
        found.recovery.lastSession = record.header.sequence
      case .end: found.recovery.wasEnded = true
      default: break
      }
      onRecord(record)
    }
    found.end = reader.end
    found.recovery.records = reader.count
    found.recovery.tornTail = reader.tornTail
    if let header = reader.segment {
      found.journal = header.journal
      found.next = max(found.next, header.firstSequence)
    }
    return found
  }

  private static func begin(
    _ header: SegmentHeader, in storage: any JournalStorage
  ) throws(JournalError) -> (any JournalFile, Int) {
    let file = try storage.create(SegmentName(number: header.number).text)
    let bytes = header.bytes
    var failure: JournalError?
    bytes.withUnsafeBytes { bytes in
      do throws(JournalError) {
        try file.writeAll(bytes)
        // A segment is there once its head is: zeros in its place would be no journal.
        try file.sync()
      } catch {
        failure = error
      }
    }
    if let failure {
      file.close()
      // What is there of it is no segment; a later try makes it anew.
      try? storage.remove(SegmentName(number: header.number).text)
      throw failure
    }
    return (file, bytes.count)
  }

  // MARK: Writing

  /// The segment has reached its size: ``rotate(now:)`` before the next records.
  public var isSegmentFull: Bool { written >= options.segmentBytes }

  /// Appends whole records, each with its checksum.
  ///
  /// - Parameters:
  ///   - records: one after the other, the first with ``nextSequence``.
  ///   - count: how many they are.
  /// - Throws: what the disk says. Then the same records are handed in again, more behind them if
  ///   need be: what the disk took of them is not written twice.
  public func append(_ records: UnsafeRawBufferPointer, count: Int) throws(JournalError) {
    while begun < records.count {
      let rest = UnsafeRawBufferPointer(rebasing: records[begun...])
      let taken = try file.write(rest)
      guard taken > 0 else {
        throw .storage(file: storage.describe(name), reason: "the disk takes no more bytes")
      }
      begun += taken
    }
    written += begun
    begun = 0
    nextSequence += UInt64(count)
  }

  /// Makes and appends one record: for the few that do not come through the ring.
  public func append(
    _ kind: RecordKind, _ payload: [UInt8], stream: UInt16 = 0, monotonicNanoseconds: Int64,
    wall: Timestamp
  ) throws(JournalError) {
    guard payload.count <= RecordHeader.maximumPayloadBytes else {
      throw .tooLarge(bytes: payload.count)
    }
    let header = RecordHeader(
      payloadBytes: payload.count, sequence: nextSequence,
      monotonicNanoseconds: monotonicNanoseconds, wall: wall, kind: kind, stream: stream)
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: header.recordBytes, alignment: 8)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    if let base = memory.baseAddress { header.write(to: base) }
    payload.withUnsafeBytes { bytes in
      UnsafeMutableRawBufferPointer(rebasing: memory[RecordHeader.byteCount...])
        .copyMemory(from: bytes)
    }
    RecordHeader.seal(memory)
    try append(UnsafeRawBufferPointer(memory), count: 1)
  }

  /// Returns once everything appended is on the disk.
  public func sync() throws(JournalError) {
    do throws(JournalError) {
      try file.sync()
    } catch {
      hasLostSync = true
      throw error
    }
  }

  /// Closes the segment and begins the next one.
  public func rotate(now: Timestamp) throws(JournalError) {
    try sync()
    let header = SegmentHeader(
      number: segment + 1, firstSequence: nextSequence, created: now, journal: id)
    let (next, count) = try Self.begin(header, in: storage)
    file.close()
    file = next
    written = count
    closed.append(segment)
    segment += 1
  }

  /// Takes the next closed segment to compress; nil when there is none.
  public func nextToCompress() -> UInt64? {
    options.compresses && !closed.isEmpty ? closed.removeFirst() : nil
  }

  /// Lets the file go. What was appended stays.
  public func close() { file.close() }

  private var name: String { SegmentName(number: segment).text }
}
