internal import COpenSSL
internal import Glibc

/// An `SSL_CTX`: the settings that many sessions share. Confined to its loop's thread.
final class TLSContext {
  let pointer: OpaquePointer

  /// Verifies servers against the given authorities.
  init(client configuration: TLSConfiguration) throws(WireError) {
    pointer = try Self.make(TLS_client_method())
    SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, noteFailedCertificate)
    let protocols: [UInt8] = [8] + Array("http/1.1".utf8)
    SSL_CTX_set_alpn_protos(pointer, protocols, UInt32(protocols.count))
    switch configuration.authorities {
    case .system:
      guard SSL_CTX_set_default_verify_paths(pointer) == 1 else {
        throw WireError("cannot read the system's certificate authorities: \(opensslError())")
      }
    case .file(let path):
      guard SSL_CTX_load_verify_locations(pointer, path, nil) == 1 else {
        throw WireError(
          "cannot read certificate authorities from \(path): \(opensslError()); "
            + "give a readable PEM file")
      }
    case .pem(let text):
      let authorities = try PEM.certificates(text, what: "the certificate authorities")
      defer { authorities.forEach(X509_free) }
      let store = SSL_CTX_get_cert_store(pointer)
      for authority in authorities where X509_STORE_add_cert(store, authority) != 1 {
        throw WireError("cannot use a certificate authority: \(opensslError())")
      }
    }
  }

  /// Shows a certificate to clients.
  init(server configuration: TLSServerConfiguration) throws(WireError) {
    pointer = try Self.make(TLS_server_method())
    SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, nil)
    switch configuration.source {
    case .files(let certificate, let key):
      guard SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else {
        throw WireError("cannot read the certificate from \(certificate): \(opensslError())")
      }
      guard SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1 else {
        throw WireError("cannot use the private key from \(key): \(opensslError())")
      }
    case .pem(let certificate, let key): try use(certificate: certificate, key: key)
    }
    guard SSL_CTX_check_private_key(pointer) == 1 else {
      throw WireError("the private key does not belong to the certificate")
    }
  }

  deinit { SSL_CTX_free(pointer) }

  private static func make(_ method: OpaquePointer?) throws(WireError) -> OpaquePointer {
    guard let pointer = SSL_CTX_new(method) else {
      throw WireError("cannot set TLS up: \(opensslError())")
    }
    _ = dutchbook_SSL_CTX_set_min_proto_version(pointer, TLS1_2_VERSION)
    let mode = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    _ = dutchbook_SSL_CTX_set_mode(pointer, Int(mode))
    dutchbook_SSL_CTX_set_read_ahead(pointer, 1)
    return pointer
  }

  private func use(certificate: String, key: String) throws(WireError) {
    let chain = try PEM.certificates(certificate, what: "the server's certificate")
    defer { chain.forEach(X509_free) }
    guard SSL_CTX_use_certificate(pointer, chain[0]) == 1 else {
      throw WireError("cannot use the server's certificate: \(opensslError())")
    }
    for link in chain.dropFirst() {
      _ = dutchbook_X509_up_ref(link)
      if dutchbook_SSL_CTX_add0_chain_cert(pointer, link) != 1 { X509_free(link) }
    }
    let parsed = try PEM.privateKey(key)
    defer { EVP_PKEY_free(parsed) }
    guard SSL_CTX_use_PrivateKey(pointer, parsed) == 1 else {
      throw WireError("cannot use the server's private key: \(opensslError())")
    }
  }
}

/// Reads PEM texts.
enum PEM {
  /// At least one certificate; the caller frees them.
  static func certificates(_ text: String, what: String) throws(WireError) -> [OpaquePointer] {
    let bio = makeBIO(text)
    defer { BIO_free(bio) }
    var found: [OpaquePointer] = []
    while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) { found.append(certificate) }
    // The last attempt leaves "no start line" behind.
    ERR_clear_error()
    if found.isEmpty { throw WireError("\(what): no certificate in the PEM text") }
    return found
  }

  /// The caller frees the key.
  static func privateKey(_ text: String) throws(WireError) -> OpaquePointer {
    let bio = makeBIO(text)
    defer { BIO_free(bio) }
    guard let key = PEM_read_bio_PrivateKey(bio, nil, nil, nil) else {
      throw WireError("no usable private key in the PEM text")
    }
    return key
  }

  private static func makeBIO(_ text: String) -> OpaquePointer? {
    let bio = BIO_new(BIO_s_mem())
    var text = text
    text.withUTF8 { _ = BIO_write(bio, $0.baseAddress, Int32($0.count)) }
    return bio
  }
}

/// The oldest error of this thread's queue, which is emptied.
func opensslError() -> String {
  let code = ERR_get_error()
  defer { ERR_clear_error() }
  guard code != 0 else { return "unknown TLS error" }
  if let reason = ERR_reason_error_string(code) { return String(cString: reason) }
  return "TLS error \(code)"
}

/// Called by OpenSSL for each certificate of the chain: keeps what a failure was about.
private func noteFailedCertificate(_ isFine: Int32, _ store: OpaquePointer?) -> Int32 {
  guard isFine == 0 else { return isFine }
  let index = SSL_get_ex_data_X509_STORE_CTX_idx()
  guard let ssl = X509_STORE_CTX_get_ex_data(store, index),
    let data = dutchbook_SSL_get_app_data(OpaquePointer(ssl))
  else { return 0 }
  let session = Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
  session.note(
    error: X509_STORE_CTX_get_error(store), certificate: X509_STORE_CTX_get_current_cert(store))
  return 0
}

/// Takes HTTP/1.1 when the client offers it; otherwise goes on without ALPN.
private func selectProtocol(
  _ ssl: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?,
  _ offeredLength: UInt32, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let offered else { return SSL_TLSEXT_ERR_NOACK }
  var position = 0
  while position < Int(offeredLength) {
    let length = Int(offered[position])
    let start = position + 1
    guard start + length <= Int(offeredLength) else { return SSL_TLSEXT_ERR_NOACK }
    if UnsafeBufferPointer(start: offered + start, count: length).elementsEqual("http/1.1".utf8) {
      chosen?.pointee = offered + start
      chosenLength?.pointee = UInt8(length)
      return SSL_TLSEXT_ERR_OK
    }
    position = start + length
  }
  return SSL_TLSEXT_ERR_NOACK
}
