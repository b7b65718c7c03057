/// Where a Redis server is and how to log in, from a URL of the form
/// `redis://[[user]:password@]host[:port][/database]`.
///
/// The password never shows: not in the description, not in a reflection, not in an error.
public struct RedisAddress: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// The port of a URL that names none.
  public static let defaultPort = 6_379
  /// Longest URL that is read, in bytes.
  public static let maximumBytes = 2_048

  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  /// 1 to 65 535.
  public let port: Int
  /// The number of the database, from 0.
  public let database: Int
  /// The user of an access list; nil for the default user.
  public let user: String?
  let password: String?

  /// Reads a URL. User and password may be percent-encoded, and must be where they hold one of
  /// `:/@%`.
  ///
  /// - Throws: ``RedisError/invalidAddress(reason:)`` that says which part is wrong, without it.
  public init(url: String) throws(RedisError) {
    guard url.utf8.count <= Self.maximumBytes else {
      throw .invalidAddress(reason: "longer than \(Self.maximumBytes) bytes")
    }
    if url.lowercased().hasPrefix("rediss://") {
      throw .invalidAddress(reason: "TLS is not spoken; use redis:// through a tunnel")
    }
    guard url.lowercased().hasPrefix("redis://") else {
      throw .invalidAddress(reason: "it does not begin with redis://")
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .invalidAddress(reason: "a character that must be percent-encoded")
    }
    let parts = url.dropFirst("redis://".count)
      .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = parts[0]
    database = try Self.database(parts.count > 1 ? parts[1] : "")
    if let at = authority.lastIndex(of: "@") {
      (user, password) = try Self.login(authority[..<at])
      (host, port) = try Self.place(authority[authority.index(after: at)...])
    } else {
      (user, password) = (nil, nil)
      (host, port) = try Self.place(authority)
    }
  }

  /// The URL without user and password: what messages show.
  public var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "redis://\(name):\(port)" + (database == 0 ? "" : "/\(database)")
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["place": description]) }

  private static func database(_ text: Substring) throws(RedisError) -> Int {
    if text.isEmpty { return 0 }
    guard text.utf8.allSatisfy(isDigit), let number = Int(text), number <= 1_000_000 else {
      throw .invalidAddress(reason: "what follows the host is not the number of a database")
    }
    return number
  }

  private static func login(
    _ text: Substring
  ) throws(RedisError) -> (user: String?, password: String?) {
    guard let colon = text.firstIndex(of: ":") else {
      throw .invalidAddress(reason: "a user without a password; write user:password@ or :password@")
    }
    let user = try decoded(text[..<colon])
    let password = try decoded(text[text.index(after: colon)...])
    guard !password.isEmpty else { throw .invalidAddress(reason: "the password is empty") }
    return (user.isEmpty ? nil : user, password)
  }

  private static func place(_ text: Substring) throws(RedisError) -> (host: String, port: Int) {
    var host = text
    var rest = Substring()
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else {
        throw .invalidAddress(reason: "a bracket without its end")
      }
      host = text[text.index(after: text.startIndex)..<end]
      rest = text[text.index(after: end)...]
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      rest = text[colon...]
    }
    guard !host.isEmpty, !host.contains(where: { "?#[]@%".contains($0) }) else {
      throw .invalidAddress(reason: "no host, or not the name of one")
    }
    if rest.isEmpty { return (String(host), defaultPort) }
    guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy(isDigit),
      let port = Int(rest.dropFirst()), (1...65_535).contains(port)
    else { throw .invalidAddress(reason: "the port is not a number from 1 to 65535") }
    return (String(host), port)
  }

  private static func decoded(_ text: Substring) throws(RedisError) -> String {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%") {
        guard index + 2 < source.count, let high = digit(source[index + 1]),
          let low = digit(source[index + 2])
        else { throw .invalidAddress(reason: "a percent sign without two digits in the login") }
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .invalidAddress(reason: "the login is not UTF-8")
    }
    return text
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }
}
