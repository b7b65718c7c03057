internal import Desk

/// `dutchbook replay FILE…`: a journal's sessions again, output by output.
enum ReplayCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    WaitingNote.show(command, command.arguments)
    do {
      let outcome = try JournalReplay.run(paths: command.arguments)
      Terminal.write(outcome.text)
      guard !outcome.sessions.isEmpty else { return ExitCode.data }
      return outcome.isSame ? ExitCode.success : ExitCode.failure
    } catch {
      Terminal.complain("replay: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }
}
