internal import Desk
internal import Glibc

@main
enum Main {
  static func main() {
    // A reader that is gone, or a file that may not grow, is an error of writing and not the end.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    acceptSignals()
    let parser = CommandLineParser(
      commands: CommandSpecification.all, version: ProgramVersion.current)
    switch parser.parse(Array(CommandLine.arguments.dropFirst())) {
    case .show(let text): Terminal.write(text)
    case .refuse(let text):
      Terminal.complain(text)
      exit(ExitCode.usage)
    case .run(let command): exit(run(command))
    }
  }

  /// A program that starts us may have signals blocked, and blocked they stay for us: then nothing
  /// would cancel our orders.
  private static func acceptSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGWINCH] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func run(_ command: ParsedCommand) -> Int32 {
    switch command.name {
    case "calc": CalcCommand.run(command)
    case "match": MatchCommand.run(command)
    case "config": ConfigCommand.run(command)
    case "demo": DemoCommand.run(command)
    case "trade": TradeCommand.run(command)
    case "simulate": SimulateCommand.run(command)
    case "backtest": BacktestCommand.run(command)
    case "scan": ScanCommand.run(command)
    case "calibrate": CalibrateCommand.run(command)
    case "simulate-faults": SimulateFaultsCommand.run(command)
    case "record": RecordCommand.run(command)
    case "replay": ReplayCommand.run(command)
    case "import": ImportCommand.run(command)
    case "why": WhyCommand.run(command)
    case "signals": SignalsCommand.run(command)
    case "books": BooksCommand.run(command)
    case "halt", "resume", "flatten", "limits", "adopt", "accept-cash", "accept-position":
      ControlCommand.run(command)
    default: ExitCode.usage
    }
  }
}
