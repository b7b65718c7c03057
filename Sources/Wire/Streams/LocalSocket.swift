internal import CLinux
internal import Glibc

/// Sockets at a path of the file system, which only their owner can connect to.
public enum LocalSocket {
  /// The longest path that the system takes, in bytes.
  public static let longestPath = 107

  /// Sends a request to whoever listens at a path and returns all that comes back until the other
  /// side closes. Blocks, and is not for a loop's thread.
  ///
  /// - Parameters:
  ///   - seconds: the longest silence that is waited through.
  ///   - most: bytes of an answer that are taken.
  /// - Throws: one sentence when nobody listens there, the file is another user's, or the answer
  ///   does not come or is too long.
  public static func ask(
    _ path: String, _ request: [UInt8], seconds: Int, most: Int = 1 << 20
  ) throws(WireError) -> [UInt8] {
    let address = try address(of: path)
    let descriptor = try make(isBlocking: true)
    defer { Glibc.close(descriptor) }
    var wait = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, size)
    guard address.withSocketAddress({ connect(descriptor, $0, $1) }) == 0 else {
      throw connectError(path, errno)
    }
    guard isOfThisUser(descriptor) else {
      throw WireError("\(path) is another user's: nothing was sent")
    }
    var sent = 0
    while sent < request.count {
      switch request.withUnsafeBytes({
        Socket.send(descriptor, UnsafeRawBufferPointer(rebasing: $0[sent...]))
      }) {
      case .moved(let count): sent += count
      case .failed(let reason): throw WireError("\(path): \(reason)")
      case .wantsRead, .wantsWrite, .ended: throw WireError("\(path): takes nothing")
      }
    }
    return try answer(of: descriptor, path, seconds: seconds, most: most)
  }

  private static func answer(
    of descriptor: Int32, _ path: String, seconds: Int, most: Int
  ) throws(WireError) -> [UInt8] {
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while true {
      switch piece.withUnsafeMutableBytes({ memory in
        // The array is never empty.
        Socket.receive(descriptor, memory.baseAddress.unsafelyUnwrapped, memory.count)
      }) {
      case .moved(let count): answer += piece[..<count]
      case .ended: return answer
      case .failed(let reason): throw WireError("\(path): \(reason)")
      case .wantsRead, .wantsWrite:
        throw WireError("\(path): no answer in \(seconds) s; whether it was obeyed is not known")
      }
      guard answer.count <= most else { throw WireError("\(path): too long an answer") }
    }
  }

  /// Which file lies at a path.
  struct Identity: Hashable {
    var device: UInt
    var node: UInt
  }

  /// Nil where none does.
  static func identity(of path: String) -> Identity? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Identity(device: UInt(status.st_dev), node: UInt(status.st_ino))
  }

  /// Binds, lets only the owner in, and listens: nobody can connect before that. Of several
  /// processes that begin at once, one at a time looks whether somebody listens already.
  static func listen(at path: String) throws(WireError) -> Int32 {
    let address = try address(of: path)
    let folder = try lockFolder(of: path)
    defer { Glibc.close(folder) }
    let descriptor = try make(isBlocking: false)
    var number = bind(descriptor, to: address)
    if number == EADDRINUSE {
      guard isLeftBehind(address) else {
        Glibc.close(descriptor)
        throw WireError(
          "\(path): another process listens there already, or it is not a socket: end that"
            + " process, or configure another path")
      }
      unlink(path)
      number = bind(descriptor, to: address)
    }
    if number == 0, chmod(path, 0o600) != 0 || Glibc.listen(descriptor, 8) != 0 {
      number = errno
      unlink(path)
    }
    guard number == 0 else {
      Glibc.close(descriptor)
      throw WireError("cannot listen at \(path): \(systemError(number)); is its folder there?")
    }
    return descriptor
  }

  /// Holds the folder of a path until the descriptor is closed.
  private static func lockFolder(of path: String) throws(WireError) -> Int32 {
    var folder = "."
    if let slash = path.lastIndex(of: "/") {
      folder = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw WireError("cannot listen at \(path): \(systemError()); is its folder there?")
    }
    // A file system without such locks is no reason not to begin.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      Glibc.close(descriptor)
      throw WireError("\(path): another process begins to listen in that folder; try again")
    }
    return descriptor
  }

  /// Whether the process on the other side is this user's, or the superuser's.
  static func isOfThisUser(_ descriptor: Int32) -> Bool {
    let user = dutchbook_peer_user(descriptor)
    return user == 0 || user == Int64(geteuid())
  }

  private static func bind(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
    address.withSocketAddress { Glibc.bind(descriptor, $0, $1) } == 0 ? 0 : errno
  }

  /// Nobody listens where a socket lies.
  private static func isLeftBehind(_ address: SocketAddress) -> Bool {
    guard let descriptor = try? make(isBlocking: false) else { return false }
    defer { Glibc.close(descriptor) }
    let isConnected = address.withSocketAddress { connect(descriptor, $0, $1) } == 0
    return !isConnected && errno == ECONNREFUSED && isSocket(address)
  }

  /// Connecting to a plain file is refused in the same way; a plain file is never removed.
  private static func isSocket(_ address: SocketAddress) -> Bool {
    let path = address.bytes.dropFirst(2).dropLast()
    var status = stat()
    return lstat(String(decoding: path, as: UTF8.self), &status) == 0
      && status.st_mode & S_IFMT == S_IFSOCK
  }

  private static func make(isBlocking: Bool) throws(WireError) -> Int32 {
    if !isBlocking { return try Socket.make(family: AF_UNIX) }
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw WireError("cannot make a socket: \(systemError())") }
    return descriptor
  }

  private static func address(of path: String) throws(WireError) -> SocketAddress {
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, !bytes.contains(0) else {
      throw WireError("an empty path, or one with a zero byte, is no place for a socket")
    }
    guard bytes.count <= longestPath else {
      throw WireError(
        "\(path): \(bytes.count) bytes are too long for a socket's path, \(longestPath) at most:"
          + " configure a shorter one")
    }
    var family = sa_family_t(AF_UNIX)
    let head = withUnsafeBytes(of: &family) { Array($0) }
    return SocketAddress(family: AF_UNIX, bytes: head + bytes + [0])
  }

  private static func connectError(_ path: String, _ number: Int32) -> WireError {
    switch number {
    case ENOENT, ECONNREFUSED:
      WireError(
        "nobody listens at \(path): no session can be reached there; is it the folder, or the"
          + " configuration, of the session?")
    case EACCES, EPERM: WireError("\(path) is another user's")
    default: WireError("\(path): \(systemError(number))")
    }
  }
}
