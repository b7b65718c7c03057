/// Finds in a market's rules whether it may end otherwise than by an outcome: void, at a fair
/// price, shared, postponed.
///
/// Words, not understanding: a rule that mentions one of them is taken to mean it.
enum VoidClause {
  private static let words = [
    "fair price", "fair market", "fair value", "last traded price", "last price", "void", "refund",
    "cancel", "postpone", "reschedul", "suspend", "abandon", "no contest", "does not take place",
    "not played", "tied", "ties", "draw", "co-winner", "co-champion", "dead heat", "shared",
    "split", "50-50", "prorat", "pro rata", "divided equally", "discretion", "not published",
    "not released", "unavailable", "not available", "delayed",
  ]

  /// The first such words with a few of their neighbours; nil where there are none.
  static func first(in rules: String) -> String? {
    let text = rules.lowercased()
    let found = (words.flatMap { places(of: $0, in: text) } + wholeWords(["tie"], in: text))
      .min { $0.lowerBound < $1.lowerBound }
    guard let found else { return nil }
    let from = text.index(found.lowerBound, offsetBy: -20, limitedBy: text.startIndex)
    let to = text.index(found.upperBound, offsetBy: 20, limitedBy: text.endIndex)
    return String(text[(from ?? text.startIndex)..<(to ?? text.endIndex)])
  }

  /// Where words begin so: not within one, as "ties" is in "cities" and "void" in "avoid".
  private static func places(of beginning: String, in text: String) -> [Range<String.Index>] {
    text.ranges(of: beginning).filter { range in
      range.lowerBound == text.startIndex
        || !text[text.index(before: range.lowerBound)].isLetter
    }
  }

  /// Where such words stand by themselves.
  private static func wholeWords(_ words: [String], in text: String) -> [Range<String.Index>] {
    words.flatMap { places(of: $0, in: text) }.filter { range in
      range.upperBound == text.endIndex || !text[range.upperBound].isLetter
    }
  }
}
