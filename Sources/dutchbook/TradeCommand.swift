internal import Desk
internal import Glibc

/// `dutchbook trade`: a session against the configured endpoints.
enum TradeCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let name = command.options["mode"] ?? TradingMode.paper.rawValue
    guard let mode = TradingMode(rawValue: name) else {
      Terminal.complain("trade: unknown mode \"\(name)\"; use paper, demo or live\n")
      return ExitCode.usage
    }
    guard mode != .live || command.has("confirm-live") else {
      Terminal.complain("trade: live trades real money: add --confirm-live if you mean it\n")
      return ExitCode.usage
    }
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    if let code = Outputs.refusal(command) { return code }
    return run(
      command, configuration,
      TradeRun.Options(mode: mode, seed: Seed.fresh()))
  }

  /// Runs a session and says how it went.
  static func run(
    _ command: ParsedCommand, _ configuration: DeskConfiguration, _ options: TradeRun.Options
  ) -> Int32 {
    let log = SessionLog()
    let run = TradeRun(configuration: configuration, options: options)
    run.onLog = { log.line($0) }
    run.onStatus = { log.status($0.line) }
    run.onResize = { log.resized() }
    do {
      let outcome = try run.run()
      log.clearProgress()
      return try finish(outcome, command)
    } catch let failure as ProcessFailure {
      log.clearProgress()
      Terminal.complain("\(command.name): \(PlainText.cleaned("\(failure)"))\n")
      return failure.exitCode
    } catch {
      log.clearProgress()
      Terminal.complain("\(command.name): \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.failure
    }
  }

  private static func finish(_ outcome: TradeRun.Outcome, _ command: ParsedCommand) throws -> Int32
  {
    switch outcome {
    case .finished(let report):
      let isPrinted = Terminal.writes(RunReportText.render(report))
      let code = try Outputs.write(command, report)
      return isPrinted ? code : ExitCode.inputOutput
    case .recorded(let summary):
      return Terminal.writes(PlainText.cleaned(summary) + "\n")
        ? ExitCode.success : ExitCode.inputOutput
    case .neverBegan(let waitingFor):
      let reason = waitingFor.map { "; it was waiting for \(PlainText.cleaned($0))" } ?? ""
      Terminal.complain(
        "\(command.name): stopped before trading began, no order was sent\(reason)\n")
      return waitingFor == nil ? ExitCode.success : ExitCode.unavailable
    case .abandoned:
      Terminal.complain("trade: quit at once: orders may still rest on the exchange\n")
      return 128 + SIGINT
    }
  }
}
