/// A server's side of the opening handshake (RFC 6455 section 4.2): pure functions of the request.
public enum WebSocketServerHandshake {
  /// Whether the request asks for a WebSocket at all, rightly or not.
  public static func isUpgrade(_ request: HTTPRequest) -> Bool {
    request.headers.contains("websocket", in: "Upgrade")
  }

  /// The answer to a request that ``isUpgrade(_:)``: 101 when it is right, else the refusal: 426
  /// for another version, 400 for anything else.
  ///
  /// - Parameters:
  ///   - minorVersion: of the request's HTTP/1.x, see ``HTTPRequestHead/minorVersion``.
  ///   - subprotocol: the one to speak; must be among those offered.
  public static func answer(
    _ request: HTTPRequest, minorVersion: Int = 1, subprotocol: String? = nil
  ) -> HTTPResponse {
    let headers = request.headers
    guard request.method == "GET", minorVersion >= 1, request.body.isEmpty else {
      return refusal(400, "a WebSocket begins with GET in HTTP/1.1 and without a body")
    }
    guard isUpgrade(request), headers.contains("upgrade", in: "Connection") else {
      return refusal(400, "a WebSocket needs Upgrade: websocket and Connection: Upgrade")
    }
    guard headers.values(of: "Sec-WebSocket-Version") == ["13"] else {
      var response = refusal(426, "this server speaks version 13 of WebSocket")
      response.headers.add("Sec-WebSocket-Version", "13")
      return response
    }
    let keys = headers.values(of: "Sec-WebSocket-Key")
    guard keys.count == 1, Base64.decode(keys[0])?.count == 16 else {
      return refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64, once")
    }
    var response = HTTPResponse(
      status: 101,
      headers: HTTPHeaders([
        ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", WebSocketAcceptKey.make(forKey: keys[0])),
      ]))
    if let subprotocol {
      guard headers.elements(of: "Sec-WebSocket-Protocol").contains(subprotocol) else {
        return refusal(400, "the subprotocol of this server was not offered")
      }
      response.headers.add("Sec-WebSocket-Protocol", subprotocol)
    }
    return response
  }

  private static func refusal(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "text/plain"], body: Array((text + "\n").utf8))
  }
}
