internal import Desk
internal import FaultSimulation
internal import Market
internal import Wire

/// `dutchbook simulate-faults`: seeds of the fault simulator.
enum SimulateFaultsCommand {
  private static let usualSteps = 4_000

  static func run(_ command: ParsedCommand) -> Int32 {
    do {
      let steps = try number(command, "steps", 1...100_000_000).map { Int($0) } ?? usualSteps
      let seed = try number(command, "seed", 0...UInt64.max)
      let minutes = try number(command, "minutes", 1...100_000)
      guard seed != nil || minutes != nil, minutes == nil || !command.has("count") else {
        throw ProcessFailure(
          .usage, "give --seed (with --count), or --minutes, or --seed and --minutes")
      }
      var campaign = FaultCampaign()
      if let seed, minutes == nil {
        for place in 0..<(try number(command, "count", 1...1_000_000) ?? 1)
        where campaign.failed == nil {
          try run(&campaign, seed: seed &+ place, steps: steps)
        }
      } else {
        // unseeded: fresh ones are wanted; a failure names its seed.
        try run(&campaign, from: seed ?? Seed.fresh() >> 16, steps: steps, minutes: minutes ?? 1)
      }
      Terminal.write(campaign.report)
      return campaign.failed == nil ? ExitCode.success : ExitCode.failure
    } catch let failure as ProcessFailure {
      Terminal.complain("simulate-faults: \(failure)\n")
      return failure.exitCode
    } catch {
      Terminal.complain("simulate-faults: \(error)\n")
      return ExitCode.failure
    }
  }

  /// Seeds from one on until the time is up, or a promise is broken.
  private static func run(
    _ campaign: inout FaultCampaign, from first: UInt64, steps: Int, minutes: UInt64
  ) throws {
    let showsProgress = Terminal.isErrorStreamTerminal
    // clock: bounds how long seeds are tried; what happens in one does not rest on it
    let end = WallClock.now + Int64(clamping: minutes) * 60_000_000_000
    while campaign.failed == nil {
      try run(&campaign, seed: first &+ UInt64(campaign.seeds), steps: steps)
      if showsProgress {
        Terminal.complain("\r\u{1B}[K" + String(campaign.line.prefix(Terminal.columns - 1)))
      }
      // clock: as above
      if WallClock.now >= end { break }
    }
    if showsProgress { Terminal.complain("\r\u{1B}[K") }
  }

  private static func run(
    _ campaign: inout FaultCampaign, seed: UInt64, steps: Int
  ) throws {
    CrashNote.set("crashed. Again: dutchbook simulate-faults --seed \(seed) --steps \(steps)")
    try campaign.run(seed: seed, steps: steps)
  }

  private static func number(
    _ command: ParsedCommand, _ option: String, _ range: ClosedRange<UInt64>
  ) throws(ProcessFailure) -> UInt64? {
    guard let text = command.options[option] else { return nil }
    guard let number = UInt64(text), range.contains(number) else {
      throw ProcessFailure(
        .usage,
        "--\(option): \"\(text)\" is not a whole number from \(range.lowerBound) to"
          + " \(range.upperBound)")
    }
    return number
  }
}
