internal import Kalshi
internal import Market
internal import Trading
internal import Wire

// Order entry going down and coming back.
extension ExchangeGateway {
  /// An answer was lost, nothing could be sent, or the key is refused: no trading until the
  /// exchange answers again.
  func linkLost(_ error: KalshiAPIError) {
    // First of all, and also while something else is looked after: what the engine does about the
    // lost link may dispatch a request that waits.
    if error.kind == .authentication { refuseKey() }
    let wasProbing = isProbing
    if !wasProbing {
      isProbing = true
      onLog("exchange orders: \(error)")
      session.take(.link(.exchangeOrders, isUp: false))
    }
    guard !wasProbing else { return }
    if isKeyRefused { probeKey(after: 1_000_000_000) } else { probe(after: 100_000_000) }
  }

  private func refuseKey() {
    guard !isKeyRefused else { return }
    isKeyRefused = true
    onLog("the exchange refuses the key: no orders until it accepts it again")
    // An order that waits for a connection would leave as soon as this answer has freed one.
    http.recallWaiting(reason: "the exchange refuses the key")
  }

  private func probe(after nanoseconds: Int64) {
    _ = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in
      self?.rest.exchangeStatus { [weak self] result in
        guard let self else { return }
        if isKeyRefused {
          probeKey(after: nanoseconds)
        } else if case .success(let status) = result, status.isTradingActive != false {
          linkFound()
        } else {
          probe(after: min(5_000_000_000, nanoseconds * 2))
        }
      }
    }
  }

  /// A refused key shows only in requests that are signed.
  private func probeKey(after nanoseconds: Int64) {
    _ = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in
      self?.rest.balance { [weak self] result in
        guard let self else { return }
        if case .success = result {
          onLog("the exchange accepts the key")
          linkFound()
        } else {
          probeKey(after: min(30_000_000_000, nanoseconds * 2))
        }
      }
    }
  }

  private func linkFound() {
    isProbing = false
    isKeyRefused = false
    session.take(.link(.exchangeOrders, isUp: true))
  }
}
