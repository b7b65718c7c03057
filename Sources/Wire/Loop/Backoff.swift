/// How long to wait before the next try: exponential growth to a cap, with full jitter (each wait
/// is drawn evenly from zero to the grown bound), so that many clients do not come back at once.
///
/// A pure value: randomness comes in, so a seed repeats every wait.
public struct Backoff: Hashable, Sendable {
  /// The bound of the first wait, in nanoseconds.
  public let baseNanoseconds: Int64
  /// The bound that growth stops at, in nanoseconds.
  public let capNanoseconds: Int64
  /// Waits handed out since the start or the last ``reset()``.
  public private(set) var attempts = 0

  /// Both bounds must be above zero, the cap not below the base.
  public init(
    baseNanoseconds: Int64 = 250_000_000, capNanoseconds: Int64 = 30_000_000_000
  ) {
    precondition(
      baseNanoseconds > 0 && capNanoseconds >= baseNanoseconds,
      "A backoff needs a base above zero and a cap not below it.")
    self.baseNanoseconds = baseNanoseconds
    self.capNanoseconds = capNanoseconds
  }

  /// The upper bound of the next wait: base x 2^attempts, at most the cap.
  public var boundNanoseconds: Int64 {
    guard attempts < 62 else { return capNanoseconds }
    let (bound, overflow) = baseNanoseconds.multipliedReportingOverflow(by: 1 << Int64(attempts))
    return overflow ? capNanoseconds : min(capNanoseconds, bound)
  }

  /// The next wait, in 0...``boundNanoseconds``; the bound then doubles.
  public mutating func nextNanoseconds(
    using generator: inout some RandomNumberGenerator
  ) -> Int64 {
    let wait = Int64.random(in: 0...boundNanoseconds, using: &generator)
    if attempts < 62 { attempts += 1 }
    return wait
  }

  /// Starts again from the base: the connection has proved itself.
  public mutating func reset() { attempts = 0 }
}
