/// Finds what somebody probably meant to type.
public enum NearestWord {
  /// The word with the smallest edit distance (Levenshtein), when that is small for its length.
  ///
  /// - Complexity: O(words × length²).
  public static func find(_ typed: String, among words: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for word in words {
      let distance = distance(Array(typed.unicodeScalars), Array(word.unicodeScalars))
      if best.map({ distance < $0.distance }) ?? true { best = (word, distance) }
    }
    guard let best, best.distance <= max(2, typed.unicodeScalars.count / 3) else { return nil }
    return best.word
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
