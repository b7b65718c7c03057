/// What several books say of an outcome together.
public struct Consensus: Hashable, Sendable {
  /// Of the books that were left, by the rule's method.
  public var probability: Double
  /// Of the log odds: how far the books disagree, by how many they are worth. At least
  /// ``leastStandardError``.
  public var standardError: Double
  /// Books left after drops, each source once.
  public var books: Int
  /// Books that had a line.
  public var offered: Int
  /// Highest less lowest probability of the books left.
  public var spread: Double
  /// The oldest line among the books left, in nanoseconds.
  public var oldestNanoseconds: Int64
  /// The plain mean of the books' probabilities, to be compared with ``probability``; the same by
  /// their weights (the linear pool); and the middle one.
  public var mean: Double
  public var linear: Double
  public var median: Double
  /// Why the others were dropped, by ``OpinionDrop``.
  public var drops: OpinionDrops

  /// No consensus is more certain than that, in log odds: a quarter of a cent at one half.
  public static let leastStandardError = 0.01
}

/// Why an opinion takes no part in a consensus.
public enum OpinionDrop: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case stale
  /// A sharper book has moved since.
  case overtaken
  /// A fresher line of the same source counts.
  case sameSource
  case outlier
  /// There was no room for it.
  case tooMany
}

/// How many opinions were dropped, by reason.
public struct OpinionDrops: Hashable, Sendable {
  private var counts = InlineArray<5, UInt8>(repeating: 0)

  public init() {}

  /// How many were dropped for that reason; more than 255 count as 255.
  public subscript(reason: OpinionDrop) -> Int { Int(counts[Int(reason.rawValue)]) }

  mutating func note(_ reason: OpinionDrop) {
    let place = Int(reason.rawValue)
    if counts[place] < .max { counts[place] += 1 }
  }

  public static func == (left: OpinionDrops, right: OpinionDrops) -> Bool {
    OpinionDrop.allCases.allSatisfy { left[$0] == right[$0] }
  }

  public func hash(into hasher: inout Hasher) {
    for reason in OpinionDrop.allCases { hasher.combine(self[reason]) }
  }
}
