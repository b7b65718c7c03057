/// How old lines may be in each phase of a game (`quant.md` 1.4.1).
///
/// Of all bookmakers, or of one whose lines come in another rhythm than those of the others.
public struct AgeLimits: Hashable, Sendable, Codable {
  /// Until the last ten minutes before the game, in those, and while it runs; in nanoseconds. Of
  /// one bookmaker 0 stands for what holds for all.
  public var earlyNanoseconds: Int64
  public var lateNanoseconds: Int64
  public var inPlayNanoseconds: Int64

  public init(
    earlyNanoseconds: Int64 = 0, lateNanoseconds: Int64 = 0, inPlayNanoseconds: Int64 = 0
  ) {
    self.earlyNanoseconds = earlyNanoseconds
    self.lateNanoseconds = lateNanoseconds
    self.inPlayNanoseconds = inPlayNanoseconds
  }

  /// Of a bookmaker of whom nothing else is known: as for all.
  public static let asForAll = AgeLimits()

  /// No phase has a limit below nothing.
  public var isSound: Bool {
    earlyNanoseconds >= 0 && lateNanoseconds >= 0 && inPlayNanoseconds >= 0
  }

  /// How old a line may be so long before the start of the game, in nanoseconds.
  ///
  /// - Parameter untilStart: nanoseconds on the venue's clock until the game begins; negative once
  ///   it has.
  func maximumAge(untilStart: Int64) -> Int64 {
    if untilStart <= 0 { return inPlayNanoseconds }
    return untilStart <= Self.lateBeginsNanoseconds ? lateNanoseconds : earlyNanoseconds
  }

  /// The last ten minutes.
  static let lateBeginsNanoseconds: Int64 = 600_000_000_000
}
