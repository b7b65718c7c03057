/// A request's path in parts, and its query decoded.
struct RequestTarget: Hashable, Sendable {
  var parts: [String]
  var query: [QueryItem]

  struct QueryItem: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// Nil where the path does not lie below the version prefix.
  init?(path: String, query text: String) {
    let prefix = "/trade-api/v2/"
    guard path.hasPrefix(prefix) else { return nil }
    parts = path.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
      .map { Self.decoded($0) }
    query = text.split(separator: "&").prefix(512).map { item in
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return QueryItem(
        name: Self.decoded(pair[0]), value: pair.count > 1 ? Self.decoded(pair[1]) : "")
    }
  }

  subscript(name: String) -> String? {
    query.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// All values of a parameter that may be repeated or hold a list with commas.
  func list(_ name: String) -> [String] {
    query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  func integer(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

  private static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// One page of a longer list.
struct Page {
  static let prefix = "c"

  /// The rows of the page that `cursor` names, and the cursor of the next one, empty on the last.
  ///
  /// A cursor that is not ours means the first page, as the exchange was seen to do.
  static func of<Row>(_ rows: [Row], limit: Int, cursor: String?) -> (rows: [Row], cursor: String) {
    let start = cursor.flatMap { decode($0) } ?? 0
    guard start < rows.count else { return ([], "") }
    let end = min(rows.count, start + limit)
    return (Array(rows[start..<end]), end < rows.count ? encode(end) : "")
  }

  private static func encode(_ place: Int) -> String { "\(prefix)\(String(place, radix: 36))" }

  private static func decode(_ cursor: String) -> Int? {
    guard cursor.hasPrefix(prefix), let place = Int(cursor.dropFirst(prefix.count), radix: 36),
      place >= 0
    else { return nil }
    return place
  }
}
