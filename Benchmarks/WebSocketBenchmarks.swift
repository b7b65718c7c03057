internal import Market
internal import Sportsbooks
internal import Wire

/// (g) A server's WebSocket frames from socket bytes to messages, UTF-8 checked.
enum WebSocketBenchmarks {
  static func run(_ runner: inout Runner, _ frames: Frames) {
    let payloads = frames.day.quotes.prefix(64).map(Frames.ticker)
    var stream = ByteBuffer(capacity: 1 << 16, limit: 1 << 20)
    for payload in payloads {
      WebSocketFrameEncoder.append(.text, payload.buffer, maskKey: nil, into: &stream)
    }
    let input = Bytes(Array(stream.bytes)).buffer
    let now = Timestamp(seconds: 1_764_003_969)
    var connection = WebSocketConnection(role: .client, maskSeed: 7, now: now)
    var output = ByteBuffer()
    var messages = 0
    var bytes = 0
    let rounds = 100
    runner.measure("WebSocket: 64 frames in one read", operations: rounds) { _ in
      connection.receive(input, now: now)
      while let event = connection.next(into: &output) {
        guard case .text(let text) = event else { continue }
        messages += 1
        bytes += text.count
      }
    }
    let passes = rounds * (Runner.batches + 3)
    runner.check("WebSocket messages", messages == passes * payloads.count)
    runner.check(
      "WebSocket bytes", bytes == passes * payloads.reduce(0) { $0 + $1.buffer.count })
  }
}
