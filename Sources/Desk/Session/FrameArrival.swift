/// Which frame is being handled, and since when: what an order's latency counts from.
struct FrameArrival: Hashable, Sendable {
  enum Source: Hashable, Sendable {
    case odds
    case book
  }

  var source: Source
  /// On the scheduler's uptime clock.
  var uptimeNanoseconds: Int64

  init(_ source: Source, at uptimeNanoseconds: Int64) {
    self.source = source
    self.uptimeNanoseconds = uptimeNanoseconds
  }
}

extension TradingSession {
  /// Runs a body that hands one frame's news to the engine.
  func handling(_ arrival: FrameArrival, _ body: () -> Void) {
    frame = arrival
    body()
    frame = nil
  }

  /// The bytes of an order have left.
  func orderLeft(at uptimeNanoseconds: Int64) {
    guard let frame else { return }
    let nanoseconds = uptimeNanoseconds - frame.uptimeNanoseconds
    switch frame.source {
    case .odds: oddsLatency.record(nanoseconds)
    case .book: bookLatency.record(nanoseconds)
    }
  }
}
