internal import CISAL

/// CRC-32C (Castagnoli): the checksum of every header and record.
///
/// Source: RFC 3720, appendix B.4, with its test vectors.
public struct Checksum: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  public init() {}

  /// Takes further bytes.
  @inline(__always)
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    // The library's signature lacks a const; it only reads.
    let start = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: UInt8.self))
    state = crc32_iscsi(start, Int32(truncatingIfNeeded: bytes.count), state)
  }

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// The checksum of one run of bytes.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var checksum = Checksum()
    checksum.update(bytes)
    return checksum.value
  }
}
