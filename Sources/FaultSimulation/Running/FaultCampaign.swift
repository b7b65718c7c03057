/// Many seeds one after the other: what has been tried, and the first that failed.
public struct FaultCampaign: Sendable {
  /// Seeds run so far.
  public private(set) var seeds = 0
  public private(set) var steps = 0
  /// Virtual time of all seeds.
  public private(set) var nanoseconds: Int64 = 0
  public private(set) var faults = FaultCounts()
  public private(set) var orders = 0
  public private(set) var fills = 0
  /// Processes that were started after another one.
  public private(set) var restarts = 0
  /// Comparisons of both accounts after a quiet time.
  public private(set) var comparisons = 0
  /// The trace hash of the last seed.
  public private(set) var lastHash: UInt64 = 0
  /// The first seed in which a promise was broken.
  public private(set) var failed: SimulationOutcome?

  public init() {}

  /// Runs a seed and adds it up.
  ///
  /// - Throws: what keeps the simulation from being set up, which is no finding.
  @discardableResult
  public mutating func run(seed: UInt64, steps: Int) throws -> SimulationOutcome {
    let outcome = try FaultSimulation(seed: seed, steps: steps).run()
    add(outcome)
    return outcome
  }

  private mutating func add(_ outcome: SimulationOutcome) {
    seeds += 1
    steps += outcome.steps
    nanoseconds += outcome.nanoseconds
    faults += outcome.faults
    orders += outcome.orders
    fills += outcome.fills
    restarts += max(0, outcome.sessions - 1)
    comparisons += outcome.comparisons
    lastHash = outcome.traceHash
    if failed == nil, outcome.failure != nil { failed = outcome }
  }

  /// Kinds of faults that no seed has met: what they could have found is untried.
  public var untriedKinds: [FaultKind] { FaultKind.allCases.filter { faults[$0] == 0 } }

  /// One line on where it stands.
  public var line: String {
    "\(seeds) seeds, \(steps) steps, \(hours) simulated hours, \(faults.total) faults,"
      + " \(orders) orders, \(fills) fills, \(restarts) restarts"
  }

  /// Simulated hours with one decimal.
  private var hours: String {
    let tenths = nanoseconds / 360_000_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Everything, for people; ends with a line feed.
  public var report: String {
    var lines = [
      "seeds tried      \(seeds)", "steps            \(steps)", "simulated hours  \(hours)",
      "orders sent      \(orders)", "fills            \(fills)", "restarts         \(restarts)",
      "comparisons      \(comparisons) of both accounts after quiet",
      "faults injected  \(faults.total)",
    ]
    for kind in FaultKind.allCases where faults[kind] > 0 {
      let count = String(faults[kind])
      let indent = String(repeating: " ", count: max(0, 9 - count.count))
      lines.append("\(indent)\(count)  \(kind.rawValue)")
    }
    if let failed, let failure = failed.failure {
      lines += [
        "", "BROKEN  \(failure.invariant)",
        "seed \(failed.seed), step \(failure.step), simulated time"
          + " \(SimulationTrace.seconds(failure.nanoseconds)); the last events:",
      ]
      lines += failure.lastEvents.map { "  " + $0 }
      lines += ["", "Again: \(failed.command)"]
    } else {
      let trace = seeds == 1 ? " Trace \(String(lastHash, radix: 16))." : ""
      lines += ["", "Every promise held." + trace]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
