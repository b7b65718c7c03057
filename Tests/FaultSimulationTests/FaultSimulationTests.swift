import FaultSimulation
import Glibc
import TestKit
import Testing

@Suite struct `The fault simulator` {
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `every promise holds`(seed: UInt64) throws {
    let outcome = try FaultSimulation(seed: seed, steps: 150).run()
    #expect(outcome.failure == nil, "\(outcome.command)")
    #expect(outcome.steps == 150)
    #expect(outcome.sessions >= 1)
    #expect(outcome.comparisons >= 1, "the accounts were compared")
    #expect(outcome.nanoseconds > 1_500_000_000)
  }

  /// Seeds that were red once, each with what it has found.
  ///
  /// - 141425326929552: a session that ended before it knew the orders of those before it took
  ///   their fills for somebody else's.
  @Test(arguments: [(141_425_326_929_552, 2_000)] as [(UInt64, Int)])
  func `what was broken once holds`(seed: UInt64, steps: Int) throws {
    let outcome = try FaultSimulation(seed: seed, steps: steps).run()
    #expect(outcome.failure == nil, "\(outcome.command)")
  }

  @Test func `orders are sent and filled, faults come and processes start anew`() throws {
    var campaign = FaultCampaign()
    for seed in 1...10 as ClosedRange<UInt64> { try campaign.run(seed: seed, steps: 150) }
    #expect(campaign.failed == nil, "\(campaign.report)")
    #expect(campaign.orders > 20)
    #expect(campaign.fills > 10)
    #expect(campaign.restarts > 0)
    let kinds = FaultKind.allCases.count { campaign.faults[$0] > 0 }
    #expect(kinds > FaultKind.allCases.count / 3)
  }

  @Test func `the same seed and steps give the same trace`() throws {
    let first = try FaultSimulation(seed: 11, steps: 100).run()
    let second = try FaultSimulation(seed: 11, steps: 100).run()
    #expect(first == second)
    let other = try FaultSimulation(seed: 12, steps: 100).run()
    #expect(other.traceHash != first.traceHash)
  }

  @Test func `two processes give the same trace`() throws {
    let here = try FaultSimulation(seed: 11, steps: 100).run().traceHash
    let there = try Self.output(of: "simulate-faults --seed 11 --steps 100")
    #expect(there.contains("Trace \(String(here, radix: 16))."), "\(there)")
  }

  @Test func `behind the largest seed there is none`() throws {
    let largest = UInt64.max
    let refused = try Self.output(of: "simulate-faults --seed \(largest - 1) --count 3 2>&1")
    #expect(
      refused
        == "simulate-faults: --seed \(largest - 1) --count 3 goes beyond the largest seed,"
        + " \(largest); give a smaller seed, or at most --count 2\n")
    let both = try Self.output(of: "simulate-faults --seed \(largest - 1) --count 2 --steps 50")
    #expect(both.hasPrefix("seeds tried      2\n"))
    let timed = try Self.output(of: "simulate-faults --seed \(largest) --minutes 1 --steps 50 2>&1")
    #expect(timed.hasPrefix("simulate-faults: stopped before the time was up: \(largest) is the"))
    #expect(timed.contains("\nseeds tried      1\n"))
  }

  /// What the program beside the test bundle prints.
  private static func output(of arguments: String) throws -> String {
    var link = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &link, link.count - 1)
    let own = String(
      decoding: link.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
    let paths = ([own] + bundles).compactMap { candidate in
      candidate.lastIndex(of: "/").map { candidate[..<$0] + "/dutchbook" }
    }
    let path = try #require(paths.first { access(String($0), X_OK) == 0 })
    let pipe = try #require(popen("'\(path)' \(arguments)", "r"))
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
