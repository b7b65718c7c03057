internal import Glibc
internal import Synchronization
internal import Wire

/// Odds feed and exchange in one, on a thread of its own: sends a frame, and takes the time until
/// the first order request has come back.
///
/// `@unchecked Sendable`: made before its loop runs, and touched by the loop's thread only from
/// then on until it has ended; `ready` and `isDone` are atomics.
final class FarSide: HTTPServing, WebSocketHandler, @unchecked Sendable {
  /// What is sent turn by turn, and how many requests answer each.
  struct Shot {
    let frame: Bytes
    let requests: Int
  }

  /// Shots that the near side is ready for: its connections are idle and its engine is as before.
  let ready = Atomic<Int>(0)
  let isDone = Atomic<Bool>(false)
  /// Of each shot, in nanoseconds.
  private(set) var times: [Int64] = []
  private let shots: [Shot]
  private let count: Int
  private let loop: EventLoop
  private var socket: (any WebSocket)?
  private var sentAt: Int64 = 0
  private var received = 0
  /// Looked so often whether the near side is ready.
  private static let pauseNanoseconds: Int64 = 50_000

  init(_ shots: [Shot], count: Int, loop: EventLoop) {
    self.shots = shots
    self.count = count
    self.loop = loop
    times.reserveCapacity(count)
  }

  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void) {
    received += 1
    if received == 1 { times.append(Clock.nanoseconds - sentAt) }
    respond(HTTPResponse(status: 201, body: Array("{}".utf8)))
    if received == shots[(times.count - 1) % shots.count].requests { wait() }
  }

  func upgrade(_ request: HTTPRequest) -> UpgradeDecision { .accept(self) }

  func webSocketDidOpen(_ socket: any WebSocket) {
    self.socket = socket
    wait()
  }

  private func wait() {
    guard times.count < count else {
      isDone.store(true, ordering: .releasing)
      return
    }
    _ = loop.schedule(afterNanoseconds: Self.pauseNanoseconds) { [self] in
      if ready.load(ordering: .acquiring) > times.count { shoot() } else { wait() }
    }
  }

  private func shoot() {
    received = 0
    let frame = shots[times.count % shots.count].frame.buffer
    sentAt = Clock.nanoseconds
    socket?.send(text: frame)
  }

  func webSocket(_ socket: any WebSocket, didReceiveText bytes: UnsafeRawBufferPointer) {}
  func webSocket(_ socket: any WebSocket, didReceiveBinary bytes: UnsafeRawBufferPointer) {}
  func webSocketDidClose(_ socket: any WebSocket, _ closure: WebSocketClosure) {
    isDone.store(true, ordering: .releasing)
  }
}
