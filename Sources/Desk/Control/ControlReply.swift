/// What a session answers to an operator: whether all was done, and lines to read.
public struct ControlReply: Hashable, Sendable {
  public var isDone: Bool
  public var lines: [String]

  public init(isDone: Bool, _ lines: [String]) {
    self.isDone = isDone
    self.lines = lines
  }

  /// `done N` or `refused N`, then N lines: what was cut short shows.
  public var bytes: [UInt8] {
    let lines = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let head = "\(isDone ? "done" : "refused") \(lines.count)"
    return Array(([head[...]] + lines).map { $0 + "\n" }.joined().utf8)
  }

  /// Reads ``bytes``; nil for what is no reply, or one that was cut short.
  public init?(bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeLast()
    let head = lines.removeFirst().split(separator: " ")
    guard head.count == 2, head[0] == "done" || head[0] == "refused",
      Int(head[1]) == lines.count
    else { return nil }
    isDone = head[0] == "done"
    self.lines = lines
  }
}
