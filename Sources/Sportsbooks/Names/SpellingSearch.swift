/// Finds the one name a misspelt one must mean.
///
/// A slip of the pen changes one word that no team's name contains; all other words stand, in order.
/// So a real word never becomes another one: Indiana is not Indian*s*, Texas not Texa*n*s.
struct SpellingSearch {
  /// The best must be at least this similar, from 0 to 1.
  static let minimumScore = 0.9
  /// And lead every other team by this much.
  static let margin = 0.05

  let names: LeagueNames

  /// - Complexity: O(spellings × length) with a length filter first.
  func match(_ tokens: [String]) -> (team: Int?, reason: UnmatchedReason) {
    let name = tokens.joined(separator: " ")
    var best = (team: -1, score: 0.0, name: "")
    var second = (team: -1, score: 0.0)
    for spelling in names.spellings {
      let score = Self.similarity(name, spelling.name, atLeast: 0.75)
      if spelling.team == best.team {
        if score > best.score { best = (spelling.team, score, spelling.name) }
      } else if score > best.score {
        second = (best.team, best.score)
        best = (spelling.team, score, spelling.name)
      } else if score > second.score {
        second = (spelling.team, score)
      }
    }
    guard best.team >= 0 else { return (nil, .unknownName) }
    if best.score >= Self.minimumScore, best.score - second.score >= Self.margin,
      isSlip(tokens, best.name.split(separator: " ").map(String.init))
    {
      return (best.team, .unknownName)
    }
    return (
      nil,
      .belowMargin(
        best: names.teams[best.team].label,
        second: second.team >= 0 ? names.teams[second.team].label : nil,
        bestScore: best.score, secondScore: second.score)
    )
  }

  /// True where one unknown word of five letters or more stands for one word, all others equal.
  private func isSlip(_ given: [String], _ meant: [String]) -> Bool {
    guard given.count == meant.count, given.count > 1 else { return false }
    let differing = given.indices.filter { given[$0] != meant[$0] }
    guard differing.count == 1, let index = differing.first else { return false }
    let longest = max(given[index].utf8.count, meant[index].utf8.count)
    let distance = Self.distance(Array(given[index].utf8), Array(meant[index].utf8))
    return !names.vocabulary.contains(given[index]) && longest >= 5
      && distance <= (longest >= 9 ? 2 : 1)
  }

  /// 1 − distance / longer length; 0 where lengths alone put it below `atLeast`.
  static func similarity(_ left: String, _ right: String, atLeast: Double) -> Double {
    let (one, other) = (Array(left.utf8), Array(right.utf8))
    let longest = Double(max(one.count, other.count, 1))
    guard 1 - Double(abs(one.count - other.count)) / longest >= atLeast else { return 0 }
    return 1 - Double(distance(one, other)) / longest
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for j in right.indices {
        let cost = left[i] == right[j] ? 0 : 1
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + cost)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
