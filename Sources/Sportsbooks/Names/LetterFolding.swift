/// What letters beyond ASCII are in a name's normal form.
enum LetterFolding {
  /// Where "University of" tells two schools apart: the University of Charleston is not the College
  /// of Charleston, nor is the one of Northwestern (St. Paul) Northwestern University.
  static let otherUniversities: [StaticString] = [
    "charleston", "northwestern", "providence", "saint francis", "saint joseph", "saint mary",
  ]

  /// Apostrophes, ʻokina and combining accents belong to their word and are left out.
  static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{02BB}", "\u{02BC}", "\u{00B4}", "\u{0300}"..."\u{036F}": true
    default: false
    }
  }

  /// Latin letters with accents as plain ones; nil for anything that is no letter of a name.
  static func folded(_ scalar: Unicode.Scalar) -> StaticString? {
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
