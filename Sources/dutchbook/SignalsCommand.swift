internal import Desk
internal import Glibc
internal import Market

/// `dutchbook signals`: what profiles saw, and why it was not traded.
enum SignalsCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    var filter = SignalHistory.Filter()
    filter.isBlockedOnly = command.has("blocked")
    filter.isLong = command.has("long")
    filter.isJSON = command.has("json")
    filter.profile = command.options["profile"]
    if let text = command.options["since"] {
      guard let span = SpanText.nanoseconds(text) else {
        Terminal.complain(
          "signals: --since \(PlainText.cleaned(text)): write a span such as 90s, 30m, 1h or 7d\n")
        return ExitCode.usage
      }
      // clock: the span ends now.
      filter.since = Timestamp(seconds: Int64(time(nil))) + -span
    }
    let folder = command.options["journal"] ?? "journal"
    WaitingNote.show(command, [folder])
    do {
      let history = try SignalHistory.read(folder: folder, filter)
      Terminal.write(
        history.lines.flatMap { $0.split(separator: "\n") }
          .map { PlainText.cleaned(String($0)) + "\n" }.joined())
      if !filter.isJSON { Terminal.write(summary(history)) }
      if let tail = history.tornTail { Terminal.complain("signals: \(PlainText.cleaned(tail))\n") }
      return ExitCode.success
    } catch {
      Terminal.complain("signals: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }

  private static func summary(_ history: SignalHistory) -> String {
    guard history.count > 0 else {
      return "no signals: either no profile runs (profiles.run), or no edge was large enough\n"
    }
    var text = "\(history.count) signals, \(history.traded) traded\n"
    for stop in history.stops { text += "  \(stop.count)  \(stop.gate)\n" }
    return text
  }
}
