internal import Glibc

/// The process's streams, written whole.
enum Terminal {
  /// Writes to the output stream; ends the process when it is gone.
  static func write(_ text: String) {
    guard put(text, STDOUT_FILENO) else { exit(74) }
  }

  /// Writes to the error stream.
  static func complain(_ text: String) { _ = put(text, STDERR_FILENO) }

  static var isErrorStreamTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private static func put(_ text: String, _ descriptor: Int32) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return true }
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(descriptor, start + offset, bytes.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        offset += count
      }
      return true
    }
  }
}
