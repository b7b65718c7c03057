internal import CAllocationCounter
internal import CLinux
internal import Glibc

/// Time and surroundings of a measurement.
enum Clock {
  @inline(__always)
  static var nanoseconds: Int64 { dutchbook_monotonic_nanoseconds() }

  @inline(__always)
  static var allocations: Int { Int(dutchbook_allocation_count()) }

  /// What two readings in a row are apart: contained in every latency sample.
  static func pairCost() -> Distribution {
    var samples: [Int64] = []
    samples.reserveCapacity(100_000)
    for _ in 0..<100_000 {
      let start = nanoseconds
      samples.append(nanoseconds - start)
    }
    return Distribution(samples)
  }

  /// The last core this process may run on, taken for this thread; nil when it cannot be had.
  static func pin() -> Int? {
    for core in stride(from: sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1, through: 0, by: -1)
    where dutchbook_pin_thread(Int32(core)) == 0 { return core }
    return nil
  }

  /// Processes that ran or waited to run, over one, five and fifteen minutes.
  static func loadAverage() -> [Double] {
    var load = [0.0, 0.0, 0.0]
    return getloadavg(&load, 3) == 3 ? load : []
  }

  static func date() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }

  /// The processor's name as the system gives it.
  static func processor() -> String {
    guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, 512, file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(colon, offsetBy: 2)...].dropLast())
    }
    return "unknown"
  }
}

/// Samples in order: any share of them can be asked for.
struct Distribution {
  let sorted: [Int64]

  init(_ samples: [Int64]) { sorted = samples.sorted() }

  /// The nearest-rank percentile.
  func percentile(_ share: Double) -> Int64 {
    guard !sorted.isEmpty else { return 0 }
    let rank = (share * Double(sorted.count)).rounded(.up)
    return sorted[max(0, min(sorted.count - 1, Int(rank) - 1))]
  }
}

/// Keeps the optimiser from dropping what nobody reads.
@inline(never)
func blackHole<Value>(_ value: Value) { withExtendedLifetime(value) {} }
