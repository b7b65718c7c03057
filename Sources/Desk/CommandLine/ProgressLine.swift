/// How far a long piece of work is, as one line of a terminal.
///
/// What counts comes first where there is little room: the bar shrinks, then goes; then the details
/// go, the first of them first.
public struct ProgressLine: Hashable, Sendable {
  private static let widestBar = 40
  /// A shorter bar shows nothing.
  private static let narrowestBar = 8
  /// Between percentage and details.
  private static let gap = "  "

  /// 0 to 1.
  public var share: Double
  /// Such as rate and remaining time; the last is the one that is kept longest.
  public var details: [String]

  /// A share that is no number counts as none.
  public init(share: Double, details: [String]) {
    self.share = share.isNaN ? 0 : min(1, max(0, share))
    self.details = details
  }

  /// Percentage and details, without a bar.
  public var text: String { Self.text(percent, details[...]) }

  /// The line for a terminal of so many columns. It leaves the last column free: a terminal may
  /// wrap when that is written.
  public func text(columns: Int) -> String {
    let room = max(1, columns - 1)
    let whole = text
    let bar = min(Self.widestBar, room - whole.count - "[] ".count)
    if bar >= Self.narrowestBar { return "[\(filled(bar))] \(whole)" }
    var left = details[...]
    while Self.text(percent, left).count > room, left.count > 1 { left.removeFirst() }
    let line = Self.text(percent, left)
    return line.count <= room ? line : room < 2 ? "…" : line.prefix(room - 1) + "…"
  }

  private var percent: String { "\(Int(share * 100)) %" }

  private func filled(_ width: Int) -> String {
    let done = Int(share * Double(width))
    return String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
  }

  private static func text(_ percent: String, _ details: ArraySlice<String>) -> String {
    details.isEmpty ? percent : percent + gap + details.joined(separator: ", ")
  }
}
