import Backtesting
import Glibc
import Market
import TestKit
import Testing
import Trading

@testable import Desk

/// What takes over the signals of this process: one at a time.
@Suite(.tags(.realTime), .serialized) enum `In this process` {
  static func isDefault(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return action.__sigaction_handler.sa_handler == nil
  }

  /// Interrupts this process on the calling thread: the signal has arrived when this returns. Sent
  /// to the process, it would be taken up by any other thread, when that one is given time.
  static func interrupt() {
    var signals = sigset_t()
    var earlier = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    // The threads of the pool have signals blocked.
    pthread_sigmask(SIG_UNBLOCK, &signals, &earlier)
    raise(SIGINT)
    pthread_sigmask(SIG_SETMASK, &earlier, nil)
  }
}

extension `In this process` {
  /// The demo on one small game.
  @Suite(.serialized) struct `The demo` {
    let folder = TestFolder()

    private func demo(
      journal: String? = nil, configuration: DeskConfiguration = DeskConfiguration()
    ) throws -> DemoRun {
      TestRecording.write(to: folder)
      var options = DemoRun.Options(seed: 3)
      options.journalFolder = journal
      options.replayNanoseconds = 2_000_000_000
      return DemoRun(
        try TestRecording.stretch(folder), configuration: configuration, options: options)
    }

    @Test func `a profile trades the recording on its own money, and its report adds up`() throws {
      let configuration = try ConfigurationReader(environment: [:]).read(
        text: """
          [strategy]
          arbitrage = false
          [profiles]
          run = ["ANY_EDGE"]
          [profile.ANY_EDGE]
          capital_cents = 50000
          min_books = 1
          min_volume = 0
          min_minutes_to_start = 0
          max_kalshi_spread = 20
          exit_rule = "hold"
          """, file: "test")
      let journal = folder.path + "/profile"
      let report = try demo(journal: journal, configuration: configuration).run().report
      #expect(report.addsUp, "\(report.differences)")
      let lines = report.profiles
      try #require(lines.map(\.name) == ["ARBITRAGE", "ANY_EDGE"])
      #expect(lines[0].trades == 0 && lines[1].trades > 0)
      #expect(lines[0].cash + lines[1].cash == report.ours.cash)
      #expect(lines[1].profit == report.netProfit)
      #expect(RunReportText.render(report).contains("ANY_EDGE, judgements by what stopped them:"))
      var filter = SignalHistory.Filter()
      filter.isLong = true
      let history = try SignalHistory.read(paths: [journal], filter)
      let books = history.lines.joined(separator: "\n").split(separator: "\n")
        .filter { $0.contains("weight ") }
      #expect(!books.isEmpty && !books.contains { $0.contains("bookmaker ") }, "each has its name")
      #expect(history.count == lines[1].signals && history.traded == lines[1].trades)
      #expect(try JournalReplay.run(paths: [journal]).isSame)
    }

    @Test func `a small recording is played, traded and adds up on both sides`() throws {
      let outcome = try demo().run()
      let report = outcome.report
      #expect(!outcome.wasInterrupted)
      #expect(report.addsUp, "\(report.differences)")
      #expect(report.fills.count >= 2)
      #expect(report.counts.matched == 2)
      #expect(report.exchange != nil, "both sides were asked")
      #expect(report.latency.samples + report.bookLatency.samples > 0)
      #expect(outcome.isRerunSame, "\(report.rerun ?? "")")
      #expect(report.rerun?.hasPrefix("Rerun: a fresh engine over the ") == true)
      #expect(`In this process`.isDefault(SIGINT), "the signals are given back")
    }

    @Test func `a journal that is kept replays, and is played again as a backtest`() throws {
      let journal = folder.path + "/kept"
      let report = try demo(journal: journal).run().report
      #expect(report.rerun?.contains("\nJournal: \(journal) has every frame") == true)
      let replay = try JournalReplay.run(paths: [journal])
      #expect(replay.isSame && replay.tornTail == nil)
      #expect(replay.sessions.count == 1 && replay.sessions.first?.wasEnded == true)
      let days = try JournalDay.sessions(in: [journal])
      let result = try BacktestRun.play(
        try #require(days.first), BacktestOptions(engine: EngineConfiguration()))
      #expect(result.fills.contains { $0.purpose == .entry })
    }

    @Test func `interrupted before trading began, it says that nothing was sent`() throws {
      let run = try demo()
      run.onLog = { if $0.hasPrefix("connecting to ") { `In this process`.interrupt() } }
      let error = #expect(throws: ProcessFailure.self) { _ = try run.run() }
      #expect(error.map { "\($0)" } == "interrupted before trading began; no order was sent")
      #expect(error?.exitCode == 130)
      #expect(`In this process`.isDefault(SIGINT), "the signals are given back")
    }
  }
}
