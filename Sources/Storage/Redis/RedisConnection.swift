/// A blocking connection to one Redis server, for one thread at a time.
///
/// A command is sent once. When its answer does not come, the connection closes itself, since a
/// late answer would be taken for the next command's; every later command fails at once with
/// ``RedisError/closed(place:command:reason:)`` until ``reconnect()``, which the caller decides on.
public final class RedisConnection {
  /// Bounds of a connection.
  public struct Options: Hashable, Sendable {
    /// For each address that the host's name has.
    public var connectTimeoutMilliseconds: Int
    /// For a whole command: from the first byte sent to the last byte of the answer.
    public var commandTimeoutMilliseconds: Int
    /// Longest command: name, arguments and 16 bytes of framing for each. A longer one is not sent.
    public var commandLimitBytes: Int
    /// Longest answer on the wire. A longer one closes the connection.
    public var replyLimitBytes: Int
    /// How often ``RedisConnection/reconnect()`` may fail in a row before it fails without trying.
    public var maximumReconnects: Int

    public init(
      connectTimeoutMilliseconds: Int = 5_000, commandTimeoutMilliseconds: Int = 10_000,
      commandLimitBytes: Int = 64 << 20, replyLimitBytes: Int = 64 << 20,
      maximumReconnects: Int = 10
    ) {
      precondition(
        connectTimeoutMilliseconds > 0 && commandTimeoutMilliseconds > 0,
        "A connection needs time to connect and to answer.")
      precondition(
        (1...(1 << 30)).contains(commandLimitBytes) && (1...(1 << 30)).contains(replyLimitBytes),
        "Commands and answers are bounded by 1 byte to 1 GiB.")
      self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
      self.commandTimeoutMilliseconds = commandTimeoutMilliseconds
      self.commandLimitBytes = commandLimitBytes
      self.replyLimitBytes = replyLimitBytes
      self.maximumReconnects = maximumReconnects
    }
  }

  public let address: RedisAddress
  public let options: Options
  private var channel: RedisChannel?
  private var failedReconnects = 0

  /// Connects, logs in, selects the database, and makes sure that what answers is Redis.
  public init(_ address: RedisAddress, options: Options = .init()) throws(RedisError) {
    self.address = address
    self.options = options
    try open()
  }

  /// Whether the last command left the connection usable. The server may have gone since.
  public var isOpen: Bool { channel != nil }

  /// Hangs up. What the server still does with an earlier command is not waited for.
  public func close() { channel = nil }

  /// Hangs up and connects again: one attempt. The pause between attempts is the caller's.
  ///
  /// - Throws: ``RedisError/exhausted(place:attempts:)``, without an attempt, once
  ///   ``Options/maximumReconnects`` in a row have failed.
  public func reconnect() throws(RedisError) {
    guard failedReconnects < options.maximumReconnects else {
      throw .exhausted(place: place, attempts: failedReconnects)
    }
    failedReconnects += 1
    try open()
    failedReconnects = 0
  }

  /// Sends a command and returns the answer.
  ///
  /// - Throws: ``RedisError/refused(place:command:code:reason:)`` when the answer is an error; the
  ///   connection stays open then. Every other error but a command that is too large closes it.
  @discardableResult
  public func call(
    _ command: String, _ arguments: [RedisArgument] = []
  ) throws(RedisError) -> RedisReply {
    let words = [Array(command.utf8)] + arguments.map(\.bytes)
    let bytes = words.reduce(0) { $0 + $1.count + 16 }
    guard bytes <= options.commandLimitBytes else {
      throw .tooLarge(
        place: place, command: command, bytes: bytes, limitBytes: options.commandLimitBytes)
    }
    let reply = try exchange(words, command)
    guard case .error(let text) = reply else { return reply }
    // Some errors quote the arguments after their own words.
    let reason = text.split(separator: ", with args", maxSplits: 1).first ?? ""
    throw .refused(
      place: place, command: command, code: Self.code(text), reason: String(reason.prefix(300)))
  }

  /// Sends a command whose answer is a number.
  public func integer(
    _ command: String, _ arguments: [RedisArgument] = []
  ) throws(RedisError) -> Int64 {
    let reply = try call(command, arguments)
    guard let value = reply.integer else { throw unexpected(reply, command, "an integer") }
    return value
  }

  /// Sends a command whose answer is bytes, or nothing.
  public func bytes(
    _ command: String, _ arguments: [RedisArgument] = []
  ) throws(RedisError) -> [UInt8]? {
    let reply = try call(command, arguments)
    if reply == .null { return nil }
    guard let bytes = reply.bytes else { throw unexpected(reply, command, "bytes") }
    return bytes
  }

  /// Sends a command whose answer is an array.
  public func elements(
    _ command: String, _ arguments: [RedisArgument] = []
  ) throws(RedisError) -> [RedisReply] {
    let reply = try call(command, arguments)
    guard let elements = reply.elements else { throw unexpected(reply, command, "an array") }
    return elements
  }

  /// An error for an answer of another type than was wanted.
  func unexpected(_ reply: RedisReply, _ command: String, _ wanted: String) -> RedisError {
    .unexpectedReply(place: place, command: command, wanted: wanted, got: reply.typeName)
  }

  private var place: String { address.description }

  private func open() throws(RedisError) {
    channel = nil
    do throws(RedisChannel.Fault) {
      channel = try RedisChannel(
        host: address.host, port: address.port,
        timeoutMilliseconds: options.connectTimeoutMilliseconds)
    } catch {
      throw .unreachable(place: place, reason: error.reason)
    }
    do throws(RedisError) {
      try greet()
    } catch {
      channel = nil
      throw error
    }
  }

  private func greet() throws(RedisError) {
    if let password = address.password {
      let words = ["AUTH"] + (address.user.map { [$0] } ?? []) + [password]
      let reply = try exchange(words.map { Array($0.utf8) }, "AUTH")
      // Only the code: a text could quote what was sent.
      if case .error(let text) = reply {
        throw .loginRefused(place: place, code: Self.code(text, without: password))
      }
      guard reply == .status("OK") else { throw unexpected(reply, "AUTH", "OK") }
    }
    if address.database != 0 { try greeting("SELECT", [.init(address.database)], "OK") }
    try greeting("PING", [], "PONG")
  }

  private func greeting(
    _ command: String, _ arguments: [RedisArgument], _ wanted: String
  ) throws(RedisError) {
    do throws(RedisError) {
      let reply = try call(command, arguments)
      guard reply == .status(wanted) else { throw unexpected(reply, command, wanted) }
    } catch {
      if case .refused(_, _, "NOAUTH", _) = error {
        throw .loginRefused(place: place, code: "NOAUTH")
      }
      throw error
    }
  }

  private func exchange(_ words: [[UInt8]], _ command: String) throws(RedisError) -> RedisReply {
    do throws(RedisChannel.Fault) {
      let reply = try channel?.exchange(
        words, timeoutMilliseconds: options.commandTimeoutMilliseconds,
        replyLimitBytes: options.replyLimitBytes)
      guard let reply else {
        throw .closed(reason: "an earlier command failed, or it was closed")
      }
      return reply
    } catch {
      channel = nil
      throw failure(error, command)
    }
  }

  private func failure(_ fault: RedisChannel.Fault, _ command: String) -> RedisError {
    switch fault {
    case .timedOut:
      .timedOut(
        place: place, command: command, milliseconds: options.commandTimeoutMilliseconds)
    case .closed(let reason): .closed(place: place, command: command, reason: reason)
    case .garbled(let reason): .notRedis(place: place, command: command, reason: reason)
    case .tooLarge(let bytes):
      .tooLarge(place: place, command: command, bytes: bytes, limitBytes: options.replyLimitBytes)
    }
  }

  /// The first word of an error, in capitals by Redis' convention; `ERR` for anything else.
  private static func code(_ text: String, without secret: String = "") -> String {
    let word = text.prefix { $0.isASCII && $0.isUppercase && $0.isLetter }.prefix(32)
    return word.isEmpty || word == secret ? "ERR" : String(word)
  }
}
