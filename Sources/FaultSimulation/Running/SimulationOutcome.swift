/// How one seed went.
public struct SimulationOutcome: Hashable, Sendable {
  /// What was found broken, with everything that helps to understand it.
  public struct Failure: Hashable, Sendable {
    /// The invariant, in plain words.
    public var invariant: String
    /// The step in which it was found broken, from 1.
    public var step: Int
    /// Virtual time since the start.
    public var nanoseconds: Int64
    /// Oldest first, each with its time in seconds.
    public var lastEvents: [String]
  }

  public var seed: UInt64
  /// Steps asked for.
  public var stepsWanted: Int
  /// Steps done.
  public var steps = 0
  /// Virtual time that passed.
  public var nanoseconds: Int64 = 0
  public var faults = FaultCounts()
  /// Orders that arrived at the exchange.
  public var orders = 0
  /// Trades of ours that the exchange counts.
  public var fills = 0
  /// Processes started, the first included.
  public var sessions = 0
  /// How often trader and exchange were compared after a quiet time.
  public var comparisons = 0
  /// The same for the same seed and steps, in every process.
  public var traceHash: UInt64 = 0
  /// Nil when every invariant held.
  public var failure: Failure?

  init(seed: UInt64, stepsWanted: Int) {
    self.seed = seed
    self.stepsWanted = stepsWanted
  }

  /// The one command that does the same again.
  public var command: String { "dutchbook simulate-faults --seed \(seed) --steps \(stepsWanted)" }
}
