import Kalshi

/// Keys that all tests share: to look for the primes of one is a third of a second's work.
enum TestKey {
  /// An RSA key, made at its first use.
  static let rsa = Result { try SigningKey.generate(.rsa) }
}
