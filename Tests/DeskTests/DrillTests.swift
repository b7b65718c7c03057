import Glibc
import TestKit
import Testing
import Trading

@testable import Desk

extension Tag {
  /// Runs in real time over loopback sockets.
  @Tag static var realTime: Self
}

@Suite(.tags(.realTime), .serialized) struct `The drill` {
  @Test func `every step is as expected over real sockets`() throws {
    var options = DrillRun.Options(seed: 20_261_212)
    // Other tests run beside this one.
    options.limitNanoseconds = 60_000_000_000
    options.patienceNanoseconds = 4_000_000_000
    let drill = DrillRun(options: options)
    let outcome = try drill.run()
    for line in outcome.lines { #expect(!line.contains("FAILED"), "\(line)") }
    let steps = [
      "ready", "taker", "exit moved", "maker fill", "maker timeout", "sequence gap", "lost answer",
      "reconnect", "stale odds", "odds feed lost", "settlement", "totals", "orders", "rerun",
    ]
    for step in steps {
      let line = outcome.lines.first { $0.hasPrefix(step + ": ") }
      #expect(line?.hasSuffix(": ok") == true, "\(step)")
    }
    #expect(outcome.isOK)
    #expect(isDefault(SIGINT), "the signals are given back")
  }

  @Test func `an interrupted drill ends at once and keeps nothing under way`() throws {
    var drill: DrillRun? = DrillRun(options: DrillRun.Options(seed: 6))
    var lines: [String] = []
    drill?.onLog = { line in
      lines.append(line)
      // In the middle of a step.
      if line.contains("filled:"), !lines.dropLast().contains(where: { $0.contains("filled:") }) {
        kill(getpid(), SIGINT)
      }
    }
    let error = #expect(throws: ProcessFailure.self) { _ = try drill?.run() }
    #expect(error.map { "\($0)" } == "the drill was interrupted")
    #expect(lines.count { $0.contains("filled:") } < 3, "\(lines)")
    // The steps would hold it if they still waited.
    weak let kept = drill
    drill = nil
    #expect(kept == nil)
    #expect(isDefault(SIGINT), "the signals are given back")
  }

  private func isDefault(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return action.__sigaction_handler.sa_handler == nil
  }

  @Test func `a maker timeout of five seconds fails the step that measures it`() throws {
    var options = DrillRun.Options(seed: 5)
    options.engine.execution.makerTimeoutNanoseconds = 5_000_000_000
    // Later steps are not needed for this.
    options.limitNanoseconds = 1_500_000_000
    let outcome = try DrillRun(options: options).run()
    #expect(!outcome.isOK)
    let line = outcome.lines.first { $0.hasPrefix("maker timeout: ") }
    #expect(line?.contains("FAILED: the cancel of the buy did not come") == true, "\(line ?? "-")")
    #expect(
      outcome.lines.first { $0.hasPrefix("settlement: ") }?.contains("FAILED: not run") == true)
  }
}
