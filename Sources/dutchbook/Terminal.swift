internal import Desk
internal import Glibc

/// The process's streams, written whole.
enum Terminal {
  /// Writes to the output stream; ends the process when it is gone or full.
  static func write(_ text: String) {
    guard writes(text) else { exit(ExitCode.inputOutput) }
  }

  /// Writes to the output stream; false, and one sentence, when it is gone or full.
  static func writes(_ text: String) -> Bool {
    guard !put(text, STDOUT_FILENO) else { return true }
    complain("dutchbook: the output cannot be written: \(String(cString: strerror(errno)))\n")
    return false
  }

  /// Writes to the error stream. When that is gone there is nobody left to tell.
  static func complain(_ text: String) { _ = put(text, STDERR_FILENO) }

  /// Whether lines can be rewritten in place.
  static var isErrorStreamTerminal: Bool {
    guard isatty(STDERR_FILENO) == 1, let kind = getenv("TERM") else { return false }
    return String(cString: kind) != "dumb"
  }

  /// Columns of the terminal; 80 where it does not say.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func put(_ text: String, _ descriptor: Int32) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return true }
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(descriptor, start + offset, bytes.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN {
            // A terminal shared with a program that made it non-blocking.
            usleep(1_000)
            continue
          }
          return false
        }
        offset += count
      }
      return true
    }
  }
}
