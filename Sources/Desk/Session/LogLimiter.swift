/// Keeps a log readable whatever happens: of each kind of line a few in a window, the rest counted.
///
/// A pure value; time comes in. Lines over the bound are not lost without a word: when the window
/// ends, one line says how many there were, with the last of them.
struct LogLimiter {
  /// Lines of one kind that pass in a window.
  static let linesPerWindow = 8
  static let windowNanoseconds: Int64 = 10_000_000_000
  /// Kinds told apart; all further ones share one.
  static let kindLimit = 64

  private struct Window {
    var kind: String
    var ends: Int64
    var passed = 0
    var held = 0
    var last = ""
  }

  private var windows: [Window] = []

  /// What is to be logged now. `now` is a monotonic time in nanoseconds.
  mutating func take(_ text: String, now: Int64) -> [String] {
    var lines = due(now: now)
    let place = window(of: Self.kind(of: text), now: now)
    guard windows[place].passed < Self.linesPerWindow else {
      windows[place].held += 1
      windows[place].last = text
      return lines
    }
    windows[place].passed += 1
    lines.append(text)
    return lines
  }

  /// The sums of the windows that have ended.
  mutating func due(now: Int64) -> [String] { close { $0.ends <= now } }

  /// The sums of all windows, at the end.
  mutating func finish() -> [String] { close { _ in true } }

  private mutating func close(where isOver: (Window) -> Bool) -> [String] {
    let lines = windows.filter { isOver($0) && $0.held > 0 }.map {
      $0.held == 1 ? $0.last : "\($0.last) (and \($0.held - 1) more like it)"
    }
    windows.removeAll(where: isOver)
    return lines
  }

  private mutating func window(of kind: String, now: Int64) -> Int {
    if let place = windows.firstIndex(where: { $0.kind == kind }) { return place }
    guard windows.count < Self.kindLimit else { return windows.count - 1 }
    windows.append(Window(kind: kind, ends: now + Self.windowNanoseconds))
    return windows.count - 1
  }

  /// Lines that differ only in tickers, ids and numbers are of one kind: what is left are the words
  /// in lower case before the second colon.
  static func kind(of text: String) -> String {
    let head = text.split(separator: ":", maxSplits: 2).prefix(2).joined(separator: ":")
    return head.split(separator: " ").prefix(12)
      .filter { word in word.allSatisfy { $0.isLowercase || $0 == "'" || $0 == "_" || $0 == ":" } }
      .joined(separator: " ")
  }
}
