internal import Desk

/// `dutchbook why QUESTION`: the chain behind an order, or a market at a moment.
enum WhyCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let asked = command.arguments[0]
    guard let question = JournalQuestion(asked) else {
      Terminal.complain(
        "why: \"\(PlainText.cleaned(asked))\" is neither an order's id nor TICKER@TIME, such as"
          + " KXNFLGAME-25NOV24CARSF-CAR@17:05:07\n")
      return ExitCode.usage
    }
    let folder = command.options["journal"] ?? "journal"
    WaitingNote.show(command, [folder])
    do {
      let answer = try JournalInquiry.ask(question, paths: [folder])
      Terminal.write(answer.lines.map { PlainText.cleaned($0) + "\n" }.joined())
      if let tail = answer.tornTail { Terminal.complain("why: \(PlainText.cleaned(tail))\n") }
      guard let fault = answer.fault else { return ExitCode.success }
      Terminal.complain(
        "why: this is what the journal says up to here; behind it nothing is known:"
          + " \(PlainText.cleaned(fault))\n")
      return ExitCode.data
    } catch {
      Terminal.complain("why: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }
}
