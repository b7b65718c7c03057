internal import CLinux
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
    guard let place = body.firstRange(of: "\"ticker\":\"\(ticker)\"") else { return false }
    // The exchange writes names in alphabetical order: the status stands before the ticker, behind
    // the ticker of the market before.
    let before = body[..<place.lowerBound]
    guard let found = before.lastRange(of: "\"status\":\"active\""),
      before[found.upperBound...].firstRange(of: "\"ticker\":\"") == nil
    else { return false }
    body.replaceSubrange(found, with: "\"status\":\"held_for_review\"".utf8)
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
    var frame = frame
    for name in ["\"ts_ms\":", "\"ts\":", "\"sending_ts_ms\":", "\"last_updated_ts_ms\":"] {
      guard let found = frame.firstRange(of: name) else { continue }
      let digits = frame[found.upperBound...].prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { continue }
      frame.replaceSubrange(digits.indices, with: CollectionOfOne(0x30))
    }
    return frame
  }
}

extension [UInt8] {
  fileprivate func firstRange(of text: String) -> Range<Int>? { self[...].firstRange(of: text) }
}

extension ArraySlice<UInt8> {
  /// Where a text first stands in the bytes.
  fileprivate func firstRange(of text: String) -> Range<Int>? {
    var text = text
    let found = text.withUTF8 { text in
      withUnsafeBytes { dutchbook_find($0.baseAddress, $0.count, text.baseAddress, text.count) }
    }
    return found < 0 ? nil : startIndex + found..<startIndex + found + text.utf8.count
  }

  /// Where a text last stands in the bytes.
  fileprivate func lastRange(of text: String) -> Range<Int>? {
    var found: Range<Int>?
    while let next = self[(found?.upperBound ?? startIndex)...].firstRange(of: text) {
      found = next
    }
    return found
  }
}
