import Foundation
import Glibc
import Storage

/// A server that gives fixed answers, whatever it is asked: the first to the first command of a
/// connection, and so on; after the last one it hangs up, or neither reads nor answers.
final class ScriptedServer: Sendable {
  let port: Int
  private let descriptor: Int32

  init(_ answers: [[UInt8]], hangsUp: Bool = true, bytesAtOnce: Int = .max) throws {
    let listener = try RedisServer.listener(backlog: 16)
    (descriptor, port) = (listener.descriptor, listener.port)
    Thread.detachNewThread { [descriptor] in
      while case let client = accept(descriptor, nil, nil), client >= 0 {
        Self.serve(client, answers, hangsUp: hangsUp, bytesAtOnce: bytesAtOnce)
      }
      close(descriptor)
    }
  }

  convenience init(_ answers: String..., hangsUp: Bool = true) throws {
    try self.init(answers.map { Array($0.utf8) }, hangsUp: hangsUp)
  }

  /// Wakes the thread, which then ends.
  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  func connect(_ options: RedisConnection.Options = .init()) throws -> RedisConnection {
    try RedisConnection(try RedisAddress(url: "redis://127.0.0.1:\(port)"), options: options)
  }

  private static func serve(
    _ client: Int32, _ answers: [[UInt8]], hangsUp: Bool, bytesAtOnce: Int
  ) {
    defer { close(client) }
    var block = [UInt8](repeating: 0, count: 65_536)
    for answer in answers {
      guard recv(client, &block, block.count, 0) > 0 else { return }
      var rest = answer[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(bytesAtOnce))
        let count = send(client, piece, piece.count, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
        // sleeps: a server that drips its answer is what is tested.
        if bytesAtOnce < 100 { usleep(5_000) }
      }
    }
    guard !hangsUp else { return }
    // Reads no more, until the client goes: POLLRDHUP, which glibc's module leaves out.
    var state = pollfd(fd: client, events: 0x2000, revents: 0)
    while poll(&state, 1, -1) < 0, errno == EINTR {}
  }
}
