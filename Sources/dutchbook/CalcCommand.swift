internal import Desk
internal import Sportsbooks

/// `dutchbook calc devig|fee`: JSON lines in, JSON lines out.
enum CalcCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let isDevig = command.arguments[0] == "devig"
    while let line = readLine() {
      if line.allSatisfy(\.isWhitespace) { continue }
      Terminal.write(
        (isDevig ? DevigCalculation.answer(to: line) : FeeCalculation.answer(to: line)) + "\n")
    }
    return ExitCode.success
  }
}
