internal import Backtesting
internal import Desk
internal import Glibc
internal import Market
internal import Sportsbooks

/// `dutchbook backtest`: recorded days through the engine, judged.
enum BacktestCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    if let refusal = Outputs.refusal(command) { return refusal }
    let log = SessionLog()
    let began = Pace.seconds
    do {
      try checkEdges(command)
      var plan = try plan(command, configuration)
      guard !plan.grid.isSweep || command.options["edges-above"] == nil else {
        throw ProcessFailure(
          .usage, "--edges-above lists the edges of one combination: give no sweep")
      }
      let edges = try edges(command, plan.configurations.first ?? configuration)
      plan.workers = try workers(command)
      log.line(
        "\(plan.days.count) days, \(plan.eventCount) events"
          + (plan.grid.isSweep ? ", \(plan.grid.trials.count) combinations" : ""))
      if command.has("join") { return try join(command, plan, log) }
      let sweep = try sweep(command, plan, log)
      let trial = sweep.map { BacktestPlan.best(of: $0) } ?? 0
      let pace = Pace(log, events: plan.eventCount)
      var result = try plan.result(ofTrial: trial) { pace.show($0) }
      log.clearProgress()
      result.wallSeconds = Pace.seconds - began
      let code = try finish(command, result, sweep, seed: plan.options.seed)
      guard code == ExitCode.success, let edges else { return code }
      return Terminal.writes(edges.text) ? code : ExitCode.inputOutput
    } catch let failure as ProcessFailure {
      log.clearProgress()
      Terminal.complain("backtest: \(PlainText.cleaned("\(failure)"))\n")
      return failure.exitCode
    } catch let error as ConfigurationError {
      Terminal.complain("backtest: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.configuration
    } catch let error as RecordedFileError {
      Terminal.complain("backtest: \(PlainText.cleaned("\(error)"))\n")
      return Recordings.exitCode(error)
    } catch {
      log.clearProgress()
      Terminal.complain("backtest: \(PlainText.cleaned("\(error)"))\n")
      return ExitCode.data
    }
  }

  /// The sweep, here or shared; nil where nothing is swept.
  private static func sweep(
    _ command: ParsedCommand, _ plan: BacktestPlan, _ log: SessionLog
  ) throws -> SweepResult? {
    let shared = try shared(command, plan)
    guard plan.grid.isSweep else {
      guard shared == nil else {
        throw ProcessFailure(.usage, "--redis shares a sweep: give --set several values")
      }
      return nil
    }
    let pace = Pace(log, events: plan.eventCount * plan.grid.trials.count)
    return try shared?.lead { pace.show($0) } ?? plan.sweep { pace.show($0) }
  }

  private static func join(
    _ command: ParsedCommand, _ plan: BacktestPlan, _ log: SessionLog
  ) throws -> Int32 {
    guard let shared = try shared(command, plan) else {
      throw ProcessFailure(.usage, "--join needs --redis URL and --sweep NAME")
    }
    let count = try shared.join { _ in log.status("working for the sweep") }
    log.clearProgress()
    Terminal.write("\(count) jobs done here\n")
    return ExitCode.success
  }

  private static func shared(
    _ command: ParsedCommand, _ plan: BacktestPlan
  ) throws -> SharedSweep? {
    switch (command.options["redis"], command.options["sweep"]) {
    case (nil, nil): return nil
    case (let url?, let name?): return try SharedSweep(plan, url: url, name: name)
    default: throw ProcessFailure(.usage, "--redis and --sweep belong together: give both")
    }
  }

  private static func plan(
    _ command: ParsedCommand, _ configuration: DeskConfiguration
  ) throws -> BacktestPlan {
    var options = BacktestOptions(engine: configuration.engine)
    options.seed = try seed(command)
    if let text = command.options["latency"] {
      options.latency.model = try VenueOptions.latency(text, seed: options.seed)
    }
    if let text = command.options["stress"] {
      options.latency.percent = try VenueOptions.stressPercent(text)
    }
    if let text = command.options["queue-model"] { options.queue = try VenueOptions.queue(text) }
    if let text = command.options["cash"] { options.cash = try VenueOptions.cash(text) }
    let base = try profiles(command, configuration, cash: options.cash)
    let grid = try ParameterGrid(command.lists["set"] ?? [])
    let (days, assumptions) = try sources(command, files: command.arguments, base)
    var plan = try BacktestPlan(
      days: days, base: base, grid: grid, options: options, assumptions: assumptions)
    plan.playsAlone = command.has("alone")
    guard !plan.playsAlone || plan.configurations.contains(where: { !$0.profiles.run.isEmpty })
    else { throw ProcessFailure(.usage, "--alone: no profile runs; name some with --profiles") }
    return plan
  }

  /// What `--edges-above` cannot mean is refused before anything is read.
  private static func checkEdges(_ command: ParsedCommand) throws {
    guard let text = command.options["edges-above"] else { return }
    _ = try EdgeSurvey.least(text)
    guard command.arguments.isEmpty else {
      throw ProcessFailure(
        .usage, "--edges-above looks at recorded days: leave the files out, or give --quotes")
    }
    guard !command.has("join") else {
      throw ProcessFailure(
        .usage, "--edges-above and --join: who works for a sweep reports nothing")
    }
  }

  /// The edges that `--edges-above` asks for; nil where it is not given.
  private static func edges(
    _ command: ParsedCommand, _ configuration: DeskConfiguration
  ) throws -> RecordedEdges? {
    guard let text = command.options["edges-above"] else { return nil }
    let least = try EdgeSurvey.least(text)
    var found = RecordedEdges(least: least)
    for day in try recordings(command) {
      let more = try EdgeSurvey.edges(of: day, atLeast: least, configuration: configuration)
      found.quotes += more.quotes
      found.quotesBeforeStart += more.quotesBeforeStart
      found.edges += more.edges
    }
    return found
  }

  /// The configuration with the profiles of `--profiles` over its own.
  private static func profiles(
    _ command: ParsedCommand, _ configuration: DeskConfiguration, cash: Money
  ) throws -> DeskConfiguration {
    guard let names = command.options["profiles"] else {
      guard !command.has("min-volume") else {
        throw ProcessFailure(.usage, "--min-volume is for the profiles of --profiles: name some")
      }
      return configuration
    }
    let volume = try command.options["min-volume"].map { try ProfileChoice.minimumVolume($0) }
    return try ProfileChoice(names: names, minimumVolume: volume, cash: cash)
      .applied(to: configuration)
  }

  /// What is played, and what it makes us suppose.
  ///
  /// - Parameter files: journals or event files; none for recorded days.
  static func sources(
    _ command: ParsedCommand, files: [String], _ configuration: DeskConfiguration
  ) throws -> ([any BacktestSource], [BacktestResult.Assumption]) {
    guard !files.isEmpty else {
      let days = try recordings(command)
      return (
        try days.flatMap { try DayTape.tapes(of: $0, configuration: configuration) },
        DayTape.assumptions
      )
    }
    guard ["days", "quotes", "odds"].allSatisfy({ !command.has($0) }) else {
      throw ProcessFailure(
        .usage, "files are played by themselves: leave --days, --quotes and --odds out")
    }
    let eventFiles = files.filter { $0.hasSuffix(".dbe") }
    guard eventFiles.isEmpty || eventFiles.count == files.count else {
      throw ProcessFailure(.usage, "event files and journals cannot be played in one run")
    }
    guard eventFiles.isEmpty else {
      guard !command.has("results") else {
        throw ProcessFailure(
          .usage, "--results is for journals and tables: an event file knows no games")
      }
      return (try files.map { try EventFileDay(path: $0) }, EventFileDay.assumptions)
    }
    if !(try JournalDay.hasSessions(in: files)), let day = try Recordings.imported(files) {
      guard !command.has("results") else {
        throw ProcessFailure(.usage, "--results: import the results beside quotes and odds")
      }
      return (
        try DayTape.tapes(of: day, configuration: configuration), DayTape.assumptions
      )
    }
    let sessions = try JournalDay.sessions(in: files, scores: try Recordings.scores(command))
    return (sessions, JournalDay.assumptions(of: sessions))
  }

  static func recordings(_ command: ParsedCommand) throws -> [RecordedDay] {
    if let day = try Recordings.files(command) {
      guard !command.has("days") else {
        throw ProcessFailure(
          .usage, "--days names shipped days: leave it out beside --quotes and --odds")
      }
      return [day]
    }
    return try Recordings.shipped(command.options["days"] ?? "all")
  }

  static func seed(_ command: ParsedCommand) throws(ProcessFailure) -> UInt64 {
    guard let text = command.options["seed"] else { return 1 }
    guard let seed = UInt64(text) else {
      throw ProcessFailure(.usage, "--seed \(text) is not a whole number from 0")
    }
    return seed
  }

  static func workers(_ command: ParsedCommand) throws(ProcessFailure) -> Int {
    guard let text = command.options["workers"] else {
      return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
    guard let count = Int(text), (1...1_024).contains(count) else {
      throw ProcessFailure(.usage, "--workers \(text) is not a number from 1 to 1024")
    }
    return count
  }

  /// Prints the report and writes what was asked for.
  private static func finish(
    _ command: ParsedCommand, _ result: BacktestResult, _ sweep: SweepResult?, seed: UInt64
  ) throws -> Int32 {
    let report = BacktestReport(result, sweep: sweep, seed: seed)
    guard Terminal.writes(BacktestReportText(report).text) else { return ExitCode.inputOutput }
    var code = ExitCode.success
    if let path = command.options["report"] {
      code = Outputs.write(Array(BacktestReportPage(report).html.utf8), path) ?? code
    }
    if let path = command.options["json"] {
      code = Outputs.write(try report.json(), path) ?? code
    }
    return code
  }

  /// How fast it goes and how long it still takes.
  private final class Pace {
    private let log: SessionLog
    private let events: Int
    private let began: Double

    init(_ log: SessionLog, events: Int) {
      self.log = log
      self.events = events
      began = Pace.seconds
    }

    func show(_ share: Double) {
      let elapsed = Pace.seconds - began
      guard elapsed > 0.2, share > 0 else { return }
      let rate = Double(events) * share / elapsed / 1_000_000
      let left = elapsed / share - elapsed
      log.progress(
        share, "\((rate * 10).rounded() / 10) M events/s", "\(Int(left.rounded(.up))) s left")
    }

    static var seconds: Double {
      var time = timespec()
      // clock: the pace of a progress line.
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
}
