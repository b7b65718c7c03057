/// Walks the records of one segment in memory, checking each.
public struct SegmentWalk {
  /// How a walk that cannot go on ended.
  enum Stop: Error, Hashable, Sendable {
    /// The file ends inside a record: it was being written when the writer ended.
    case torn(at: Int)
    case damaged(at: Int, reason: String)
  }

  /// One record. The payload points into the segment.
  public struct Record {
    public let header: RecordHeader
    public let payload: UnsafeRawBufferPointer
  }

  let bytes: UnsafeRawBufferPointer
  /// Where the next record begins.
  private(set) var offset: Int
  /// The sequence number that comes next.
  private(set) var expected: UInt64

  /// - Parameter bytes: a whole segment, of which the header has been read.
  init(_ bytes: UnsafeRawBufferPointer, _ header: SegmentHeader) {
    self.bytes = bytes
    offset = SegmentHeader.byteCount
    expected = header.firstSequence
  }

  /// The next record; nil at the end.
  @inline(__always)
  mutating func next() throws(Stop) -> Record? {
    let rest = bytes.count - offset
    guard rest > 0 else { return nil }
    guard rest >= RecordHeader.byteCount, let base = bytes.baseAddress else {
      throw stop(isWhole: false, "a record's header is cut off")
    }
    let header = RecordHeader(at: base + offset)
    let count = header.recordBytes
    guard header.payloadBytes <= RecordHeader.maximumPayloadBytes, count <= rest else {
      throw stop(isWhole: false, "a record is longer than what is left of the file")
    }
    let record = UnsafeRawBufferPointer(start: base + offset, count: count)
    guard RecordHeader.checksum(record) == RecordHeader.storedChecksum(base + offset) else {
      throw stop(isWhole: true, "the checksum of record \(expected) does not fit")
    }
    guard header.sequence == expected else {
      throw .damaged(
        at: offset, reason: "record \(header.sequence) where record \(expected) belongs")
    }
    offset += count
    expected += 1
    let payload = UnsafeRawBufferPointer(
      start: base + (offset - count + RecordHeader.byteCount), count: header.payloadBytes)
    return Record(header: header, payload: payload)
  }

  /// Tells a torn tail from damage. A writer that ended leaves the beginning of a record, or zeros
  /// where the disk had not got further; whole records never follow.
  @inline(never)
  private func stop(isWhole: Bool, _ reason: String) -> Stop {
    if (!isWhole || endsInZeros) && !isFollowedByRecord { return .torn(at: offset) }
    return .damaged(at: offset, reason: reason)
  }

  /// The last sector of the file is zero: the disk had made room and not written it yet.
  private var endsInZeros: Bool {
    let sector = (bytes.count - 1) / Self.sectorBytes * Self.sectorBytes
    return sector >= offset && bytes[sector...].allSatisfy { $0 == 0 }
  }

  /// What a disk writes as a whole.
  static let sectorBytes = 512

  private var isFollowedByRecord: Bool {
    guard let base = bytes.baseAddress else { return false }
    var place = offset + 8
    // A file made to harm has a seeming record at every place: then it is no torn tail either.
    var budget = 4 * (bytes.count - offset) + (1 << 20)
    while place + RecordHeader.byteCount <= bytes.count {
      defer { place += 8 }
      let header = RecordHeader(at: base + place)
      guard header.sequence > expected, header.sequence - expected < 1_000_000,
        header.payloadBytes <= RecordHeader.maximumPayloadBytes,
        place + header.recordBytes <= bytes.count
      else { continue }
      budget -= header.recordBytes
      guard budget > 0 else { return true }
      let record = UnsafeRawBufferPointer(start: base + place, count: header.recordBytes)
      if RecordHeader.checksum(record) == RecordHeader.storedChecksum(base + place) { return true }
    }
    return false
  }
}
