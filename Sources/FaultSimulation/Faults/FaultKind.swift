/// What can go wrong in a simulated hour. Source: the incidents of section D of the reference on
/// peers; docs/fault-simulation.md says which of them do not apply yet.
public enum FaultKind: String, Hashable, Sendable, CaseIterable {
  // Frames of the exchange's stream.
  /// A change of a book is lost on its way; the sequence has a hole.
  case sequenceGap = "sequence gap"
  case duplicateFrame = "duplicate frame"
  /// A frame is overtaken by the next one.
  case reorderedFrames = "reordered frames"
  /// A book's snapshot is overtaken by a change of the same book.
  case snapshotAfterDelta = "snapshot after delta"
  /// The exchange ends subscriptions with code 25, as its buffer is full.
  case slowConsumer = "slow consumer"
  case timestampZero = "timestamp 0"
  // Connections.
  /// Every piece on one connection comes later than the one before.
  case growingDelay = "growing delay"
  /// The next stream is accepted and then silent.
  case deadReconnect = "dead reconnect"
  case connectionCut = "connection cut at any byte"
  case halfAnswer = "half-written answer"
  case oddsLoss = "odds feed lost"
  // Requests.
  case rateLimited = "429 for a while"
  case rateLimitedForLong = "429 for ever"
  case serverError = "5xx"
  case lostAnswer = "order taken, answer lost"
  case fillBeforeAnswer = "fill before its order's answer"
  case fillAfterCancel = "fill while the cancel is on its way"
  // Clocks and keys.
  case clockSkew = "clock skew"
  case keyExpiry = "key expiry"
  // The exchange.
  case unknownStatus = "market status never seen"
  case gridChange = "price grid change"
  case exchangeRestart = "exchange restart"
  case exchangePause = "market paused"
  case balanceExhausted = "balance exhausted"
  case earlyClose = "market closed early"
  case result = "result"
  case scalarResult = "void or scalar result"
  /// Determined, disputed, amended: decided otherwise before it is paid.
  case resultReversed = "result reversed"
  case settlementTwice = "settlement told twice"
  // Our own machine.
  case diskFull = "disk full"
  case diskSlow = "disk slow"
  case diskFailure = "failed write"
  case processKill = "process killed"
  case powerLoss = "power lost"
  case processStall = "process stalled"
  // Since the seeds of the kinds above have their stories.
  /// The odds feed stays up and says nothing about a game any more, while the exchange goes on.
  case oddsSilence = "lines not renewed"

  /// How often it comes where it is enabled, per step, before the seed's own factor.
  var baseRate: Double {
    switch self {
    case .sequenceGap, .duplicateFrame, .reorderedFrames, .snapshotAfterDelta, .timestampZero:
      0.01
    case .lostAnswer, .fillBeforeAnswer, .fillAfterCancel, .halfAnswer: 0.01
    case .connectionCut, .growingDelay, .serverError, .rateLimited: 0.003
    case .slowConsumer, .deadReconnect, .oddsLoss, .clockSkew, .gridChange: 0.002
    case .diskSlow, .processStall, .exchangePause, .oddsSilence: 0.002
    case .exchangeRestart, .unknownStatus, .diskFull, .diskFailure: 0.001
    case .processKill, .powerLoss, .rateLimitedForLong, .keyExpiry: 0.0006
    case .earlyClose, .result, .scalarResult, .resultReversed, .settlementTwice: 0.0004
    case .balanceExhausted: 0.0002
    }
  }

  /// Its place in ``allCases``.
  var index: Int { Self.places[self] ?? 0 }

  private static let places: [FaultKind: Int] = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// How many faults of each kind.
public struct FaultCounts: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: FaultKind.allCases.count)

  public init() {}

  /// Faults of one kind.
  public subscript(kind: FaultKind) -> Int {
    get { counts[kind.index] }
    set { counts[kind.index] = newValue }
  }

  public var total: Int { counts.reduce(0, +) }

  public static func += (left: inout FaultCounts, right: FaultCounts) {
    for place in left.counts.indices { left.counts[place] += right.counts[place] }
  }
}
