internal import CSimdjson
internal import Synchronization
internal import Wire

/// The trading side of a wire: a WebSocket in, order requests out. Of three frames the first is
/// answered with requests made before, whatever it holds: the bare echo on the same sockets. The
/// second is parsed by simdjson first, and nothing else is done with it.
final class NearSide: WebSocketHandler, HTTPPreparedHandler {
  private let rig: EngineRig
  private let http: HTTPClient
  private let far: FarSide
  /// Puts the books and lines back as they were.
  private let restoring: [Bytes]
  private let echo: Bytes
  private var shots = 0
  private var answers = 0
  /// Requests that found no free connection, and those that were not answered well.
  private(set) var failures = 0
  private(set) var orders = 0
  /// Frames that simdjson parsed.
  private(set) var parsed = 0
  private let parser = csimdjson_new()
  /// All is over: what is torn down now is no failure.
  private var isOver = false
  /// Every request that went out has been answered.
  var isQuiet: Bool { answers + failures >= 2 * shots }

  init(_ rig: EngineRig, http: HTTPClient, far: FarSide, restoring: [Bytes], echo: Bytes) {
    self.rig = rig
    self.http = http
    self.far = far
    self.restoring = restoring
    self.echo = echo
  }

  deinit { csimdjson_free(parser) }

  func end() { isOver = true }

  func webSocketDidOpen(_ socket: any WebSocket) {}

  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    shots += 1
    guard shots % 3 == 0 else {
      if shots % 3 == 2, csimdjson_valid(parser, bytes.baseAddress, bytes.count) == 1 {
        parsed += 1
      }
      send(echo.buffer)
      send(echo.buffer)
      return
    }
    rig.onOrder = { [unowned self] bytes in send(bytes) }
    rig.receive(odds: bytes)
    rig.onOrder = nil
    orders += rig.placed.count
    restore()
  }

  /// Runs while the first request is on its way already.
  private func restore() {
    for frame in restoring { rig.receive(odds: frame.buffer) }
    rig.answerOrders()
    if shots % 24 == 0 { try? rig.fillSignatures() }
  }

  private func send(_ bytes: UnsafeRawBufferPointer) {
    if !http.sendPrepared(bytes, tag: 0, timeoutNanoseconds: 5_000_000_000) { failures += 1 }
  }

  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer) {
    if status != 201 { failures += 1 }
    answers += 1
    // Both of a shot are answered, and what is restored was restored before.
    if answers == 2 * shots { far.ready.store(shots + 1, ordering: .releasing) }
  }

  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure) {
    if !isOver { failures += 1 }
  }
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {}
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {}
}
