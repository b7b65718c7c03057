/// How much a signal is trusted: 50, and what speaks for and against it (design 5, section 8).
public struct Confidence: Hashable, Sendable, Codable {
  /// The label of a score; only ``skip`` blocks.
  public enum Tier: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case skip
    case low
    case medium
    case high
  }

  /// 0…100.
  public let score: Int32

  public init(score: Int32) { self.score = min(100, max(0, score)) }

  /// - Parameters:
  ///   - books: left after drops.
  ///   - bookSpread: highest less lowest probability of them, in 1/10 000.
  ///   - volume: contracts of the last 24 hours.
  ///   - minutesToStart: of the game.
  ///   - price: of the leg that would be bought, in 1/10 000 $.
  public init(
    books: Int32, bookSpread: Int32, volume: Int64, minutesToStart: Int64, price: Int32
  ) {
    var score: Int32 = 50
    if books >= 4 { score += 20 }
    if bookSpread < 200 { score += 15 }
    if volume > 5_000 { score += 10 }
    if minutesToStart <= 24 * 60 { score += 10 }
    if price < 1_000 || price > 9_000 { score -= 10 }
    if books <= 2 { score -= 15 }
    self.init(score: score)
  }

  public var tier: Tier {
    switch score {
    case 70...: .high
    case 50...: .medium
    case 30...: .low
    default: .skip
    }
  }
}
