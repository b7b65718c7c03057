/// Why a key could not be read or used. Never carries key material.
public enum SigningError: Error, Hashable, Sendable {
  /// There is no file at this path.
  case fileMissing(path: String)
  /// The file is there but cannot be read; with the system's reason.
  case fileUnreadable(path: String, reason: String)
  /// The file can be read by others than its owner.
  case fileReadableByOthers(path: String, mode: UInt32)
  /// The text is not a PEM key we can read; with what was expected.
  case malformedKey(String)
  /// The key was read but is of a kind the exchange does not take.
  case unsupportedKey(String)
  /// The crypto library refused; with the operation that failed.
  case cryptography(String)
}

extension SigningError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fileMissing(let path):
      "no key file at \(path): create an API key at the exchange and save its private key there"
    case .fileUnreadable(let path, let reason):
      "the key file \(path) cannot be read: \(reason)"
    case .fileReadableByOthers(let path, let mode):
      "the key file \(path) has mode 0\(String(mode, radix: 8)) and can be read by others: "
        + "run chmod 600 \(path)"
    case .malformedKey(let reason): "not a usable PEM key: \(reason)"
    case .unsupportedKey(let reason): "unsupported key: \(reason)"
    case .cryptography(let operation): "the crypto library refused: \(operation)"
    }
  }
}
