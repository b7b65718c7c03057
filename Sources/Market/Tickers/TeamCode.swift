/// The shape of the exchange's team codes: 2 to 5 capital letters, a hyphen allowed inside
/// (`M-OH`).
public enum TeamCode {
  public static let lengths = 2...5

  /// True for a text of that shape, whether any team has it or not.
  public static func isCode(_ text: some StringProtocol) -> Bool {
    lengths.contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed) && text.first != "-"
      && text.last != "-"
  }

  /// True where the text can hold two codes.
  static func isPair(_ text: String) -> Bool {
    (lengths.lowerBound * 2...lengths.upperBound * 2).contains(text.utf8.count)
      && text.utf8.allSatisfy(isAllowed) && text.first != "-" && text.last != "-"
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "-")
  }
}
