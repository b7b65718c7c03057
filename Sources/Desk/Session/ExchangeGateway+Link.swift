internal import Kalshi
internal import Market
internal import Trading
internal import Wire

// Order entry going down and coming back.
extension ExchangeGateway {
  /// An answer was lost or nothing could be sent: no trading until the exchange answers again.
  func linkLost(_ error: KalshiAPIError) {
    guard !isProbing else { return }
    isProbing = true
    onLog("exchange orders: \(error)")
    session.take(.link(.exchangeOrders, isUp: false))
    probe(after: 100_000_000)
  }

  private func probe(after nanoseconds: Int64) {
    _ = scheduler.schedule(afterNanoseconds: nanoseconds) { [weak self] in
      self?.rest.exchangeStatus { [weak self] result in
        guard let self else { return }
        if case .success(let status) = result, status.isTradingActive != false {
          isProbing = false
          session.take(.link(.exchangeOrders, isUp: true))
        } else {
          probe(after: min(5_000_000_000, nanoseconds * 2))
        }
      }
    }
  }
}
