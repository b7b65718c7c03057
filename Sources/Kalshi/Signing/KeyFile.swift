internal import Glibc

/// Reads a key file that only its owner may read.
enum KeyFile {
  /// Keys are a few kilobytes; a larger file is not a key.
  static let maximumBytes = 65_536

  static func read(path: String) throws(SigningError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw .fileMissing(path: path) }
      throw .fileUnreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .fileUnreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .fileUnreadable(path: path, reason: "it is not a regular file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .fileReadableByOthers(path: path, mode: UInt32(status.st_mode & 0o777))
    }
    guard status.st_size <= maximumBytes else {
      throw .fileUnreadable(path: path, reason: "it is larger than \(maximumBytes) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .fileUnreadable(path: path, reason: String(cString: strerror(errno)))
      }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}
