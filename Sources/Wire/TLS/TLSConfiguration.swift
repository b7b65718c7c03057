/// What a client trusts. Certificates and host names are always verified; there is no way round it.
public struct TLSConfiguration: Hashable, Sendable {
  /// Where the certificate authorities come from.
  public enum Authorities: Hashable, Sendable {
    /// The operating system's.
    case system
    /// Only those in a PEM file.
    case file(String)
    /// Only those in this PEM text.
    case pem(String)
  }

  public let authorities: Authorities

  public init(authorities: Authorities = .system) { self.authorities = authorities }
  /// Trusts only the authorities in a PEM file.
  public init(caFile: String) { self.init(authorities: .file(caFile)) }
  /// Trusts only the authorities in a PEM text.
  public init(caPEM: String) { self.init(authorities: .pem(caPEM)) }
}

/// The certificate that a server shows, with its private key.
public struct TLSServerConfiguration: Sendable {
  enum Source: Sendable {
    case files(certificate: String, key: String)
    case pem(certificate: String, key: String)
  }

  let source: Source

  /// PEM files: the certificate with its chain, and the private key.
  public init(certificateFile: String, keyFile: String) {
    source = .files(certificate: certificateFile, key: keyFile)
  }

  /// PEM texts: the certificate with its chain, and the private key.
  public init(certificatePEM: String, keyPEM: String) {
    source = .pem(certificate: certificatePEM, key: keyPEM)
  }
}
