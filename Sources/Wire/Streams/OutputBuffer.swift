/// Bytes waiting to be sent, up to a bound; what would pass it is refused whole.
///
/// Allocates only while it grows; memory beyond 1 MiB is given back when it runs empty.
struct OutputBuffer {
  let maximumBytes: Int
  private var bytes: [UInt8] = []
  private var sent = 0

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  var count: Int { bytes.count - sent }
  var isEmpty: Bool { count == 0 }

  /// False when the bound would be passed: nothing was taken.
  mutating func append(_ new: UnsafeRawBufferPointer) -> Bool {
    guard count + new.count <= maximumBytes else { return false }
    if sent > 0, bytes.count + new.count > bytes.capacity {
      bytes.removeFirst(sent)
      sent = 0
    }
    bytes.append(contentsOf: new)
    return true
  }

  func withPending<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
  }

  mutating func didSend(_ count: Int) {
    sent += count
    guard sent == bytes.count else { return }
    bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
    sent = 0
  }
}
