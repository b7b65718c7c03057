internal import Kalshi
internal import Market

/// (f) A signature made on the spot, and one taken from the ring.
enum SigningBenchmarks {
  static func run(_ runner: inout Runner) throws {
    let path = "/trade-api/v2/portfolio/events/orders"
    for (name, kind) in [("RSA-PSS 2048", SigningKeyKind.rsa), ("Ed25519", .ed25519)] {
      let key = try SigningKey.generate(kind)
      let signer = try RequestSigner(keyID: "key", key: key)
      let verifier = try RequestVerifier(publicPEM: key.publicPEM())
      var last = ""
      runner.measureEach("sign on the spot: \(name)", samples: 1_000) { index in
        last =
          (try? signer.signature(
            method: "POST", path: path, milliseconds: 1_764_003_969_000 + Int64(index))) ?? ""
      }
      runner.check(
        "\(name): verifies",
        verifier.verifies(
          signature: last, timestamp: "\(1_764_003_969_000 + 1_099)", method: "POST", path: path))
      try take(&runner, name, key, path)
    }
  }

  private static func take(
    _ runner: inout Runner, _ name: String, _ key: SigningKey, _ path: String
  ) throws {
    let plan = SignatureRing.Plan(
      stepMilliseconds: 1, horizonMilliseconds: 4_000, freshnessMilliseconds: 4_000, capacity: 64)
    let ring = try SignatureRing(keyID: "key", key: key, method: "POST", path: path, plan: plan)
    var now = Timestamp(seconds: 1_764_003_969)
    var bytes = 0
    runner.measureEach(
      "take from the ring: \(name)", samples: 2_000,
      prepare: { index in
        guard index % 64 == 0 else { return }
        now = now + 5_000_000_000
        ring.discardStale(at: now)
        _ = try? ring.fill(now: now)
      },
      { _ in bytes &+= (try? ring.take(at: now) { $0.base64.count }) ?? 0 })
    runner.check("\(name): ring never empty", ring.inlineCount == 0 && bytes > 0)
  }
}
