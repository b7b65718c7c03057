import Market
import Testing

@testable import Wire

@Suite struct TLSTests {
  /// What a client hears from a server with one certificate.
  private func connect(
    certificate: SelfSignedCertificate, trusting: TLSConfiguration, host: String = "localhost",
    payload: Int = 5
  ) throws -> (client: StreamRecorder, server: AcceptRecorder) {
    let loop = try EventLoop()
    defer { loop.close() }
    let listener = try SocketListener(loop: loop, tls: certificate.server)
    let acceptor = AcceptRecorder.echo()
    listener.handler = acceptor
    let dialer = try SocketDialer(loop: loop, tls: trusting)
    let client = StreamRecorder()
    let bytes = (0..<payload).map { UInt8(truncatingIfNeeded: $0) }
    client.onOpen = { stream in bytes.withUnsafeBytes { stream.write($0) } }
    let endpoint = Endpoint(host: host, port: listener.port, isSecure: true)
    let stream = dialer.dial(endpoint, handler: client)
    let isDone = loop.run { client.received.count == payload || !client.closures.isEmpty }
    #expect(isDone)
    if client.closures.isEmpty {
      #expect(client.received == bytes)
      stream.close()
      let isClosed = loop.run { acceptor.recorders[0].closures == [.remote] }
      #expect(isClosed)
    }
    return (client, acceptor)
  }

  private func failure(_ client: StreamRecorder) -> String {
    guard case .failed(let reason)? = client.closures.first else { return "no failure" }
    return reason
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func `a server with our certificate is verified and answers`(host: String) throws {
    let certificate = try SelfSignedCertificate()
    let (client, _) = try connect(
      certificate: certificate, trusting: certificate.client, host: host)
    #expect(client.opened == 1)
    #expect(client.closures == [.local])
  }

  @Test func `megabytes pass in both directions`() throws {
    let certificate = try SelfSignedCertificate()
    let (client, _) = try connect(
      certificate: certificate, trusting: certificate.client, payload: 3_000_000)
    #expect(client.received.count == 3_000_000)
  }

  @Test func `an authority we do not trust is named and refused`() throws {
    let certificate = try SelfSignedCertificate()
    let other = try SelfSignedCertificate()
    let (client, server) = try connect(certificate: certificate, trusting: other.client)
    #expect(client.opened == 0)
    #expect(failure(client).contains("not trusted"), "\(failure(client))")
    #expect(failure(client).contains("Dutchbook demo CA"))
    #expect(failure(client).contains("CA file"))
    #expect(server.recorders.allSatisfy { $0.received.isEmpty })
  }

  @Test func `the system's authorities do not know our certificate`() throws {
    let certificate = try SelfSignedCertificate()
    let (client, _) = try connect(certificate: certificate, trusting: .init())
    #expect(client.opened == 0)
    #expect(failure(client).contains("not trusted"), "\(failure(client))")
  }

  @Test func `a certificate for another host is refused`() throws {
    let certificate = try SelfSignedCertificate(hosts: ["exchange.example"])
    let (client, _) = try connect(certificate: certificate, trusting: certificate.client)
    #expect(client.opened == 0)
    #expect(failure(client).contains("is not for localhost"), "\(failure(client))")
  }

  @Test func `a certificate for a name is not one for an address`() throws {
    let certificate = try SelfSignedCertificate(hosts: ["localhost"])
    let (client, _) = try connect(
      certificate: certificate, trusting: certificate.client, host: "127.0.0.1")
    #expect(client.opened == 0)
    #expect(failure(client).contains("is not for 127.0.0.1"), "\(failure(client))")
  }

  @Test func `an expired certificate is refused with its date`() throws {
    let certificate = try SelfSignedCertificate(startsInSeconds: -7_200, endsInSeconds: -3_600)
    let (client, _) = try connect(certificate: certificate, trusting: certificate.client)
    #expect(client.opened == 0)
    #expect(failure(client).contains("expired on"), "\(failure(client))")
  }

  @Test func `a certificate of the future is refused`() throws {
    let certificate = try SelfSignedCertificate(startsInSeconds: 3_600)
    let (client, _) = try connect(certificate: certificate, trusting: certificate.client)
    #expect(failure(client).contains("not valid yet"), "\(failure(client))")
  }

  @Test func `a plain port is told from a TLS port`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let listener = try SocketListener(loop: loop)
    let acceptor = AcceptRecorder()
    acceptor.prepare = { $0.onReceive = { stream, _ in stream.write("HTTP/1.1 400 Bad\r\n\r\n") } }
    listener.handler = acceptor
    let client = StreamRecorder()
    let dialer = try SocketDialer(loop: loop)
    let endpoint = Endpoint(host: "localhost", port: listener.port, isSecure: true)
    _ = dialer.dial(endpoint, handler: client)
    let isDone = loop.run { !client.closures.isEmpty }
    #expect(isDone)
    #expect(failure(client).contains("TLS"), "\(failure(client))")
  }

  @Test func `a CA file that is not there is named`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let error = #expect(throws: WireError.self) {
      _ = try SocketDialer(loop: loop, tls: .init(caFile: "/no/such/ca.pem"))
    }
    #expect(error?.description.contains("/no/such/ca.pem") == true)
  }

  @Test func `a key that belongs to another certificate is refused`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let one = try SelfSignedCertificate()
    let two = try SelfSignedCertificate()
    #expect(throws: WireError.self) {
      _ = try SocketListener(
        loop: loop, tls: .init(certificatePEM: one.certificatePEM, keyPEM: two.keyPEM))
    }
  }
}
