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
        for seed in try seeds(from: seed, number(command, "count", 1...1_000_000) ?? 1)
        where campaign.failed == nil {
          try run(&campaign, seed: seed, steps: steps)
        }
      } else {
        // unseeded: fresh ones are wanted; a failure names its seed.
        try run(&campaign, from: seed ?? Seed.fresh() >> 16, steps: steps, minutes: minutes ?? 1)
      }
      Terminal.write(campaign.report)
      guard campaign.failed == nil else { return ExitCode.failure }
      let untried = campaign.untriedKinds
      guard !command.has("every-kind") || untried.isEmpty else {
        Terminal.complain(
          "simulate-faults: no fault of these kinds came:"
            + " \(untried.map(\.rawValue).joined(separator: ", ")); more seeds or steps meet more\n"
        )
        return ExitCode.failure
      }
      return ExitCode.success
    } catch let failure as ProcessFailure {
      Terminal.complain("simulate-faults: \(failure)\n")
      return failure.exitCode
    } catch {
      Terminal.complain("simulate-faults: \(error)\n")
      return ExitCode.failure
    }
  }

  /// So many seeds from one on: behind the largest there is none, and the first would not be meant.
  private static func seeds(
    from first: UInt64, _ count: UInt64
  ) throws(ProcessFailure) -> ClosedRange<UInt64> {
    let (last, isBeyond) = first.addingReportingOverflow(count - 1)
    guard !isBeyond else {
      throw ProcessFailure(
        .usage,
        "--seed \(first) --count \(count) goes beyond the largest seed, \(UInt64.max); give a"
          + " smaller seed, or at most --count \(UInt64.max - first + 1)")
    }
    return first...last
  }

  /// Seeds from one on until the time is up, or a promise is broken, or there is no further seed.
  private static func run(
    _ campaign: inout FaultCampaign, from first: UInt64, steps: Int, minutes: UInt64
  ) throws {
    let showsProgress = Terminal.isErrorStreamTerminal
    // clock: bounds how long seeds are tried; what happens in one does not rest on it
    let end = WallClock.now + Int64(clamping: minutes) * 60_000_000_000
    var isOver = false
    for seed in first...UInt64.max {
      try run(&campaign, seed: seed, steps: steps)
      if campaign.failed != nil { break }
      if showsProgress {
        Terminal.complain("\r\u{1B}[K" + String(campaign.line.prefix(Terminal.columns - 1)))
      }
      // clock: as above
      if WallClock.now >= end { break }
      isOver = seed == .max
    }
    if showsProgress { Terminal.complain("\r\u{1B}[K") }
    if isOver {
      Terminal.complain(
        "simulate-faults: stopped before the time was up: \(UInt64.max) is the largest seed; give a"
          + " smaller --seed to go on for longer\n")
    }
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
