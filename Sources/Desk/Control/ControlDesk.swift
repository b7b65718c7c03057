internal import Market
internal import Wire

/// Takes an operator's requests at a local socket and answers each with a few lines.
///
/// One request a connection; so many connections at once as ``mostConnections``, as many again are
/// told so, and further ones closed; one that says nothing for five seconds is closed. Confined to
/// its loop's thread.
final class ControlDesk: StreamAcceptorHandler {
  /// Carries out a request and calls back once.
  typealias Obey = (ControlRequest, @escaping (ControlReply) -> Void) -> Void

  static let mostConnections = 8
  private static let patienceNanoseconds: Int64 = 5_000_000_000

  private let listener: any StreamAcceptor
  private let scheduler: any Scheduler
  private let obey: Obey
  private var visits: [ObjectIdentifier: Visit] = [:]

  init(listener: any StreamAcceptor, scheduler: any Scheduler, obey: @escaping Obey) {
    self.listener = listener
    self.scheduler = scheduler
    self.obey = obey
    listener.handler = self
  }

  /// No more requests; the file is removed.
  func close() {
    listener.close()
    for visit in visits.values { visit.stream?.close() }
    visits.removeAll()
  }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    // A stream without a handler is closed.
    guard visits.count < 2 * Self.mostConnections else { return }
    let isFull = visits.count >= Self.mostConnections
    let visit = Visit(stream)
    visits[ObjectIdentifier(visit)] = visit
    stream.handler = visit
    visit.onLine = { [weak self, weak visit] line in
      guard let self, let visit else { return }
      guard !isFull else {
        return visit.reply(
          ControlReply(
            isDone: false,
            ["\(Self.mostConnections) others are asking: nothing was done; try again"]))
      }
      answer(line, to: visit)
    }
    visit.onEnd = { [weak self, weak visit] in
      guard let self, let visit else { return }
      visits[ObjectIdentifier(visit)] = nil
      if let timer = visit.deadline { scheduler.cancel(timer) }
    }
    visit.deadline = scheduler.schedule(afterNanoseconds: Self.patienceNanoseconds) {
      [weak visit] in
      guard let visit, !visit.hasAsked else { return }
      visit.reply(ControlReply(isDone: false, ["no request came"]))
    }
  }

  private func answer(_ line: String?, to visit: Visit) {
    guard let line else {
      return visit.reply(ControlReply(isDone: false, ["no request: one line of text is asked for"]))
    }
    do throws(ControlRequest.Refusal) {
      obey(try ControlRequest(line: line)) { [weak visit] in visit?.reply($0) }
    } catch {
      visit.reply(ControlReply(isDone: false, [error.description]))
    }
  }
}

/// One connection of an operator.
private final class Visit: ByteStreamHandler {
  private(set) var stream: (any ByteStream)?
  /// Hears the line once; nil for what is none.
  var onLine: (String?) -> Void = { _ in }
  var onEnd: () -> Void = {}
  var deadline: TimerToken?
  private(set) var hasAsked = false
  private var bytes: [UInt8] = []
  private var isAnswered = false

  init(_ stream: any ByteStream) { self.stream = stream }

  func reply(_ reply: ControlReply) {
    guard !isAnswered else { return }
    isAnswered = true
    reply.bytes.withUnsafeBytes { stream?.write($0) }
    stream?.close()
  }

  func streamDidOpen(_ stream: any ByteStream) {}

  func stream(_ stream: any ByteStream, didReceive received: UnsafeRawBufferPointer) {
    guard !hasAsked else { return }
    bytes += received
    if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
      hasAsked = true
      onLine(String(validating: bytes[..<end], as: UTF8.self))
    } else if bytes.count > ControlRequest.longestLine {
      hasAsked = true
      onLine(nil)
    }
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    self.stream = nil
    onEnd()
  }
}
