/// The rooms of the house and their floors. A room imports only from floors below its own.
enum Floors {
  static let floor: [String: Int] = [
    "CAllocationCounter": 0, "CCurl": 0, "CISAL": 0, "CLinux": 0, "CNghttp2": 0, "COpenSSL": 0,
    "CProcessor": 0,
    "CRedis": 0, "CSimdjson": 0, "CToml": 0, "CZlib": 0, "CZstd": 0,
    "Market": 1,
    "Probability": 2, "Outcomes": 2, "Wire": 2, "Matching": 2, "Journal": 2,
    "Trading": 3, "Kalshi": 3, "Sportsbooks": 3, "Storage": 3,
    "KalshiSimulator": 4, "Backtesting": 4,
    "Desk": 5,
    "FaultSimulation": 6,
    "dutchbook": 7,
  ]

  /// Rooms where the same inputs give the same outputs, to the byte.
  static let deterministic: Set<String> = [
    "Market", "Probability", "Outcomes", "Matching", "Trading",
  ]

  /// C modules that only tests and benchmarks link.
  static let testOnly: Set<String> = ["CAllocationCounter", "CNghttp2", "CSimdjson"]

  /// What a room may import beside the rooms below it.
  static let platform: Set<String> = [
    "Glibc", "Synchronization", "FoundationEssentials", "Dispatch",
  ]

  /// The Swift rooms, ground floor first, then by name.
  static let rooms: [String] = floor.keys.filter { floor[$0] != 0 }
    .sorted { (floor[$0, default: 0], $0) < (floor[$1, default: 0], $1) }

  /// Why `room` may not import `module`; nil when it may.
  static func objection(to module: String, in room: String) -> String? {
    guard let own = floor[room] else { return "\(room) has no floor in Tests/TidyTests/Rules" }
    if testOnly.contains(module) { return "\(module) is for tests and benchmarks only" }
    if let other = floor[module] {
      return other < own ? nil : "\(room) (floor \(own)) imports \(module) (floor \(other))"
    }
    if platform.contains(module) { return nil }
    return "\(module) is neither a room nor one of \(platform.sorted().joined(separator: ", "))"
  }
}
