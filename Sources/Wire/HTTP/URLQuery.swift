/// The query of a URL: percent-encoding (RFC 3986 section 2.1) and `name=value` lists.
public enum URLQuery {
  /// Everything but letters, digits, `-`, `.`, `_` and `~` becomes `%XX`.
  public static func percentEncode(_ text: String) -> String {
    let hex: StaticString = "0123456789ABCDEF"
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [0x25, hex.utf8Start[Int(byte >> 4)], hex.utf8Start[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Undoes percent-encoding; nil for a `%` without two hexadecimal digits or a result that is not
  /// UTF-8.
  ///
  /// - Parameter plusIsSpace: read `+` as a space, as forms write it.
  public static func percentDecode(_ text: some StringProtocol, plusIsSpace: Bool = false)
    -> String?
  {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case 0x25:
        guard let high = rest.next().flatMap(HTTPMessageReader.hexValue),
          let low = rest.next().flatMap(HTTPMessageReader.hexValue)
        else { return nil }
        bytes.append(high << 4 | low)
      case 0x2B where plusIsSpace: bytes.append(0x20)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// `a=1&b=2`, names and values encoded, in the order given.
  public static func encode(_ items: [(name: String, value: String)]) -> String {
    items.map { percentEncode($0.name) + "=" + percentEncode($0.value) }.joined(separator: "&")
  }

  /// The pairs of a query in order; a name without `=` has an empty value, empty pairs are left
  /// out. Nil when an escape is broken.
  public static func decode(_ query: String) -> [(name: String, value: String)]? {
    var items: [(name: String, value: String)] = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = percentDecode(parts[0], plusIsSpace: true),
        let value = percentDecode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { return nil }
      items.append((name, value))
    }
    return items
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
