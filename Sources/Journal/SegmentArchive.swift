internal import CZstd

/// Segments compressed with zstd: closed ones are, in the background.
enum SegmentArchive {
  /// Compressed in blocks of this size, so that little memory is needed.
  static let blockBytes = 1 << 20
  private static let level: Int32 = 3
  /// No segment is larger; a file that says so was made to harm.
  private static let largestPlainBytes = 2 << 30

  /// Whether bytes begin as a zstd frame does.
  static func isCompressed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4
      && UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) == 0xFD2F_B528
  }

  /// The compressed form of one block: a frame with a checksum of its own.
  ///
  /// - Precondition: no more than ``blockBytes`` bytes.
  static func compress(_ block: UnsafeRawBufferPointer) -> [UInt8] {
    precondition(block.count <= blockBytes, "one block at a time")
    guard let context = ZSTD_createCCtx() else { preconditionFailure("no memory for zstd") }
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    let bound = ZSTD_compressBound(block.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      count = ZSTD_compress2(
        context, output.baseAddress, output.count, block.baseAddress, block.count)
      precondition(ZSTD_isError(count) == 0, "a block always fits its bound")
    }
  }

  /// The plain form, as far as the blocks are sound. Damage is named by the place in the compressed
  /// file; blocks behind it are not looked at.
  static func decompress(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) -> (plain: SegmentBytes, damage: JournalError?) {
    var damage: JournalError?
    let plain = SegmentBytes(capacity: plainSize(bytes)) { memory in
      var offset = 0
      var written = 0
      while offset < bytes.count {
        let frame = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let length = ZSTD_findFrameCompressedSize(frame.baseAddress, frame.count)
        let count =
          ZSTD_isError(length) == 0
          ? ZSTD_decompress(
            memory.baseAddress.map { $0 + written }, memory.count - written, frame.baseAddress,
            length) : length
        guard ZSTD_isError(count) == 0 else {
          let reason = String(cString: ZSTD_getErrorName(count))
          damage = .damaged(
            file: file, offset: offset, reason: "the compressed data is damaged: \(reason)")
          break
        }
        offset += length
        written += count
      }
      return written
    }
    return (plain, damage)
  }

  /// What the sound blocks hold together; more is never believed of a block than it can hold.
  private static func plainSize(_ bytes: UnsafeRawBufferPointer) -> Int {
    var offset = 0
    var total = 0
    while offset < bytes.count {
      let frame = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      let size = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
      let length = ZSTD_findFrameCompressedSize(frame.baseAddress, frame.count)
      guard size <= UInt64(blockBytes), ZSTD_isError(length) == 0,
        total + Int(size) <= largestPlainBytes
      else { break }
      total += Int(size)
      offset += length
    }
    return total
  }
}
