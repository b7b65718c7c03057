internal import CLinux
internal import Glibc

/// One numeric address to connect or bind to.
struct SocketAddress: Sendable {
  let family: Int32
  /// The bytes of a `sockaddr_in` or `sockaddr_in6`.
  let bytes: [UInt8]

  /// Addresses of a host, in the order in which to try them. Blocks while the name is looked up,
  /// unless `numericOnly`, which finds nothing for a name.
  static func resolve(
    host: String, port: Int, numericOnly: Bool
  ) -> Result<[SocketAddress], WireError> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = numericOnly ? AI_NUMERICHOST | AI_NUMERICSERV : AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let status = getaddrinfo(bare, "\(port)", &hints, &list)
    guard status == 0 else {
      let reason = String(cString: gai_strerror(status))
      return .failure(
        WireError("host name \(host) cannot be found (\(reason)): check the name and the network"))
    }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let info = next?.pointee {
      if let address = info.ai_addr {
        let raw = UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))
        addresses.append(SocketAddress(family: info.ai_family, bytes: Array(raw)))
      }
      next = info.ai_next
    }
    return .success(addresses)
  }

  /// Addresses that need no lookup: numbers, and `localhost`.
  static func inline(host: String, port: Int) -> [SocketAddress]? {
    if host == "localhost" {
      let both = ["127.0.0.1", "::1"].compactMap { inline(host: $0, port: port) }
      return both.flatMap(\.self)
    }
    guard case .success(let found) = resolve(host: host, port: port, numericOnly: true) else {
      return nil
    }
    return found
  }

  /// Calls `body` with the C form of the address.
  func withSocketAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { memory in
      memory.copyBytes(from: bytes)
      return memory.withMemoryRebound(to: sockaddr.self) {
        // A sockaddr_storage is never empty.
        body(UnsafePointer($0.baseAddress.unsafelyUnwrapped), socklen_t(bytes.count))
      }
    }
  }
}
