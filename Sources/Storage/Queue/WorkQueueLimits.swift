/// The bounds of a work queue. What goes beyond one is refused before anything is sent.
public enum WorkQueueLimits {
  /// Jobs of one queue.
  public static let jobs = 100_000
  /// Bytes of a job's id and of a worker's name.
  public static let nameBytes = 200
  /// Bytes of a job's payload.
  public static let payloadBytes = 1 << 20
  /// Bytes of a job's result.
  public static let resultBytes = 1 << 20
  /// Bytes of a failure's reason; a longer one is cut there.
  public static let reasonBytes = 256
  /// Bytes of a sweep's name and of a key prefix.
  public static let sweepBytes = 100

  /// Jobs that one command brings, and bytes at which it is sent earlier.
  static let batchJobs = 500
  static let batchBytes = 8 << 20
  /// Results that one answer holds: together they keep well below a connection's default bound.
  static let pageResults = 32
}
