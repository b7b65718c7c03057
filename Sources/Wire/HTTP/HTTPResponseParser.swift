/// The start of a response, read without allocation.
public struct HTTPResponseHead: Hashable, Sendable {
  /// 100...999.
  public let status: Int
  /// 0 for HTTP/1.0, 1 for HTTP/1.1 and above.
  public let minorVersion: Int
  /// The `Content-Length` field, as given.
  public let contentLength: Int?
  public let isChunked: Bool
  /// Whether the connection may carry another request after this response.
  public let keepsAlive: Bool
}

/// Reads the responses of one HTTP/1.1 connection in order (RFC 9112), however they are cut.
///
/// Interim responses (1xx but 101) are skipped. Bytes behind a response are kept for the next one,
/// or, after 101, for the protocol that follows. An error is final. No allocation in the steady
/// state unless strings are asked for.
public struct HTTPResponseParser: ~Copyable {
  /// The response that is complete; nil between two responses.
  public private(set) var head: HTTPResponseHead?

  private var reader: HTTPMessageReader
  private var pending: HTTPResponseHead?
  private var answersHead = false
  private var failure: HTTPParseError?
  private var isDelivered = false

  public init(limits: HTTPLimits = .init()) { reader = HTTPMessageReader(limits: limits) }

  /// Says what the next response answers: one to HEAD has no body whatever its fields say.
  public mutating func expect(answerToHead: Bool) { answersHead = answerToHead }

  /// Takes what arrived.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTPParseError) {
    if let failure { throw failure }
    do throws(HTTPParseError) { try reader.append(bytes) } catch { throw fail(error) }
  }

  /// Goes on reading: true when a response is complete. It stays readable until the next call,
  /// which drops it.
  public mutating func next() throws(HTTPParseError) -> Bool {
    if let failure { throw failure }
    dropDelivered()
    do throws(HTTPParseError) {
      while true {
        if pending == nil {
          guard try reader.findHead(skipsEmptyLines: false) else { return false }
          try beginBody()
        }
        guard try reader.readBody() else { return false }
        if deliver() { return true }
      }
    } catch { throw fail(error) }
  }

  /// The stream has ended: true when that completes a response, false when none was under way.
  ///
  /// - Throws: ``HTTPParseError/truncated`` inside a response.
  public mutating func finish() throws(HTTPParseError) -> Bool {
    if let failure { throw failure }
    dropDelivered()
    do throws(HTTPParseError) {
      if try reader.finish() { return deliver() }
      guard reader.isIdle else { throw .truncated }
      return false
    } catch { throw fail(error) }
  }

  /// The body of the complete response, readable with slack until the next call of ``next()``.
  public var body: UnsafeRawBufferPointer { reader.body }
  /// What came behind the complete response: after 101 the first bytes of the next protocol.
  public var bytesBehindMessage: UnsafeRawBufferPointer { reader.remainder }
  /// Whether nothing of a response has arrived.
  public var isIdle: Bool { !isDelivered && reader.isIdle }

  /// The header fields of the complete response, made now.
  public var headers: HTTPHeaders { HTTPField.all(fields) }

  /// The complete response with its own memory; nil between two responses.
  public var response: HTTPResponse? {
    head.map { HTTPResponse(status: $0.status, headers: headers, body: [UInt8](body)) }
  }

  private var fields: UnsafeRawBufferPointer {
    let bytes = reader.head
    guard let end = HTTPBytes.lineFeed(in: bytes, from: 0) else { return bytes }
    return UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
  }

  private mutating func beginBody() throws(HTTPParseError) {
    let (status, minorVersion) = try HTTPResponseParser.statusLine(reader.head)
    let framing = try HTTPFraming(fields: fields, minorVersion: minorVersion)
    let body: HTTPMessageReader.Body
    if status < 200 || status == 204 || status == 304 || answersHead {
      body = .none
    } else if framing.isChunked {
      body = .chunked
    } else if let length = framing.contentLength {
      body = .length(length)
    } else {
      body = .untilClose
    }
    pending = HTTPResponseHead(
      status: status, minorVersion: minorVersion, contentLength: framing.contentLength,
      isChunked: framing.isChunked,
      keepsAlive: framing.keepsAlive(minorVersion: minorVersion) && body != .untilClose)
    try reader.beginBody(body)
  }

  /// False for an interim response, which is dropped.
  private mutating func deliver() -> Bool {
    guard let complete = pending else { return false }
    pending = nil
    guard complete.status >= 200 || complete.status == 101 else {
      reader.dropMessage()
      return false
    }
    head = complete
    isDelivered = true
    return true
  }

  mutating func dropDelivered() {
    guard isDelivered else { return }
    reader.dropMessage()
    head = nil
    isDelivered = false
  }

  private mutating func fail(_ error: HTTPParseError) -> HTTPParseError {
    failure = error
    return error
  }

  /// `HTTP/1.1 200 reason` (RFC 9112 section 4); the space before a missing reason may be missing
  /// too.
  static func statusLine(
    _ head: UnsafeRawBufferPointer
  ) throws(HTTPParseError) -> (status: Int, minorVersion: Int) {
    guard let end = HTTPBytes.lineFeed(in: head, from: 0), end >= 1 else { throw .badStatusLine }
    let line = UnsafeRawBufferPointer(rebasing: head[..<(end - 1)])
    guard line.count >= 12, line[8] == HTTPBytes.space else { throw .badStatusLine }
    let minorVersion = try HTTPVersion.minor(
      UnsafeRawBufferPointer(rebasing: line[..<8]), or: .badStatusLine)
    guard let status = HTTPBytes.decimal(UnsafeRawBufferPointer(rebasing: line[9..<12])),
      status >= 100, line.count == 12 || line[12] == HTTPBytes.space
    else { throw .badStatusLine }
    guard HTTPBytes.areValue(line, from: 12) else { throw .badStatusLine }
    return (status, minorVersion)
  }
}

enum HTTPVersion {
  /// The minor version of `HTTP/1.x`: 0, or 1 for all above.
  static func minor(
    _ bytes: UnsafeRawBufferPointer, or error: HTTPParseError
  ) throws(HTTPParseError) -> Int {
    guard bytes.count == 8,
      HTTPBytes.equal(UnsafeRawBufferPointer(rebasing: bytes[..<5]), "HTTP/"),
      bytes[5] >= 0x30, bytes[5] <= 0x39, bytes[6] == 0x2E, bytes[7] >= 0x30, bytes[7] <= 0x39
    else { throw error }
    guard bytes[5] == 0x31 else { throw .unsupportedVersion }
    return bytes[7] == 0x30 ? 0 : 1
  }
}
