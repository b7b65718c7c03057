/// A spelling and how similar it is.
struct FoundSpelling {
  /// In the sorted spellings: of equally similar ones the first counts.
  var position: Int
  var team: Int
  /// 1 - distance / longer length.
  var score: Double

  func isBefore(_ other: FoundSpelling?) -> Bool {
    guard let other else { return true }
    return score == other.score ? position < other.position : score > other.score
  }
}

/// The most similar spelling, and the most similar of another team; noted in any order.
struct NearestSpellings {
  private(set) var best: FoundSpelling?
  private(set) var second: FoundSpelling?

  mutating func note(_ found: FoundSpelling) {
    if found.isBefore(best) {
      if let best, best.team != found.team { second = best }
      best = found
    } else if found.team != best?.team, found.isBefore(second) {
      second = found
    }
  }

  /// The greatest distance worth naming.
  static func limit(_ longest: Int) -> Int {
    Int(Double(longest) * (1 - SpellingSearch.worthNaming))
  }

  static func score(_ distance: Int, _ longest: Int) -> Double {
    1 - Double(distance) / Double(longest)
  }
}
