internal import CRedis
internal import Glibc

/// Owns one connection of hiredis: sends a command, reads its answer, both before a deadline.
///
/// hiredis connects, formats and parses. Reading and writing are done here, because its own calls
/// bound each system call instead of the whole command, bound no answer, and raise SIGPIPE.
struct RedisChannel: ~Copyable {
  /// Why a command has no answer. After each of them the channel is of no use.
  enum Fault: Error {
    case timedOut
    case closed(reason: String)
    case garbled(reason: String)
    case tooLarge(bytes: Int)

    /// In words, for a connection that was not made.
    var reason: String {
      switch self {
      case .timedOut: "no answer in time"
      case .closed(let reason), .garbled(let reason): reason
      case .tooLarge(let bytes): "\(bytes) bytes at once"
      }
    }
  }

  private let context: UnsafeMutablePointer<redisContext>

  /// Connects. The time counts for each address of the name; looking the name up has the bound of
  /// the system's resolver.
  init(host: String, port: Int, timeoutMilliseconds: Int) throws(Fault) {
    let timeout = timeval(
      tv_sec: timeoutMilliseconds / 1_000, tv_usec: timeoutMilliseconds % 1_000 * 1_000)
    guard let context = redisConnectWithTimeout(host, Int32(port), timeout) else {
      throw .closed(reason: "out of memory")
    }
    guard context.pointee.err == 0 else {
      let reason = Self.text(context.pointee.errstr)
      redisFree(context)
      throw .closed(reason: reason)
    }
    self.context = context
  }

  deinit { redisFree(context) }

  /// Sends a command of these words and waits for its answer.
  ///
  /// - Parameter replyLimitBytes: how many bytes an answer may have on the wire.
  func exchange(
    _ words: [[UInt8]], timeoutMilliseconds: Int, replyLimitBytes: Int
  ) throws(Fault) -> RedisReply {
    let deadline = Deadline(milliseconds: timeoutMilliseconds)
    var command: UnsafeMutablePointer<CChar>?
    let count = Self.format(words, into: &command)
    guard count > 0, let command else { throw .closed(reason: "out of memory") }
    defer { redisFreeCommand(command) }
    try send(UnsafeRawBufferPointer(start: command, count: count), before: deadline)
    return try receive(limit: replyLimitBytes, before: deadline)
  }

  private func send(_ bytes: UnsafeRawBufferPointer, before deadline: Deadline) throws(Fault) {
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    var sent = 0
    while sent < bytes.count {
      let count = Glibc.send(
        context.pointee.fd, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        try wait(for: POLLOUT, before: deadline)
      } else if errno != EINTR {
        throw .closed(reason: String(cString: strerror(errno)))
      }
    }
  }

  private func receive(limit: Int, before deadline: Deadline) throws(Fault) -> RedisReply {
    guard let reader = context.pointee.reader else { throw .closed(reason: "out of memory") }
    var block = [UInt8](repeating: 0, count: 65_536)
    var total = 0
    while true {
      if let reply = try parsed(reader) { return reply }
      let count = recv(context.pointee.fd, &block, block.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        total += count
        guard total <= limit else { throw .tooLarge(bytes: total) }
        let isFed = block.withUnsafeBytes {
          redisReaderFeed(reader, $0.baseAddress?.assumingMemoryBound(to: CChar.self), count)
        }
        guard isFed == REDIS_OK else { throw fault(reader) }
      } else if count == 0 {
        throw .closed(reason: "the server hung up")
      } else if errno == EAGAIN {
        try wait(for: POLLIN, before: deadline)
      } else if errno != EINTR {
        throw .closed(reason: String(cString: strerror(errno)))
      }
    }
  }

  /// The answer, once it is whole.
  private func parsed(_ reader: UnsafeMutablePointer<redisReader>) throws(Fault) -> RedisReply? {
    var pointer: UnsafeMutableRawPointer?
    guard redisReaderGetReply(reader, &pointer) == REDIS_OK else { throw fault(reader) }
    guard let pointer else { return nil }
    defer { freeReplyObject(pointer) }
    let answer = pointer.assumingMemoryBound(to: redisReply.self).pointee
    guard let reply = RedisReply(copying: answer) else {
      throw .garbled(reason: "a reply of an unknown type")
    }
    // Nothing else is under way: more bytes would be taken for the next command's answer.
    guard reader.pointee.pos >= reader.pointee.len else {
      throw .garbled(reason: "more than one answer")
    }
    return reply
  }

  private func fault(_ reader: UnsafeMutablePointer<redisReader>) -> Fault {
    let reason = Self.text(reader.pointee.errstr)
    return reader.pointee.err == REDIS_ERR_OOM
      ? .closed(reason: "out of memory") : .garbled(reason: reason)
  }

  private func wait(for events: Int32, before deadline: Deadline) throws(Fault) {
    var descriptor = pollfd(fd: context.pointee.fd, events: Int16(events), revents: 0)
    while true {
      let ready = poll(&descriptor, 1, deadline.remainingMilliseconds)
      if ready > 0 { return }
      if ready == 0 { throw .timedOut }
      guard errno == EINTR else { throw .closed(reason: String(cString: strerror(errno))) }
    }
  }

  /// Writes the words as one command; returns its length, below zero when there is no memory.
  private static func format(
    _ words: [[UInt8]], into command: inout UnsafeMutablePointer<CChar>?
  ) -> Int {
    let lengths = words.map(\.count)
    var flat: [UInt8] = []
    flat.reserveCapacity(lengths.reduce(1, +))
    for word in words { flat += word }
    // One byte more, so that the place of an empty last word exists.
    flat.append(0)
    return flat.withUnsafeBytes { bytes in
      var start = 0
      var pointers: [UnsafePointer<CChar>?] = words.map { word in
        defer { start += word.count }
        return bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
      }
      return Int(redisFormatCommandArgv(&command, Int32(words.count), &pointers, lengths))
    }
  }

  /// A message of hiredis: characters up to the first zero.
  private static func text<Characters>(_ message: Characters) -> String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// The moment until which a command may take.
private struct Deadline {
  private let nanoseconds: Int64

  init(milliseconds: Int) { nanoseconds = Self.now() + Int64(milliseconds) * 1_000_000 }

  /// Rounded up, so that waiting for it does not end early; 0 once it has passed.
  var remainingMilliseconds: Int32 {
    Int32(clamping: max(0, nanoseconds - Self.now() + 999_999) / 1_000_000)
  }

  private static func now() -> Int64 {
    var time = timespec()
    // clock: bounds how long a blocking call may take; no result depends on it.
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
