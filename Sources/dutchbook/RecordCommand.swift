internal import Desk

/// `dutchbook record`: market data and odds into a journal, trading nothing.
enum RecordCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard var configuration = Configurations.read(command) else { return ExitCode.configuration }
    if let folder = command.options["folder"] { configuration.journal.folder = folder }
    guard !configuration.journal.folder.isEmpty else {
      Terminal.complain("record: journal.folder is empty; name one with --folder\n")
      return ExitCode.usage
    }
    var options = TradeRun.Options(mode: .paper, seed: Seed.fresh())
    options.recordsOnly = true
    return TradeCommand.run(command, configuration, options)
  }
}
