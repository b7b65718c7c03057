/// Brings the spellings of one name to one form: lower case, no accents, no punctuation, `St.` told
/// apart into "state" and "saint".
///
/// It never drops a word that tells two teams apart; mascots go only where the tables know them.
enum JudgeNormalizer {
  /// The name's words in normal form; empty where it has no letter or digit.
  ///
  /// - Complexity: O(count).
  static func tokens(_ name: some StringProtocol) -> [String] {
    var tokens = words(name)
    joinInitials(&tokens)
    dropArticle(&tokens)
    for index in tokens.indices { tokens[index] = spelledOut(tokens, at: index) }
    if tokens.count > 2, tokens[0] == "university", tokens[1] == "of",
      !otherUniversities.contains(tokens.dropFirst(2).joined(separator: " "))
    {
      tokens.removeFirst(2)
    }
    dropArticle(&tokens)
    return tokens
  }

  /// Where "University of" tells two schools apart: the University of Charleston is not the College
  /// of Charleston, nor is the one of Northwestern (St. Paul) Northwestern University.
  private static let otherUniversities: Set<String> = [
    "charleston", "northwestern", "providence", "saint francis", "saint joseph", "saint mary",
  ]

  /// The words joined by single spaces: equal keys are equal names.
  static func key(_ name: some StringProtocol) -> String {
    tokens(name).joined(separator: " ")
  }

  private static func dropArticle(_ tokens: inout [String]) {
    if tokens.count > 1, tokens[0] == "the" { tokens.removeFirst() }
  }

  private static func words(_ name: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var lettersSinceDot = 0
    func end() {
      if !word.isEmpty { words.append(word) }
      word = ""
      lettersSinceDot = 0
    }
    for scalar in name.unicodeScalars {
      lettersSinceDot += 1
      switch scalar {
      case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
      case "A"..."Z": word.append(Character(scalar).lowercased())
      case "&":
        end()
        words.append("&")
      // Apostrophes, ʻokina and combining accents belong to their word.
      case "'", "`", "\u{2018}", "\u{2019}", "\u{02BB}", "\u{02BC}", "\u{00B4}",
        "\u{0300}"..."\u{036F}":
        continue
      // A dot ends an abbreviation (`St.John`) but not an initial (`U.C.`).
      case ".":
        if lettersSinceDot > 2 { end() }
        lettersSinceDot = 0
      default:
        if let folded = folded(scalar) {
          word += folded
        } else if scalar.properties.isAlphabetic {
          // A letter that no team's name has stays: what it belongs to is no name of ours.
          word.unicodeScalars.append(scalar)
        } else {
          end()
        }
      }
    }
    end()
    return words
  }

  /// `A & M` and `A and M` are `a&m`; any other `&` is "and".
  private static func joinInitials(_ tokens: inout [String]) {
    var index = 1
    while index < tokens.count - 1 {
      let isInitials = tokens[index - 1].utf8.count == 1 && tokens[index + 1].utf8.count == 1
      if isInitials, tokens[index] == "&" || tokens[index] == "and" {
        let joined = tokens[index - 1] + "&" + tokens[index + 1]
        tokens.replaceSubrange(index - 1...index + 1, with: [joined])
      } else {
        index += 1
      }
    }
    tokens = tokens.map { $0 == "&" ? "and" : $0 }
  }

  private static func spelledOut(_ tokens: [String], at index: Int) -> String {
    switch tokens[index] {
    case "st":
      let isSaint = index == 0 || ["mt", "mount", "of"].contains(tokens[index - 1])
      return isSaint ? "saint" : "state"
    case "mt": return "mount"
    case "ft": return "fort"
    case "univ": return "university"
    case "intl": return "international"
    default: return tokens[index]
    }
  }

  /// Latin letters with accents as plain ones; nil for anything that is no letter of a name.
  private static func folded(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xC0...0xC5, 0xE0...0xE5, 0x100...0x105: "a"
    case 0xC6, 0xE6: "ae"
    case 0xC7, 0xE7, 0x106...0x10D: "c"
    case 0x10E...0x111: "d"
    case 0xC8...0xCB, 0xE8...0xEB, 0x112...0x11B: "e"
    case 0x11C...0x123: "g"
    case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x131: "i"
    case 0x139...0x142: "l"
    case 0xD1, 0xF1, 0x143...0x148: "n"
    case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8, 0x14C...0x151: "o"
    case 0x154...0x159: "r"
    case 0x15A...0x161: "s"
    case 0xDF: "ss"
    case 0x162...0x167: "t"
    case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x173: "u"
    case 0xDD, 0xFD, 0xFF: "y"
    case 0x179...0x17E: "z"
    default: nil
    }
  }
}
