internal import COpenSSL
internal import Glibc

/// A certificate authority of one's own and a server certificate signed by it, as PEM texts: what a
/// demo or a test needs to verify TLS properly without asking anyone.
///
/// Keys are P-256. The authority's key is thrown away at once, so that nothing more can be signed
/// with it.
public struct SelfSignedCertificate: Sendable {
  /// For ``TLSConfiguration/init(caPEM:)`` of the client.
  public let authorityPEM: String
  /// For ``TLSServerConfiguration/init(certificatePEM:keyPEM:)``.
  public let certificatePEM: String
  /// The server's private key: a secret.
  public let keyPEM: String

  /// What the server needs.
  public var server: TLSServerConfiguration {
    TLSServerConfiguration(certificatePEM: certificatePEM, keyPEM: keyPEM)
  }
  /// What a client needs to trust the server.
  public var client: TLSConfiguration { TLSConfiguration(caPEM: authorityPEM) }

  /// Makes both.
  ///
  /// - Parameters:
  ///   - hosts: names and IP addresses that the server certificate is for.
  ///   - startsInSeconds: when it becomes valid, from now.
  ///   - endsInSeconds: when it expires, from now (10 days by default).
  /// - Throws: when OpenSSL refuses, for example a host that is no name.
  public init(
    hosts: [String] = ["localhost", "127.0.0.1", "::1"], startsInSeconds: Int = -3_600,
    endsInSeconds: Int = 864_000
  ) throws(WireError) {
    let authorityKey = try Self.makeKey()
    defer { EVP_PKEY_free(authorityKey) }
    let serverKey = try Self.makeKey()
    defer { EVP_PKEY_free(serverKey) }
    let validity = (startsInSeconds, endsInSeconds)
    let authority = try Self.makeCertificate(
      commonName: "Dutchbook demo CA", key: authorityKey, issuer: nil, issuerKey: authorityKey,
      validity: (-3_600, 864_000),
      extensions: [
        (NID_basic_constraints, "critical,CA:TRUE"),
        (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
      ])
    defer { X509_free(authority) }
    let names = hosts.map { Self.isAddress($0) ? "IP:\($0)" : "DNS:\($0)" }
    let certificate = try Self.makeCertificate(
      commonName: hosts.first ?? "localhost", key: serverKey, issuer: authority,
      issuerKey: authorityKey, validity: validity,
      extensions: [
        (NID_basic_constraints, "critical,CA:FALSE"),
        (NID_key_usage, "critical,digitalSignature"),
        (NID_ext_key_usage, "serverAuth"),
        (NID_subject_alt_name, names.joined(separator: ",")),
        (NID_authority_key_identifier, "keyid"),
      ])
    defer { X509_free(certificate) }
    authorityPEM = Self.text { PEM_write_bio_X509($0, authority) }
    certificatePEM = Self.text { PEM_write_bio_X509($0, certificate) }
    keyPEM = Self.text { PEM_write_bio_PrivateKey($0, serverKey, nil, nil, 0, nil, nil) }
  }

  private static func isAddress(_ host: String) -> Bool {
    let address = a2i_IPADDRESS(host)
    ASN1_OCTET_STRING_free(address)
    ERR_clear_error()
    return address != nil
  }

  private static func makeKey() throws(WireError) -> OpaquePointer {
    let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
      EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
      EVP_PKEY_keygen(context, &key) == 1, let key
    else { throw WireError("cannot make a P-256 key: \(opensslError())") }
    return key
  }

  private static func makeCertificate(
    commonName: String, key: OpaquePointer, issuer: OpaquePointer?, issuerKey: OpaquePointer,
    validity: (starts: Int, ends: Int), extensions: [(Int32, String)]
  ) throws(WireError) -> OpaquePointer {
    guard let certificate = X509_new() else {
      throw WireError("cannot make a certificate: \(opensslError())")
    }
    do throws(WireError) {
      // Version 3 is number 2.
      X509_set_version(certificate, 2)
      // unseeded: two certificates of one issuer must differ in their serial numbers.
      let serial = Int64.random(in: 1...Int64.max)
      ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial)
      X509_gmtime_adj(X509_getm_notBefore(certificate), validity.starts)
      X509_gmtime_adj(X509_getm_notAfter(certificate), validity.ends)
      X509_set_pubkey(certificate, key)
      let name = X509_get_subject_name(certificate)
      _ = X509_NAME_add_entry_by_NID(
        name, NID_commonName, MBSTRING_UTF8, Array(commonName.utf8), Int32(commonName.utf8.count),
        -1, 0)
      X509_set_issuer_name(certificate, X509_get_subject_name(issuer ?? certificate))
      for (number, value) in extensions {
        try add(number, value, to: certificate, issuer: issuer ?? certificate)
      }
      guard X509_sign(certificate, issuerKey, EVP_sha256()) > 0 else {
        throw WireError("cannot sign the certificate of \(commonName): \(opensslError())")
      }
      return certificate
    } catch {
      X509_free(certificate)
      throw error
    }
  }

  private static func add(
    _ number: Int32, _ value: String, to certificate: OpaquePointer, issuer: OpaquePointer
  ) throws(WireError) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
    guard let made = X509V3_EXT_conf_nid(nil, &context, number, value) else {
      throw WireError("a certificate cannot have \"\(value)\": \(opensslError())")
    }
    defer { X509_EXTENSION_free(made) }
    guard X509_add_ext(certificate, made, -1) == 1 else {
      throw WireError("a certificate cannot take \"\(value)\": \(opensslError())")
    }
  }

  private static func text(_ write: (OpaquePointer?) -> Int32) -> String {
    let bio = BIO_new(BIO_s_mem())
    defer { BIO_free(bio) }
    _ = write(bio)
    var data: UnsafeMutablePointer<CChar>?
    let length = dutchbook_BIO_get_mem_data(bio, &data)
    return String(decoding: UnsafeRawBufferPointer(start: data, count: length), as: UTF8.self)
  }
}
