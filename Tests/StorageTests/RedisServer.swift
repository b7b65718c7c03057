import Foundation
import Glibc
import Storage
import TestKit

/// A redis-server of this test alone: a free port, a folder of its own, killed at the end.
final class RedisServer {
  struct StartError: Error, CustomStringConvertible { let description: String }

  private(set) var port = 0
  private let folder: URL
  private let options: [String]
  private var child: ChildProcess?
  private let login: String

  /// - Parameters:
  ///   - isPersistent: writes each change to its file before it answers, and reads it at the start.
  ///   - login: `user:password@` for the connections that wait for the server.
  init(isPersistent: Bool = false, options: [String] = [], login: String = "") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "redis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.login = login
    self.options =
      [
        "--bind", "127.0.0.1", "--save", "", "--dir", folder.path, "--appendonly",
        isPersistent ? "yes" : "no", "--appendfsync", "always",
      ] + options
    // Somebody else may take the port between the look and the start.
    for _ in 0..<5 where child == nil {
      port = try Self.freePort()
      try? start()
    }
    guard child != nil else { throw StartError(description: "redis-server does not start") }
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(at: folder)
  }

  /// SIGKILL: what the server had not written to its file is lost.
  func kill() {
    child?.kill()
    child = nil
  }

  /// Starts the server, on the port it had before, and waits until it answers PING.
  func start() throws {
    // Killed, too, when the tests crash: with the thread that starts it, which is the test's own.
    let words = ["setpriv", "--pdeathsig", "KILL", "redis-server", "--port", String(port)]
    let child = try ChildProcess(words + options)
    // At most a minute: the wait for the end of the process is the pause between two looks.
    for _ in 0..<6_000 where child.wait(seconds: 0.01) == nil {
      guard let connection = try? connect() else { continue }
      // The server of another test, should both have got the same port: then this one ends soon.
      let place = try connection.elements("CONFIG", ["GET", "dir"])
      guard place.last?.text == folder.path else { continue }
      self.child = child
      return
    }
    throw StartError(description: child.output)
  }

  var url: String { "redis://\(login)127.0.0.1:\(port)" }

  /// A new connection, which has made sure of the server by PING.
  func connect(_ options: RedisConnection.Options = .init()) throws -> RedisConnection {
    try RedisConnection(try RedisAddress(url: url), options: options)
  }

  /// A port that nothing listens on at this moment.
  static func freePort() throws -> Int {
    let (descriptor, port) = try listener(backlog: nil)
    close(descriptor)
    return port
  }

  /// A socket bound to a free port of loopback; listens when there is a backlog.
  static func listener(backlog: Int32?) throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound, backlog.map({ listen(descriptor, $0) == 0 }) ?? true else {
      close(descriptor)
      throw StartError(description: "no free port")
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }
}
