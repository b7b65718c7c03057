/// The Redis keys of one queue: `prefix:{sweep}:part`. The braces keep them on one node of a
/// cluster, which scripts demand.
struct WorkQueueKeys {
  /// In the order that the scripts name them in.
  let all: [String]

  init(prefix: String, sweep: String) {
    all = ["sweep", "jobs", "payloads", "attempts", "results", "dead"]
      .map { "\(prefix):{\(sweep)}:\($0)" }
  }

  /// What is wrong with a prefix or a sweep's name; nil when nothing is.
  static func fault(in name: String, of what: String) -> String? {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard isPlain, !name.isEmpty, name.utf8.count <= WorkQueueLimits.sweepBytes else {
      return "\(what) must be 1 to \(WorkQueueLimits.sweepBytes) letters, digits, '-', '_' or '.'"
    }
    return nil
  }
}
