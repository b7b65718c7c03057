/// Memory that received bytes are handed on in: whatever is filled, 64 further bytes are readable,
/// so that scanners may read whole words past the end.
final class ReceiveBuffer {
  static let slack = 64

  /// Without the slack.
  let capacity: Int
  let memory: UnsafeMutableRawPointer

  init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity + Self.slack, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + Self.slack)
  }

  deinit { memory.deallocate() }

  func prefix(_ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: memory, count: count)
  }
}
