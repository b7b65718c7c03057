internal import KalshiSimulator
internal import Market
internal import Matching
internal import Wire

// Faults of requests and of frames.
extension SimulatedVenue: SimulatorInterposer {
  func simulator(_ server: SimulatorServer, willServe request: HTTPRequest) -> SimulatedFate {
    let isOrder = request.method == "POST" && request.path.hasSuffix("/portfolio/events/orders")
    if isOrder, let order = arrived(request) { onOrder(order) }
    let now = scheduler.now
    if now < faults.rateLimitedUntil {
      return refuse(request, HTTPResponse(status: 429, body: Array(#"{"error":"too many"}"#.utf8)))
    }
    if now < faults.failsUntil {
      let status = random.pick([500, 502, 503, 504])
      return refuse(request, HTTPResponse(status: status, body: Array("upstream".utf8)))
    }
    if request.method != "GET", faults.take(.lostAnswer) {
      onFault(.lostAnswer)
      return .cut
    }
    if isOrder, faults.take(.fillBeforeAnswer) {
      onFault(.fillBeforeAnswer)
      return .delay(nanoseconds: random.milliseconds(50...1_500))
    }
    if request.method == "DELETE", faults.take(.fillAfterCancel) {
      onFault(.fillAfterCancel)
      for ticker in tickers {
        if let market = market(ticker) { fillResting(market) }
      }
    }
    return .serve
  }

  private func refuse(_ request: HTTPRequest, _ response: HTTPResponse) -> SimulatedFate {
    onServed(request, response)
    return .answer(response)
  }

  private func arrived(_ request: HTTPRequest) -> WitnessedOrder? {
    let head = Array("POST \(request.target) HTTP/1.1\r\n\r\n".utf8)
    return (head + request.body).withUnsafeBytes { WitnessedOrder(request: $0) }
  }

  func simulator(
    _ server: SimulatorServer, didServe request: HTTPRequest, _ response: HTTPResponse
  ) -> HTTPResponse {
    onServed(request, response)
    guard let ticker = faults.disguised, request.method == "GET", response.status == 200 else {
      return response
    }
    var changed = response
    if disguise(ticker, in: &changed.body) { onFault(.unknownStatus) }
    return changed
  }

  /// Spells a market's status anew in the text of a catalogue.
  private func disguise(_ ticker: String, in body: inout [UInt8]) -> Bool {
    var text = String(decoding: body, as: UTF8.self)
    let name = "\"ticker\":\"\(ticker)\""
    let status = "\"status\":\"active\""
    guard let place = text.firstRange(of: name) else { return false }
    // The exchange writes names in alphabetical order: the status stands before the ticker, behind
    // the ticker of the market before.
    guard let found = text[..<place.lowerBound].lastRange(of: status),
      text[found.upperBound..<place.lowerBound].firstRange(of: "\"ticker\":\"") == nil
    else { return false }
    text.replaceSubrange(found, with: "\"status\":\"held_for_review\"")
    body = Array(text.utf8)
    return true
  }

  func simulator(
    _ server: SimulatorServer, willSend frame: [UInt8], on connection: Int
  ) -> [[UInt8]] {
    let facts = frame.withUnsafeBytes { bytes in
      let facts = FrameFacts(bytes)
      return (
        isDelta: facts.contains("\"type\":\"orderbook_delta\""),
        isSnapshot: facts.contains("\"type\":\"orderbook_snapshot\"")
      )
    }
    if let place = faults.overtaken.firstIndex(where: { $0.connection == connection }) {
      return [frame, faults.overtaken.remove(at: place).frame]
    }
    if facts.isDelta, faults.take(.sequenceGap) {
      onFault(.sequenceGap)
      return []
    }
    if facts.isSnapshot ? faults.take(.snapshotAfterDelta) : faults.take(.reorderedFrames) {
      onFault(facts.isSnapshot ? .snapshotAfterDelta : .reorderedFrames)
      faults.overtaken.append((connection, frame))
      return []
    }
    if faults.take(.duplicateFrame) {
      onFault(.duplicateFrame)
      return [frame, frame]
    }
    if faults.take(.timestampZero) {
      onFault(.timestampZero)
      return [Self.withoutTime(frame)]
    }
    return [frame]
  }

  /// Every time that a frame carries in milliseconds or seconds becomes 0.
  private static func withoutTime(_ frame: [UInt8]) -> [UInt8] {
    var text = String(decoding: frame, as: UTF8.self)
    for name in ["\"ts_ms\":", "\"ts\":", "\"sending_ts_ms\":", "\"last_updated_ts_ms\":"] {
      guard let found = text.firstRange(of: name) else { continue }
      let digits = text[found.upperBound...].prefix { $0.isNumber }
      text.replaceSubrange(digits.startIndex..<digits.endIndex, with: digits.isEmpty ? "" : "0")
    }
    return Array(text.utf8)
  }
}

extension Substring {
  /// Where a text last occurs.
  fileprivate func lastRange(of needle: String) -> Range<Index>? {
    var found: Range<Index>?
    var rest = self
    while let next = rest.firstRange(of: needle) {
      found = next
      rest = self[next.upperBound...]
    }
    return found
  }
}

extension StringProtocol {
  /// Where a text first occurs.
  fileprivate func firstRange(of needle: String) -> Range<Index>? {
    guard let first = needle.first else { return nil }
    var start = startIndex
    while let index = self[start...].firstIndex(of: first) {
      if self[index...].hasPrefix(needle) {
        return index..<self.index(index, offsetBy: needle.count)
      }
      start = self.index(after: index)
    }
    return nil
  }
}
