internal import Market
public import Wire

/// The stream of lines.
extension OddsAPIFeed: WebSocketHandler {
  public func webSocketDidOpen(_ socket: any WebSocket) {
    guard socket === self.socket else { return }
    perform(session.socketOpened())
  }

  public func webSocket(
    _ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer
  ) {
    guard socket === self.socket else { return }
    frameArrivalNanoseconds = scheduler.uptimeNanoseconds
    receive(bytes)
  }

  public func webSocket(
    _ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer
  ) {
    guard socket === self.socket else { return }
    receive(bytes)
  }

  public func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    guard socket === self.socket else { return }
    self.socket = nil
    let text = Self.text(of: closure)
    if session.state == .opening {
      handler?.oddsFeed(self, didReject: .listFailed("\(options.streamURL): \(text)"))
    }
    perform(session.socketClosed(text))
  }

  func receive(_ frame: UnsafeRawBufferPointer) {
    onFrame(frame)
    var offset = 0
    while offset < frame.count {
      do throws(OddsFrameFault) {
        guard let message = try decoder.next(in: frame, from: &offset) else { return }
        session.received(sequence: message.sequence)
        handle(message)
        if message.kind == .resyncRequired {
          return perform(session.resyncRequired())
        }
      } catch {
        handler?.oddsFeed(
          self, didReject: .malformed(offset: error.offset, "expected \(error.expected)"))
      }
    }
  }

  func handle(_ message: OddsMessage) {
    guard message.kind == .lines || message.kind == .deleted || message.kind == .noMarkets else {
      return
    }
    guard let number = events.find(message.event) else {
      handler?.oddsFeed(
        self, didReject: .unknownEvent(String(decoding: message.event.prefix(64), as: UTF8.self)))
      return
    }
    if message.bookmaker.isEmpty {
      if message.kind != .lines { withdrawAll(message, event: number) }
      return
    }
    guard let book = bookmaker(message.bookmaker) else { return }
    guard message.kind == .lines else {
      return withdraw(message, event: number, bookmaker: book)
    }
    offering[number] |= 1 << UInt64(book)
    for index in 0..<message.groupCount {
      let (kind, lines) = decoder.group(index)
      report(message, event: number, bookmaker: book, kind: kind, lines: lines)
    }
  }

  func bookmaker(_ name: UnsafeRawBufferPointer) -> Int? {
    if let known = bookmakers.find(name) { return known }
    guard let number = bookmakers.insert(name) else {
      handler?.oddsFeed(
        self, didReject: .overflow("more than \(Self.bookmakerLimit) bookmakers"))
      return nil
    }
    handler?.oddsFeed(
      self, didMeet: BookmakerID(number), named: JSONText.unescaped(bookmakers.text(number)))
    return number
  }

  func withdrawAll(_ message: OddsMessage, event: Int) {
    var rest = offering[event]
    while rest != 0 {
      withdraw(message, event: event, bookmaker: rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  func withdraw(_ message: OddsMessage, event: Int, bookmaker: Int) {
    offering[event] &= ~(1 << UInt64(bookmaker))
    let none = UnsafeBufferPointer<OfferedLine>(start: nil, count: 0)
    report(message, event: event, bookmaker: bookmaker, kind: .winner, lines: none)
    report(message, event: event, bookmaker: bookmaker, kind: .spread, lines: none)
    report(message, event: event, bookmaker: bookmaker, kind: .total, lines: none)
  }

  func report(
    _ message: OddsMessage, event: Int, bookmaker: Int, kind: LineKind,
    lines: UnsafeBufferPointer<OfferedLine>
  ) {
    handler?.oddsFeed(
      self,
      didReceive: OddsFeedUpdate(
        event: OddsEventID(event), bookmaker: BookmakerID(bookmaker), kind: kind, lines: lines,
        sentAt: message.sentAt, recordedAt: message.recordedAt))
  }

  static func text(of closure: WebSocketClosure) -> String {
    switch closure {
    case .refused(401, _): "the key was not accepted (401)"
    case .refused(let status, _): "the upgrade was answered \(status)"
    case .closed(let code, _): "closed with code \(code)"
    case .protocolError(let code, let reason): "protocol error \(code): \(reason)"
    case .timedOut: "no traffic in time"
    case .lost(.failed(let reason)): reason
    case .lost(.outputOverflow): "the feed reads too slowly"
    case .lost(.local): "closed"
    case .lost(.remote): "connection lost"
    }
  }
}
