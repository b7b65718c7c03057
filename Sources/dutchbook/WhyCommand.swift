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
    do {
      let lines = try JournalInquiry.ask(
        question, paths: [command.options["journal"] ?? "journal"])
      Terminal.write(lines.map { PlainText.cleaned($0) + "\n" }.joined())
      return ExitCode.success
    } catch {
      Terminal.complain("why: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }
}
