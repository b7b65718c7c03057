internal import COpenSSL

/// The proof that a server has read a WebSocket request (RFC 6455 section 4.2.2).
public enum WebSocketAcceptKey {
  /// The `Sec-WebSocket-Accept` value for a `Sec-WebSocket-Key` value: base64 of SHA-1 of the key,
  /// as sent, with the RFC's constant.
  public static func make(forKey key: String) -> String {
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    _ = SHA1(text, text.count, &digest)
    return Base64.encode(digest)
  }
}
