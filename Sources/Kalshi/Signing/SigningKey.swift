internal import COpenSSL

/// The two kinds of key the exchange takes.
public enum SigningKeyKind: Hashable, Sendable {
  /// RSASSA-PSS with SHA-256 and a salt of 32 bytes; about 0.2 ms a signature.
  case rsa
  /// Pure Ed25519 (RFC 8032); about 0.02 ms a signature.
  case ed25519
}

/// An API key's private half.
///
/// The kind is read from the parsed key, not from the PEM header: the exchange gives out RSA keys
/// as PKCS#1 and Ed25519 keys as PKCS#8, and RSA keys also come as PKCS#8. Never printed:
/// descriptions name only the kind.
public final class SigningKey: @unchecked Sendable {
  // Unchecked: the key behind the pointer is never changed after `init`, and OpenSSL counts its
  // references atomically.
  let pointer: OpaquePointer
  /// RSA or Ed25519.
  public let kind: SigningKeyKind

  private init(owning pointer: OpaquePointer) throws(SigningError) {
    do throws(SigningError) {
      kind = try OpenSSLKey.kind(of: pointer)
    } catch {
      EVP_PKEY_free(pointer)
      throw error
    }
    self.pointer = pointer
  }

  deinit { EVP_PKEY_free(pointer) }

  /// Reads a private key in PEM (PKCS#1 or PKCS#8). Encrypted keys are refused, never asked for.
  public convenience init(pem: String) throws(SigningError) {
    try self.init(pemBytes: Array(pem.utf8))
  }

  /// Reads a private key from a file that only its owner may read (mode 0600 or stricter).
  public convenience init(file path: String) throws(SigningError) {
    var bytes = try KeyFile.read(path: path)
    defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    try self.init(pemBytes: bytes)
  }

  private convenience init(pemBytes: [UInt8]) throws(SigningError) {
    guard let key = OpenSSLKey.readPrivate(pemBytes) else {
      throw .malformedKey(
        "expected BEGIN RSA PRIVATE KEY or BEGIN PRIVATE KEY, unencrypted and whole")
    }
    try self.init(owning: key)
  }

  /// Makes a new key: for demonstrations and tests, which register the public half with their own
  /// simulator. RSA keys have 2048 bits, as the exchange's do.
  public static func generate(_ kind: SigningKeyKind) throws(SigningError) -> SigningKey {
    try SigningKey(owning: OpenSSLKey.generate(kind))
  }

  /// The public half as PEM (`BEGIN PUBLIC KEY`), for ``RequestVerifier`` or for registration.
  public func publicPEM() throws(SigningError) -> String {
    guard
      let text = OpenSSLKey.text({ output in PEM_write_bio_PUBKEY(output, pointer) == 1 })
    else { throw .cryptography("writing the public key") }
    return text
  }

  /// The private half as PKCS#8 PEM. A secret: for saving a generated key, never for a log.
  public func privatePEM() throws(SigningError) -> String {
    guard
      let text = OpenSSLKey.text({ output in
        PEM_write_bio_PKCS8PrivateKey(output, pointer, nil, nil, 0, nil, nil) == 1
      })
    else { throw .cryptography("writing the private key") }
    return text
  }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The kind only.
  public var description: String { "SigningKey(\(kind), secret)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
