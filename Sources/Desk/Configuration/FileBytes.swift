internal import Glibc

/// Whole small files, read and written with plain system calls.
public enum FileBytes {
  /// What went wrong last on this thread, in words.
  public static var lastFault: String { String(cString: strerror(errno)) }

  /// The bytes of a file; nil with `errno` set when it cannot be read, or is over `limit` (EFBIG).
  public static func read(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        errno = EFBIG
        return nil
      }
    }
  }

  /// Whether two paths name one regular file, or are the same text where there is no file yet.
  public static func areSame(_ left: String, _ right: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(left, &one) == 0, stat(right, &other) == 0 else { return left == right }
    return one.st_mode & S_IFMT == S_IFREG && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino
  }

  /// Whether a file can be opened for writing; makes an empty one where there is none. False with
  /// `errno` set when it cannot be.
  public static func canWrite(_ path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }

  /// Writes a file whole; false with `errno` set when it cannot be.
  public static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        close(descriptor)
        return false
      }
      offset += count
    }
    return close(descriptor) == 0
  }
}
