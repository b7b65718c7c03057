import Glibc
import TestKit
import Testing
import Trading

@testable import Desk

extension Tag {
  /// Runs in real time over loopback sockets.
  @Tag static var realTime: Self
}

extension `In this process` {
  /// Every wait of a step is for a state; the bounds only end what hangs. So the drill says the
  /// same on a busy machine and under a sanitizer, later.
  @Suite(.serialized) struct `The drill` {
    static func options(seed: UInt64) -> DrillRun.Options {
      var options = DrillRun.Options(seed: seed)
      options.limitNanoseconds = 300_000_000_000
      options.patienceNanoseconds = 60_000_000_000
      // The odds server repeats the lines every 2 s; on a busy machine it may be late.
      options.engine.execution.staleOddsNanoseconds = 8_000_000_000
      return options
    }

    @Test func `every step is as expected over real sockets`() throws {
      let drill = DrillRun(options: Self.options(seed: 20_261_212))
      let outcome = try drill.run()
      for line in outcome.lines { #expect(!line.contains("FAILED"), "\(line)") }
      let steps = [
        "ready", "taker", "exit moved", "maker fill", "maker timeout", "sequence gap",
        "lost answer",
        "reconnect", "stale odds", "odds feed lost", "settlement", "totals", "orders", "rerun",
      ]
      for step in steps {
        let line = outcome.lines.first { $0.hasPrefix(step + ": ") }
        #expect(line?.hasSuffix(": ok") == true, "\(step)")
      }
      #expect(outcome.isOK)
      #expect(`In this process`.isDefault(SIGINT), "the signals are given back")
    }

    @Test func `an interrupted drill ends at once and keeps nothing under way`() throws {
      var drill: DrillRun? = DrillRun(options: DrillRun.Options(seed: 6))
      var lines: [String] = []
      drill?.onLog = { line in
        lines.append(line)
        // In the middle of a step.
        if line.contains("filled:"), !lines.dropLast().contains(where: { $0.contains("filled:") }) {
          `In this process`.interrupt()
        }
      }
      let error = #expect(throws: ProcessFailure.self) { _ = try drill?.run() }
      #expect(error.map { "\($0)" } == "the drill was interrupted")
      #expect(lines.count { $0.contains("filled:") } < 3, "\(lines)")
      // The steps would hold it if they still waited.
      weak let kept = drill
      drill = nil
      #expect(kept == nil)
      #expect(`In this process`.isDefault(SIGINT), "the signals are given back")
    }

    @Test func `a buy that never times out fails the step that waits for it`() throws {
      var options = Self.options(seed: 5)
      options.engine.execution.makerTimeoutNanoseconds = 600_000_000_000
      options.engine.execution.staleOddsNanoseconds = 600_000_000_000
      options.patienceNanoseconds = 6_000_000_000
      options.steps = ["maker timeout"]
      let outcome = try DrillRun(options: options).run()
      #expect(!outcome.isOK)
      let line = outcome.lines.first ?? ""
      #expect(line.hasPrefix("maker timeout: "), "\(line)")
      #expect(line.contains("FAILED: the cancel of the buy did not come"), "\(line)")
    }

    @Test func `a buy that is given up too early fails the step that measures it`() throws {
      var options = Self.options(seed: 6)
      options.engine.execution.makerTimeoutNanoseconds = 20_000_000
      options.steps = ["ready", "maker timeout"]
      let outcome = try DrillRun(options: options).run()
      #expect(!outcome.isOK)
      let line = outcome.lines.first { $0.hasPrefix("maker timeout: ") } ?? ""
      #expect(line.contains("FAILED: cancelled after "), "\(line)")
    }

    @Test func `steps that the time does not suffice for count as failed`() throws {
      var options = Self.options(seed: 7)
      options.limitNanoseconds = 0
      let outcome = try DrillRun(options: options).run()
      #expect(!outcome.isOK)
      let unrun = outcome.lines.filter {
        $0.hasSuffix("FAILED: not run, the drill's time was used up")
      }
      #expect(unrun.count == 11)
    }
  }
}
