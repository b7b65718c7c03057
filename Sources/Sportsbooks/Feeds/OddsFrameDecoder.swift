internal import Market

/// Decodes odds-api.io's frames from bytes into lines: in one pass, without allocating.
///
/// A message such as
/// `{"type":"updated","timestamp":"…","id":"63017989","bookie":"Pinnacle","markets":[{"name":"ML",`
/// `"updatedAt":"…","odds":[{"home":"1.85","away":"2.10"}]}]}` in any key order. Prices come as
/// strings or numbers. Text other than a number is a missing side (`"N/A"`). Lines land in a buffer
/// that the next message reuses; at its bound of ``lineLimit`` lines the message is refused.
public struct OddsFrameDecoder: ~Copyable {
  /// The most lines one message may hold.
  public static let lineLimit = 1_024
  /// The most bytes one frame may hold.
  public static let frameLimitBytes = 4 << 20

  private let storage: UnsafeMutableBufferPointer<OfferedLine>
  private var used = 0
  private var groups = InlineArray<8, Group>(repeating: Group(kind: .winner, start: 0, end: 0))

  private struct Group {
    var kind: LineKind
    var start: Int
    var end: Int
  }

  public init() {
    storage = .allocate(capacity: Self.lineLimit)
    storage.initialize(repeating: OfferedLine(kind: .winner))
  }

  deinit { storage.deallocate() }

  /// The kind and lines of a message's group, readable until the next message is decoded.
  public func group(_ index: Int) -> (kind: LineKind, lines: UnsafeBufferPointer<OfferedLine>) {
    let group = groups[index]
    return (group.kind, UnsafeBufferPointer(rebasing: storage[group.start..<group.end]))
  }

  /// The next message at or behind `offset`, which moves past it; nil at the frame's end.
  ///
  /// After a fault `offset` stands behind the next line break, so that one bad message does not
  /// cost the others of its frame.
  public mutating func next(
    in frame: UnsafeRawBufferPointer, from offset: inout Int
  ) throws(OddsFrameFault) -> OddsMessage? {
    guard frame.count <= Self.frameLimitBytes else {
      offset = frame.count
      throw OddsFrameFault(offset: 0, expected: "a frame of at most 4 MiB")
    }
    var scanner = JSONScanner(frame, from: offset)
    guard scanner.peek() != nil else {
      offset = frame.count
      return nil
    }
    used = 0
    do throws(JSONScanner.Fault) {
      let message = try message(&scanner)
      offset = scanner.index
      return message
    } catch {
      offset = Self.lineBreak(in: frame, behind: max(offset, min(error.offset, frame.count)))
      throw OddsFrameFault(offset: error.offset, expected: "\(error.expected)")
    }
  }

  private mutating func message(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Fault) -> OddsMessage {
    guard scanner.take(UInt8(ascii: "{")) else { throw scanner.fault("an object") }
    var message = OddsMessage()
    var isFirst = true
    while let key = try scanner.nextKey(isFirst: &isFirst) {
      if key.equals("type") {
        message.kind = try scanner.scalar().map(Self.kind) ?? .other
      } else if key.equals("id") {
        message.event = try scanner.scalar() ?? message.event
      } else if key.equals("bookie") {
        message.bookmaker = try scanner.scalar() ?? message.bookmaker
      } else if key.equals("timestamp") {
        message.sentAt = try scanner.scalar().flatMap { WrittenTime.rfc3339($0) }
      } else if key.equals("seq") {
        message.sequence = try scanner.scalar().flatMap { DecimalText.integer($0) }
      } else if key.equals("recorded_ts_ms") {
        message.recordedAt = try scanner.scalar().flatMap { DecimalText.integer($0) }
          .flatMap { Self.recorded($0) }
      } else if key.equals("markets"), scanner.peek() == UInt8(ascii: "[") {
        try markets(&scanner, &message)
      } else {
        try scanner.skipValue()
      }
    }
    return message
  }

  private mutating func markets(
    _ scanner: inout JSONScanner, _ message: inout OddsMessage
  ) throws(JSONScanner.Fault) {
    _ = scanner.take(UInt8(ascii: "["))
    var isFirst = true
    while try scanner.nextElement(isFirst: &isFirst) {
      guard scanner.take(UInt8(ascii: "{")) else { throw scanner.fault("a market object") }
      var kind: LineKind?
      let start = used
      var firstKey = true
      while let key = try scanner.nextKey(isFirst: &firstKey) {
        if key.equals("name") {
          kind = try scanner.scalar().flatMap(Self.lineKind)
        } else if key.equals("odds"), scanner.peek() == UInt8(ascii: "[") {
          try odds(&scanner)
        } else {
          try scanner.skipValue()
        }
      }
      guard let kind else {
        used = start
        continue
      }
      guard message.groupCount < groups.count else { throw scanner.fault("fewer markets") }
      for index in start..<used { storage[index].kind = kind }
      groups[message.groupCount] = Group(kind: kind, start: start, end: used)
      message.groupCount += 1
    }
  }

  private mutating func odds(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    _ = scanner.take(UInt8(ascii: "["))
    var isFirst = true
    while try scanner.nextElement(isFirst: &isFirst) {
      guard scanner.take(UInt8(ascii: "{")) else { throw scanner.fault("an odds object") }
      guard used < Self.lineLimit else { throw scanner.fault("fewer lines") }
      var line = OfferedLine(kind: .winner)
      var firstKey = true
      while let key = try scanner.nextKey(isFirst: &firstKey) {
        let isPrice =
          key.equals("home") || key.equals("over") || key.equals("away") || key.equals("under")
        guard isPrice || key.equals("hdp") || key.equals("draw") else {
          try scanner.skipValue()
          continue
        }
        guard let text = try scanner.scalar() else { continue }
        let value = DecimalText.double(text)
        if key.equals("home") || key.equals("over") {
          line.first = value
        } else if isPrice {
          line.second = value
        } else if key.equals("hdp") {
          line.points = value
        } else if !value.isNaN {
          line.hasThirdOutcome = true
        }
      }
      storage[used] = line
      used += 1
    }
  }

  private static func kind(_ text: UnsafeRawBufferPointer) -> OddsMessageKind {
    if text.equals("updated") || text.equals("created") { return .lines }
    if text.equals("deleted") { return .deleted }
    if text.equals("no_markets") { return .noMarkets }
    if text.equals("welcome") { return .welcome }
    if text.equals("resync_required") { return .resyncRequired }
    return .other
  }

  private static func lineKind(_ text: UnsafeRawBufferPointer) -> LineKind? {
    if text.equals("ML") { return .winner }
    if text.equals("Spread") { return .spread }
    if text.equals("Totals") { return .total }
    return nil
  }

  /// Milliseconds that fit a ``Timestamp``.
  private static func recorded(_ milliseconds: Int64) -> Timestamp? {
    guard milliseconds.magnitude < UInt64(Int64.max / 1_000_000) else { return nil }
    return Timestamp(milliseconds: milliseconds)
  }

  private static func lineBreak(in frame: UnsafeRawBufferPointer, behind offset: Int) -> Int {
    var index = offset
    while index < frame.count, frame[index] != 10 { index += 1 }
    return min(index + 1, frame.count)
  }
}
