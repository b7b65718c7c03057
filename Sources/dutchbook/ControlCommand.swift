internal import Desk

/// `dutchbook halt`, `resume`, `flatten`, `limits`, `adopt`, `accept-…`: to the session that runs.
enum ControlCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    let path = command.options["socket"] ?? configuration.process.controlSocket
    do {
      let request = try ControlRequest(
        command.name, command.arguments, profile: command.options["profile"])
      let reply = try ControlClient.ask(request, at: path)
      let text = reply.lines.map { PlainText.cleaned($0) + "\n" }.joined()
      if reply.isDone {
        Terminal.write(text)
        return ExitCode.success
      }
      Terminal.complain("\(command.name): not done, or not all of it:\n\(text)")
      return ExitCode.failure
    } catch let refusal as ControlRequest.Refusal {
      Terminal.complain("\(command.name): \(refusal)\n")
      return ExitCode.usage
    } catch let failure as ProcessFailure {
      Terminal.complain("\(command.name): \(PlainText.cleaned("\(failure)"))\n")
      return failure.exitCode
    } catch {
      Terminal.complain("\(command.name): \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.failure
    }
  }
}
