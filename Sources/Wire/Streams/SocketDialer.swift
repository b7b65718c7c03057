/// Dials TCP and TLS connections on an ``EventLoop``. Host names are looked up off the loop's
/// thread.
public final class SocketDialer: Dialer {
  public let loop: EventLoop
  private let options: SocketOptions
  private let context: TLSContext

  /// - Throws: when the certificate authorities cannot be read.
  public init(
    loop: EventLoop, tls: TLSConfiguration = .init(), options: SocketOptions = .init()
  ) throws(WireError) {
    self.loop = loop
    self.options = options
    context = try TLSContext(client: tls)
  }

  public func dial(_ endpoint: Endpoint, handler: any ByteStreamHandler) -> any ByteStream {
    let stream = SocketStream(
      loop: loop, options: options, name: "\(endpoint.host):\(endpoint.port)")
    stream.handler = handler
    stream.startDeadline("cannot connect to")
    if endpoint.isSecure { stream.tlsToBegin = (context, endpoint.host) }
    let connector = SocketConnector(stream: stream)
    stream.connector = connector
    connector.start(host: endpoint.host, port: endpoint.port)
    return stream
  }
}
