internal import Backtesting
internal import Glibc
internal import Market
internal import Trading

/// (j) What more markets cost, and what a long day costs in memory.
enum GrowthBenchmarks {
  private static let events = 1_000_000
  /// A day of 1,000 markets at 116 events a second.
  private static let dayEvents = 10_000_000

  static func run(_ runner: inout Runner) throws {
    for markets in [10, 100, 1_000, 10_000] { try curve(&runner, markets) }
    try day(&runner)
  }

  /// The same feed spread over more and more markets, engine and strategy behind it. The books are
  /// full before it begins: in a book that has to fill first nearly every change moves the best
  /// price, and the more markets share the events the longer that lasts.
  private static func curve(_ runner: inout Runner, _ markets: Int) throws {
    let bench = try ReplayBenchmarks(markets: markets, events: events, opening: 250)
    defer { bench.remove() }
    var session = bench.session(0.50)
    runner.measureBatches(
      "growth: replay through the engine, \(markets) markets", operations: events,
      prepare: { session = bench.session(0.50) }, { bench.play(into: session) })
    runner.check(
      "final bid among \(markets) markets",
      session.engine.books[MarketID(0)].bestBid?.price == bench.finalBid)
  }

  /// A whole day as fast as it goes; anonymous memory is read on the way.
  private static func day(_ runner: inout Runner) throws {
    let bench = try ReplayBenchmarks(
      markets: 1_000, events: dayEvents, spacing: 86_400_000_000_000 / Int64(dayEvents))
    defer { bench.remove() }
    let session = bench.session(0.50)
    var kilobytes: [Int] = []
    var inputs = 0
    // Once in 1,024 inputs; looked at ten times over the day.
    let step = dayEvents / 1_024 / 12
    session.onPulse = {
      inputs += 1
      if inputs % step == 0 { kilobytes.append(residentKilobytes()) }
    }
    let began = Clock.nanoseconds
    bench.play(into: session)
    let nanoseconds = Clock.nanoseconds - began
    kilobytes.append(residentKilobytes())
    let text = kilobytes.map { "\($0 / 1_024)" }.joined(separator: " ")
    print(
      "  a day of 1,000 markets, \(dayEvents) events: \(nanoseconds / 1_000_000) ms;"
        + " resident MiB without the mapped file: \(text)")
    runner.check(
      "the day's final bid",
      session.engine.books[MarketID(0)].bestBid?.price == bench.finalBid)
    runner.check(
      "resident memory is flat after the first tenth: \(kilobytes) KiB",
      kilobytes.count > 9 && kilobytes.dropFirst().allSatisfy { $0 <= kilobytes[0] + 1_024 })
  }

  /// Anonymous resident memory of this process.
  private static func residentKilobytes() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("RssAnon:") else { continue }
      return Int(text.split(whereSeparator: { !$0.isNumber }).first ?? "0") ?? 0
    }
    return 0
  }
}
