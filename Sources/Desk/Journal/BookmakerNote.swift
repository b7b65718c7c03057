internal import Market

/// The note by which a journal says who a bookmaker is: everywhere else it has its number.
struct BookmakerNote: Hashable {
  var bookmaker: BookmakerID
  var name: String

  init(_ bookmaker: BookmakerID, _ name: String) {
    self.bookmaker = bookmaker
    self.name = PlainText.cleaned(name)
  }

  private static let beginning = "bookmaker "
  private static let middle = " is "

  /// The line of the journal.
  var text: String { "\(Self.beginning)\(bookmaker.index)\(Self.middle)\(name)" }

  /// Reads ``text``; nil for any other note.
  init?(text: String) {
    guard text.hasPrefix(Self.beginning) else { return nil }
    let rest = text.dropFirst(Self.beginning.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let name = rest.dropFirst(digits.count)
    guard let index = Int(digits), index < 64, name.hasPrefix(Self.middle) else { return nil }
    self.init(BookmakerID(index), String(name.dropFirst(Self.middle.count)))
  }
}
