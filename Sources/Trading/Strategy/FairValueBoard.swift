public import Market
internal import Probability

/// All bookmakers' opinions of all markets: a flat table, market by bookmaker, made once.
///
/// A line is devigged once, when it comes; a fair value is the median over the lines that are
/// fresh. Nothing here allocates after `init`.
public struct FairValueBoard: Sendable {
  struct Opinion {
    var yes = 0.0
    var worstYes = 0.0
    var worstNo = 0.0
    var time = Timestamp.distantPast
    var isPresent = false
  }

  /// Why there is no fair value.
  public enum Absence: Hashable, Sendable {
    case noOdds
    /// The freshest line is this much over the age limit.
    case stale(overNanoseconds: Int64)
    case tooFew(missing: Int32)
  }

  public let bookmakers: Int
  private var opinions: ContiguousArray<Opinion>
  private var scratch: ContiguousArray<Double>
  /// The odds that were looked at last, and what both outcomes are worth at the worst.
  var lastLine = (first: 0.0, second: 0.0)
  var lastWorst: (first: Double, second: Double)?
  /// Lines that could not be devigged, by the session's count.
  public private(set) var refusedLines = 0

  public init(markets: Int, bookmakers: Int) {
    self.bookmakers = bookmakers
    opinions = ContiguousArray(repeating: Opinion(), count: markets * bookmakers)
    scratch = ContiguousArray(repeating: 0, count: max(1, bookmakers))
  }

  /// Takes a line for a market whose claim it matches. A line that cannot be devigged withdraws the
  /// bookmaker's voice: what it says now is unknown, and what it said before is no longer so.
  ///
  /// - Returns: that YES pays, by this line; nil where it has no voice.
  @discardableResult
  public mutating func set(
    _ line: GameLine, claim: Claim, rule: PricingRule, id: MarketID, bookmaker: BookmakerID,
    time: Timestamp
  ) -> Double? {
    guard knows(bookmaker) else { return nil }
    let place = Int(id.index) * bookmakers + Int(bookmaker.index)
    guard
      let opinion = opinion(of: line, claim: claim, rule: rule, time: time)
    else {
      opinions[place].isPresent = false
      refusedLines += 1
      return nil
    }
    opinions[place] = opinion
    return opinion.yes
  }

  /// A bookmaker has no line for this market any more.
  public mutating func withdraw(_ id: MarketID, _ bookmaker: BookmakerID) {
    guard knows(bookmaker) else { return }
    opinions[Int(id.index) * bookmakers + Int(bookmaker.index)].isPresent = false
  }

  /// A bookmaker beyond the table has no voice: its place would be another market's.
  private mutating func knows(_ bookmaker: BookmakerID) -> Bool {
    if bookmaker.index >= 0, Int(bookmaker.index) < bookmakers { return true }
    refusedLines += 1
    return false
  }

  /// The fair value from lines not older than `maximumAgeNanoseconds` at `now`.
  ///
  /// - Complexity: O(bookmakers²) for the medians; bookmakers are few.
  public mutating func fairValue(
    of id: MarketID, now: Timestamp, maximumAgeNanoseconds: Int64, minimumBookmakers: Int32
  ) -> Result<FairValue, AbsenceError> {
    let start = Int(id.index) * bookmakers
    var present = 0
    var fresh = 0
    var freshest = Timestamp.distantPast
    var oldest = Timestamp(nanoseconds: .max)
    for place in start..<start + bookmakers where opinions[place].isPresent {
      present += 1
      let time = opinions[place].time
      if time > freshest { freshest = time }
      guard now - time <= maximumAgeNanoseconds else { continue }
      fresh += 1
      if time < oldest { oldest = time }
    }
    guard present > 0 else { return .failure(AbsenceError(.noOdds)) }
    guard fresh > 0 else {
      return .failure(AbsenceError(.stale(overNanoseconds: now - freshest - maximumAgeNanoseconds)))
    }
    guard fresh >= minimumBookmakers else {
      return .failure(AbsenceError(.tooFew(missing: minimumBookmakers - Int32(fresh))))
    }
    let limit = maximumAgeNanoseconds
    return .success(
      FairValue(
        yes: median(start, now, limit) { $0.yes },
        worstYes: median(start, now, limit) { $0.worstYes },
        worstNo: median(start, now, limit) { $0.worstNo }, bookmakers: Int32(fresh),
        oldest: oldest))
  }

  /// The oldest line of a market that still has a voice.
  func oldestFresh(
    of id: MarketID, now: Timestamp, maximumAgeNanoseconds limit: Int64
  ) -> Timestamp {
    var oldest = now
    let start = Int(id.index) * bookmakers
    for place in start..<start + bookmakers
    where opinions[place].isPresent && now - opinions[place].time <= limit {
      oldest = min(oldest, opinions[place].time)
    }
    return oldest
  }

  /// ``Absence`` as an error, so that it fits a `Result`.
  public struct AbsenceError: Error, Hashable {
    public let absence: Absence

    init(_ absence: Absence) { self.absence = absence }
  }

  @inline(__always)
  private mutating func median(
    _ start: Int, _ now: Timestamp, _ limit: Int64, _ field: (Opinion) -> Double
  ) -> Double {
    var count = 0
    for place in start..<start + bookmakers
    where opinions[place].isPresent && now - opinions[place].time <= limit {
      let value = field(opinions[place])
      var slot = count
      while slot > 0, scratch[slot - 1] > value {
        scratch[slot] = scratch[slot - 1]
        slot -= 1
      }
      scratch[slot] = value
      count += 1
    }
    let middle = count / 2
    return count % 2 == 1 ? scratch[middle] : (scratch[middle - 1] + scratch[middle]) / 2
  }
}
