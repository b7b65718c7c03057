/// The start of a request, read without allocation.
public struct HTTPRequestHead: Hashable, Sendable {
  /// 0 for HTTP/1.0, 1 for HTTP/1.1 and above.
  public let minorVersion: Int
  public let contentLength: Int?
  public let isChunked: Bool
  /// Whether the connection may carry another request after this one.
  public let keepsAlive: Bool
  /// The method is HEAD: the answer has no body.
  public let isHead: Bool
  /// The client waits for `100 Continue` before it sends the body.
  public let expectsContinue: Bool
}

/// Reads the requests of one HTTP/1.1 connection in order (RFC 9112), however they are cut and
/// however many come at once.
///
/// Strict where the ends of messages are at stake: see ``HTTPParseError``. An error is final:
/// answer with its status and close.
public struct HTTPRequestParser: ~Copyable {
  /// What to do now.
  public enum Step: Hashable, Sendable {
    /// Wait for more bytes.
    case needMore
    /// Answer `100 Continue` (``HTTPResponseEncoder/appendContinue(into:)``), then ask again. At
    /// most once per request, and only while its body has not come.
    case sendContinue
    /// A request is complete; it stays readable until the next call of ``next()``.
    case request
  }

  /// The request that is complete; nil between two requests.
  public private(set) var head: HTTPRequestHead?

  private var reader: HTTPMessageReader
  private var pending: HTTPRequestHead?
  private var methodRange = 0..<0
  private var targetRange = 0..<0
  private var fieldsStart = 0
  private var failure: HTTPParseError?
  private var isDelivered = false

  public init(limits: HTTPLimits = .init()) { reader = HTTPMessageReader(limits: limits) }

  /// Takes what arrived.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTPParseError) {
    if let failure { throw failure }
    do throws(HTTPParseError) { try reader.append(bytes) } catch { throw fail(error) }
  }

  /// Goes on reading, after dropping a request that was complete.
  public mutating func next() throws(HTTPParseError) -> Step {
    if let failure { throw failure }
    dropDelivered()
    do throws(HTTPParseError) {
      var isNewHead = false
      if pending == nil {
        guard try reader.findHead(skipsEmptyLines: true) else { return .needMore }
        try beginBody()
        isNewHead = true
      }
      if try reader.readBody() {
        head = pending
        pending = nil
        isDelivered = true
        return .request
      }
      let waits = pending?.expectsContinue ?? false
      return isNewHead && waits && reader.remainder.isEmpty ? .sendContinue : .needMore
    } catch { throw fail(error) }
  }

  /// Whether the stream may end here: nothing of a request has arrived.
  public var isIdle: Bool { !isDelivered && reader.isIdle }

  /// The method, on the wire's bytes.
  public var method: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: reader.head[methodRange])
  }
  /// Path with query, on the wire's bytes; begins with `/`, or is `*`.
  public var target: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: reader.head[targetRange])
  }
  /// The body, readable with slack until the next call of ``next()``.
  public var body: UnsafeRawBufferPointer { reader.body }
  /// What came behind the complete request: further requests, or after an upgrade the next
  /// protocol.
  public var bytesBehindMessage: UnsafeRawBufferPointer { reader.remainder }
  /// The header fields of the complete request, made now.
  public var headers: HTTPHeaders { HTTPField.all(fields) }

  /// The complete request with its own memory; nil between two requests.
  public var request: HTTPRequest? {
    guard head != nil else { return nil }
    // An absolute target may have no path at all (RFC 9112 section 3.2.2).
    let target = target.isEmpty ? "/" : String(decoding: target, as: UTF8.self)
    return HTTPRequest(
      method: String(decoding: method, as: UTF8.self),
      target: target.hasPrefix("?") ? "/" + target : target, headers: headers, body: [UInt8](body))
  }

  private var fields: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: reader.head[fieldsStart...])
  }

  private mutating func beginBody() throws(HTTPParseError) {
    let minorVersion = try readRequestLine(reader.head)
    let framing = try HTTPFraming(fields: fields, minorVersion: minorVersion)
    guard framing.hostCount == 1 || (framing.hostCount == 0 && minorVersion == 0) else {
      throw .badHost
    }
    var body = HTTPMessageReader.Body.none
    if framing.isChunked {
      body = .chunked
    } else if let length = framing.contentLength, length > 0 {
      body = .length(length)
    }
    pending = HTTPRequestHead(
      minorVersion: minorVersion, contentLength: framing.contentLength,
      isChunked: framing.isChunked,
      keepsAlive: framing.keepsAlive(minorVersion: minorVersion),
      isHead: HTTPBytes.equal(
        UnsafeRawBufferPointer(rebasing: reader.head[methodRange]), "HEAD"),
      expectsContinue: framing.expectsContinue && body != .none)
    try reader.beginBody(body)
  }

  /// `METHOD target HTTP/1.1`, with single spaces (RFC 9112 section 3).
  private mutating func readRequestLine(
    _ head: UnsafeRawBufferPointer
  ) throws(HTTPParseError) -> Int {
    guard let end = HTTPBytes.lineFeed(in: head, from: 0), end >= 1 else { throw .badRequestLine }
    let line = UnsafeRawBufferPointer(rebasing: head[..<(end - 1)])
    var cursor = 0
    while cursor < line.count, HTTPBytes.isToken(line[cursor]) { cursor += 1 }
    guard cursor > 0, cursor < line.count, line[cursor] == HTTPBytes.space else {
      throw .badRequestLine
    }
    methodRange = 0..<cursor
    let start = cursor + 1
    cursor = start
    while cursor < line.count, HTTPBytes.isTarget(line[cursor]) { cursor += 1 }
    guard cursor > start, cursor < line.count, line[cursor] == HTTPBytes.space else {
      throw .badRequestLine
    }
    targetRange = try HTTPRequestParser.path(line, start..<cursor)
    let version = UnsafeRawBufferPointer(rebasing: line[(cursor + 1)...])
    fieldsStart = end + 1
    return try HTTPVersion.minor(version, or: .badRequestLine)
  }

  /// The path and query inside a target: all of the origin form and of `*`, the end of the absolute
  /// form.
  private static func path(
    _ line: UnsafeRawBufferPointer, _ range: Range<Int>
  ) throws(HTTPParseError) -> Range<Int> {
    let target = UnsafeRawBufferPointer(rebasing: line[range])
    if target[0] == 0x2F { return range }
    if target.count == 1, target[0] == 0x2A {
      guard
        HTTPBytes.equal(
          UnsafeRawBufferPointer(rebasing: line[..<(range.lowerBound - 1)]), "OPTIONS")
      else { throw .badRequestLine }
      return range
    }
    for scheme in ["http://", "https://"] as [StaticString] {
      let count = scheme.utf8CodeUnitCount
      guard target.count > count,
        HTTPBytes.equal(UnsafeRawBufferPointer(rebasing: target[..<count]), lowercased: scheme)
      else { continue }
      let path = target[count...].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? target.count
      guard path > count else { throw .badRequestLine }
      return (range.lowerBound + path)..<range.upperBound
    }
    throw .unsupportedTarget
  }

  private mutating func dropDelivered() {
    guard isDelivered else { return }
    reader.dropMessage()
    head = nil
    isDelivered = false
  }

  private mutating func fail(_ error: HTTPParseError) -> HTTPParseError {
    failure = error
    return error
  }
}
