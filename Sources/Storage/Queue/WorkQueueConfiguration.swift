/// How a work queue treats its jobs. Kept in Redis with the queue, so that all its workers agree.
public struct WorkQueueConfiguration: Hashable, Sendable {
  /// How long a worker may be silent before another one may take its job, by Redis' clock; kept in
  /// whole milliseconds, rounded up.
  public var leaseNanoseconds: Int64
  /// How often a job may be begun: failed and abandoned attempts count alike. After the last one it
  /// is a dead letter.
  public var maximumAttempts: Int
  /// How long after the last change all of the queue's keys are deleted by Redis. Whole
  /// milliseconds, rounded up; at least twice the lease.
  public var expiryNanoseconds: Int64

  /// - Parameters:
  ///   - leaseNanoseconds: 1 ms to 1 day.
  ///   - maximumAttempts: 1 to 1 000 000.
  ///   - expiryNanoseconds: twice the lease to 365 days.
  public init(
    leaseNanoseconds: Int64 = 60_000_000_000, maximumAttempts: Int = 3,
    expiryNanoseconds: Int64 = 7 * 86_400_000_000_000
  ) {
    self.leaseNanoseconds = leaseNanoseconds
    self.maximumAttempts = maximumAttempts
    self.expiryNanoseconds = expiryNanoseconds
  }

  /// What is out of range; nil when nothing is.
  var fault: String? {
    let day: Int64 = 86_400_000_000_000
    if !(1_000_000...day).contains(leaseNanoseconds) {
      return "a lease of \(leaseNanoseconds) ns; use 1 ms to 1 day"
    }
    if !(1...1_000_000).contains(maximumAttempts) {
      return "\(maximumAttempts) attempts; use 1 to 1000000"
    }
    if !(2 * leaseNanoseconds...365 * day).contains(expiryNanoseconds) {
      return "an expiry of \(expiryNanoseconds) ns; use twice the lease to 365 days"
    }
    return nil
  }

  static func milliseconds(_ nanoseconds: Int64) -> Int { Int((nanoseconds + 999_999) / 1_000_000) }
}
