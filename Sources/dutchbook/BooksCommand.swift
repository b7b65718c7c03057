internal import Backtesting
internal import Desk
internal import Journal

/// `dutchbook books FILE…`: the final order books of recordings.
enum BooksCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    WaitingNote.show(command, command.arguments)
    do {
      let (lines, notes) = try BookReplay.run(paths: command.arguments)
      for note in notes { Terminal.complain("books: \(PlainText.cleaned(note))\n") }
      Terminal.write(lines.map { $0 + "\n" }.joined())
      if lines.isEmpty { Terminal.complain("books: no order book frames in there\n") }
      return lines.isEmpty ? ExitCode.data : ExitCode.success
    } catch {
      Terminal.complain("books: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }
}
