internal import Desk
internal import Sportsbooks

/// `dutchbook calc devig|fee`: JSON lines in, JSON lines out.
enum CalcCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    let answer: (String) -> String =
      command.arguments[0] == "devig" ? DevigCalculation.answer : FeeCalculation.answer
    while let line = readLine() {
      if line.allSatisfy(\.isWhitespace) { continue }
      Terminal.write(answer(line) + "\n")
    }
    return ExitCode.success
  }
}
