import Testing

@testable import Kalshi

@Suite struct RequestSigningTests {
  static let kinds: [SigningKeyKind] = [.rsa, .ed25519]
}
