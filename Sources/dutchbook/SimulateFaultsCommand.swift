internal import Desk
internal import FaultSimulation

/// `dutchbook simulate-faults`: seeds of the fault simulator.
enum SimulateFaultsCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    do {
      let seed = UInt64(command.options["seed"] ?? "1") ?? 1
      let steps = Int(command.options["steps"] ?? "1000") ?? 1
      let outcome = try FaultSimulation(seed: seed, steps: steps).run()
      Terminal.write("\(outcome)\n")
      return outcome.failure == nil ? ExitCode.success : ExitCode.failure
    } catch {
      Terminal.complain("simulate-faults: \(error)\n")
      return ExitCode.failure
    }
  }
}
