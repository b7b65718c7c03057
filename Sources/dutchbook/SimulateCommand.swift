internal import Desk

enum SimulateCommand { static func run(_ command: ParsedCommand) -> Int32 { ExitCode.usage } }
enum TradeCommand { static func run(_ command: ParsedCommand) -> Int32 { ExitCode.usage } }
