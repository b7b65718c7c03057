/// Fee type and multiplier as stated by one source; each field may be missing.
public struct FeeTerms: Hashable, Sendable, Codable {
  public var type: FeeType?
  public var multiplier: FeeMultiplier?

  public init(type: FeeType?, multiplier: FeeMultiplier?) {
    self.type = type
    self.multiplier = multiplier
  }

  /// Says nothing.
  public static let none = FeeTerms(type: nil, multiplier: nil)
}

/// Terms that take effect at a time: a row of `/series/fee_changes` or `/events/fee_changes`.
public struct FeeChange: Hashable, Sendable, Codable {
  public let effective: Timestamp
  public let terms: FeeTerms

  public init(effective: Timestamp, terms: FeeTerms) {
    self.effective = effective
    self.terms = terms
  }
}

/// Everything that decides a market's fees over time.
///
/// At a time t each of type and multiplier is resolved by itself, first answer wins: the event's
/// override, then the series' last change that is effective at t, then the series as read. The
/// event's override at t is its last change effective at t as a whole (a null there takes an
/// override back), or the event as read where no change is effective. A market whose waiver has not
/// expired at t charges nothing, but its type and multiplier must be known all the same.
public struct FeeTimeline: Hashable, Sendable, Codable {
  /// The series' own fields as read from the catalogue.
  public var series: FeeTerms
  /// The event's override fields as read from the catalogue.
  public var event: FeeTerms
  /// Changes of the series, ascending by time.
  public private(set) var seriesChanges: [FeeChange]
  /// Changes of the event's overrides, ascending by time.
  public private(set) var eventChanges: [FeeChange]
  /// The market's `fee_waiver_expiration_time`.
  public var waivedUntil: Timestamp?

  public init(
    series: FeeTerms, event: FeeTerms = .none, seriesChanges: [FeeChange] = [],
    eventChanges: [FeeChange] = [], waivedUntil: Timestamp? = nil
  ) {
    self.series = series
    self.event = event
    self.seriesChanges = Self.ordered(seriesChanges)
    self.eventChanges = Self.ordered(eventChanges)
    self.waivedUntil = waivedUntil
  }

  /// Adds a change of the series; of two at one time the later added counts.
  public mutating func add(seriesChange change: FeeChange) {
    seriesChanges = Self.ordered(seriesChanges + [change])
  }

  /// Adds a change of the event's overrides, as the `event_fee_update` message brings.
  public mutating func add(eventChange change: FeeChange) {
    eventChanges = Self.ordered(eventChanges + [change])
  }

  /// The terms in force at `time`, waiver left out.
  public func terms(at time: Timestamp) -> FeeTerms {
    let override = eventChanges.last { $0.effective <= time }?.terms ?? event
    var stated = series
    for change in seriesChanges where change.effective <= time {
      stated.type = change.terms.type ?? stated.type
      stated.multiplier = change.terms.multiplier ?? stated.multiplier
    }
    return FeeTerms(
      type: override.type ?? stated.type, multiplier: override.multiplier ?? stated.multiplier)
  }

  /// The schedule for a fill at `time`.
  ///
  /// - Throws: `FeeUnknown` where type or multiplier is stated nowhere or has no formula.
  public func schedule(
    at time: Timestamp, precision: BalancePrecision = .direct
  ) throws(FeeUnknown) -> FeeSchedule {
    let terms = terms(at: time)
    guard let type = terms.type else { throw .missingType }
    guard let multiplier = terms.multiplier else { throw .missingMultiplier }
    let isWaived = waivedUntil.map { time < $0 } ?? false
    return try FeeSchedule(
      type: type, multiplier: isWaived ? .zero : multiplier,
      regime: .at(time, precision: precision))
  }

  /// Insertion sort by time: stable, and the lists are short.
  private static func ordered(_ changes: [FeeChange]) -> [FeeChange] {
    var sorted: [FeeChange] = []
    for change in changes {
      let place = sorted.lastIndex { $0.effective <= change.effective }.map { $0 + 1 } ?? 0
      sorted.insert(change, at: place)
    }
    return sorted
  }
}
