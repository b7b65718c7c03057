internal import FoundationEssentials
internal import Journal
internal import Market
internal import Trading
internal import Wire

/// A session's side of the journal: everything that comes in, is decided and goes out, in order.
///
/// An input is recorded before the engine sees it, an output before it is carried out. Confined to
/// the session's thread; does not allocate for what comes often.
final class SessionJournal {
  /// What stands at the head of a session in the journal.
  struct Header: Codable {
    /// Version of the program that wrote it.
    var version: String
    /// How the session's events are written down: ``/Trading/RecordedForm``.
    var form = RecordedForm.current
    /// Names the session's kind for people: paper, demo, live.
    var mode: String
    /// What the engine is made of: configuration in force and markets.
    var engine: InputRecord.Header
    /// The configuration in force as `dutchbook config` prints it, secrets hidden.
    var configuration: String
    /// Frames carry recorded times: a simulator was on the other side.
    var isRecorded: Bool
    /// The exchange's address: another one has another account.
    var exchange: String
    /// Of the account, a hash of the key's id.
    var account: String

    /// What kind of session it was, for people: money of a simulator is no money.
    var kind: String { isRecorded ? mode + ", simulated" : mode }
  }

  /// Tells accounts apart without naming one: the key's id, hashed.
  static func account(ofKey id: String) -> String {
    let key = ExchangeKey("account " + id)
    return String(key.high, radix: 16) + String(key.low, radix: 16)
  }

  /// The session half of the client order ids of a session, read from its head.
  static func session(_ payload: UnsafeRawBufferPointer) -> UInt64? {
    struct Head: Decodable {
      struct Engine: Decodable { var session: UInt64 }
      var engine: Engine
    }
    return try? JSONDecoder().decode(Head.self, from: Data(payload)).engine.session
  }

  /// The part of a session's head that the next one needs.
  struct Head: Decodable {
    struct Market: Decodable { var ticker: String }
    struct Engine: Decodable { var markets: [Market] }
    var engine: Engine
    var mode: String
    var isRecorded: Bool
    var exchange: String
    var account: String

    /// Nil for what cannot be read.
    init?(_ payload: UnsafeRawBufferPointer) {
      guard let head = try? JSONDecoder().decode(Head.self, from: Data(payload)) else {
        return nil
      }
      self = head
    }
  }

  /// The streams that frames are numbered by.
  enum Stream: UInt16 {
    case exchange = 1
    case odds = 2
  }

  private let writer: JournalWriter
  private let scheduler: any Scheduler
  private let events = EventWriter()
  /// The last standing that was recorded.
  private var standing: [UInt8] = []
  /// A record did not fit any more: the journal ends before it.
  private(set) var isOverflown = false
  private var hasBegun = false
  private var hasEnded = false
  /// Frames recorded so far.
  private(set) var exchangeFrames = 0
  private(set) var oddsFrames = 0
  /// Trades of others that were not recorded, as the disk did not keep up.
  private(set) var tradesLeftOut = 0

  init(_ writer: JournalWriter, scheduler: any Scheduler) {
    self.writer = writer
    self.scheduler = scheduler
  }

  /// Begins a session.
  ///
  /// - Throws: ``/Journal/JournalError/tooLarge(bytes:)`` when the ring cannot take the header.
  func begin(_ header: Header) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bytes = [UInt8](try encoder.encode(header))
    bytes.withUnsafeBytes { record(.session, 0, $0) }
    if isOverflown { throw JournalError.tooLarge(bytes: bytes.count) }
    hasBegun = true
  }

  /// A frame as received. When the disk does not keep up, trades of others are left out: what is
  /// left of the ring is for what trading rests on.
  func frame(_ stream: Stream, _ bytes: UnsafeRawBufferPointer) {
    if writer.isInTrouble, stream == .exchange, TradeFrames.isNamed(in: bytes) {
      tradesLeftOut += 1
      return
    }
    if stream == .exchange { exchangeFrames += 1 } else { oddsFrames += 1 }
    record(stream == .exchange ? .exchangeFrame : .oddsFrame, stream.rawValue, bytes)
  }

  func note(_ input: EngineInput) {
    events.clear()
    input.write(to: events)
    record(.input, 0, events.bytes)
  }

  func note(_ output: EngineOutput) {
    events.clear()
    output.write(to: events)
    record(.output, 0, events.bytes)
  }

  /// A signal of the engine's last input.
  func note(_ signal: Signal, of engine: Engine) {
    events.clear()
    engine.write(signal, to: events)
    record(.signal, 0, events.bytes)
  }

  /// Where the account stands, unless it stands as it did.
  func note(_ standing: Standing) {
    events.clear()
    standing.write(to: events)
    guard !events.bytes.elementsEqual(self.standing) else { return }
    self.standing.replaceSubrange(0..., with: events.bytes)
    record(.standing, 0, events.bytes)
  }

  /// A request as sent, without its headers: a line with method and target, then the body.
  func request(_ method: String, _ target: String, _ body: [UInt8]) {
    (Array("\(method) \(target)\n".utf8) + body).withUnsafeBytes { record(.request, 0, $0) }
  }

  /// As above, of the bytes of an HTTP/1.1 request, which are not kept: they carry a signature.
  func request(http bytes: UnsafeRawBufferPointer) {
    var lineEnd = 0
    while lineEnd < bytes.count, bytes[lineEnd] != 0x0D { lineEnd += 1 }
    var bodyStart = lineEnd
    while bodyStart + 4 <= bytes.count,
      bytes.loadUnaligned(fromByteOffset: bodyStart, as: UInt32.self).littleEndian != 0x0A0D_0A0D
    { bodyStart += 1 }
    bodyStart = min(bytes.count, bodyStart + 4)
    // Behind method and target stands the version of the protocol.
    let line = UnsafeRawBufferPointer(rebasing: bytes[..<max(0, lineEnd - 9)])
    let body = UnsafeRawBufferPointer(rebasing: bytes[bodyStart...])
    // Behind its end a session has nothing to say.
    guard !isOverflown, !hasEnded else { return }
    let isTaken = writer.record(
      .request, payloadBytes: line.count + 1 + body.count,
      monotonicNanoseconds: scheduler.uptimeNanoseconds, wall: scheduler.now
    ) { payload in
      payload.copyMemory(from: line)
      payload[line.count] = 0x0A
      UnsafeMutableRawBufferPointer(rebasing: payload[(line.count + 1)...])
        .copyMemory(from: body)
    }
    if !isTaken { isOverflown = true }
  }

  /// Of one answer no more is kept: a long listing must not take the memory that orders need.
  static let answerBytes = 1 << 16

  /// An answer as received: its status in a line, then the body, or so much of it as is kept.
  func answer(status: Int, _ body: UnsafeRawBufferPointer) {
    let kept = min(body.count, Self.answerBytes)
    let isCut = kept < body.count
    var text = Array("\(status)\(isCut ? " the first \(kept) of \(body.count) bytes" : "")\n".utf8)
    text += UnsafeRawBufferPointer(rebasing: body[..<kept])
    text.withUnsafeBytes { record(.answer, 0, $0) }
  }

  /// A line for people.
  func note(_ text: String) {
    var text = text
    text.withUTF8 { record(.note, 0, UnsafeRawBufferPointer($0)) }
  }

  /// Everything recorded so far is as safe as the policy wants it before an order leaves; false
  /// when the disk refuses.
  func waitUntilDurable() -> Bool { writer.waitUntilDurable() }

  /// The disk refuses or does not keep up: nothing new may be begun.
  var isInTrouble: Bool { isOverflown || writer.isInTrouble }

  /// What is wrong, in words.
  var trouble: String {
    isOverflown
      ? "the journal's memory is full: what happens from here on is not recorded"
      : writer.trouble ?? "the journal's disk does not keep up"
  }

  /// Ends the journal and writes what waits.
  ///
  /// - Parameter isOrderly: the session ended as it should; otherwise the next one is told.
  /// - Returns: what is wrong, in words; nil when everything is written.
  func end(isOrderly: Bool) -> String? {
    guard !hasEnded else { return nil }
    // One that has never begun must not end the one before it, which was killed perhaps.
    if isOrderly, hasBegun { record(.end, 0, UnsafeRawBufferPointer(start: nil, count: 0)) }
    hasEnded = true
    return writer.end()
  }

  private func record(
    _ kind: RecordKind, _ stream: UInt16, _ bytes: UnsafeRawBufferPointer
  ) {
    // Behind its end a session has nothing to say.
    guard !isOverflown, !hasEnded else { return }
    let isTaken = writer.record(
      kind, stream: stream, bytes, monotonicNanoseconds: scheduler.uptimeNanoseconds,
      wall: scheduler.now)
    // One hole, and nothing behind it counts: the journal ends here.
    if !isTaken { isOverflown = true }
  }
}
