public import Market

/// What `dutchbook why` is asked.
public enum JournalQuestion: Hashable, Sendable {
  /// Everything about one of our orders.
  case order(ClientOrderID)
  /// Why a market did what it did at a moment.
  case market(String, at: Moment)

  /// A moment: a full time, or a time of a session's day.
  public enum Moment: Hashable, Sendable {
    case instant(Timestamp)
    /// Nanoseconds since midnight, UTC.
    case clock(Int64)
    /// The end of the last session that knew the market.
    case end
  }

  /// Reads `ORDER-ID`, `TICKER` or `TICKER@TIME`; nil when it is none of these.
  public init?(_ text: String) {
    if let id = ClientOrderID(text: text) {
      self = .order(id)
      return
    }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let ticker = parts.first, !ticker.isEmpty else { return nil }
    guard parts.count == 2 else {
      self = .market(String(ticker), at: .end)
      return
    }
    if let time = Timestamp(rfc3339: parts[1]) {
      self = .market(String(ticker), at: .instant(time))
    } else if let clock = Self.clock(parts[1]) {
      self = .market(String(ticker), at: .clock(clock))
    } else {
      return nil
    }
  }

  /// `17:05:07` with up to nine decimals, as nanoseconds.
  private static func clock(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2,
      let hour = Int64(parts[0]), let minute = Int64(parts[1]),
      let second = FixedPoint.parse(parts[2], decimals: 9),
      (0..<24).contains(hour), (0..<60).contains(minute), (0..<60_000_000_000).contains(second)
    else { return nil }
    return (hour * 3_600 + minute * 60) * 1_000_000_000 + second
  }

  /// The instant a moment names in a session: a time of day is the first one after its beginning.
  /// Nil for the end.
  static func instant(_ moment: Moment, inSessionFrom begin: Timestamp) -> Timestamp? {
    let day: Int64 = 86_400_000_000_000
    switch moment {
    case .instant(let instant): return instant
    case .clock(let clock):
      let midnight = Timestamp(seconds: begin.seconds - begin.seconds % 86_400)
      let today = midnight + clock
      // A second of grace: the times that are shown are cut to milliseconds.
      return today < begin + -1_000_000_000 ? today + day : today
    case .end: return nil
    }
  }
}
