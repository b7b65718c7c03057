internal import Backtesting
internal import Desk
internal import Journal
internal import Market
internal import Wire

/// `dutchbook import FILE…`: recordings of others into a journal and an event file.
enum ImportCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let folder = command.options["to"] ?? "imported"
    do {
      let outcome = try RecordingImport.run(
        paths: command.arguments,
        into: { try FolderStorage(path: folder, isWriting: true) },
        events: command.options["events"], version: ProgramVersion.current, id: Seed.fresh(),
        now: WallClock.now)
      for note in outcome.notes { Terminal.complain("import: \(PlainText.cleaned(note))\n") }
      var text =
        "\(outcome.frames) frames, \(outcome.polls) odds polls, \(outcome.rows) rows"
        + " into \(folder)\n"
      if let events = command.options["events"] {
        try EventFile(path: events).verify()
        text += "\(outcome.events) events of \(outcome.markets) markets, \(outcome.gaps) gaps, in"
        text += " \(events)\n"
      }
      Terminal.write(text)
      return ExitCode.success
    } catch {
      Terminal.complain("import: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }
}
