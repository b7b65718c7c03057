@testable import Sportsbooks

/// The search that compares a name with every spelling: the judge of ``SpellingSearch``.
struct JudgeSpellingSearch {
  /// A whole name, with what lets most comparisons be skipped.
  struct Spelling: Sendable {
    let bytes: [UInt8]
    /// Bit n is set where letter n occurs: every letter that only one name has costs an edit.
    let letters: UInt32
    let team: Int

    init(_ name: String, team: Int) {
      bytes = Array(name.utf8)
      letters = bytes.reduce(0) { set, byte in
        let letter = Int(byte) - Int(UInt8(ascii: "a"))
        return (0..<26).contains(letter) ? set | 1 << UInt32(letter) : set
      }
      self.team = team
    }
  }

  /// The best must be at least this similar, from 0 to 1.
  static let minimumScore = 0.9
  /// And lead every other team by this much.
  static let margin = 0.05
  /// What is less similar is not even named as the nearest.
  static let worthNaming = 0.75

  let names: LeagueNames
  let spellings: [Spelling]

  init(names: LeagueNames) {
    self.names = names
    spellings = names.spellings.map {
      Spelling(String(decoding: $0.bytes, as: UTF8.self), team: $0.team)
    }
  }

  /// The team, or why there is none. Only a name with exactly one unknown word is searched for.
  ///
  /// - Complexity: O(spellings × length²) at worst; most spellings go by length and letters.
  func match(_ tokens: [String]) -> Result<Int, UnmatchedReason> {
    guard tokens.count(where: { !names.vocabulary.contains($0) }) == 1 else {
      return .failure(.unknownName)
    }
    let name = Spelling(tokens.joined(separator: " "), team: -1)
    var best = (team: -1, score: 0.0)
    var second = (team: -1, score: 0.0)
    var nearest: [UInt8] = []
    for spelling in spellings {
      let score = Self.similarity(name, spelling)
      if score > best.score {
        if spelling.team != best.team { second = best }
        best = (spelling.team, score)
        nearest = spelling.bytes
      } else if spelling.team != best.team, score > second.score {
        second = (spelling.team, score)
      }
    }
    guard best.team >= 0 else { return .failure(.unknownName) }
    let isSure = best.score >= Self.minimumScore && best.score - second.score >= Self.margin
    let isOtherName =
      tokens.contains { !names.vocabulary.contains($0) && OtherWords.words.contains($0) }
      && names.places[String(decoding: nearest, as: UTF8.self)] != nil
    if isSure, !isOtherName, isSlip(name.bytes, nearest) { return .success(best.team) }
    return .failure(
      .belowMargin(
        best: names.teams[best.team].label,
        second: second.team >= 0 ? names.teams[second.team].label : nil,
        bestScore: best.score, secondScore: second.score))
  }

  /// True where one unknown word of five letters or more stands for one word, all others equal.
  private func isSlip(_ given: [UInt8], _ meant: [UInt8]) -> Bool {
    let space = UInt8(ascii: " ")
    let (given, meant) = (given.split(separator: space), meant.split(separator: space))
    guard given.count == meant.count, given.count > 1 else { return false }
    let differing = given.indices.filter { given[$0] != meant[$0] }
    guard differing.count == 1, let index = differing.first else { return false }
    let longest = max(given[index].count, meant[index].count)
    let allowed = longest >= 9 ? 2 : 1
    let word = String(decoding: given[index], as: UTF8.self)
    return !names.vocabulary.contains(word) && longest >= 5
      && Self.distance(Array(given[index]), Array(meant[index]), limit: allowed) <= allowed
  }

  /// 1 − distance / longer length; 0 where that is below ``worthNaming``.
  private static func similarity(_ left: Spelling, _ right: Spelling) -> Double {
    let longest = max(left.bytes.count, right.bytes.count, 1)
    let limit = Int(Double(longest) * (1 - worthNaming))
    let leftOnly = (left.letters & ~right.letters).nonzeroBitCount
    let rightOnly = (right.letters & ~left.letters).nonzeroBitCount
    guard max(leftOnly, rightOnly, abs(left.bytes.count - right.bytes.count)) <= limit else {
      return 0
    }
    let distance = distance(left.bytes, right.bytes, limit: limit)
    return distance <= limit ? 1 - Double(distance) / Double(longest) : 0
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); any
  /// number above `limit` where there are more than that.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in left.indices {
      row[0] = i + 1
      var least = row[0]
      for j in right.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row[j + 1] = best
        least = min(least, best)
      }
      // A swap reaches back two rows, so only two rows above the limit end the count.
      if least > limit + 1 { return least }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
  }
}
