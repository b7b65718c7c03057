internal import Market
internal import Wire

/// One WebSocket of the server: gives commands to its session and sends its frames.
final class SimulatorConnection: WebSocketHandler {
  private weak var server: SimulatorServer?
  private weak var stream: StreamTap?
  private var socket: (any WebSocket)?
  private let number: Int
  var session: SimulatorStreamSession

  init(
    server: SimulatorServer, number: Int, session: SimulatorStreamSession, stream: StreamTap?
  ) {
    self.server = server
    self.number = number
    self.session = session
    self.stream = stream
  }

  /// Sends what the session has to say.
  func flush() {
    guard let socket else { return }
    for frame in session.takeFrames() {
      guard let server, let interposer = server.interposer else {
        frame.withUnsafeBytes { socket.send(text: $0) }
        continue
      }
      for frame in interposer.simulator(server, willSend: frame, on: number) {
        frame.withUnsafeBytes { socket.send(text: $0) }
      }
    }
  }

  func heartbeat() {
    Array("heartbeat".utf8).withUnsafeBytes { socket?.ping($0) }
  }

  /// Ends without a closing handshake.
  func cut() { stream?.close() }

  func webSocketDidOpen(_ socket: any WebSocket) {
    self.socket = socket
    flush()
  }

  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {
    server?.receive(Array(bytes), on: self)
  }

  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {
    server?.receive(Array(bytes), on: self)
  }

  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    self.socket = nil
    server?.forget(self)
  }
}
