internal import Market

/// The faults that wait at the exchange for a frame or a request, or last for a time.
struct VenueFaults {
  /// Each happens to the next frame or request that it fits.
  private var armed = FaultCounts()
  var rateLimitedUntil = Timestamp.distantPast
  var failsUntil = Timestamp.distantPast
  /// A market whose status the exchange spells in a way nobody has seen, in the catalogue.
  var disguised: String?
  /// Frames that the next one of their connection overtakes.
  var overtaken: [(connection: Int, frame: [UInt8])] = []

  mutating func arm(_ kind: FaultKind) { armed[kind] += 1 }

  /// Whether a fault waits; then it does no more.
  mutating func take(_ kind: FaultKind) -> Bool {
    guard armed[kind] > 0 else { return false }
    armed[kind] -= 1
    return true
  }
}
