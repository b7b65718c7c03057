internal import COpenSSL

/// Checks request signatures as the exchange does: for a simulator of it.
///
/// RSA signatures may have any PSS salt length, as seen of the real exchange.
public final class RequestVerifier: @unchecked Sendable {
  // Unchecked: the key behind the pointer is never changed after `init`.
  private let key: OpaquePointer
  /// RSA or Ed25519, as registered.
  public let kind: SigningKeyKind

  /// Reads a public key in PEM (`BEGIN PUBLIC KEY`).
  public init(publicPEM: String) throws(SigningError) {
    guard let key = OpenSSLKey.readPublic(Array(publicPEM.utf8)) else {
      throw .malformedKey("expected BEGIN PUBLIC KEY")
    }
    do throws(SigningError) {
      kind = try OpenSSLKey.kind(of: key)
    } catch {
      EVP_PKEY_free(key)
      throw error
    }
    self.key = key
  }

  deinit { EVP_PKEY_free(key) }

  /// True when `signature` (base64) is this key's over `timestamp + method + path`.
  ///
  /// - Parameters:
  ///   - timestamp: the header's text as received.
  ///   - path: a query is cut off.
  public func verifies(
    signature: String, timestamp: String, method: String, path: String
  ) -> Bool {
    guard let binary = Self.decode(base64: signature) else { return false }
    let text =
      Array(timestamp.utf8) + Array(method.utf8)
      + Array(path.utf8.prefix { $0 != UInt8(ascii: "?") })
    guard let context = EVP_MD_CTX_new() else { return false }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    var parameters: OpaquePointer?
    let digest = kind == .rsa ? EVP_sha256() : nil
    guard EVP_DigestVerifyInit(context, &parameters, digest, nil, key) == 1 else { return false }
    if kind == .rsa {
      guard let parameters,
        dutchbook_EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
        dutchbook_EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, -2) == 1
      else { return false }
    }
    return EVP_DigestVerify(context, binary, binary.count, text, text.count) == 1
  }

  private static func decode(base64: String) -> [UInt8]? {
    let text = Array(base64.utf8)
    guard !text.isEmpty, text.count % 4 == 0, text.count <= 1_024 else { return nil }
    let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
    guard EVP_DecodeBlock(&bytes, text, Int32(text.count)) == bytes.count else { return nil }
    bytes.removeLast(padding)
    return bytes
  }
}
