/// What one path costs.
struct Measurement {
  enum Times {
    /// Nanoseconds of one operation, by batch.
    case batches(minimum: Double, median: Double)
    /// Nanoseconds of single operations, every one kept.
    case samples(Distribution)
  }

  var name: String
  var operations: Int
  var times: Times
  /// Heap allocations of one operation; nil where other threads' are among them.
  var allocations: Double?
}

/// Runs paths and keeps what they cost.
struct Runner {
  static let batches = 21
  private(set) var measurements: [Measurement] = []
  /// Answers that came out other than the second way of computing them says.
  private(set) var failures: [String] = []

  /// Batches of `operations` calls, the first few thrown away.
  mutating func measure(_ name: String, operations: Int, _ body: (Int) -> Void) {
    measureBatches(name, operations: operations) {
      for index in 0..<operations { body(index) }
    }
  }

  /// The same for operations so short that the call of a closure for each would be a good part of
  /// them: `batch` does all `operations`. `prepare` runs before each, outside the time.
  mutating func measureBatches(
    _ name: String, operations: Int, prepare: () -> Void = {}, _ batch: () -> Void
  ) {
    for _ in 0..<3 {
      prepare()
      batch()
    }
    var times: [Double] = []
    times.reserveCapacity(Self.batches)
    var allocations = 0
    for _ in 0..<Self.batches {
      prepare()
      let before = Clock.allocations
      let began = Clock.nanoseconds
      batch()
      times.append(Double(Clock.nanoseconds - began) / Double(operations))
      allocations += Clock.allocations - before
    }
    times.sort()
    add(
      Measurement(
        name: name, operations: operations * Self.batches,
        times: .batches(minimum: times[0], median: times[times.count / 2]),
        allocations: Double(allocations) / Double(operations * Self.batches)))
  }

  /// Single operations, each timed alone. `prepare` and `finish` run outside the time.
  mutating func measureEach(
    _ name: String, samples: Int, prepare: (Int) -> Void = { _ in }, _ body: (Int) -> Void,
    finish: (Int) -> Void = { _ in }
  ) {
    let warmUp = samples / 10
    var times: [Int64] = []
    times.reserveCapacity(samples)
    var allocations = 0
    for index in 0..<warmUp + samples {
      prepare(index)
      let before = Clock.allocations
      let began = Clock.nanoseconds
      body(index)
      let ended = Clock.nanoseconds
      let after = Clock.allocations
      finish(index)
      guard index >= warmUp else { continue }
      times.append(ended - began)
      allocations += after - before
    }
    add(
      Measurement(
        name: name, operations: samples, times: .samples(Distribution(times)),
        allocations: Double(allocations) / Double(samples)))
  }

  /// The result of a path against the same computed another way.
  mutating func check(_ what: String, _ isRight: Bool) {
    if !isRight { failures.append(what) }
  }

  /// What was measured elsewhere, each sample alone.
  mutating func add(_ name: String, _ samples: Distribution) {
    add(
      Measurement(
        name: name, operations: samples.sorted.count, times: .samples(samples), allocations: nil))
  }

  /// What a peer says of its own batches, nanoseconds of one operation.
  mutating func add(_ name: String, operations: Int, minimum: Double, median: Double) {
    add(
      Measurement(
        name: name, operations: operations, times: .batches(minimum: minimum, median: median),
        allocations: nil))
  }

  private mutating func add(_ measurement: Measurement) {
    measurements.append(measurement)
    print(Report.line(measurement))
  }
}
