internal import CLinux
internal import Glibc

/// The system calls on one TCP socket.
enum Socket {
  /// What a read, write or handshake came to.
  enum Outcome {
    case moved(Int)
    case wantsRead
    case wantsWrite
    /// The peer closed its side in order.
    case ended
    case failed(String)
  }

  static func make(family: Int32) throws(WireError) -> Int32 {
    let type =
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, type, 0)
    guard descriptor >= 0 else { throw WireError("cannot make a socket: \(systemError())") }
    return descriptor
  }

  /// Small writes go out at once, and a peer that vanished is noticed within about a minute.
  static func configure(_ descriptor: Int32) {
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
  }

  static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// The error that a connection attempt ended with; 0 for none.
  static func pendingError(_ descriptor: Int32) -> Int32 {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length)
    return value
  }

  static func receive(_ descriptor: Int32, _ memory: UnsafeMutableRawPointer, _ capacity: Int)
    -> Outcome
  {
    while true {
      let count = recv(descriptor, memory, capacity, 0)
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wantsRead
      default: return .failed(systemError())
      }
    }
  }

  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Outcome {
    while true {
      let count = Glibc.send(
        descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return .moved(count) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wantsWrite
      default: return .failed(systemError())
      }
    }
  }
}
