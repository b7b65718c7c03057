internal import Desk
internal import Glibc

/// What a running session says: a moving progress line on a terminal, plain lines elsewhere.
final class SessionLog {
  private let isTerminal = Terminal.isErrorStreamTerminal
  private var hasProgress = false
  private var lastShare = -1.0

  /// One line of what happened.
  func line(_ text: String) {
    clearProgress()
    Terminal.complain("\(clock())  \(text)\n")
  }

  /// How far it is, 0 to 1.
  func progress(_ share: Double, _ text: String) {
    guard isTerminal else {
      // Without a terminal a line for every tenth is enough.
      guard share - lastShare >= 0.1 || share == 0 else { return }
      lastShare = share
      Terminal.complain("\(clock())  \(Int(share * 100)) %  \(text)\n")
      return
    }
    let width = 40
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    Terminal.complain("\r\u{1B}[K[\(bar)] \(Int(share * 100)) %  \(text)")
    hasProgress = true
  }

  /// Takes the progress line away, so that other output begins on a clean line.
  func clearProgress() {
    guard hasProgress else { return }
    Terminal.complain("\r\u{1B}[K")
    hasProgress = false
  }

  private func clock() -> String {
    // clock: what the terminal shows beside a line; nothing depends on it.
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
