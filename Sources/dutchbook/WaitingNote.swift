internal import Desk
internal import Journal

/// What a reader of journals says of records that are not in them yet.
enum WaitingNote {
  /// A sentence on the error stream for each folder whose journal has records in memory.
  static func show(_ command: ParsedCommand, _ paths: [String]) {
    for path in paths {
      guard let waiting = WaitingRecords.inFolder(path) else { continue }
      Terminal.complain("\(command.name): \(PlainText.cleaned("\(path): \(waiting)"))\n")
    }
  }
}
