internal import Wire

/// Answers orders over HTTP/1.1 on one port and over HTTP/2 on another.
///
/// `@unchecked Sendable`: made before its loop runs, and touched by the loop's thread only from
/// then on.
final class OrderTransportServer: HTTPServing, StreamAcceptorHandler, @unchecked Sendable {
  private let loop: EventLoop
  private var server: HTTPServer?
  private var acceptor: SocketListener?
  private var peers: [HTTP2Peer] = []
  private let answer = Bytes("{}")
  private let fields = [
    HTTP2Peer.Field(name: Bytes(":status"), value: Bytes("201"), isFresh: false),
    HTTP2Peer.Field(name: Bytes("content-length"), value: Bytes("2"), isFresh: false),
  ]

  init(_ loop: EventLoop) { self.loop = loop }

  /// Listens; returns the ports of HTTP/1.1 and HTTP/2.
  func start(_ tls: TLSServerConfiguration) throws -> (Int, Int) {
    let first = HTTPServer(
      acceptor: try SocketListener(loop: loop, tls: tls), scheduler: loop, service: self)
    first.start()
    let second = try SocketListener(loop: loop, tls: tls)
    second.handler = self
    server = first
    acceptor = second
    return (first.port, second.port)
  }

  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    respond(HTTPResponse(status: 201, body: Array(answer.buffer)))
  }

  func upgrade(_ request: HTTPRequest) -> UpgradeDecision {
    .refuse(HTTPResponse(status: 404))
  }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    let peer = HTTP2Peer(.server)
    peer.didReceive = { [answer, fields] peer, number in
      peer.send(fields, body: answer.buffer, answering: number)
    }
    peers.append(peer)
    stream.handler = peer
    peer.streamDidOpen(stream)
  }
}
