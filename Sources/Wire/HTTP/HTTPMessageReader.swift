/// The part that requests and responses share: finds the end of a head, then takes in the body, in
/// one buffer that is kept (RFC 9112 sections 2, 6 and 7).
///
/// The buffer holds head, body and whatever the peer sent behind them. Chunked coding is undone in
/// place. Bound: two heads, one body and 1 MiB; a peer that sends further ahead than that is
/// refused with ``HTTPParseError/bodyTooLarge``.
struct HTTPMessageReader: ~Copyable {
  /// Where the body's end is.
  enum Body: Hashable, Sendable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  enum Phase: Hashable, Sendable {
    case head
    case body(Body)
    case chunkSize
    /// Bytes of the chunk that are still missing.
    case chunkData(Int)
    case chunkEnd
    case trailers
    case complete
  }

  let limits: HTTPLimits
  private(set) var phase = Phase.head
  /// Bytes of the head with its empty line.
  private(set) var headCount = 0
  /// Where the body's bytes end, counted from the buffer's front.
  private(set) var bodyEnd = 0
  private var buffer: ByteBuffer
  /// How far the buffer has been read.
  private var scanned = 0
  private var trailerCount = 0

  init(limits: HTTPLimits) {
    self.limits = limits
    buffer = ByteBuffer(
      capacity: 4_096, limit: limits.maxHeadBytes * 2 + limits.maxBodyBytes + (1 << 20))
  }

  var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[..<headCount]) }
  var body: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[headCount..<max(headCount, bodyEnd)])
  }
  /// What lies behind a message that is complete.
  var remainder: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[scanned...])
  }
  /// Nothing of a message has arrived.
  var isIdle: Bool { phase == .head && buffer.isEmpty }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(HTTPParseError) {
    guard buffer.append(bytes) else { throw .bodyTooLarge }
  }

  /// Whether the head is whole now; only in phase `head`.
  mutating func findHead(skipsEmptyLines: Bool) throws(HTTPParseError) -> Bool {
    if skipsEmptyLines, scanned == 0 {
      while buffer.count >= 2, buffer.bytes[0] == HTTPBytes.carriageReturn,
        buffer.bytes[1] == HTTPBytes.lineFeed
      {
        buffer.consume(2)
      }
    }
    let bytes = buffer.bytes
    while let end = HTTPBytes.lineFeed(in: bytes, from: scanned) {
      // The bound comes first: a cut stream notices it before it sees how the line ends.
      guard end < limits.maxHeadBytes else { throw .headTooLarge }
      guard end > 0, bytes[end - 1] == HTTPBytes.carriageReturn else { throw .bareLineFeed }
      scanned = end + 1
      if end >= 3, bytes[end - 2] == HTTPBytes.lineFeed {
        headCount = scanned
        return true
      }
    }
    guard bytes.count <= limits.maxHeadBytes else { throw .headTooLarge }
    return false
  }

  /// Says how the body of the head just found ends.
  mutating func beginBody(_ body: Body) throws(HTTPParseError) {
    if case .length(let count) = body {
      guard count <= limits.maxBodyBytes else { throw .bodyTooLarge }
    }
    bodyEnd = headCount
    trailerCount = 0
    phase = body == .chunked ? .chunkSize : .body(body)
  }

  /// Takes in more of the body; true when the message is complete.
  mutating func readBody() throws(HTTPParseError) -> Bool {
    switch phase {
    case .head: return false
    case .complete: return true
    case .body(.none): phase = .complete
    case .body(.length(let count)):
      guard buffer.count - headCount >= count else { return false }
      bodyEnd = headCount + count
      scanned = bodyEnd
      phase = .complete
    case .body(.untilClose), .body(.chunked):
      bodyEnd = buffer.count
      scanned = bodyEnd
      guard bodyEnd - headCount <= limits.maxBodyBytes else { throw .bodyTooLarge }
      return false
    case .chunkSize, .chunkData, .chunkEnd, .trailers:
      while phase != .complete {
        guard try readChunks() else {
          // What was decoded leaves a gap of chunk lines; close it so that it can't grow.
          buffer.remove(bodyEnd..<scanned)
          scanned = bodyEnd
          return false
        }
      }
    }
    return true
  }

  /// The stream has ended: completes a body that lasts until then. True when a message is complete.
  mutating func finish() throws(HTTPParseError) -> Bool {
    if phase == .body(.untilClose) {
      _ = try readBody()
      phase = .complete
    }
    return phase == .complete
  }

  /// Drops the complete message, keeps what came behind it.
  mutating func dropMessage() {
    buffer.consume(scanned)
    scanned = 0
    headCount = 0
    bodyEnd = 0
    phase = .head
  }

  /// One step through chunked coding (RFC 9112 section 7.1); false when more bytes are needed.
  private mutating func readChunks() throws(HTTPParseError) -> Bool {
    switch phase {
    case .chunkSize:
      guard let line = try nextLine(maxBytes: HTTPLimits.maxChunkLineBytes, or: .badChunk) else {
        return false
      }
      let size = try HTTPMessageReader.chunkSize(
        UnsafeRawBufferPointer(rebasing: buffer.bytes[line]))
      guard size <= limits.maxBodyBytes - (bodyEnd - headCount) else { throw .bodyTooLarge }
      phase = size == 0 ? .trailers : .chunkData(size)
    case .chunkData(let missing):
      let taken = min(missing, buffer.count - scanned)
      guard taken > 0 else { return false }
      buffer.move(scanned..<(scanned + taken), to: bodyEnd)
      scanned += taken
      bodyEnd += taken
      phase = taken == missing ? .chunkEnd : .chunkData(missing - taken)
    case .chunkEnd:
      guard buffer.count > scanned else { return false }
      guard buffer.bytes[scanned] == HTTPBytes.carriageReturn else { throw .badChunk }
      guard buffer.count >= scanned + 2 else { return false }
      guard buffer.bytes[scanned + 1] == HTTPBytes.lineFeed else { throw .badChunk }
      scanned += 2
      phase = .chunkSize
    case .trailers:
      let left = limits.maxHeadBytes - trailerCount
      guard let line = try nextLine(maxBytes: left, or: .headTooLarge) else { return false }
      trailerCount += line.count + 2
      if line.isEmpty {
        phase = .complete
      } else {
        // Trailers are checked like headers and then forgotten: nothing here depends on one.
        var cursor = 0
        let field = UnsafeRawBufferPointer(rebasing: buffer.bytes[line.lowerBound..<scanned])
        _ = try HTTPField.next(field, &cursor)
      }
    case .head, .body, .complete: return false
    }
    return true
  }

  /// The line at `scanned` without its CRLF.
  private mutating func nextLine(
    maxBytes: Int, or error: HTTPParseError
  ) throws(HTTPParseError) -> Range<Int>? {
    let bytes = buffer.bytes
    guard let end = HTTPBytes.lineFeed(in: bytes, from: scanned) else {
      guard bytes.count - scanned < maxBytes else { throw error }
      return nil
    }
    guard end - scanned < maxBytes else { throw error }
    guard end > scanned, bytes[end - 1] == HTTPBytes.carriageReturn else { throw .bareLineFeed }
    let line = scanned..<(end - 1)
    scanned = end + 1
    return line
  }

  /// The size at the front of a chunk's line; extensions are checked for control bytes and ignored.
  private static func chunkSize(_ line: UnsafeRawBufferPointer) throws(HTTPParseError) -> Int {
    var size = 0
    var digits = 0
    while digits < line.count, let value = hexValue(line[digits]) {
      guard digits < 15 else { throw .badChunk }
      size = size << 4 | Int(value)
      digits += 1
    }
    guard digits > 0 else { throw .badChunk }
    var rest = digits
    while rest < line.count, HTTPBytes.isSpace(line[rest]) { rest += 1 }
    guard rest == line.count || line[rest] == 0x3B else { throw .badChunk }
    guard rest == digits || rest < line.count else { throw .badChunk }
    guard HTTPBytes.areValue(line, from: rest) else { throw .badChunk }
    return size
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
