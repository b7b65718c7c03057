internal import Glibc

/// The bytes of one segment in memory: a mapped file, or a copy.
public final class SegmentBytes {
  public let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Takes over a mapping.
  init(mapped bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    isMapped = true
  }

  /// Keeps a copy.
  public init(copying source: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, source.count), alignment: 16)
    memory.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(rebasing: memory[..<source.count])
    isMapped = false
  }

  /// Memory of a size that `fill` writes; it says how many bytes it wrote.
  init(capacity: Int, fill: (UnsafeMutableRawBufferPointer) -> Int) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, capacity), alignment: 16)
    bytes = UnsafeRawBufferPointer(rebasing: memory[..<fill(memory)])
    isMapped = false
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    } else {
      base.deallocate()
    }
  }
}
