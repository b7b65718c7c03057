import Foundation
import Kalshi
import KalshiSimulator
import Market
import TestKit
import Testing
import Wire

/// The exchange's own Python client against the simulator, over TLS with our certificate authority.
@Suite struct OfficialClientTests {
  @Test func `the official client lists, reads, places, amends, cancels and reads fills`() throws {
    let python = try Programs.python()
    let venue = try TestVenue(cash: Money(cents: 100_000))
    venue.quote(bid: (40, 100), ask: (45, 100))
    let certificate = try SelfSignedCertificate()
    let loop = try EventLoop()
    let server = try SimulatorServer(
      exchange: venue.exchange, loop: loop, tls: certificate.server)
    loop.perform { server.start() }
    try loop.start()
    defer {
      loop.perform {
        server.stop()
        loop.stop()
      }
      loop.awaitEnd()
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (authority, key) = (folder.appending(path: "ca.pem"), folder.appending(path: "key.pem"))
    try certificate.authorityPEM.write(to: authority, atomically: true, encoding: .utf8)
    try #require(TestVenue.key).privatePEM().write(to: key, atomically: true, encoding: .utf8)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Peers/official_client.py")

    let child = try ChildProcess([
      python, script.path, "https://localhost:\(server.port)/trade-api/v2", authority.path,
      TestVenue.keyID, key.path, TestVenue.ticker,
    ])
    let status = child.wait(seconds: 60)
    let text = child.output
    #expect(status == 0, "\(text)")
    #expect(text.contains("official client: all values as expected"), "\(text)")
  }
}
