internal import Glibc
internal import Synchronization

/// A file in shared memory: what has been written there outlives a writer that is killed.
///
/// Begins with a count that its one writer publishes and that anybody may read.
final class SharedFile {
  /// Why a file cannot be mapped.
  struct MappingError: Error, CustomStringConvertible {
    let description: String
  }

  /// Behind the count.
  let memory: UnsafeMutableRawBufferPointer
  private let base: UnsafeMutableRawPointer
  private let byteCount: Int
  private static let headBytes = 64

  /// Maps a file, made if it is not there; what is not written of it takes no room.
  init(_ path: String, bytes: Int) throws {
    byteCount = Self.headBytes + bytes
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw MappingError(description: "\(path): errno \(errno)") }
    defer { close(descriptor) }
    guard ftruncate(descriptor, byteCount) == 0,
      let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      base != MAP_FAILED
    else { throw MappingError(description: "\(path): errno \(errno)") }
    self.base = base
    memory = UnsafeMutableRawBufferPointer(start: base + Self.headBytes, count: bytes)
  }

  deinit { munmap(base, byteCount) }

  /// What the writer has published; everything written before it is there.
  var published: Int {
    get { base.assumingMemoryBound(to: Atomic<Int>.self).pointee.load(ordering: .acquiring) }
    set {
      base.assumingMemoryBound(to: Atomic<Int>.self).pointee.store(newValue, ordering: .releasing)
    }
  }
}
