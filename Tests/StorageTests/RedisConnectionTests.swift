import Glibc
import Storage
import TestKit
import Testing

/// The client against a real server.
@Suite struct RedisConnectionTests {
  /// What a call throws.
  static func failure(_ body: () throws -> Void) -> RedisError? {
    do {
      try body()
      return nil
    } catch { return error as? RedisError }
  }

  @Test func `arguments and answers carry any bytes`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect()
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = [0, 1, 255, 4_096, 70_000, 300_000][Int(seed % 6)]
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      try connection.call("SET", [.init(bytes.prefix(100) + [0]), .init(bytes)])
      let stored = try connection.bytes("GET", [.init(bytes.prefix(100) + [0])])
      #expect(stored == bytes, "seed \(seed)")
    }
  }

  @Test func `each type of answer comes as its own type`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect()
    #expect(try connection.call("SET", ["a", "1"]) == .status("OK"))
    #expect(try connection.call("INCR", ["a"]) == .integer(2))
    #expect(try connection.call("GET", ["a"]) == .bytes([0x32]))
    #expect(try connection.call("GET", ["b"]) == .null)
    #expect(try connection.call("EVAL", ["return -9223372036854775808", 0]).integer != nil)
    #expect(
      try connection.call("EVAL", ["return {1, {'x', false}, redis.status_reply('fine')}", 0])
        == .array([.integer(1), .array([.bytes([0x78]), .null]), .status("fine")]))
    try connection.call("MULTI")
    try connection.call("LPUSH", ["a", "x"])
    let replies = try connection.elements("EXEC")
    guard case .error(let text) = replies.first else {
      Issue.record("no error inside: \(replies)")
      return
    }
    #expect(text.hasPrefix("WRONGTYPE"))
  }

  @Test func `an answer of another type than asked for is an error that names both`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect()
    try connection.call("SET", ["a", "1"])
    let text = Self.failure { _ = try connection.integer("GET", ["a"]) }
    #expect(
      text
        == .unexpectedReply(
          place: connection.address.description, command: "GET", wanted: "an integer", got: "bytes")
    )
    #expect(Self.failure { _ = try connection.bytes("INCR", ["a"]) } != nil)
    #expect(Self.failure { _ = try connection.elements("GET", ["a"]) } != nil)
    #expect(try connection.bytes("GET", ["nothing"]) == nil)
    #expect(connection.isOpen)
  }

  @Test func `a refusal has its code, advice, no arguments, and leaves the connection open`()
    throws
  {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect()
    try connection.call("RPUSH", ["list", "x"])
    let wrongType = try #require(Self.failure { try connection.call("INCR", ["list"]) })
    guard case .refused(_, "INCR", "WRONGTYPE", _) = wrongType else {
      Issue.record("\(wrongType)")
      return
    }
    #expect("\(wrongType)".contains("something else uses this key"))
    let unknown = try #require(Self.failure { try connection.call("NONSENSE", ["hunter2"]) })
    #expect("\(unknown)".contains("unknown command"))
    #expect(!"\(unknown)".contains("hunter2"))
    #expect(try connection.call("PING") == .status("PONG"))
  }

  @Test func `databases are apart, and one that is not there is refused`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let first = try server.connect()
    let second = try RedisConnection(try RedisAddress(url: server.url + "/1"))
    try first.call("SET", ["a", "1"])
    #expect(try second.bytes("GET", ["a"]) == nil)
    let error = Self.failure { _ = try RedisConnection(try RedisAddress(url: server.url + "/99")) }
    guard case .refused(_, "SELECT", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `the right password lets in, a wrong one and none do not, and none is shown`() throws {
    let server = try RedisServer(
      options: [
        "--requirepass", "hunter2", "--user", "anna", "on", ">ann%a", "~*", "&*",
        "+@all",
      ],
      login: ":hunter2@")
    defer { server.kill() }
    #expect(try server.connect().call("PING") == .status("PONG"))
    let place = "127.0.0.1:\(server.port)"
    let anna = try RedisConnection(try RedisAddress(url: "redis://anna:ann%25a@\(place)"))
    #expect(try anna.call("ACL", ["WHOAMI"]).text == "anna")
    for (login, code) in [
      (":hunter3@", "WRONGPASS"), ("anna:hunter3@", "WRONGPASS"), ("", "NOAUTH"),
    ] {
      let error = try #require(
        Self.failure { _ = try RedisConnection(try RedisAddress(url: "redis://\(login)\(place)")) })
      #expect(error == .loginRefused(place: "redis://\(place)", code: code))
      #expect(!"\(error)".contains("hunter"))
    }
  }

  @Test func `no server is said with the place and what to do`() throws {
    let port = try RedisServer.freePort()
    let error = try #require(
      Self.failure {
        _ = try RedisConnection(try RedisAddress(url: "redis://:hunter2@127.0.0.1:\(port)"))
      })
    #expect(
      error == .unreachable(place: "redis://127.0.0.1:\(port)", reason: "Connection refused"))
    #expect("\(error)".contains("start the server there"))
    let name = Self.failure {
      _ = try RedisConnection(try RedisAddress(url: "redis://no-such-host.invalid"))
    }
    guard case .unreachable = name else {
      Issue.record("\(String(describing: name))")
      return
    }
  }

  @Test func `a command that takes too long closes the connection, and reconnecting helps`() throws
  {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect(.init(commandTimeoutMilliseconds: 150))
    let late = Self.failure { try connection.call("BLPOP", ["nothing", 0]) }
    #expect(
      late
        == .timedOut(
          place: connection.address.description, command: "BLPOP", milliseconds: 150))
    #expect(late?.isLostConnection == true)
    #expect(!connection.isOpen)
    let after = try #require(Self.failure { try connection.call("PING") })
    guard case .closed = after else {
      Issue.record("\(after)")
      return
    }
    try connection.reconnect()
    #expect(try connection.call("PING") == .status("PONG"))
  }

  @Test func `a server that dies is said, and reconnecting ends at its bound`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect(.init(maximumReconnects: 3))
    server.kill()
    let gone = try #require(Self.failure { try connection.call("SET", ["a", "1"]) })
    #expect(gone.isLostConnection, "\(gone)")
    #expect(Self.failure { try connection.reconnect() }?.isLostConnection == true)
    #expect(Self.failure { try connection.reconnect() }?.isLostConnection == true)
    try server.start()
    // A success forgets the failures before it.
    try connection.reconnect()
    server.kill()
    for _ in 0..<3 {
      #expect(Self.failure { try connection.reconnect() }?.isLostConnection == true)
    }
    #expect(
      Self.failure { try connection.reconnect() }
        == .exhausted(place: connection.address.description, attempts: 3))
  }

  @Test func `a command at its bound is sent, and one beyond it is not`() throws {
    let server = try RedisServer()
    defer { server.kill() }
    let connection = try server.connect(.init(commandLimitBytes: 1_000))
    // Three words with 16 bytes of framing each, of which two have 3 and 1 bytes.
    try connection.call("SET", ["a", .init([UInt8](repeating: 7, count: 1_000 - 3 * 16 - 4))])
    let error = Self.failure {
      try connection.call("SET", ["b", .init([UInt8](repeating: 7, count: 1_000 - 3 * 16 - 3))])
    }
    #expect(
      error
        == .tooLarge(
          place: connection.address.description, command: "SET", bytes: 1_001, limitBytes: 1_000))
    #expect(try connection.integer("EXISTS", ["a", "b"]) == 1)
  }
}
