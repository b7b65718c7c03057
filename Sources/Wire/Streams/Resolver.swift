internal import Glibc
internal import Synchronization

/// Looks host names up on threads of their own, since `getaddrinfo` blocks.
enum Resolver {
  /// Lookups under way in the process; one more fails at once.
  static let maximumLookups = 16

  private static let running = Atomic<Int>(0)

  private final class Lookup: Sendable {
    let host: String
    let port: Int
    let done: @Sendable (Result<[SocketAddress], WireError>) -> Void

    init(
      host: String, port: Int,
      done: @escaping @Sendable (Result<[SocketAddress], WireError>) -> Void
    ) {
      self.host = host
      self.port = port
      self.done = done
    }

    func run() {
      let result = SocketAddress.resolve(host: host, port: port, numericOnly: false)
      Resolver.running.subtract(1, ordering: .relaxed)
      done(result)
    }
  }

  /// Calls `done` once, on another thread or, when there are too many lookups, on this one.
  static func resolve(
    host: String, port: Int,
    done: @escaping @Sendable (Result<[SocketAddress], WireError>) -> Void
  ) {
    guard running.add(1, ordering: .relaxed).newValue <= maximumLookups else {
      running.subtract(1, ordering: .relaxed)
      return done(.failure(WireError("host name \(host): too many lookups at once, try later")))
    }
    let lookup = Unmanaged.passRetained(Lookup(host: host, port: port, done: done))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { pointer in
        BackgroundThread.enter()
        if let pointer { Unmanaged<Lookup>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, lookup.toOpaque())
    guard status == 0 else {
      lookup.release()
      running.subtract(1, ordering: .relaxed)
      return done(.failure(WireError("host name \(host): no thread: \(systemError(status))")))
    }
    pthread_detach(thread)
  }
}
