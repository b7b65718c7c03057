public import Market

/// What stands before every record's payload: 40 bytes, little endian.
///
/// | offset | bytes | what |
/// |---|---|---|
/// | 0 | 4 | length of the payload |
/// | 4 | 4 | CRC-32C of the length, of bytes 8 to 40, and of the payload |
/// | 8 | 8 | sequence number; 1 for the first record of a journal, then one more each |
/// | 16 | 8 | monotonic time, nanoseconds |
/// | 24 | 8 | wall time, nanoseconds since the Unix epoch |
/// | 32 | 2 | kind |
/// | 34 | 2 | stream: the connection of a frame; 0 otherwise |
/// | 36 | 4 | zero |
///
/// The payload follows, then zeros up to a multiple of eight bytes.
public struct RecordHeader: Hashable, Sendable {
  /// Bytes of a header.
  public static let byteCount = 40
  /// Longer payloads are refused when written and not believed when read.
  public static let maximumPayloadBytes = 64 << 20

  public var payloadBytes: Int
  public var sequence: UInt64
  public var monotonicNanoseconds: Int64
  public var wall: Timestamp
  /// The kind as written; a newer program may know more kinds.
  public var kindCode: UInt16
  public var stream: UInt16

  /// The kind; nil for one that this program does not know.
  public var kind: RecordKind? { RecordKind(rawValue: kindCode) }

  /// Bytes of header, payload and padding.
  public var recordBytes: Int { Self.recordBytes(payloadBytes) }

  /// Bytes that a payload of this size takes with header and padding.
  @inline(__always)
  public static func recordBytes(_ payloadBytes: Int) -> Int {
    (byteCount + payloadBytes + 7) & ~7
  }

  public init(
    payloadBytes: Int, sequence: UInt64, monotonicNanoseconds: Int64, wall: Timestamp,
    kind: RecordKind, stream: UInt16 = 0
  ) {
    self.payloadBytes = payloadBytes
    self.sequence = sequence
    self.monotonicNanoseconds = monotonicNanoseconds
    self.wall = wall
    kindCode = kind.rawValue
    self.stream = stream
  }

  /// Reads a header. Its checksum is the reader's to verify, with the payload.
  ///
  /// - Precondition: 40 bytes can be read at `base`.
  @inline(__always)
  init(at base: UnsafeRawPointer) {
    payloadBytes = Int(UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
    sequence = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    monotonicNanoseconds = Int64(
      littleEndian: base.loadUnaligned(fromByteOffset: 16, as: Int64.self))
    wall = Timestamp(
      nanoseconds: Int64(littleEndian: base.loadUnaligned(fromByteOffset: 24, as: Int64.self)))
    kindCode = UInt16(littleEndian: base.loadUnaligned(fromByteOffset: 32, as: UInt16.self))
    stream = UInt16(littleEndian: base.loadUnaligned(fromByteOffset: 34, as: UInt16.self))
  }

  /// Writes the header with an empty checksum; ``seal(_:)`` fills it in.
  @inline(__always)
  func write(to base: UnsafeMutableRawPointer) {
    base.storeBytes(of: UInt32(truncatingIfNeeded: payloadBytes).littleEndian, as: UInt32.self)
    base.storeBytes(of: 0, toByteOffset: 4, as: UInt32.self)
    base.storeBytes(of: sequence.littleEndian, toByteOffset: 8, as: UInt64.self)
    base.storeBytes(of: monotonicNanoseconds.littleEndian, toByteOffset: 16, as: Int64.self)
    base.storeBytes(of: wall.nanoseconds.littleEndian, toByteOffset: 24, as: Int64.self)
    base.storeBytes(of: kindCode.littleEndian, toByteOffset: 32, as: UInt16.self)
    base.storeBytes(of: stream.littleEndian, toByteOffset: 34, as: UInt16.self)
    base.storeBytes(of: 0, toByteOffset: 36, as: UInt32.self)
  }

  /// The checksum of a whole record as it lies in memory.
  @inline(__always)
  static func checksum(_ record: UnsafeRawBufferPointer) -> UInt32 {
    var checksum = Checksum()
    checksum.update(UnsafeRawBufferPointer(rebasing: record[0..<4]))
    checksum.update(UnsafeRawBufferPointer(rebasing: record[8...]))
    return checksum.value
  }

  /// Fills in the checksum of a whole record, padding included.
  static func seal(_ record: UnsafeMutableRawBufferPointer) {
    let checksum = checksum(UnsafeRawBufferPointer(record))
    record.storeBytes(of: checksum.littleEndian, toByteOffset: 4, as: UInt32.self)
  }

  /// The checksum as written.
  @inline(__always)
  static func storedChecksum(_ base: UnsafeRawPointer) -> UInt32 {
    UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
  }
}
