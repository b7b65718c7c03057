public import Market

/// The first 64 bytes of every segment, little endian.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 8 | `DBJOURNL` |
/// | 8 | 2 | version of the format |
/// | 10 | 2 | bytes of this header: 64 |
/// | 12 | 4 | zero |
/// | 16 | 8 | number of the segment; 1 for a journal's first |
/// | 24 | 8 | sequence number of its first record |
/// | 32 | 8 | wall time of its making |
/// | 40 | 8 | the journal's id, the same in all its segments |
/// | 48 | 12 | zero |
/// | 60 | 4 | CRC-32C of bytes 0 to 60 |
public struct SegmentHeader: Hashable, Sendable {
  /// Bytes of a header.
  public static let byteCount = 64
  /// The version that this program writes, and the newest it reads.
  public static let currentVersion: UInt16 = 1

  static let magic: UInt64 = 0x4C4E_5255_4F4A_4244

  public var number: UInt64
  public var firstSequence: UInt64
  public var created: Timestamp
  public var journal: UInt64

  public init(number: UInt64, firstSequence: UInt64, created: Timestamp, journal: UInt64) {
    self.number = number
    self.firstSequence = firstSequence
    self.created = created
    self.journal = journal
  }

  /// Why a segment's first bytes are not believed.
  enum Fault: Error, Hashable, Sendable {
    case short
    case notAJournal
    case newer(version: UInt16)
    case checksum
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    guard bytes.count >= 8 else { throw .short }
    func load<Value: FixedWidthInteger>(_ offset: Int, _: Value.Type) -> Value {
      Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
    guard load(0, UInt64.self) == Self.magic else { throw .notAJournal }
    guard bytes.count >= Self.byteCount else { throw .short }
    // Before the checksum: a newer version may have a longer header.
    let version = load(8, UInt16.self)
    guard version <= Self.currentVersion else { throw .newer(version: version) }
    let checksum = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[0..<60]))
    guard checksum == load(60, UInt32.self), version > 0 else { throw .checksum }
    number = load(16, UInt64.self)
    firstSequence = load(24, UInt64.self)
    // Room above, so that no count of records can overflow.
    guard (1...(UInt64.max >> 1)).contains(firstSequence) else { throw .checksum }
    created = Timestamp(nanoseconds: load(32, Int64.self))
    journal = load(40, UInt64.self)
  }

  /// The header's bytes.
  var bytes: [UInt8] {
    var result = [UInt8](repeating: 0, count: Self.byteCount)
    result.withUnsafeMutableBytes { bytes in
      func store<Value: FixedWidthInteger>(_ value: Value, _ offset: Int) {
        bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
      }
      store(Self.magic, 0)
      store(Self.currentVersion, 8)
      store(UInt16(Self.byteCount), 10)
      store(number, 16)
      store(firstSequence, 24)
      store(created.nanoseconds, 32)
      store(journal, 40)
      store(Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[0..<60])), 60)
    }
    return result
  }
}
