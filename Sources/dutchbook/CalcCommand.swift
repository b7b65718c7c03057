internal import Desk
internal import Sportsbooks

/// `dutchbook calc devig|fee`: JSON lines in, JSON lines out.
enum CalcCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let isDevig = command.arguments[0] == "devig"
    for line in InputLines() {
      let answer =
        switch line {
        case .refused(let reason): "{\"error\":\"\(reason)\"}"
        case .text(let text) where text.allSatisfy(\.isWhitespace):
          "{\"error\":\"the line is empty\"}"
        case .text(let text):
          isDevig ? DevigCalculation.answer(to: text) : FeeCalculation.answer(to: text)
        }
      Terminal.write(answer + "\n")
    }
    return ExitCode.success
  }
}
