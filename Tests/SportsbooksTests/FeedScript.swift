import Market
import Sportsbooks
import Wire

/// Hears a feed and writes down what it says, lines checked by a tracker.
final class RecordingOddsHandler: OddsFeedHandler {
  var log: [String] = []
  var events: [OddsEvent] = []
  var books: [String] = []
  var lines: [String: OddsLine] = [:]
  var faults: [OddsFeedFault] = []
  var recordedAt: Timestamp?
  private var tracker = LineTracker()

  func oddsFeedDidConnect(_ feed: any OddsFeed) { log.append("connected") }
  func oddsFeed(_ feed: any OddsFeed, didDisconnect reason: String) {
    log.append("disconnected: \(reason)")
  }
  func oddsFeed(_ feed: any OddsFeed, didList event: OddsEvent) {
    events.removeAll { $0.id == event.id }
    events.append(event)
  }
  func oddsFeed(_ feed: any OddsFeed, didMeet bookmaker: BookmakerID, named name: String) {
    books.append(name)
  }
  func oddsFeed(_ feed: any OddsFeed, didReceive update: borrowing OddsFeedUpdate) {
    recordedAt = update.recordedAt
    let prefix = "\(update.event.index) \(books[Int(update.bookmaker.index)])"
    tracker.replace(
      event: update.event, bookmaker: update.bookmaker, kind: update.kind, with: update.lines
    ) { event in
      switch event {
      case .set(let line): lines["\(prefix) \(line.subject)"] = line
      case .withdrawn(let subject): lines["\(prefix) \(subject)"] = nil
      }
    }
  }
  func oddsFeed(_ feed: any OddsFeed, didReject fault: OddsFeedFault) { faults.append(fault) }
}

/// A WebSocket end that hands what is sent to a closure.
final class LoopbackSocket: WebSocket {
  var onText: (String) -> Void = { _ in }
  var onClose: (UInt16) -> Void = { _ in }
  var isClosed = false

  func send(text: UnsafeRawBufferPointer) {
    guard !isClosed else { return }
    onText(String(decoding: text, as: UTF8.self))
  }
  func send(binary: UnsafeRawBufferPointer) {}
  func ping(_ payload: UnsafeRawBufferPointer) {}
  func close(code: UInt16, reason: String) {
    guard !isClosed else { return }
    isClosed = true
    onClose(code)
  }
}

/// Joins a feed and a server in memory: REST answers and frames arrive at the next turn.
///
/// Both hold their end of a socket, so the ends hold neither of them.
final class OddsLoopback: WebFetching {
  let scheduler: SimulatedScheduler
  let server: OddsServer
  var refusesConnections = false
  var failsRequests = false
  private(set) var targets: [String] = []
  private(set) var lastClient: LoopbackSocket?

  init(scheduler: SimulatedScheduler, server: OddsServer) {
    self.scheduler = scheduler
    self.server = server
  }

  func fetch(
    _ request: WebRequest, completion: @escaping (Result<WebResponse, WebFailure>) -> Void
  ) {
    var target = String(request.url.dropFirst("http://odds".count))
    for (name, value) in request.secretQuery { target += "&\(name)=\(value)" }
    targets.append(request.url)
    _ = scheduler.schedule(afterNanoseconds: 0) { [weak self] in
      guard let self else { return }
      guard !failsRequests else { return completion(.failure(.timedOut(url: request.url))) }
      server.handle(HTTPRequest(target: target)) { response in
        completion(.success(WebResponse(status: response.status, body: response.body)))
      }
    }
  }

  func open(_ endpoint: Endpoint, _ handler: any WebSocketHandler) -> any WebSocket {
    let client = LoopbackSocket()
    lastClient = client
    targets.append(endpoint.target)
    _ = scheduler.schedule(afterNanoseconds: 0) { [weak self, weak handler] in
      guard let self, let handler else { return }
      guard !refusesConnections else {
        return handler.webSocketDidClose(client, .lost(.failed("refused")))
      }
      switch server.upgrade(HTTPRequest(target: endpoint.target)) {
      case .refuse(let response):
        handler.webSocketDidClose(client, .refused(status: response.status, body: ""))
      case .accept(let peer):
        let end = LoopbackSocket()
        end.onText = { [weak scheduler, weak handler, weak client] text in
          _ = scheduler?.schedule(afterNanoseconds: 0) { [weak handler, weak client] in
            guard let handler, let client else { return }
            var copy = text
            copy.withUTF8 {
              handler.webSocket(client, didReceiveText: UnsafeRawBufferPointer($0))
            }
          }
        }
        end.onClose = { [weak scheduler, weak handler, weak client] code in
          _ = scheduler?.schedule(afterNanoseconds: 0) { [weak handler, weak client] in
            guard let handler, let client else { return }
            handler.webSocketDidClose(client, .closed(code: code, reason: ""))
          }
        }
        client.onClose = { [weak peer] code in
          peer?.webSocketDidClose(end, .closed(code: code, reason: ""))
        }
        handler.webSocketDidOpen(client)
        peer.webSocketDidOpen(end)
      }
    }
    return client
  }
}
