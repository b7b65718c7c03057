internal import COpenSSL

/// The few calls into OpenSSL that keys need, with owned pointers in and out.
enum OpenSSLKey {
  static func kind(of key: OpaquePointer) throws(SigningError) -> SigningKeyKind {
    switch EVP_PKEY_get_base_id(key) {
    case NID_rsaEncryption:
      let bits = EVP_PKEY_get_bits(key)
      guard bits >= 2_048, bits <= 4_096 else {
        throw .unsupportedKey("RSA of \(bits) bits; use 2048 to 4096")
      }
      return .rsa
    case NID_ED25519: return .ed25519
    default: throw .unsupportedKey("neither RSA nor Ed25519")
    }
  }

  /// An owned private key, or nil. A passphrase is never asked for on the terminal.
  static func readPrivate(_ pem: [UInt8]) -> OpaquePointer? {
    withInput(pem) { input in
      PEM_read_bio_PrivateKey(input, nil, { _, _, _, _ in -1 }, nil)
    }
  }

  /// An owned public key, or nil.
  static func readPublic(_ pem: [UInt8]) -> OpaquePointer? {
    withInput(pem) { input in PEM_read_bio_PUBKEY(input, nil, { _, _, _, _ in -1 }, nil) }
  }

  static func generate(_ kind: SigningKeyKind) throws(SigningError) -> OpaquePointer {
    let identifier = kind == .rsa ? NID_rsaEncryption : NID_ED25519
    guard let context = EVP_PKEY_CTX_new_id(identifier, nil) else {
      throw .cryptography("key generation")
    }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1 else { throw .cryptography("key generation") }
    if kind == .rsa, EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2_048) != 1 {
      throw .cryptography("key generation")
    }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen(context, &key) == 1, let key else {
      throw .cryptography("key generation")
    }
    return key
  }

  /// What `write` puts into a memory buffer, as text; the buffer is wiped.
  static func text(_ write: (OpaquePointer) -> Bool) -> String? {
    guard let output = BIO_new(BIO_s_secmem()) else { return nil }
    defer { BIO_free(output) }
    guard write(output) else { return nil }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 1_024)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        BIO_read(output, $0.baseAddress, Int32($0.count))
      }
      guard count > 0 else { break }
      bytes += chunk[..<Int(count)]
    }
    defer {
      bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
      chunk.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func withInput(
    _ bytes: [UInt8], _ body: (OpaquePointer) -> OpaquePointer?
  ) -> OpaquePointer? {
    bytes.withUnsafeBytes { buffer in
      guard !buffer.isEmpty, let input = BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count))
      else { return nil }
      defer { BIO_free(input) }
      let key = body(input)
      if key == nil { ERR_clear_error() }
      return key
    }
  }
}
