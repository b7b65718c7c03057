internal import Desk
internal import Glibc

/// What a running session says: a moving line on a terminal, plain lines elsewhere.
final class SessionLog {
  private let isTerminal = Terminal.isErrorStreamTerminal
  /// What the moving line says, in so many columns, and how many it has taken; nil when there is
  /// none.
  private var moving: (line: (Int) -> String, width: Int)?
  private var lastShare = -1.0
  private var lastStatus: Int?
  /// Without a terminal the status is a line of the log so often.
  private static let statusSeconds = 60

  /// One line of what happened.
  func line(_ text: String) {
    let standing = moving?.line
    clearProgress()
    Terminal.complain("\(clock())  \(PlainText.cleaned(text))\n")
    if let standing { move(standing) }
  }

  /// How far it is, 0 to 1, and what else there is to say: what matters most comes last.
  func progress(_ share: Double, _ details: String...) {
    let line = ProgressLine(share: share, details: details)
    guard isTerminal else {
      // Without a terminal a line for every tenth is enough.
      guard share - lastShare >= 0.1 || share == 0 else { return }
      lastShare = share
      Terminal.complain("\(clock())  \(line.text)\n")
      return
    }
    move { line.text(columns: $0) }
  }

  /// Where a session stands: replaced in place on a terminal, now and then elsewhere.
  func status(_ text: String) {
    guard isTerminal else {
      // clock: paces lines for people only.
      let now = time(nil)
      guard let lastStatus else {
        self.lastStatus = now
        return
      }
      guard now - lastStatus >= Self.statusSeconds else { return }
      self.lastStatus = now
      Terminal.complain("\(clock())  \(PlainText.cleaned(text))\n")
      return
    }
    let cleaned = PlainText.cleaned(text)
    move { columns in
      let room = max(1, columns - 1)
      return cleaned.count <= room ? cleaned : cleaned.prefix(room - 1) + "…"
    }
  }

  /// The terminal has another size: the moving line is drawn anew for it.
  func resized() {
    guard let moving else { return }
    move(moving.line)
  }

  /// Takes the moving line away, so that other output begins on a clean line.
  func clearProgress() {
    guard let moving else { return }
    Terminal.complain(Self.erasing(moving.width, columns: Terminal.columns))
    self.moving = nil
  }

  /// Draws the moving line, which keeps to the columns that it is asked for.
  private func move(_ line: @escaping (Int) -> String) {
    let columns = Terminal.columns
    let shown = line(columns)
    let erased = moving.map { Self.erasing($0.width, columns: columns) } ?? "\r\u{1B}[K"
    Terminal.complain(erased + shown)
    moving = (line, shown.count)
  }

  /// Erases a line of so many columns, which a terminal that became narrower has wrapped.
  private static func erasing(_ width: Int, columns: Int) -> String {
    let rows = max(0, width - 1) / max(1, columns)
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
  }

  private func clock() -> String {
    // clock: the time of day before a line of the log.
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
