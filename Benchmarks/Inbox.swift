/// Where a frame lies when the program gets to see it: just decrypted into a buffer that is used
/// again and again, so in the first cache.
struct Inbox {
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 64)
  private(set) var frame = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Puts a frame there. The memory is never freed: the benchmarks keep theirs to the end.
  mutating func receive(_ bytes: Bytes) {
    memory.copyMemory(from: bytes.buffer)
    frame = UnsafeRawBufferPointer(rebasing: memory[..<bytes.buffer.count])
  }
}
