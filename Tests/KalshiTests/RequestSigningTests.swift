import Foundation
import Market
import TestKit
import Testing

@testable import Kalshi

@Suite struct RequestSigningTests {
  static let kinds: [SigningKeyKind] = [.rsa, .ed25519]

  @Test(arguments: kinds)
  func `a signature verifies over timestamp, method and path without query`(
    kind: SigningKeyKind
  ) throws {
    let key = try SigningKey.generate(kind)
    #expect(key.kind == kind)
    let signer = try RequestSigner(keyID: "id", key: key)
    let verifier = try RequestVerifier(publicPEM: key.publicPEM())
    #expect(verifier.kind == kind)
    let path = "/trade-api/v2/portfolio/orders"
    for time in [1_781_159_348_000, 1_781_159_348_001] as [Int64] {
      let signature = try signer.signature(
        method: "GET", path: path + "?limit=5", milliseconds: time)
      #expect(signature.utf8.count == signer.signatureBytes)
      func verifies(_ time: Int64, _ method: String, _ path: String, _ text: String) -> Bool {
        verifier.verifies(
          signature: text, timestamp: String(time), method: method, path: path)
      }
      #expect(verifies(time, "GET", path, signature))
      #expect(verifies(time, "GET", path + "?cursor=x", signature))
      #expect(!verifies(time + 1, "GET", path, signature))
      #expect(!verifies(time, "POST", path, signature))
      #expect(!verifies(time, "GET", path + "/1", signature))
      #expect(!verifies(time, "GET", path, String(signature.reversed())))
      #expect(!verifies(time, "GET", path, "not base64"))
      #expect(!verifies(time, "GET", path, ""))
    }
    let other = try RequestVerifier(publicPEM: SigningKey.generate(kind).publicPEM())
    let signature = try signer.signature(method: "GET", path: path, milliseconds: 1)
    #expect(
      !other.verifies(signature: signature, timestamp: "1", method: "GET", path: path))
  }

  @Test func `headers carry key, time and signature`() throws {
    let signer = try RequestSigner(keyID: "abc", key: .generate(.ed25519))
    let headers = try signer.headers(
      method: "GET", target: "/x", at: Timestamp(milliseconds: 1_234))
    #expect(
      headers.map(\.name) == [
        "KALSHI-ACCESS-KEY", "KALSHI-ACCESS-TIMESTAMP", "KALSHI-ACCESS-SIGNATURE",
      ])
    #expect(headers[0].value == "abc")
    #expect(headers[1].value == "1234")
  }

  @Test(arguments: kinds)
  func `a saved key is read back from a file that only its owner can read`(
    kind: SigningKeyKind
  ) throws {
    let path = NSTemporaryDirectory() + "key-\(UUID().uuidString).pem"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: SigningError.fileMissing(path: path)) { try SigningKey(file: path) }
    let key = try SigningKey.generate(kind)
    #expect(
      FileManager.default.createFile(atPath: path, contents: Data(try key.privatePEM().utf8)))
    for mode in [0o644, 0o640, 0o604, 0o660] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: SigningError.self) { try SigningKey(file: path) }
      #expect(error == .fileReadableByOthers(path: path, mode: UInt32(mode)))
      #expect(error?.description.contains("chmod 600 \(path)") == true)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try SigningKey(file: path).publicPEM() == key.publicPEM())
    #expect(throws: SigningError.self) { try SigningKey(file: NSTemporaryDirectory()) }
  }

  @Test func `text that is no key is refused with what was expected`() throws {
    let key = try SigningKey.generate(.ed25519)
    for text in ["", "hello", try key.publicPEM(), String(try key.privatePEM().dropLast(40))] {
      let error = #expect(throws: SigningError.self) { try SigningKey(pem: text) }
      guard case .malformedKey = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test func `neither key nor signature shows in a description`() throws {
    let key = try SigningKey.generate(.rsa)
    let signer = try RequestSigner(keyID: "secret-id", key: key)
    var text = ""
    dump(key, to: &text)
    dump(signer, to: &text)
    text += "\(key) \(signer) \(String(reflecting: key))"
    #expect(!text.contains("secret-id"))
    #expect(!text.contains("BEGIN"))
    #expect(!text.contains("0x"))
  }
}

@Suite struct SignatureRingTests {
  static let start = Timestamp(milliseconds: 1_800_000_000_000)

  func taken(
    _ ring: SignatureRing, at now: Timestamp
  ) throws -> (milliseconds: Int64, text: String) {
    try ring.take(at: now) {
      ($0.milliseconds, String(decoding: $0.base64, as: UTF8.self))
    }
  }

  @Test(arguments: RequestSigningTests.kinds)
  func `signatures made ahead are used once, oldest first, and all verify`(
    kind: SigningKeyKind
  ) throws {
    let key = try SigningKey.generate(kind)
    let verifier = try RequestVerifier(publicPEM: key.publicPEM())
    let plan = SignatureRing.Plan(
      stepMilliseconds: 10, horizonMilliseconds: 50, freshnessMilliseconds: 4_000, capacity: 4)
    let ring = try SignatureRing(
      keyID: "k", key: key, method: "POST", path: "/orders", plan: plan)
    #expect(try ring.fill(now: Self.start) == 4)
    #expect(try ring.fill(now: Self.start) == 0)
    for place in 0..<4 {
      let (milliseconds, text) = try taken(ring, at: Self.start)
      #expect(milliseconds == Self.start.milliseconds + Int64(place) * 10)
      #expect(
        verifier.verifies(
          signature: text, timestamp: String(milliseconds), method: "POST", path: "/orders"))
    }
    #expect(ring.takenCount == 4)
    let (milliseconds, text) = try taken(ring, at: Self.start)
    #expect(milliseconds == Self.start.milliseconds)
    #expect(
      verifier.verifies(
        signature: text, timestamp: String(milliseconds), method: "POST", path: "/orders"))
    #expect(ring.inlineCount == 1)
  }

  @Test func `a signature that is too old is never used`() throws {
    let ring = try SignatureRing(
      keyID: "k", key: .generate(.ed25519), method: "POST", path: "/orders")
    try ring.fill(now: Self.start)
    let ready = ring.count
    #expect(ready > 30)
    let later = Self.start + 10_000_000_000
    #expect(try taken(ring, at: later).milliseconds == later.milliseconds)
    #expect(ring.count == 0)
    try ring.fill(now: later)
    ring.discardStale(at: later + 2_000_000_000)
    #expect(ring.count == ready)
    ring.discardStale(at: later + 3_100_000_000)
    #expect(ring.count < ready)
  }

  @Test func `a filled ring is taken from without allocating`() throws {
    let ring = try SignatureRing(
      keyID: "k", key: .generate(.ed25519), method: "POST", path: "/orders")
    try ring.fill(now: Self.start)
    _ = try ring.take(at: Self.start) { $0.base64.count }
    var bytes = 0
    let allocated = try allocations {
      for _ in 0..<10 { bytes += try ring.take(at: Self.start) { $0.base64.count } }
    }
    #expect(bytes == 880)
    #expect(allocated == 0)
  }

  @Test func `the filling thread and the taking one work at the same time`() throws {
    let key = try SigningKey.generate(.ed25519)
    let verifier = try RequestVerifier(publicPEM: key.publicPEM())
    let plan = SignatureRing.Plan(
      stepMilliseconds: 1, horizonMilliseconds: 200, freshnessMilliseconds: 4_000, capacity: 8)
    let ring = try SignatureRing(
      keyID: "k", key: key, method: "POST", path: "/o", plan: plan)
    let filler = SignatureFiller(rings: [ring])
    #expect(filler.start())
    var checked = 0
    for _ in 0..<300 {
      let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
      let (milliseconds, text) = try taken(ring, at: now)
      let isGood = verifier.verifies(
        signature: text, timestamp: String(milliseconds), method: "POST", path: "/o")
      if isGood { checked += 1 }
    }
    filler.stop()
    #expect(checked == 300)
    #expect(ring.takenCount + ring.inlineCount == 300)
    #expect(filler.failureCount == 0)
  }
}
