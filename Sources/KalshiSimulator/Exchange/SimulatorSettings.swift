/// How a simulated exchange behaves.
public struct SimulatorSettings: Hashable, Sendable {
  /// How far a request's timestamp may lie in the past and in the future, in nanoseconds.
  public var clockPastNanoseconds: Int64 = 20_000_000_000
  public var clockFutureNanoseconds: Int64 = 45_000_000_000
  /// Refill of the token buckets per second; capacities as the exchange's basic tier has them.
  public var readTokensPerSecond: Int64 = 200
  public var readBucketTokens: Int64 = 200
  public var writeTokensPerSecond: Int64 = 100
  public var writeBucketTokens: Int64 = 100
  /// Off: no request is ever turned away with 429.
  public var limitsRate = true
  /// By how much reads of orders lag behind what was acknowledged.
  public var readLagNanoseconds: Int64 = 0
  /// Frames one connection may have unsent before the subscription ends with error 25.
  public var streamBufferFrames = 65_536
  public var heartbeatNanoseconds: Int64 = 10_000_000_000
  /// Fills, trades and settlements kept; the oldest go first.
  public var historyRows = 200_000
  /// What ids are made of.
  public var seed: UInt64 = 1

  public init() {}
}
