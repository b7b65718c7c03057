public import Market

/// The kinds of lines a book offers on a game; each is withdrawn and replaced as a group.
public enum LineKind: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case winner
  case spread
  case total
}

/// What a two-way line is about.
public enum LineSubject: Hashable, Sendable {
  /// First: the home team wins. Second: the away team wins.
  case winner
  /// First: the home team with this handicap. Second: the away team with the opposite one. A home
  /// handicap of −5.5 is the claim that the home team wins by more than 5.5.
  case spread(home: HalfPoints)
  /// First: over. Second: under.
  case total(HalfPoints)

  public var kind: LineKind {
    switch self {
    case .winner: .winner
    case .spread: .spread
    case .total: .total
    }
  }

  /// True where a result can fall on the line exactly, so that stakes are returned.
  public var canPush: Bool {
    switch self {
    case .winner: false
    case .spread(let line), .total(let line): line.canPush
    }
  }
}

/// One book's two prices for one line, checked: both finite and above 1.
public struct OddsLine: Hashable, Sendable {
  public let subject: LineSubject
  /// Decimal price of the home team, or of over.
  public let first: Double
  /// Decimal price of the away team, or of under.
  public let second: Double

  /// Nil when a price is not a finite number above 1.
  public init?(_ subject: LineSubject, first: Double, second: Double) {
    guard first.isFinite, second.isFinite, first > 1, second > 1 else { return nil }
    self.subject = subject
    self.first = first
    self.second = second
  }
}

/// A line as a feed offers it, before any check.
public struct OfferedLine: Hashable, Sendable {
  public var kind: LineKind
  /// The home team's handicap or the total, in points; not a number for a winner line.
  public var points: Double
  /// Decimal prices; not a number where the side is missing.
  public var first: Double
  public var second: Double
  /// The market has a third outcome, so that two prices say nothing.
  public var hasThirdOutcome: Bool
  /// Time between the prices of the two sides, in nanoseconds, where a source tells each side's;
  /// else 0. Those there are tell none: odds-api.io sends both sides of a line in one object of one
  /// message with one time, and recorded days have no times of odds at all.
  public var sideGapNanoseconds: Int64

  public init(
    kind: LineKind, points: Double = .nan, first: Double = .nan, second: Double = .nan,
    hasThirdOutcome: Bool = false, sideGapNanoseconds: Int64 = 0
  ) {
    self.kind = kind
    self.points = points
    self.first = first
    self.second = second
    self.hasThirdOutcome = hasThirdOutcome
    self.sideGapNanoseconds = sideGapNanoseconds
  }
}
