/// Where to connect: scheme, host, port and path of a `ws`, `wss`, `http` or `https` URL.
public struct Endpoint: Hashable, Sendable {
  public let host: String
  public let port: Int
  /// TLS with verification.
  public let isSecure: Bool
  /// Path with query, beginning with `/`.
  public let target: String

  public init(host: String, port: Int, isSecure: Bool, target: String = "/") {
    self.host = host
    self.port = port
    self.isSecure = isSecure
    self.target = target
  }

  /// Reads a URL; nil when the scheme is not one of the four, or host or port is missing or odd.
  public init?(url: String) {
    // None of the four has a colon in it.
    guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
    let secure: Bool
    switch url[..<colon].lowercased() {
    case "ws", "http": secure = false
    case "wss", "https": secure = true
    default: return nil
    }
    let rest = url[colon...].dropFirst(3)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@"), !authority.isEmpty else { return nil }
    var target = String(rest[end...].prefix { $0 != "#" })
    if !target.hasPrefix("/") { target = "/" + target }
    var host = authority
    var port = secure ? 443 : 80
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard let number = Int(authority[authority.index(after: colon)...]),
        (1...65_535).contains(number)
      else { return nil }
      port = number
      host = authority[..<colon]
    }
    guard !host.isEmpty, host.allSatisfy({ !$0.isWhitespace }) else { return nil }
    self.init(host: String(host), port: port, isSecure: secure, target: target)
  }

  /// The `Host` header: the port is left out where it is the scheme's own.
  public var authority: String {
    port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
  }
}
