internal import COpenSSL
public import Market

/// Signs requests with one API key: `timestamp_ms + METHOD + path`, without query, host or body.
///
/// Confined to one thread: it reuses one work context. Each thread makes its own from the same
/// ``SigningKey``.
public final class RequestSigner {
  /// The longest signature there is, in base64: RSA of 4096 bits.
  public static let maximumSignatureBytes = 684

  /// The API key's id, sent as `KALSHI-ACCESS-KEY`.
  public let keyID: String
  /// Length of every signature of this key, in base64.
  public let signatureBytes: Int
  let key: SigningKey
  private let template: OpaquePointer
  private let work: OpaquePointer
  private var text: [UInt8] = []
  private var binary: [UInt8]

  /// Prepares a signer; the key's parameters are set once, on a template that is copied per
  /// signature.
  public init(keyID: String, key: SigningKey) throws(SigningError) {
    guard let template = EVP_MD_CTX_new(), let work = EVP_MD_CTX_new() else {
      throw .cryptography("memory for a signing context")
    }
    self.keyID = keyID
    self.key = key
    self.template = template
    self.work = work
    let size = Int(EVP_PKEY_get_size(key.pointer))
    binary = [UInt8](repeating: 0, count: size)
    signatureBytes = (size + 2) / 3 * 4
    text.reserveCapacity(256)
    try Self.prepare(template, key)
  }

  deinit {
    EVP_MD_CTX_free(template)
    EVP_MD_CTX_free(work)
  }

  private static func prepare(
    _ template: OpaquePointer, _ key: SigningKey
  ) throws(SigningError) {
    switch key.kind {
    case .ed25519:
      guard EVP_DigestSignInit(template, nil, nil, nil, key.pointer) == 1 else {
        throw .cryptography("Ed25519 set-up")
      }
    case .rsa:
      var parameters: OpaquePointer?
      guard EVP_DigestSignInit(template, &parameters, EVP_sha256(), nil, key.pointer) == 1,
        let parameters,
        dutchbook_EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
        dutchbook_EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, -1) == 1
      else { throw .cryptography("RSA-PSS set-up") }
    }
  }

  /// The base64 signature of one request.
  ///
  /// - Parameters:
  ///   - path: with the version prefix; a query is cut off.
  ///   - milliseconds: Unix time, as sent in `KALSHI-ACCESS-TIMESTAMP`.
  public func signature(
    method: String, path: String, milliseconds: Int64
  ) throws(SigningError) -> String {
    var output = [UInt8](repeating: 0, count: signatureBytes + 1)
    let count = try sign(
      method: method, path: path, milliseconds: milliseconds, into: &output)
    return String(decoding: output[..<count], as: UTF8.self)
  }

  /// The three headers of one request at this instant, in the order of the documentation.
  public func headers(
    method: String, target: String, at now: Timestamp
  ) throws(SigningError) -> [(name: String, value: String)] {
    let milliseconds = now.milliseconds
    return [
      ("KALSHI-ACCESS-KEY", keyID),
      ("KALSHI-ACCESS-TIMESTAMP", String(milliseconds)),
      (
        "KALSHI-ACCESS-SIGNATURE",
        try signature(method: method, path: target, milliseconds: milliseconds)
      ),
    ]
  }

  /// Writes a signature into `output`, which has room for ``signatureBytes`` + 1 bytes, and returns
  /// its length.
  func sign(
    method: String, path: String, milliseconds: Int64, into output: UnsafeMutablePointer<UInt8>
  ) throws(SigningError) -> Int {
    text.removeAll(keepingCapacity: true)
    text += String(milliseconds).utf8
    text += method.utf8
    text += path.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard EVP_MD_CTX_copy_ex(work, template) == 1 else { throw .cryptography("signing") }
    var length = binary.count
    guard EVP_DigestSign(work, &binary, &length, text, text.count) == 1 else {
      ERR_clear_error()
      throw .cryptography("signing")
    }
    return Int(EVP_EncodeBlock(output, binary, Int32(length)))
  }
}

extension RequestSigner: CustomStringConvertible, CustomReflectable {
  /// The key's kind only: neither the key nor its id.
  public var description: String { "RequestSigner(\(key.kind))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
