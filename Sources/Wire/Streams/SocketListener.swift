internal import CLinux
internal import Glibc

/// A listening socket: TCP, with TLS or without, or a path that only its owner can connect to.
/// Confined to its loop's thread.
public final class SocketListener: StreamAcceptor, DescriptorHandler {
  public weak var handler: (any StreamAcceptorHandler)? {
    didSet { watch() }
  }
  public let port: Int
  public let host: String
  private let loop: EventLoop
  private let context: TLSContext?
  private let options: SocketOptions
  private var descriptor: Int32
  private var isWatched = false
  /// The socket's place in the file system; nil for TCP.
  private let path: String?
  private let pathIdentity: LocalSocket.Identity?

  /// Binds and listens. Port 0 takes any free port; ``port`` says which.
  ///
  /// - Throws: one sentence when the port is in use, not allowed, or the certificate cannot be
  ///   read.
  public init(
    loop: EventLoop, host: String = "127.0.0.1", port: Int = 0,
    tls: TLSServerConfiguration? = nil, options: SocketOptions = .init()
  ) throws(WireError) {
    guard (0...65_535).contains(port) else {
      throw WireError("port \(port) is not one of 0 to 65535")
    }
    guard let address = SocketAddress.inline(host: host, port: port)?.first else {
      throw WireError("\(host) is not an address to listen on: give an IP address or localhost")
    }
    self.loop = loop
    self.host = host
    self.options = options
    path = nil
    pathIdentity = nil
    if let tls { context = try TLSContext(server: tls) } else { context = nil }
    let descriptor = try Socket.make(family: address.family)
    Socket.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    let isBound = address.withSocketAddress { bind(descriptor, $0, $1) } == 0
    guard isBound, listen(descriptor, 1_024) == 0 else {
      let number = errno
      Glibc.close(descriptor)
      throw Self.listenError(host: host, port: port, number)
    }
    self.descriptor = descriptor
    self.port = Self.boundPort(descriptor)
  }

  /// Listens at a path of the file system, for processes of the same user on this machine. What a
  /// process that is gone has left there is replaced.
  ///
  /// - Throws: one sentence when the path is too long, another process listens there, or the file
  ///   cannot be made.
  public init(loop: EventLoop, path: String, options: SocketOptions = .init()) throws(WireError) {
    self.loop = loop
    self.path = path
    self.options = options
    host = path
    port = 0
    context = nil
    descriptor = try LocalSocket.listen(at: path)
    pathIdentity = LocalSocket.identity(of: path)
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  public func close() {
    guard descriptor >= 0 else { return }
    if isWatched { loop.descriptors.remove(descriptor) }
    // Not the file of a session that has taken the place meanwhile.
    if let path, LocalSocket.identity(of: path) == pathIdentity { unlink(path) }
    Glibc.close(descriptor)
    descriptor = -1
  }

  func descriptorIsReady(_ readiness: Readiness) {
    // Bounded, so that a storm of connections does not starve those that are open.
    for _ in 0..<64 where descriptor >= 0 {
      let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      let accepted = dutchbook_accept(descriptor, flags)
      guard accepted >= 0 else { return pauseWhenOutOfFiles() }
      adopt(accepted)
    }
  }

  private func adopt(_ accepted: Int32) {
    if path == nil {
      Socket.configure(accepted)
    } else if !LocalSocket.isOfThisUser(accepted) {
      Glibc.close(accepted)
      return
    }
    let stream = SocketStream(
      loop: loop, options: options, name: path ?? "a client of port \(port)")
    let session = context.flatMap { try? TLSSession(server: $0, descriptor: accepted) }
    if context != nil, session == nil {
      Glibc.close(accepted)
      return
    }
    stream.adopt(accepted, tls: session)
    handler?.acceptor(self, didAccept: stream)
    guard stream.handler != nil else { return stream.finish(.local) }
    stream.startDeadline("cannot accept")
    stream.openSoon()
  }

  /// Without free descriptors the socket would stay readable and the loop would turn in vain: look
  /// again a little later.
  private func pauseWhenOutOfFiles() {
    guard errno == EMFILE || errno == ENFILE, isWatched else { return }
    loop.descriptors.remove(descriptor)
    isWatched = false
    _ = loop.schedule(afterNanoseconds: 100_000_000) { [weak self] in self?.watch() }
  }

  private func watch() {
    guard descriptor >= 0, !isWatched, handler != nil else { return }
    isWatched = (try? loop.descriptors.add(descriptor, interest: .readable, handler: self)) != nil
  }

  private static func listenError(host: String, port: Int, _ number: Int32) -> WireError {
    switch number {
    case EADDRINUSE:
      WireError(
        "port \(port) on \(host) is in use: stop the program that has it, or choose another port")
    case EACCES:
      WireError("port \(port) on \(host) is not allowed: choose one above 1023")
    default: WireError("cannot listen on \(host):\(port): \(systemError(number))")
    }
  }

  private static func boundPort(_ descriptor: Int32) -> Int {
    var storage = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &length)
      }
      // The port lies at the same place in sockaddr_in and sockaddr_in6.
      return Int(UInt16(bigEndian: pointer.pointee.sin6_port))
    }
  }
}
