/// A number of half points: 11 is 5.5 points. Lines and strikes of games come in halves.
public struct HalfPoints: Hashable, Comparable, Sendable, Codable {
  public let halves: Int32

  public init(halves: Int) { self.halves = Int32(halves) }

  /// Nil when the value is not a whole number of halves, not finite or beyond ±10 000 points.
  public init?(points: Double) {
    guard points.isFinite, abs(points) <= 10_000 else { return nil }
    let doubled = points * 2
    guard doubled == Double(Int32(doubled)) else { return nil }
    halves = Int32(doubled)
  }

  /// The value in points.
  public var points: Double { Double(halves) / 2 }
  /// True where a result can fall on the line exactly, so that a bookmaker returns the stake.
  public var canPush: Bool { halves % 2 == 0 }

  public static prefix func - (value: HalfPoints) -> HalfPoints {
    HalfPoints(halves: Int(-value.halves))
  }
  public static func < (left: HalfPoints, right: HalfPoints) -> Bool { left.halves < right.halves }
}

extension HalfPoints: CustomStringConvertible {
  /// `5.5`, `-3`.
  public var description: String {
    halves % 2 == 0 ? String(halves / 2) : "\(halves < 0 ? "-" : "")\(abs(halves) / 2).5"
  }
}

/// One of the two teams of a game, by its place.
public enum TeamRole: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case away
  case home

  public var opposite: TeamRole { self == .away ? .home : .away }
}

/// What a market of a game claims; YES pays when it comes true.
///
/// The strike is the contract's own `floor_strike`, never a number read out of a ticker where that
/// field exists.
public enum Claim: Hashable, Sendable, Codable {
  /// That team wins the game.
  case winner(TeamRole)
  /// That team wins by more than so many points.
  case spread(TeamRole, over: HalfPoints)
  /// Both teams together score more than so many points.
  case total(over: HalfPoints)
}
