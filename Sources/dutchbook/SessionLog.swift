internal import Desk
internal import Glibc

/// What a running session says: a moving line on a terminal, plain lines elsewhere.
final class SessionLog {
  private let isTerminal = Terminal.isErrorStreamTerminal
  /// The moving line as it stands, and how many columns it has taken; nil when there is none.
  private var moving: (text: String, width: Int)?
  private var lastShare = -1.0
  private var lastStatus: Int?
  /// Without a terminal the status is a line of the log so often.
  private static let statusSeconds = 60

  /// One line of what happened.
  func line(_ text: String) {
    let standing = moving?.text
    clearProgress()
    Terminal.complain("\(clock())  \(PlainText.cleaned(text))\n")
    if let standing { move(standing) }
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
    move("[\(bar)] \(Int(share * 100)) %  \(text)")
  }

  /// Where a session stands: replaced in place on a terminal, now and then elsewhere.
  func status(_ text: String) {
    guard isTerminal else {
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
    move(PlainText.cleaned(text))
  }

  /// The terminal has another size: the moving line is drawn anew for it.
  func resized() {
    guard let moving else { return }
    move(moving.text)
  }

  /// Takes the moving line away, so that other output begins on a clean line.
  func clearProgress() {
    guard let moving else { return }
    Terminal.complain(Self.erasing(moving.width, columns: Terminal.columns))
    self.moving = nil
  }

  /// Draws the moving line, cut so that it never wraps.
  private func move(_ text: String) {
    let columns = Terminal.columns
    let room = max(1, columns - 1)
    let shown = text.count <= room ? text : text.prefix(room - 1) + "…"
    let erased = moving.map { Self.erasing($0.width, columns: columns) } ?? "\r\u{1B}[K"
    Terminal.complain(erased + shown)
    moving = (text, shown.count)
  }

  /// Erases a line of so many columns, which a terminal that became narrower has wrapped.
  private static func erasing(_ width: Int, columns: Int) -> String {
    let rows = max(0, width - 1) / max(1, columns)
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
  }

  private func clock() -> String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
