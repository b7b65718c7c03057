internal import Glibc
internal import Kalshi
internal import Market

/// One hot path, a fixed number of times, the same instructions in every run: for an instruction
/// counter (`scripts/instructions.sh`). What runs in ``counted(_:_:)`` is what counts.
enum Counting {
  /// Operations counted in one run.
  static let operations = 2_000
  static let paths = [
    "ticker-learned", "ticker-general", "delta-learned", "book", "decision", "order", "odds",
    "detection", "detection-order",
    "replay-books", "replay-engine", "replay-journal",
  ]

  static func operations(of path: String) -> Int {
    path.hasPrefix("replay") ? ReplayBenchmarks.countedEvents : operations
  }

  /// Runs a path; false when there is none of that name, or it computed something else than it
  /// should.
  static func run(_ path: String) throws -> Bool {
    switch path {
    case "ticker-learned": try ticker(learnsLayouts: true)
    case "ticker-general": try ticker(learnsLayouts: false)
    case "delta-learned": try delta()
    case "book": book()
    case "decision": try decision()
    case "order": try order()
    case "odds": try odds()
    case "detection": try detection(.stopped)
    case "detection-order": try detection(.ordered)
    case "replay-books", "replay-engine", "replay-journal": try replay(path)
    default: false
    }
  }

  /// The counter is on only in here, and found by this name.
  @inline(never)
  private static func counted(_ operations: Int, _ body: (Int) -> Void) {
    for index in 0..<operations { body(index) }
  }

  private static func ticker(learnsLayouts: Bool) throws -> Bool {
    let bench = try TickerBenchmarks(count: operations)
    let scanner = bench.scanner(learnsLayouts: learnsLayouts)
    let expected = bench.frames.count { bench.hasEdge(scanner, $0.buffer) }
    var hits = 0
    bench.frames.withUnsafeBufferPointer { frames in
      counted(operations) { if bench.hasEdge(scanner, frames[$0].buffer) { hits += 1 } }
    }
    return hits == expected && hits > 0
  }

  private static func delta() throws -> Bool {
    let bench = try TickerBenchmarks(count: 1)
    let scanner = bench.scanner(learnsLayouts: true)
    let frames = (0..<operations).map { place in
      Frames.delta(
        "KXNFLGAME-26SEP01KCBUF-KC", seq: 1_000 + place, price: "0.4500",
        change: place % 3 == 0 ? "-54.00" : "120.00", side: place % 2 == 0 ? "yes" : "no")
    }
    var sum: Int64 = 0
    func add(_ frame: Bytes) {
      guard case .bookDelta(let delta)? = try? scanner.scan(frame.buffer).frame else { return }
      sum += delta.change.hundredths
    }
    frames.withUnsafeBufferPointer { frames in
      for frame in frames { add(frame) }
      let expected = sum
      sum = 0
      counted(operations) { add(frames[$0]) }
      if sum != expected { sum = 0 }
    }
    return sum != 0
  }

  private static func book() -> Bool {
    var bench = BookBenchmarks(books: 100)
    bench.pass(operations)
    let before = bench.sum
    counted(1) { _ in bench.pass(operations) }
    return bench.sum == 2 * before
  }

  private static func decision() throws -> Bool {
    let rig = try EngineRig.onFairPrices(games: 20)
    let frames = HotPathBenchmarks.quietFrames(rig)
    for frame in frames { rig.receive(stream: frame.buffer) }
    frames.withUnsafeBufferPointer { frames in
      counted(operations) { rig.receive(stream: frames[$0 % frames.count].buffer) }
    }
    return rig.placed.isEmpty
  }

  private static func detection(_ ending: DetectionRig.Ending) throws -> Bool {
    let rig = try DetectionRig(markets: 20, ending)
    for round in 0..<operations + 100 {
      let place = round % rig.markets
      if round > 0, place == 0 { rig.beginRound() }
      if round < 100 {
        rig.offer(place)
      } else {
        counted(1) { _ in rig.offer(place) }
      }
      rig.settle()
    }
    return rig.signals == operations + 100
      && rig.orders == (ending == .ordered ? operations + 100 : 0)
      && DetectionBenchmarks.isRight(rig, ending)
  }

  private static func replay(_ path: String) throws -> Bool {
    let bench = try ReplayBenchmarks(markets: 1, events: ReplayBenchmarks.countedEvents)
    defer { bench.remove() }
    return try bench.play(path) { body in counted(1) { _ in body() } }
  }

  private static func odds() throws -> Bool {
    let rig = try EngineRig.onFairPrices(games: 20)
    let fair = EngineRig.fairPrices(games: 20)
    let moved = (0..<20).map {
      Frames.odds(event: "\(61_017_989 + $0)", home: "1.60", away: "2.40")
    }
    var orders = 0
    for round in 0..<operations + 100 {
      if round % 16 == 0 { try rig.fillSignatures() }
      let place = round % 20
      if round < 100 {
        rig.receive(odds: moved[place].buffer)
      } else {
        counted(1) { _ in rig.receive(odds: moved[place].buffer) }
      }
      orders += rig.placed.count
      rig.receive(odds: fair[place].buffer)
      rig.answerOrders()
    }
    return orders == 2 * (operations + 100) && rig.signaturesMadeInline == 0
  }

  private static func order() throws -> Bool {
    let rig = try EngineRig.onFairPrices(games: 20)
    let bench = HotPathBenchmarks.OrderFrames(rig)
    bench.clear(rig)
    var orders = 0
    for round in 0..<operations + 100 {
      if round % 32 == 0 { try rig.fillSignatures() }
      let place = round % rig.tickers.count
      if round < 100 {
        rig.receive(stream: bench.offers[place].buffer)
      } else {
        counted(1) { _ in rig.receive(stream: bench.offers[place].buffer) }
      }
      orders += rig.placed.count
      rig.receive(stream: bench.away[place].buffer)
      rig.answerOrders()
    }
    return orders == operations + 100 && rig.signaturesMadeInline == 0
  }
}
