internal import Desk
internal import Sportsbooks

/// `dutchbook calc devig|fee|dutch`: JSON lines in, JSON lines out.
enum CalcCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let question = command.arguments[0]
    for line in InputLines() {
      let answer =
        switch line {
        case .refused(let reason): "{\"error\":\"\(reason)\"}"
        case .text(let text) where text.allSatisfy(\.isWhitespace):
          "{\"error\":\"the line is empty\"}"
        case .text(let text):
          switch question {
          case "devig": DevigCalculation.answer(to: text)
          case "dutch": DutchCalculation.answer(to: text)
          default: FeeCalculation.answer(to: text)
          }
        }
      Terminal.write(answer + "\n")
    }
    return ExitCode.success
  }
}
