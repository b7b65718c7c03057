import Glibc
import Market
import TestKit
import Testing

@testable import Wire

/// Our drivers against programs that others wrote: Python's websockets, curl and nginx.
@Suite final class InteropTests {
  let loop: EventLoop

  init() throws { loop = try EventLoop() }

  deinit { loop.close() }

  private func temporaryFile(_ text: String) throws -> String {
    var template = Array("/tmp/dutchbook-interop-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var text = text
    text.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  private func server(
    _ service: ScriptedService, tls: TLSServerConfiguration? = nil
  ) throws -> HTTPServer {
    let listener = try SocketListener(loop: loop, tls: tls)
    let server = HTTPServer(acceptor: listener, scheduler: loop, service: service)
    server.start()
    return server
  }

  /// Runs a program beside the loop until it ends.
  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let child = try ChildProcess(arguments)
    let isDone = loop.run(seconds: 120) { child.poll() != nil }
    #expect(isDone, "\(arguments) takes too long: \(child.output)")
    return (child.poll() ?? -1, child.output)
  }

  // MARK: Python websockets

  @Test(arguments: [false, true])
  func `python's client is served`(isSecure: Bool) throws {
    let certificate = try SelfSignedCertificate()
    let service = ScriptedService()
    let server = try server(service, tls: isSecure ? certificate.server : nil)
    let authority = try temporaryFile(certificate.authorityPEM)
    let script = try temporaryFile(
      """
      import asyncio, ssl, sys, websockets
      async def main():
        context = ssl.create_default_context(cafile=sys.argv[2]) if "wss" in sys.argv[1] else None
        async with websockets.connect(sys.argv[1], ssl=context, compression=None,
                                      max_size=None) as socket:
          for size in (0, 1, 125, 126, 65535, 65536, 1000000):
            text = "é" * (size // 2) + "x" * (size % 2)
            await socket.send(text)
            assert await socket.recv() == text, size
            await socket.send(b"\\x00\\xff" * size)
            assert await socket.recv() == b"\\x00\\xff" * size, size
          await socket.send(["frag", "men", "ted"])
          assert await socket.recv() == "fragmented"
          await (await socket.ping(b"are you there"))
        assert socket.close_code == 1000, socket.close_code
        print("all well")
      asyncio.run(main())
      """)
    defer {
      unlink(authority)
      unlink(script)
    }
    let url = "\(isSecure ? "wss" : "ws")://localhost:\(server.port)/"
    let result = try run([Programs.python(), script, url, authority])
    #expect(result.output.contains("all well"), "\(result.output)")
    #expect(result.status == 0)
    let isClosed = loop.run { server.connectionCount == 0 }
    #expect(isClosed)
    #expect(service.sockets[0].closures == [.closed(code: 1000, reason: "")])
  }

  @Test func `python's server serves us`() throws {
    let script = try temporaryFile(
      """
      import asyncio, websockets
      async def echo(socket):
        assert socket.request.headers["X-Key"] == "abc"
        await socket.send("welcome")
        async for message in socket:
          if message == "bye": await socket.close(4001, "as you wish")
          else: await socket.send(message)
      async def main():
        async with websockets.serve(echo, "127.0.0.1", 0, ping_interval=0.05) as server:
          print(server.sockets[0].getsockname()[1], flush=True)
          await asyncio.Future()
      asyncio.run(main())
      """)
    defer { unlink(script) }
    let child = try ChildProcess([Programs.python(), script])
    let isListening = loop.run { child.output.hasSuffix("\n") }
    try #require(isListening, "\(child.output)")
    let port = try #require(Int(child.output.dropLast()), "\(child.output)")
    let recorder = SocketRecorder()
    let client = WebSocketClient(
      endpoint: Endpoint(host: "127.0.0.1", port: port, isSecure: false),
      headers: ["X-Key": "abc"], dialer: try SocketDialer(loop: loop), scheduler: loop,
      handler: recorder)
    client.open()
    let isOpen = loop.run { recorder.texts == ["welcome"] }
    #expect(isOpen, "\(recorder.closures)")
    let messages = (0..<10_000).map { "message \($0)" }
    for message in messages { client.send(message) }
    let isDone = loop.run { recorder.texts.count == 10_001 }
    #expect(isDone)
    #expect(Array(recorder.texts.dropFirst()) == messages)
    client.send("bye")
    let isClosed = loop.run { !recorder.closures.isEmpty }
    #expect(isClosed)
    #expect(recorder.closures == [.closed(code: 4001, reason: "as you wish")])
  }

  // MARK: curl

  @Test func `curl keeps its connection for several requests`() throws {
    let service = ScriptedService()
    let server = try server(service)
    let url = "http://127.0.0.1:\(server.port)"
    let result = try run(["curl", "-sS", "-v", "\(url)/a", "\(url)/b?c=d"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("GET /a 0"))
    #expect(result.output.contains("GET /b?c=d 0"))
    #expect(result.output.contains("Re-using existing connection"), "\(result.output)")
  }

  @Test func `curl uploads in chunks and a large body after 100 Continue`() throws {
    let service = ScriptedService()
    let server = try server(service)
    let body = try temporaryFile(String(repeating: "0123456789", count: 200_000))
    defer { unlink(body) }
    let url = "http://127.0.0.1:\(server.port)/up"
    let chunked = try run([
      "curl", "-sS", "-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue",
      "--data-binary", "@\(body)", url,
    ])
    #expect(chunked.output == "POST /up 2000000")
    let put = try run(["curl", "-sS", "-T", body, url])
    #expect(put.output == "PUT /up 2000000")
    let isSame = service.requests.allSatisfy { $0.body.prefix(10) == Array("0123456789".utf8)[...] }
    #expect(isSame)
  }

  @Test func `curl asks for the head alone`() throws {
    let server = try server(ScriptedService())
    let result = try run(["curl", "-sS", "-I", "http://127.0.0.1:\(server.port)/h"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("HTTP/1.1 200 OK"))
    #expect(result.output.contains("Content-Length: 9"), "\(result.output)")
  }

  @Test func `curl verifies us by our authority and refuses without it`() throws {
    let certificate = try SelfSignedCertificate()
    let server = try server(ScriptedService(), tls: certificate.server)
    let authority = try temporaryFile(certificate.authorityPEM)
    defer { unlink(authority) }
    let url = "https://localhost:\(server.port)/t"
    let trusted = try run(["curl", "-sS", "--http1.1", "--cacert", authority, url])
    #expect(trusted.output == "GET /t 0")
    let untrusted = try run(["curl", "-sS", url])
    #expect(untrusted.status == 60, "\(untrusted.output)")
  }

  // MARK: nginx

  @Test func `our client reads nginx, by length and in chunks`() throws {
    var template = Array("/tmp/dutchbook-nginx-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    let probe = try SocketListener(loop: loop)
    let port = probe.port
    probe.close()
    let configuration = try temporaryFile(
      """
      daemon off; master_process off; pid \(folder)/pid; error_log stderr;
      events {}
      http {
        access_log off; client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p;
        fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
        keepalive_requests 3;
        server {
          listen 127.0.0.1:\(port);
          location /plain { return 200 "plain text"; }
          location /chunked { ssi on; ssi_types *; root \(folder); }
        }
      }
      """)
    defer { unlink(configuration) }
    let page = fopen("\(folder)/chunked", "w")
    for _ in 0..<5_000 { fputs("0123456789", page) }
    fclose(page)
    let nginx = try ChildProcess(["nginx", "-c", configuration, "-e", "stderr"])
    defer {
      nginx.kill()
      for name in ["b", "p", "f", "u", "s"] { rmdir("\(folder)/\(name)") }
      unlink("\(folder)/chunked")
      unlink("\(folder)/pid")
      rmdir(folder)
    }
    let client = HTTPClient(
      origin: Endpoint(host: "127.0.0.1", port: port, isSecure: false),
      dialer: try SocketDialer(loop: loop), scheduler: loop)
    client.start()
    var plain: [String] = []
    var chunked: [HTTPResponse] = []
    for _ in 0..<10 {
      client.send(HTTPRequest(target: "/plain"), timeoutNanoseconds: 60_000_000_000) {
        plain.append($0.text ?? "\($0)")
      }
      client.send(HTTPRequest(target: "/chunked"), timeoutNanoseconds: 60_000_000_000) {
        if case .success(let response) = $0 { chunked.append(response) }
      }
    }
    let isDone = loop.run { plain.count == 10 && chunked.count == 10 }
    #expect(isDone, "\(plain) \(chunked.count) \(nginx.output)")
    #expect(plain.allSatisfy { $0 == "plain text" }, "\(plain)")
    #expect(chunked.allSatisfy { $0.body.count == 50_000 })
    #expect(chunked.allSatisfy { $0.headers["Transfer-Encoding"] == "chunked" })
    client.stop()
  }
}
