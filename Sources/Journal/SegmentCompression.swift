/// The compression of one closed segment, a block at a time, so that nothing waits for it long.
///
/// The plain file goes only once the compressed one is whole and on the disk.
public final class SegmentCompression {
  private let storage: any JournalStorage
  private let name: SegmentName
  private let source: SegmentBytes
  private let file: any JournalFile
  private var offset = 0

  /// Begins with one segment.
  public init(_ storage: any JournalStorage, segment: UInt64) throws(JournalError) {
    self.storage = storage
    name = SegmentName(number: segment)
    source = try storage.bytes(of: name.text)
    file = try storage.create(Self.part(name))
  }

  private static func part(_ name: SegmentName) -> String {
    SegmentName(number: name.number, isCompressed: true).text + SegmentName.partSuffix
  }

  /// Compresses one block; true when that was the last.
  ///
  /// - Throws: what the disk says; ``cancel()`` then, the plain segment stays as it is.
  public func step() throws(JournalError) -> Bool {
    let end = min(source.bytes.count, offset + SegmentArchive.blockBytes)
    let block = SegmentArchive.compress(
      UnsafeRawBufferPointer(rebasing: source.bytes[offset..<end]))
    var failure: JournalError?
    block.withUnsafeBytes { bytes in
      do throws(JournalError) {
        try file.writeAll(bytes)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    offset = end
    guard offset == source.bytes.count else { return false }
    try file.sync()
    file.close()
    try storage.rename(
      Self.part(name), to: SegmentName(number: name.number, isCompressed: true).text)
    try storage.remove(name.text)
    return true
  }

  /// Gives up; what was written of the compressed form goes.
  public func cancel() {
    file.close()
    try? storage.remove(Self.part(name))
  }
}
