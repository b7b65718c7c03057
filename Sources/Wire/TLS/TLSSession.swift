internal import COpenSSL
internal import Glibc

/// TLS on one connected, non-blocking socket. Confined to its loop's thread.
final class TLSSession {
  private let ssl: OpaquePointer
  private let host: String
  private let name: String
  private let context: TLSContext
  private var failure: (error: Int32, subject: String, issuer: String, ends: String)?

  /// A client's side: verifies the chain and that the certificate is for `host`.
  init(
    client context: TLSContext, descriptor: Int32, host: String, name: String
  ) throws(WireError) {
    ssl = try Self.make(context, descriptor)
    self.context = context
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    self.name = name
    dutchbook_SSL_set_app_data(ssl, Unmanaged.passUnretained(self).toOpaque())
    let parameters = SSL_get0_param(ssl)
    var status = X509_VERIFY_PARAM_set1_ip_asc(parameters, self.host)
    if status != 1 {
      ERR_clear_error()
      status = X509_VERIFY_PARAM_set1_host(parameters, self.host, 0)
      _ = dutchbook_SSL_set_tlsext_host_name(ssl, self.host)
    }
    guard status == 1 else {
      throw WireError("\(name): the host name cannot be verified: \(opensslError())")
    }
    SSL_set_connect_state(ssl)
  }

  /// A server's side.
  init(server context: TLSContext, descriptor: Int32) throws(WireError) {
    ssl = try Self.make(context, descriptor)
    self.context = context
    host = ""
    name = "TLS client"
    SSL_set_accept_state(ssl)
  }

  deinit { SSL_free(ssl) }

  private static func make(
    _ context: TLSContext, _ descriptor: Int32
  ) throws(WireError) -> OpaquePointer {
    guard let ssl = SSL_new(context.pointer), SSL_set_fd(ssl, descriptor) == 1 else {
      throw WireError("cannot begin a TLS session: \(opensslError())")
    }
    return ssl
  }

  func shakeHands() -> Socket.Outcome {
    ERR_clear_error()
    let status = SSL_do_handshake(ssl)
    if status == 1 { return .moved(0) }
    return outcome(of: status)
  }

  func read(into memory: UnsafeMutableRawPointer, capacity: Int) -> Socket.Outcome {
    ERR_clear_error()
    let count = SSL_read(ssl, memory, Int32(capacity))
    return count > 0 ? .moved(Int(count)) : outcome(of: count)
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Socket.Outcome {
    ERR_clear_error()
    let count = SSL_write(ssl, bytes.baseAddress, Int32(min(bytes.count, 1 << 30)))
    return count > 0 ? .moved(Int(count)) : outcome(of: count)
  }

  /// Bytes may lie in the session that the socket no longer has (read-ahead).
  var hasPendingBytes: Bool { SSL_has_pending(ssl) == 1 }

  /// Tells the peer that no more comes, so that it can tell an end from a cut.
  func sayGoodbye() {
    ERR_clear_error()
    _ = SSL_shutdown(ssl)
  }

  func note(error: Int32, certificate: OpaquePointer?) {
    let ends = X509_get0_notAfter(certificate).map { text(of: $0) } ?? "an unknown time"
    failure = (
      error, text(of: X509_get_subject_name(certificate)),
      text(of: X509_get_issuer_name(certificate)), ends
    )
  }

  private func outcome(of status: Int32) -> Socket.Outcome {
    let number = errno
    switch SSL_get_error(ssl, status) {
    case SSL_ERROR_WANT_READ: return .wantsRead
    case SSL_ERROR_WANT_WRITE: return .wantsWrite
    case SSL_ERROR_ZERO_RETURN: return .ended
    case SSL_ERROR_SYSCALL:
      return number == 0 ? .ended : .failed("\(name): \(systemError(number))")
    default:
      if let failure { return .failed(sentence(failure)) }
      let reason = opensslError()
      // A peer that just hangs up, without a TLS goodbye.
      if reason.contains("unexpected eof") { return .ended }
      return .failed("\(name): TLS failed: \(reason)")
    }
  }

  private func sentence(
    _ failure: (error: Int32, subject: String, issuer: String, ends: String)
  ) -> String {
    let certificate = "the certificate of \(name) (\(failure.subject))"
    switch failure.error {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "\(certificate) expired on \(failure.ends): renew it, or set this machine's clock"
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "\(certificate) is not valid yet: set this machine's clock"
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "\(certificate) is self-signed and not trusted: "
        + "if it is yours, give its CA file in the configuration"
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "\(certificate) is signed by \(failure.issuer), which is not trusted: "
        + "if you trust it, give its CA file in the configuration"
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "\(certificate) is not for \(host): check the host name in the configuration"
    default:
      let reason = X509_verify_cert_error_string(Int(failure.error))
      return "\(certificate) is refused: \(reason.map { String(cString: $0) } ?? "unknown reason")"
    }
  }

  private func text(of name: OpaquePointer?) -> String {
    text { X509_NAME_print_ex($0, name, 0, dutchbook_XN_FLAG_ONELINE()) }
  }

  private func text(of time: UnsafePointer<ASN1_TIME>) -> String {
    text { ASN1_TIME_print($0, time) }
  }

  private func text(_ write: (OpaquePointer?) -> Int32) -> String {
    let bio = BIO_new(BIO_s_mem())
    defer { BIO_free(bio) }
    guard write(bio) >= 0 else { return "unreadable" }
    var data: UnsafeMutablePointer<CChar>?
    let length = dutchbook_BIO_get_mem_data(bio, &data)
    let bytes = UnsafeRawBufferPointer(start: data, count: length)
    return String(decoding: bytes, as: UTF8.self)
  }
}
