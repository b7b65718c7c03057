/// Text as it may stand in HTML and in XML.
///
/// Tickers, titles and notes are strangers' data: nothing of them may become a tag, an attribute or
/// a character that XML does not know.
enum Markup {
  /// The text with what has a meaning in markup escaped; control characters, marks of direction
  /// and characters that XML forbids become blanks.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(isForbidden(scalar) ? " " : scalar)
      }
    }
    return String(result)
  }

  /// As ``escaped(_:)``, of at most `most` characters; what is cut off shows as an ellipsis.
  static func escaped(_ text: String, most: Int) -> String {
    escaped(shortened(text, most: most))
  }

  /// At most `most` characters of a text and of a few scalars each, an ellipsis for the rest.
  static func shortened(_ text: String, most: Int) -> String {
    // A single character may hold any number of scalars.
    let scalars = text.unicodeScalars.prefix(most * 4 + 1)
    let bounded = String(String.UnicodeScalarView(scalars))
    guard bounded.count > most || scalars.endIndex != text.unicodeScalars.endIndex else {
      return text
    }
    return String(bounded.prefix(most - 1)) + "…"
  }

  /// A number with a true minus sign, escaped.
  static func number(_ text: String) -> String {
    text.hasPrefix("-") ? "\u{2212}" + escaped(String(text.dropFirst())) : escaped(text)
  }

  /// Hyphens right before a digit and behind a blank or a bracket become minus signs; those of
  /// dates and names stay.
  static func withMinus(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar = " "
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      let isSign =
        scalar == "-" && (before == " " || before == "(") && place + 1 < scalars.count
        && ("0"..."9").contains(scalars[place + 1])
      result.append(isSign ? "\u{2212}" : scalar)
      before = scalar
    }
    return String(result)
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      || (0x200E...0x200F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
      || (0xFDD0...0xFDEF).contains(scalar.value)
  }
}
