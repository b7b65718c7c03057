import Glibc
import Storage
import TestKit
import Testing

/// The client against servers that are not Redis, or one that dies in the middle.
@Suite struct HostileRedisTests {
  private func failure(_ body: () throws -> Void) -> RedisError? {
    RedisConnectionTests.failure(body)
  }

  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0", "$abc\r\n", ":12x\r\n", "*-7\r\n", "?\r\n",
    "+PONG\r\n+PONG\r\n", "%1\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
  ])
  func `an answer that is no Redis protocol is refused at the greeting`(_ answer: String) throws {
    let server = try ScriptedServer(answer)
    let error = try #require(failure { _ = try server.connect() })
    guard case .notRedis(_, "PING", _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(error)".contains("is no Redis server"))
  }

  @Test(arguments: ["+OK\r\n", ":1\r\n", "$-1\r\n", "*0\r\n", "$4\r\nPONG\r\n"])
  func `a greeting of another type is refused`(_ answer: String) throws {
    let server = try ScriptedServer(answer)
    let error = try #require(failure { _ = try server.connect() })
    guard case .unexpectedReply(_, "PING", "PONG", _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `a refusal that quotes the password is not passed on`() throws {
    for answer in ["-ERR no user hunter2\r\n", "-hunter2 is wrong\r\n", "-HUNTER\r\n"] {
      let server = try ScriptedServer(answer)
      let url =
        "redis://:\(answer == "-HUNTER\r\n" ? "HUNTER" : "hunter2")@127.0.0.1:\(server.port)"
      let error = failure { _ = try RedisConnection(try RedisAddress(url: url)) }
      #expect(error == .loginRefused(place: "redis://127.0.0.1:\(server.port)", code: "ERR"))
    }
  }

  @Test func `an answer that breaks off anywhere is a closed connection`() throws {
    let answer = Array("*3\r\n$2\r\nab\r\n:12\r\n*1\r\n+x\r\n".utf8)
    for count in 0..<answer.count {
      let server = try ScriptedServer([Array("+PONG\r\n".utf8), Array(answer.prefix(count))])
      let connection = try server.connect()
      let error = failure { try connection.call("GET", ["a"]) }
      guard case .closed(_, "GET", _) = error else {
        Issue.record("cut at \(count): \(String(describing: error))")
        return
      }
      #expect(!connection.isOpen)
    }
    let server = try ScriptedServer([Array("+PONG\r\n".utf8), answer], bytesAtOnce: 1)
    #expect(
      try server.connect().call("GET", ["a"])
        == .array([.bytes([0x61, 0x62]), .integer(12), .array([.status("x")])]))
  }

  @Test func `an answer beyond the bound ends the connection`() throws {
    let server = try ScriptedServer(
      [Array("+PONG\r\n".utf8), Array("$9999999\r\n".utf8) + [UInt8](repeating: 1, count: 400_000)])
    let connection = try server.connect(.init(replyLimitBytes: 100_000))
    let error = failure { try connection.call("GET", ["a"]) }
    guard case .tooLarge(_, "GET", let bytes, 100_000) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // It stopped reading within one read of the bound.
    #expect(bytes > 100_000 && bytes <= 100_000 + 65_536)
    #expect(!connection.isOpen)
  }

  @Test func `an answer that drips has one deadline for the whole`() throws {
    let drops = Array("+PONG\r\n".utf8)
    let server = try ScriptedServer(
      [[UInt8](repeating: 0x2B, count: 100_000) + drops], bytesAtOnce: 1)
    let error = failure { _ = try server.connect(.init(commandTimeoutMilliseconds: 100)) }
    guard case .timedOut(_, "PING", 100) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a silent server is given up at the deadline, also one that does not read`() throws {
    let listener = try RedisServer.listener(backlog: 4)
    defer { close(listener.descriptor) }
    let silent = failure {
      _ = try RedisConnection(
        try RedisAddress(url: "redis://127.0.0.1:\(listener.port)"),
        options: .init(commandTimeoutMilliseconds: 100))
    }
    guard case .timedOut(_, "PING", 100) = silent else {
      Issue.record("\(String(describing: silent))")
      return
    }
    let server = try ScriptedServer("+PONG\r\n", hangsUp: false)
    let connection = try server.connect(.init(commandTimeoutMilliseconds: 100))
    // More than the buffers of both sides take in.
    let block = [UInt8](repeating: 0, count: 40 << 20)
    let late = failure { try connection.call("SET", ["a", .init(block)]) }
    guard case .timedOut(_, "SET", 100) = late else {
      Issue.record("\(String(describing: late))")
      return
    }
  }

  @Test func `a server that takes no connections is given up at the connect timeout`() throws {
    let listener = try RedisServer.listener(backlog: 0)
    defer { close(listener.descriptor) }
    let address = try RedisAddress(url: "redis://127.0.0.1:\(listener.port)")
    // The first ones fill the queue of connections that nobody accepts.
    var kept: [RedisError?] = []
    for _ in 0..<4 {
      kept.append(
        failure {
          _ = try RedisConnection(
            address, options: .init(connectTimeoutMilliseconds: 100, commandTimeoutMilliseconds: 50)
          )
        })
    }
    #expect(kept.allSatisfy { $0?.isLostConnection == true }, "\(kept)")
    guard case .unreachable(_, "Connection timed out") = kept[3] else {
      Issue.record("\(kept)")
      return
    }
  }
}
