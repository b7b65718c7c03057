extension StringProtocol {
  /// True when the text holds `word` with no letter, digit or underscore right before it, and none
  /// right after it when the word itself ends in one.
  func hasWord(_ word: String) -> Bool {
    var rest = self[...]
    while let found = rest.firstRange(of: word) {
      let before = found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " "
      let after = found.upperBound < endIndex ? self[found.upperBound] : " "
      let endsInName = word.last.map(\.isNamePart) ?? false
      if !before.isNamePart, !(endsInName && after.isNamePart) { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  /// The names of the text, in order, everything else dropped.
  var words: [String] {
    split(whereSeparator: { !$0.isNamePart }).map { String($0) }
  }
}

extension Character {
  /// True for what a Swift name is made of.
  var isNamePart: Bool { isLetter || isNumber || self == "_" }
}
