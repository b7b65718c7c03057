public import Market

/// Stops new risk while something is wrong: a value without a clock.
///
/// Closed, it lets all pass. Open, it lets nothing pass that adds risk; every cause that holds
/// keeps it open, and each ends in its own way (``BreakerCause/Cure``). Once nothing is left but
/// causes that have cooled down it is half open: one intent at a time, at the least size, until so
/// many of them have come to a definite end; the first that fails opens it again for twice as long.
///
/// Cancels, exits and unwinds never ask it.
public struct CircuitBreaker: Hashable, Sendable, Codable {
  /// Design 5, section 11.
  public enum State: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case closed
    case open
    case halfOpen
  }

  /// How it cools down.
  public struct Rules: Hashable, Sendable, Codable {
    /// The first time.
    public var cooldownNanoseconds: Int64
    /// However often it has been doubled.
    public var longestCooldownNanoseconds: Int64
    /// Definite ends that close it.
    public var endsToClose: Int32

    public init(
      cooldownNanoseconds: Int64 = 1_800_000_000_000,
      longestCooldownNanoseconds: Int64 = 14_400_000_000_000, endsToClose: Int32 = 3
    ) {
      self.cooldownNanoseconds = cooldownNanoseconds
      self.longestCooldownNanoseconds = longestCooldownNanoseconds
      self.endsToClose = endsToClose
    }
  }

  public let rules: Rules
  /// All that holds now, cooling causes until they are closed.
  public private(set) var causes: BreakerCauses = []
  /// When what cools has cooled down; nil where nothing does.
  public private(set) var coolUntil: Timestamp?
  /// How long the next cooling takes.
  public private(set) var cooldownNanoseconds: Int64
  /// Definite ends since it is half open.
  public private(set) var goodEnds: Int32 = 0
  /// An intent is out that was let through half open.
  public private(set) var isProbeOut = false

  public init(_ rules: Rules = Rules()) {
    self.rules = rules
    cooldownNanoseconds = rules.cooldownNanoseconds
  }

  /// One as it was kept. Its rules are the defaults: only ``carry(_:isSameDay:at:)`` reads it.
  init(
    causes: BreakerCauses, coolUntil: Timestamp?, cooldownNanoseconds: Int64, goodEnds: Int32
  ) {
    self.init()
    self.causes = causes
    self.coolUntil = coolUntil
    self.cooldownNanoseconds = cooldownNanoseconds
    self.goodEnds = goodEnds
  }

  /// Takes over what held before a restart. What is cured by being right again shows itself anew,
  /// but for a difference in cash.
  ///
  /// - Parameter isSameDay: the day whose loss may be among the causes has not ended.
  mutating func carry(_ old: CircuitBreaker, isSameDay: Bool, at now: Timestamp) {
    for cause in old.causes.list {
      switch cause.cure {
      case .resume, .coolingDown: causes.insert(BreakerCauses(cause))
      case .dailyReset: if isSameDay { causes.insert(BreakerCauses(cause)) }
      // Less cash than was counted is the exchange's word from now on, and shows no more: only the
      // operator can say that it is right.
      case .repair: if cause == .reconciliation { causes.insert(BreakerCauses(cause)) }
      }
    }
    guard !causes.isDisjoint(with: .cooling) else { return }
    cooldownNanoseconds = max(1, old.cooldownNanoseconds)
    // A clock that was set back must not lengthen it.
    coolUntil = min(old.coolUntil ?? now, now + cooldownNanoseconds)
    goodEnds = old.goodEnds
  }

  /// Where it stands at a time.
  public func state(at now: Timestamp) -> State {
    if causes.isEmpty { return .closed }
    guard causes.isSubset(of: .cooling), let coolUntil, now >= coolUntil else { return .open }
    return .halfOpen
  }

  /// Whether an intent may pass, and at what size. Ask the gate's limits besides.
  public enum Passage: Hashable, Sendable {
    case free
    /// At the least size, and nothing else until it has ended.
    case probe
    /// Closed to all by these causes.
    case blocked(BreakerCauses)
    /// The one intent that may be out is out.
    case probeIsOut
  }

  /// What would happen to an intent now.
  public func passage(at now: Timestamp) -> Passage {
    switch state(at: now) {
    case .closed: .free
    case .open: .blocked(causes)
    case .halfOpen: isProbeOut ? .probeIsOut : .probe
    }
  }

  /// Something is wrong. Returns true where that stops what was not stopped before: then what rests
  /// is to be cancelled.
  @discardableResult
  public mutating func trip(_ cause: BreakerCause, at now: Timestamp) -> Bool {
    let wasOpen = state(at: now) == .open
    let wasHalfOpen = state(at: now) == .halfOpen
    causes.insert(BreakerCauses(cause))
    if cause.cure == .coolingDown { coolDown(at: now, isRelapse: wasHalfOpen) }
    return !wasOpen
  }

  /// What was wrong is right again. Says nothing of causes that end in another way.
  public mutating func cure(_ cause: BreakerCause) {
    if cause.cure == .repair { causes.remove(BreakerCauses(cause)) }
  }

  /// The day begins anew.
  public mutating func reset() { causes.remove(BreakerCauses(.dailyLoss)) }

  /// The operator lets trading go on. What cools down has cooled down then, and is tried at the
  /// least size; all other causes stay. Returns what still holds.
  @discardableResult
  public mutating func resume(at now: Timestamp) -> BreakerCauses {
    causes.remove(BreakerCauses(.manual))
    if let until = coolUntil, until > now { coolUntil = now }
    return state(at: now) == .halfOpen ? [] : causes
  }

  /// An intent was let through half open.
  public mutating func probeSent() { isProbeOut = true }

  /// The intent that was let through half open never left: the next one is let through.
  public mutating func probeUnsent() { isProbeOut = false }

  /// The intent that was let through half open has ended.
  ///
  /// - Parameter failed: it was refused, its fate is unknown, or it brought the loss to its limit.
  /// - Returns: true where that opens the breaker again.
  @discardableResult
  public mutating func probeEnded(failed: Bool, at now: Timestamp) -> Bool {
    guard isProbeOut else { return false }
    isProbeOut = false
    guard !failed else {
      // What made it fail may have opened the breaker already, and for twice as long.
      guard let coolUntil, now >= coolUntil else { return false }
      let wasOpen = state(at: now) == .open
      coolDown(at: now, isRelapse: true)
      return !wasOpen
    }
    // One that outlived what opened the breaker again proves nothing.
    guard state(at: now) == .halfOpen else { return false }
    goodEnds += 1
    if goodEnds >= rules.endsToClose { close() }
    return false
  }

  /// When time alone changes its state; nil where it does not.
  public func nextChange(after now: Timestamp) -> Timestamp? {
    guard let coolUntil, coolUntil > now, causes.isSubset(of: .cooling) else { return nil }
    return coolUntil
  }

  private mutating func close() {
    causes.subtract(.cooling)
    coolUntil = nil
    goodEnds = 0
    cooldownNanoseconds = rules.cooldownNanoseconds
  }

  /// Begins to cool, twice as long after a relapse. A second cause while it cools starts it anew,
  /// and does not shorten it.
  private mutating func coolDown(at now: Timestamp, isRelapse: Bool) {
    if isRelapse {
      let (doubled, overflow) = cooldownNanoseconds.multipliedReportingOverflow(by: 2)
      cooldownNanoseconds = min(
        overflow ? .max : doubled, max(rules.longestCooldownNanoseconds, cooldownNanoseconds))
    }
    let end = now + cooldownNanoseconds
    coolUntil = max(coolUntil ?? end, end)
    goodEnds = 0
  }
}
