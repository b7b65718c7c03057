internal import Kalshi
internal import Wire

/// Keys and certificates: read, and refused with a sentence that says what to do.
extension TradingProcess {
  /// What TLS says of a certificate that does not verify; nil for any other trouble.
  static func certificateFault(in message: String) -> String? {
    let opening = "the certificate of "
    let text = Array(message.utf8)
    let wanted = Array(opening.utf8)
    guard text.count >= wanted.count else { return nil }
    for place in 0...(text.count - wanted.count) where text[place...].starts(with: wanted) {
      return String(decoding: text[place...], as: UTF8.self)
    }
    return nil
  }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
  }

  func signingKey() throws -> SigningKey {
    let settings = configuration.kalshi
    guard !settings.apiKey.isEmpty else {
      throw ProcessFailure(
        .credentials,
        "no API key: set KALSHI_API_KEY to the key's id (the exchange's streams need one even for"
          + " market data)")
    }
    do {
      if !settings.privateKey.isEmpty { return try SigningKey(pem: settings.privateKey.reveal) }
      guard !settings.privateKeyPath.isEmpty else {
        throw ProcessFailure(
          .credentials,
          "no private key: set KALSHI_PRIVATE_KEY_PATH to its PEM file (mode 600)")
      }
      return try SigningKey(file: settings.privateKeyPath)
    } catch let error as SigningError {
      switch error {
      case .fileMissing, .fileUnreadable, .fileReadableByOthers:
        throw ProcessFailure(.credentials, "\(error)")
      case .malformedKey, .unsupportedKey, .cryptography:
        let place =
          settings.privateKey.isEmpty
          ? "the key file \(settings.privateKeyPath)" : "KALSHI_PRIVATE_KEY"
        throw ProcessFailure(.credentials, "\(place): \(error)")
      }
    }
  }

  static func tls(
    _ caFile: String, _ key: String
  ) throws(ProcessFailure) -> TLSConfiguration {
    guard !caFile.isEmpty else { return TLSConfiguration() }
    guard let bytes = FileBytes.read(caFile, limit: 16 << 20) else {
      throw ProcessFailure(
        .configuration, "\(key): \(caFile) cannot be read: \(FileBytes.lastFault)")
    }
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw ProcessFailure(.configuration, "\(key): \(caFile) holds no certificate in PEM form")
    }
    return TLSConfiguration(caFile: caFile)
  }
}
