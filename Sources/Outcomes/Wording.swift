/// What the title of a market says in words of the values that pay: `7.0% or above`, `93° to 94°`,
/// `2+`, `more than 0.1%`.
///
/// The exchange's strike fields and what people read do not always say the same: a market of floor
/// 7 and type "greater" was titled "7.0% or above" (it is 7.1 and above). Where they differ nothing
/// is proved.
struct Wording: Hashable, Sendable {
  let strike: Strike
  /// What the title speaks of: its words without the numbers that pay and without how they do.
  /// `Andrew Benintendi: 2+` and `Ben Malgeri: 3+` are no ladder.
  let subject: [String]

  /// Nil where the words are none that are understood.
  init?(_ title: String) {
    let text = title.lowercased()
    let numbers = Self.numbers(in: text).filter { !Self.isDate($0, in: text) }
    switch numbers.count {
    case 1:
      subject = Self.subject(text, numbers)
      guard let strike = Self.oneSided(text, numbers[0]) else { return nil }
      self.strike = strike
    case 2:
      subject = Self.subject(text, numbers)
      let words = text[numbers[0].range.upperBound..<numbers[1].range.lowerBound]
      guard
        ["to", "and", "-", "\u{2013}"].contains(where: {
          words.split(whereSeparator: { !$0.isLetter && $0 != "-" && $0 != "\u{2013}" })
            .contains($0[...])
        }), numbers[0].value <= numbers[1].value
      else { return nil }
      strike = .between(numbers[0].value, numbers[1].value)
    default: return nil
    }
  }

  private struct Found {
    var value: StrikeNumber
    var range: Range<String.Index>
  }

  private static let orMore = ["or above", "or higher", "or more", "or greater", "or over"]
  private static let orLess = ["or below", "or lower", "or less", "or fewer", "or under"]
  private static let above = ["above", "more than", "greater than", "higher than", "over"]
  private static let below = ["below", "less than", "lower than", "fewer than", "under"]

  private static func oneSided(_ text: String, _ number: Found) -> Strike? {
    let (head, tail) = (text[..<number.range.lowerBound], text[number.range.upperBound...])
    func has(_ words: [String], _ part: Substring) -> Bool {
      words.contains { !part.ranges(of: $0).isEmpty }
    }
    if has(orMore, tail) || tail.first == "+" { return .greaterOrEqual(number.value) }
    if has(orLess, tail) { return .lessOrEqual(number.value) }
    let (isAbove, isBelow) = (has(above, head), has(below, head))
    guard isAbove != isBelow else { return nil }
    return isAbove ? .greater(number.value) : .less(number.value)
  }

  /// Words that say which values pay, and no more.
  private static let comparing: Set<Substring> = [
    "or", "above", "below", "more", "less", "higher", "lower", "greater", "fewer", "over", "under",
    "than", "to", "and", "between", "be", "from", "f", "c",
  ]

  private static func subject(_ text: String, _ numbers: [Found]) -> [String] {
    var rest = text
    for number in numbers.reversed() { rest.replaceSubrange(number.range, with: " ") }
    return rest.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
      .filter { !comparing.contains($0) }.map { String($0) }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The day or the year of a date: behind a month's name, or a year's four digits without a unit.
  private static func isDate(_ number: Found, in text: String) -> Bool {
    let head = text[..<number.range.lowerBound]
    let word = head.split(whereSeparator: { !$0.isLetter }).last ?? ""
    let isBehindWord = head.last == " " && head.dropLast().last?.isLetter == true
    if isBehindWord, months.contains(where: { word.hasPrefix($0) }) { return true }
    let digits = text[number.range]
    guard digits.count == 4, digits.hasPrefix("19") || digits.hasPrefix("20"),
      head.last != "$"
    else { return false }
    let next = text[number.range.upperBound...].first
    return next == nil || next == "?" || next == " " || next == "." || next == ","
  }

  /// Numbers that stand by themselves: none that follows a letter at once, as in `Q2`.
  private static func numbers(in text: String) -> [Found] {
    var found: [Found] = []
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place].isNumber else {
        place = text.index(after: place)
        continue
      }
      var start = place
      if start > text.startIndex {
        let before = text.index(before: start)
        let isSign = text[before] == "-" || text[before] == "\u{2212}"
        let isFree = before == text.startIndex || !text[text.index(before: before)].isNumber
        if isSign, isFree { start = before }
      }
      var end = place
      while end < text.endIndex, text[end].isNumber || isInside(text, end) {
        end = text.index(after: end)
      }
      let isWord = start > text.startIndex && text[text.index(before: start)].isLetter
      if !isWord, let value = StrikeNumber(digits: text[start..<end]) {
        found.append(Found(value: value, range: start..<end))
      }
      place = end
    }
    return found
  }

  /// A point or a comma between two digits.
  private static func isInside(_ text: String, _ place: String.Index) -> Bool {
    guard text[place] == "." || text[place] == ",", place > text.startIndex else { return false }
    let next = text.index(after: place)
    return next < text.endIndex && text[next].isNumber
      && text[text.index(before: place)].isNumber
  }
}
