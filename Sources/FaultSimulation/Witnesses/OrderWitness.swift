internal import Market
internal import Wire

/// An order as its bytes say it.
struct WitnessedOrder {
  var ticker: String
  var clientID: String
  var side: BookSide
  /// It takes or dies; otherwise it rests.
  var takes: Bool

  /// Nil where the bytes are no order.
  init?(request bytes: UnsafeRawBufferPointer) {
    guard Self.isOrder(bytes) else { return nil }
    let facts = FrameFacts(bytes)
    guard let ticker = facts.text("\"ticker\":\""),
      let clientID = facts.text("\"client_order_id\":\"")
    else { return nil }
    self.ticker = ticker
    self.clientID = clientID
    side = facts.contains("\"side\":\"bid\"") ? .bid : .ask
    takes = facts.contains("immediate_or_cancel")
  }

  private static let opening = Array("POST /trade-api/v2/portfolio/events/orders HTTP/1.1".utf8)

  private static func isOrder(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > opening.count && bytes.prefix(opening.count).elementsEqual(opening)
  }
}

/// What has become known of the API key to a client, told from the answers it was given.
struct KeyWitness {
  /// What each connection's last request was.
  private enum Asked { case order, signed, open }

  private var asked: [ObjectIdentifier: Asked] = [:]
  /// What has come of each connection's answer.
  private var pieces: [ObjectIdentifier: [UInt8]] = [:]
  /// The key was refused for an order, and nothing signed has been answered since.
  private(set) var isRefused = false

  mutating func reset() { self = KeyWitness() }

  mutating func sent(_ bytes: UnsafeRawBufferPointer, on stream: HostStream) {
    let isSigned = FrameFacts(bytes).contains("KALSHI-ACCESS-SIGNATURE")
    pieces[ObjectIdentifier(stream)] = nil
    asked[ObjectIdentifier(stream)] =
      WitnessedOrder(request: bytes) != nil ? .order : isSigned ? .signed : .open
  }

  /// An answer may come in pieces: the process knows of it only once it has all of it.
  mutating func given(_ bytes: UnsafeRawBufferPointer, on stream: HostStream) {
    let connection = ObjectIdentifier(stream)
    guard let question = asked[connection] else { return }
    pieces[connection, default: []] += bytes
    guard let status = Self.status(of: pieces[connection] ?? []) else { return }
    asked[connection] = nil
    pieces[connection] = nil
    if status == 401, question == .order { isRefused = true }
    if (200..<300).contains(status), question != .open { isRefused = false }
  }

  /// The status of an answer that is whole; nil before that.
  private static func status(of answer: [UInt8]) -> Int? {
    guard answer.count >= 12, answer.prefix(9).elementsEqual("HTTP/1.1 ".utf8) else { return nil }
    let text = String(decoding: answer, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    var length = 0
    for line in text[..<end.lowerBound].split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      length = Int(parts[1].drop { $0 == " " }) ?? 0
    }
    guard text[end.upperBound...].utf8.count >= length else { return nil }
    return answer[9..<12].reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }
}
