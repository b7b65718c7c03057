public import Market

/// What the limits of a day and of rates count, for one ledger: the account's or a profile's.
///
/// A value without a clock; kept over a restart, so that no limit is forgotten by starting anew.
/// The day begins at a configured second of a configured zone's clock.
public struct RiskCounters: Hashable, Sendable, Codable {
  /// When days begin.
  public struct DayBoundary: Hashable, Sendable, Codable {
    public var zone: TimeZoneRule
    public var secondOfDay: Int

    public init(zone: TimeZoneRule = .eastern, secondOfDay: Int = 0) {
      self.zone = zone
      self.secondOfDay = secondOfDay
    }
  }

  /// No more admissions are remembered for the rate of a minute; a limit above it is not met.
  public static let mostPerMinute = RateWindow.most
  private static let minuteNanoseconds: Int64 = 60_000_000_000

  public let boundary: DayBoundary
  /// When the day that is counted began and when it ends; nil before the first ``roll(to:)``.
  public private(set) var dayBegan: Timestamp?
  public private(set) var dayEnds: Timestamp?
  /// Realised today, of parts of positions too, less fees paid; below zero for a loss.
  public private(set) var dailyProfit = Money.zero
  /// Intents admitted today.
  public private(set) var dailyTrades: Int64 = 0
  /// Contracts admitted today, less those that came back unfilled.
  public private(set) var dailyVolume: Int64 = 0
  /// Losses since the last net win: of closed positions, a whole set counted as one.
  public private(set) var consecutiveLosses: Int64 = 0
  /// Positions ever closed.
  public private(set) var settledTrades: Int64 = 0
  /// The highest equity seen, and the last; nil before the first.
  public private(set) var peakEquity: Money?
  public private(set) var equity: Money?
  /// The last admission, however long ago.
  private var lastAdmission: Timestamp?
  /// Admissions of the last minute.
  private var admissions = RateWindow(
    lengthNanoseconds: minuteNanoseconds, limit: mostPerMinute)

  public init(_ boundary: DayBoundary = DayBoundary()) { self.boundary = boundary }

  /// Takes over what was counted before a restart: the day's sums while that day lasts, the rest as
  /// it was. What is later than now, as a clock was set back, counts as now.
  ///
  /// - Returns: whether the day that was counted has not ended.
  @discardableResult
  mutating func carry(_ old: RiskCounters, at now: Timestamp) -> Bool {
    roll(to: now)
    consecutiveLosses = old.consecutiveLosses
    settledTrades = old.settledTrades
    peakEquity = old.peakEquity
    equity = old.equity
    lastAdmission = old.lastAdmission.map { min($0, now) }
    for place in 0..<old.admissions.count { admissions.note(min(old.admissions[place], now)) }
    guard let ends = old.dayEnds, now < ends else { return false }
    // A clock that was set back over a day's start ends that day no earlier.
    dayEnds = max(dayEnds ?? ends, ends)
    dailyProfit = old.dailyProfit
    dailyTrades = old.dailyTrades
    dailyVolume = old.dailyVolume
    return true
  }

  /// Money was given or taken by the configuration: that is neither profit nor loss.
  mutating func shift(by amount: Money) {
    equity = equity.map { $0 + amount }
    peakEquity = peakEquity.map { $0 + amount }
  }

  /// Counts an admission that was made after these counters were kept.
  mutating func recount(contracts: Int64, at time: Timestamp) {
    let time = max(time, lastAdmission ?? time)
    dailyTrades += 1
    dailyVolume += contracts
    admissions.note(time)
    lastAdmission = time
  }

  /// Writes all but the boundary, which is the configuration's.
  func write(to writer: EventWriter) {
    writer.put(dayBegan) { writer.put($0) }
    writer.put(dayEnds) { writer.put($0) }
    writer.put(dailyProfit)
    writer.put(dailyTrades)
    writer.put(dailyVolume)
    writer.put(consecutiveLosses)
    writer.put(settledTrades)
    writer.put(peakEquity) { writer.put($0) }
    writer.put(equity) { writer.put($0) }
    writer.put(lastAdmission) { writer.put($0) }
    writer.put(UInt32(admissions.count))
    for place in 0..<admissions.count { writer.put(admissions[place]) }
  }

  /// Reads what ``write(to:)`` wrote.
  init(_ reader: inout EventReader) throws(EventDecodingError) {
    self.init()
    dayBegan = try reader.optional { (reader) throws(EventDecodingError) in try reader.time() }
    dayEnds = try reader.optional { (reader) throws(EventDecodingError) in try reader.time() }
    dailyProfit = try reader.amount()
    dailyTrades = try reader.count(below: 1 << 40)
    dailyVolume = try reader.count(below: 1 << 40)
    consecutiveLosses = try reader.count(below: 1 << 40)
    settledTrades = try reader.count(below: 1 << 40)
    peakEquity = try reader.optional { (reader) throws(EventDecodingError) in try reader.amount() }
    equity = try reader.optional { (reader) throws(EventDecodingError) in try reader.amount() }
    lastAdmission = try reader.optional { (reader) throws(EventDecodingError) in
      try reader.time()
    }
    var last = Timestamp.distantPast
    for _ in 0..<(try reader.elements(ofAtLeast: 8)) {
      let time = try reader.time()
      guard time >= last else { throw reader.failure("times that run backwards") }
      last = time
      admissions.note(time)
    }
  }

  /// Time has come so far. Returns true where another day has begun: then what only the day held up
  /// goes on.
  @discardableResult
  public mutating func roll(to now: Timestamp) -> Bool {
    if let dayEnds, now < dayEnds { return false }
    let isFirst = dayEnds == nil
    dayBegan = boundary.zone.latest(secondOfDay: boundary.secondOfDay, at: now)
    dayEnds = boundary.zone.next(secondOfDay: boundary.secondOfDay, after: now)
    dailyProfit = .zero
    dailyTrades = 0
    dailyVolume = 0
    return !isFirst
  }

  /// An intent was let through, however many orders it has.
  @inline(__always)
  public mutating func admitted(contracts: Int64, at now: Timestamp) {
    roll(to: now)
    dailyTrades += 1
    dailyVolume += contracts
    admissions.note(now)
    lastAdmission = now
  }

  /// Contracts of an intent will not be traded any more. Those of another day are not today's.
  public mutating func returned(contracts: Int64, admittedAt: Timestamp, at now: Timestamp) {
    roll(to: now)
    guard let dayBegan, admittedAt >= dayBegan else { return }
    dailyVolume = max(0, dailyVolume - contracts)
  }

  /// An intent that was let through never left: it was no trade. The rates keep it, so that what
  /// cannot leave is not tried without end.
  public mutating func unsent(contracts: Int64, admittedAt: Timestamp, at now: Timestamp) {
    returned(contracts: contracts, admittedAt: admittedAt, at: now)
    guard let dayBegan, admittedAt >= dayBegan else { return }
    dailyTrades = max(0, dailyTrades - 1)
  }

  /// A position, or a whole set, has come to nothing held.
  ///
  /// What it brought was booked as it came (``booked(_:at:)``): here only runs and numbers count.
  ///
  /// - Parameter profit: over its whole life, all fees included. Nothing won and nothing lost is
  ///   neither.
  public mutating func closed(profit: Money) {
    settledTrades += 1
    if profit < .zero { consecutiveLosses += 1 }
    if profit > .zero { consecutiveLosses = 0 }
  }

  /// Something was sold, paid out, charged, or paid out otherwise after all.
  ///
  /// - Parameter change: of realised profit less fees.
  public mutating func booked(_ change: Money, at now: Timestamp) {
    roll(to: now)
    dailyProfit += change
  }

  /// The run of losses is forgotten: the breaker has closed again.
  public mutating func forgetLosses() { consecutiveLosses = 0 }

  /// What the ledger is worth now, what is held counted at what it could be sold for.
  public mutating func marked(equity: Money) {
    self.equity = equity
    peakEquity = max(peakEquity ?? equity, equity)
  }

  /// The highest equity is forgotten, by the operator's word: the drawdown begins anew.
  public mutating func forgetPeak() { peakEquity = equity }

  /// Above zero for a loss.
  public var dailyLoss: Money { max(.zero, -dailyProfit) }
  /// From the highest equity to the last.
  public var drawdown: Money { (peakEquity ?? .zero) - (equity ?? .zero) }

  /// Enters all of it into what the gate looks at.
  ///
  /// - Parameter limit: of admissions in a minute, for the time until there is room again.
  @inline(__always)
  public mutating func fill(_ view: inout RiskView, limit: Int64, at now: Timestamp) {
    let isToday = dayEnds.map { now < $0 } ?? false
    view.dailyLoss = isToday ? dailyLoss : .zero
    view.dailyTrades = isToday ? dailyTrades : 0
    view.dailyVolume = isToday ? dailyVolume : 0
    view.consecutiveLosses = consecutiveLosses
    view.drawdown = drawdown
    view.sinceLastOrderNanoseconds = lastAdmission.map { now - $0 }
    admissions.forget(before: now)
    let fresh = admissions.count
    view.ordersLastMinute = Int64(fresh)
    // There is room once so many of the oldest are a minute old that fewer than the limit are left.
    let tooMany = Int64(fresh) - limit
    if tooMany >= 0, fresh > 0 {
      let place = Int(min(Int64(fresh) - 1, tooMany))
      view.minuteFreeAfterNanoseconds = Self.minuteNanoseconds - (now - admissions[place])
    }
  }
}
