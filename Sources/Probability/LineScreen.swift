/// Decides whether one book's two-way line may take part in a consensus (`quant.md` 1.4.1).
public struct LineScreen: Hashable, Sendable {
  /// Book sums outside this range, ends included, are stale, mis-read or not a market.
  public var lowestBookSum: Double
  public var highestBookSum: Double
  /// How old a line may be.
  public var maximumAgeNanoseconds: Int64
  /// How far apart the times of a line's two sides may be.
  public var maximumSideGapNanoseconds: Int64

  public init(
    lowestBookSum: Double = 1.00, highestBookSum: Double = 1.15,
    maximumAgeNanoseconds: Int64 = 5_000_000_000,
    maximumSideGapNanoseconds: Int64 = 2_000_000_000
  ) {
    self.lowestBookSum = lowestBookSum
    self.highestBookSum = highestBookSum
    self.maximumAgeNanoseconds = maximumAgeNanoseconds
    self.maximumSideGapNanoseconds = maximumSideGapNanoseconds
  }

  /// Why the line must not count; nil when it may. Prices are decimal, a missing side is not a
  /// number. Does not allocate.
  public func dropReason(
    first: Double, second: Double, ageNanoseconds: Int64, sideGapNanoseconds: Int64 = 0,
    isSameLine: Bool = true, canPush: Bool = false
  ) -> LineDrop? {
    guard isSameLine else { return .differentLine }
    guard !canPush else { return .canPush }
    guard !first.isNaN, !second.isNaN else { return .missingSide }
    guard first.isFinite, second.isFinite, first > 1, second > 1 else { return .unusablePrice }
    let bookSum = 1 / first + 1 / second
    guard bookSum >= lowestBookSum - 1e-12 else { return .underround }
    guard bookSum <= highestBookSum + 1e-12 else { return .overround }
    guard ageNanoseconds <= maximumAgeNanoseconds else { return .stale }
    guard abs(sideGapNanoseconds) <= maximumSideGapNanoseconds else { return .sidesApart }
    return nil
  }
}

/// Why a book's line does not take part in a consensus.
public enum LineDrop: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// Another handicap or total than the contract's strike.
  case differentLine
  /// A whole-number line returns stakes when hit; it never equals an N + 0.5 strike.
  case canPush
  case missingSide
  /// Not a finite number above 1.
  case unusablePrice
  /// The implied probabilities add up to less than allowed: stale or mis-read.
  case underround
  /// The margin is wider than allowed: suspended in all but name, or mis-read.
  case overround
  case stale
  /// The two sides were priced at different times.
  case sidesApart
}
