internal import Kalshi
internal import Wire

/// The key of every process of a journal: Ed25519, whose signatures are the same every time.
struct RecoveryKey {
  let privatePEM: String
  let publicPEM: String

  init() throws {
    // PKCS#8 of an Ed25519 key: this prefix, then the 32 bytes of the key (RFC 8410, section 7).
    let bytes: [UInt8] =
      [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
      ] + (1...32)
    let kind = "PRIVATE KEY"
    privatePEM = "-----BEGIN \(kind)-----\n\(Base64.encode(bytes))\n-----END \(kind)-----\n"
    publicPEM = try SigningKey(pem: privatePEM).publicPEM()
  }
}
