internal import Glibc

/// Measures every path that matters, checks what each computed, prints a table.
@main
enum Main {
  static func main() {
    var jsonPath: String?
    var only: String?
    var arguments = CommandLine.arguments.dropFirst()
    var countedPath: String?
    while let argument = arguments.popFirst() {
      switch (argument, arguments.popFirst()) {
      case ("--json", let path?): jsonPath = path
      case ("--only", let name?) where groups.contains(name): only = name
      case ("--count", let path?) where Counting.paths.contains(path): countedPath = path
      default:
        print("usage: Benchmarks [--json FILE] [--only GROUP] [--count PATH]")
        print("groups: \(groups.joined(separator: " "))")
        print("paths: \(Counting.paths.joined(separator: " "))")
        exit(64)
      }
    }
    do {
      if let countedPath {
        let isRight = try Counting.run(countedPath)
        let operations = Counting.operations(of: countedPath)
        print("\(countedPath): \(operations) operations\(isRight ? "" : ", WRONG")")
        exit(isRight ? 0 : 1)
      }
      exit(try run(jsonPath, only: only) ? 0 : 1)
    } catch {
      print("benchmarks: \(error)")
      exit(1)
    }
  }

  private static func run(_ jsonPath: String?, only: String?) throws -> Bool {
    let core = Clock.pin()
    let load = Clock.loadAverage()
    let pair = Clock.pairCost()
    print("Benchmarks, \(Clock.date()), \(Clock.processor())")
    print("core \(core.map { "\($0)" } ?? "not pinned"), load average \(loads(load))")
    print(
      "clock: two readings are \(pair.percentile(0.5)) ns apart (p99 \(pair.percentile(0.99)) ns);"
        + " every sample of single operations contains that")
    print("recordings beside the project: \(Recordings.root == nil ? "none" : "used")")
    print("\nNanoseconds. Batches: min and median of \(Runner.batches) batches; else each alone.\n")
    print(Report.head)
    var runner = Runner()
    for group in groups where only == nil || only == group { try run(group, &runner) }
    let after = Clock.loadAverage()
    print("\nload average at the end \(loads(after))")
    for failure in runner.failures { print("WRONG RESULT: \(failure)") }
    if runner.failures.isEmpty { print("all results checked") }
    if let jsonPath {
      let surroundings = [
        ("date", "\"\(Clock.date())\""), ("processor", "\"\(Clock.processor())\""),
        ("clockPairNanoseconds", "\(pair.percentile(0.5))"),
        ("loadBefore", "[\(loads(load))]"), ("loadAfter", "[\(loads(after))]"),
      ]
      guard Report.write(Report.json(runner.measurements, surroundings), to: jsonPath) else {
        print("benchmarks: \(jsonPath) cannot be written")
        return false
      }
    }
    return runner.failures.isEmpty
  }

  private static let groups = [
    "book", "ticker", "scan", "hot", "detection", "pricing", "signing", "websocket", "names",
    "statistics", "replay", "growth", "wire", "http2",
  ]

  private static func run(_ group: String, _ runner: inout Runner) throws {
    switch group {
    case "book": BookBenchmarks.run(&runner)
    case "replay": try ReplayBenchmarks.run(&runner)
    case "growth": try GrowthBenchmarks.run(&runner)
    case "http2": try OrderTransportBenchmarks.run(&runner)
    case "wire": try WireToWireBenchmarks.run(&runner)
    case "ticker": try TickerBenchmarks.run(&runner)
    case "scan": try ScannerBenchmarks.run(&runner, Frames())
    case "detection": try DetectionBenchmarks.run(&runner)
    case "hot": try HotPathBenchmarks.run(&runner)
    case "pricing": try PricingBenchmarks.run(&runner, Frames())
    case "signing": try SigningBenchmarks.run(&runner)
    case "statistics": try StatisticsBenchmarks.run(&runner)
    case "websocket": WebSocketBenchmarks.run(&runner, try Frames())
    default: try NameBenchmarks.run(&runner)
    }
  }

  private static func loads(_ values: [Double]) -> String {
    values.map { Report.number($0) }.joined(separator: ", ")
  }
}
