/// A client's opening handshake (RFC 6455 section 4.1) without I/O.
///
///     var handshake = WebSocketClientHandshake(key: sixteenRandomBytes)
///     try handshake.appendRequest(to: endpoint, headers: headers, into: &output)
///     switch handshake.receive(bytes) { … }
///
/// After `open`, ``remainder`` holds frames that came with the answer: give them to the
/// ``WebSocketConnection`` before anything else.
public struct WebSocketClientHandshake: ~Copyable {
  /// Where the upgrade stands after an answer's bytes.
  public enum Step: Hashable, Sendable {
    case needMore
    /// The upgrade is done, with the subprotocol the server chose.
    case open(subprotocol: String?)
    /// The end: ``WebSocketClosure/refused(status:body:)`` for another answer than 101,
    /// ``WebSocketClosure/protocolError(code:_:)`` for one that is wrong. Close the stream.
    case ended(WebSocketClosure)
  }

  /// The most of a refusal's body that is kept, in bytes.
  public static let maxRefusalBytes = 4_096

  private let key: String
  private let subprotocols: [String]
  private var parser: HTTPResponseParser
  private var result: Step?

  /// - Parameters:
  ///   - key: 16 bytes from a good generator, new for each connection.
  ///   - subprotocols: those the client offers, best first.
  ///   - limits: a refusal with a larger body than these allow ends as a protocol error.
  public init(
    key: [UInt8], subprotocols: [String] = [], limits: HTTPLimits = .init(maxBodyBytes: 1 << 20)
  ) {
    precondition(key.count == 16, "The key of a WebSocket request has 16 bytes.")
    self.key = Base64.encode(key)
    self.subprotocols = subprotocols
    parser = HTTPResponseParser(limits: limits)
  }

  /// Appends the request.
  ///
  /// - Parameter headers: further fields, such as those that authenticate.
  /// - Throws: ``HTTPEncodeError``: nothing was written.
  public func appendRequest(
    to endpoint: Endpoint, headers: HTTPHeaders = [:], into output: inout ByteBuffer
  ) throws(HTTPEncodeError) {
    var fields = HTTPHeaders([
      ("Host", endpoint.authority), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
      ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", "13"),
    ])
    if !subprotocols.isEmpty {
      fields.add("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", "))
    }
    for field in headers.fields where fields[field.name] == nil {
      fields.add(field.name, field.value)
    }
    try HTTPRequestEncoder.append(
      HTTPRequest(target: endpoint.target, headers: fields), authority: endpoint.authority,
      into: &output)
  }

  /// Takes what arrived. Nothing is read any more once a result is there.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Step {
    if let result { return result }
    do throws(HTTPParseError) {
      try parser.receive(bytes)
      guard try parser.next() else { return .needMore }
      return finish()
    } catch {
      return end(.protocolError(code: 1002, "the answer to the upgrade is no valid HTTP: \(error)"))
    }
  }

  /// The stream has ended before the upgrade was done.
  public mutating func streamDidClose(_ closure: StreamClosure) -> WebSocketClosure {
    if case .ended(let closure) = result { return closure }
    if result == nil, closure == .remote, let isComplete = try? parser.finish(), isComplete,
      case .ended(let closure) = finish()
    {
      return closure
    }
    return .lost(closure)
  }

  /// What came behind the answer, readable with slack.
  public var remainder: UnsafeRawBufferPointer { parser.bytesBehindMessage }

  private mutating func finish() -> Step {
    guard let status = parser.head?.status else { return .needMore }
    guard status == 101 else {
      let body = UnsafeRawBufferPointer(
        rebasing: parser.body.prefix(WebSocketClientHandshake.maxRefusalBytes))
      return end(.refused(status: status, body: String(decoding: body, as: UTF8.self)))
    }
    let headers = parser.headers
    if let fault = fault(headers) {
      return end(.protocolError(code: 1002, "the answer to the upgrade \(fault)"))
    }
    let step = Step.open(subprotocol: headers["Sec-WebSocket-Protocol"])
    result = step
    return step
  }

  /// What is wrong with an answer of 101, in the order of RFC 6455 section 4.1.
  private func fault(_ headers: HTTPHeaders) -> String? {
    guard headers.elements(of: "Upgrade").map({ $0.lowercased() }) == ["websocket"] else {
      return "does not upgrade to websocket"
    }
    guard headers.contains("upgrade", in: "Connection") else {
      return "lacks Connection: Upgrade"
    }
    guard headers.values(of: "Sec-WebSocket-Accept") == [WebSocketAcceptKey.make(forKey: key)]
    else { return "has a wrong Sec-WebSocket-Accept" }
    guard headers.elements(of: "Sec-WebSocket-Extensions").isEmpty else {
      return "names an extension that was not offered"
    }
    let chosen = headers.values(of: "Sec-WebSocket-Protocol")
    guard chosen.count <= 1, chosen.allSatisfy(subprotocols.contains) else {
      return "names a subprotocol that was not offered"
    }
    return nil
  }

  private mutating func end(_ closure: WebSocketClosure) -> Step {
    result = .ended(closure)
    return .ended(closure)
  }
}
