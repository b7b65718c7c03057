import Wire

/// One connection through a ``Meddler``: requests go on as they come, answers and frames once they
/// are whole.
final class MeddledConnection {
  let client: any ByteStream
  private var upstream: (any ByteStream)?
  private unowned let core: MeddlerCore
  private var clientSide: Side?
  private var serverSide: Side?
  /// What came and is not whole yet.
  private var fromClient: [UInt8] = []
  private var fromServer: [UInt8] = []
  /// The request whose answer is awaited.
  private var request = ""
  private(set) var isWebSocket = false
  private(set) var passedFrames: [String] = []
  private var hasEnded = false

  init(_ client: any ByteStream, core: MeddlerCore) {
    self.client = client
    self.core = core
    clientSide = Side { [unowned self] in
      clientSent($0)
    } end: { [unowned self] in
      end()
    }
    serverSide = Side { [unowned self] in
      serverSent($0)
    } end: { [unowned self] in
      end()
    }
    client.handler = clientSide
  }

  func dial(_ dialer: SocketDialer, _ server: Endpoint) {
    guard let serverSide else { return }
    upstream = dialer.dial(server, handler: serverSide)
  }

  /// Ends both sides.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    client.close()
    upstream?.close()
    core.forget(self)
  }

  /// The events of one side.
  private final class Side: ByteStreamHandler {
    private let receive: ([UInt8]) -> Void
    private let end: () -> Void

    init(_ receive: @escaping ([UInt8]) -> Void, end: @escaping () -> Void) {
      self.receive = receive
      self.end = end
    }

    func streamDidOpen(_ stream: any ByteStream) {}
    func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
      receive(Array(bytes))
    }
    func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) { end() }
  }

  // MARK: From the client

  private func clientSent(_ bytes: [UInt8]) {
    if !core.isDeaf { bytes.withUnsafeBytes { upstream?.write($0) } }
    fromClient += bytes
    if isWebSocket { return readClientFrames() }
    while let (head, body) = Self.message(fromClient) {
      fromClient.removeFirst(head.count + body)
      let words = String(decoding: head, as: UTF8.self).split(separator: " ", maxSplits: 2)
      request = words.prefix(2).joined(separator: " ")
      core.requests.append(request)
    }
  }

  /// Looks for close frames; a client's frames are masked.
  private func readClientFrames() {
    while let (header, count) = Self.frame(fromClient), fromClient.count >= header + 4 + count {
      let start = header + 4
      if fromClient[0] & 0x0F == 8, count >= 2 {
        let mask = fromClient[header..<start]
        let code = (0..<2).map { fromClient[start + $0] ^ mask[header + $0] }
        core.closeCodes.append(UInt16(code[0]) << 8 | UInt16(code[1]))
      }
      fromClient.removeFirst(start + count)
    }
  }

  // MARK: From the server

  private func serverSent(_ bytes: [UInt8]) {
    fromServer += bytes
    if !isWebSocket { passAnswers() }
    if isWebSocket { passFrames() }
  }

  private func passAnswers() {
    while !hasEnded, let (head, body) = Self.message(fromServer) {
      let answer = Array(fromServer.prefix(head.count + body))
      fromServer.removeFirst(answer.count)
      isWebSocket = head.starts(with: Array("HTTP/1.1 101".utf8))
      if isWebSocket { core.upgrades += 1 }
      let change = core.changeAnswer?(request)
      (change?.bytes ?? answer).withUnsafeBytes { client.write($0) }
      if change?.cuts == true { end() }
      if isWebSocket { return }
    }
  }

  private func passFrames() {
    while !hasEnded, let (header, count) = Self.frame(fromServer),
      fromServer.count >= header + count
    {
      let frame = Array(fromServer.prefix(header + count))
      fromServer.removeFirst(frame.count)
      let text = String(decoding: frame.dropFirst(header), as: UTF8.self)
      if let change = core.changeFrame?(text) {
        core.changedFrames += 1
        change.withUnsafeBytes { client.write($0) }
      } else {
        passedFrames.append(text)
        frame.withUnsafeBytes { client.write($0) }
      }
    }
  }

  // MARK: Where a message ends

  /// The head of the first whole HTTP message and the length of its body.
  private static func message(_ bytes: [UInt8]) -> (head: [UInt8], body: Int)? {
    let end = Array("\r\n\r\n".utf8)
    guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
      return nil
    }
    let head = Array(bytes[..<(place + 4)])
    let name = "content-length:"
    let line = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix(name) }
    let length = line.flatMap { Int($0.dropFirst(name.count).filter { $0 != " " }) } ?? 0
    return bytes.count >= head.count + length ? (head, length) : nil
  }

  /// Bytes of the first frame's header without a mask, and of its payload.
  private static func frame(_ bytes: [UInt8]) -> (header: Int, count: Int)? {
    guard bytes.count >= 2 else { return nil }
    let short = Int(bytes[1] & 0x7F)
    let wide = short == 126 ? 2 : short == 127 ? 8 : 0
    guard bytes.count >= 2 + wide else { return nil }
    let count = bytes[2..<(2 + wide)].reduce(0) { $0 << 8 | Int($1) }
    return (2 + wide, wide == 0 ? short : count)
  }
}

/// Frames as a server sends them, right or wrong.
enum RawFrame {
  /// One whole frame; `first` is its first byte, 0x81 for a text that is whole.
  static func of(_ payload: [UInt8], first: UInt8 = 0x81) -> [UInt8] {
    let count = payload.count
    if count < 126 { return [first, UInt8(count)] + payload }
    if count < 65_536 { return [first, 126, UInt8(count >> 8), UInt8(count & 0xFF)] + payload }
    return [first, 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
      + payload
  }

  static func text(_ text: String) -> [UInt8] { of(Array(text.utf8)) }
}
