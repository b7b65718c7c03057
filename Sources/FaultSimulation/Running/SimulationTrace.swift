internal import Market

/// What happened, in order: a hash of everything, and the last events in words.
struct SimulationTrace {
  /// Events kept in words.
  static let kept = 20
  private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var count = 0
  private var ring: [String] = []
  private let start: Timestamp

  init(start: Timestamp) { self.start = start }

  /// Notes an event at a time of the exchange.
  mutating func note(_ text: String, at now: Timestamp) {
    mix(UInt64(bitPattern: now.nanoseconds))
    for byte in text.utf8 { mix(byte) }
    count += 1
    let line = "\(Self.seconds(now - start)) \(text)"
    if ring.count < Self.kept { ring.append(line) } else { ring[(count - 1) % Self.kept] = line }
  }

  /// Adds bytes to the hash only.
  mutating func mix(_ number: UInt64) {
    var rest = number
    for _ in 0..<8 {
      mix(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// FNV-1a.
  private mutating func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Oldest first.
  var lastEvents: [String] {
    guard count > Self.kept else { return ring }
    let split = count % Self.kept
    return Array(ring[split...] + ring[..<split])
  }

  /// Seconds with three decimals.
  static func seconds(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    let rest = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000)."
      + String(repeating: "0", count: 3 - rest.count) + rest + " s"
  }
}
