/// NautilusTrader's way from a quote in the strategy's handler to an order at its simulated venue.
struct OrderPeer: Decodable {
  let version: String
  let orders: Int
  /// By its venue, as ours find nothing to trade with.
  let canceled: Int
  /// Nanoseconds, every one behind the warm-up.
  let samples: [Int64]

  /// One market after another, an order in each, as many as we send.
  static func run(_ runner: inout Runner, tickers: [String], samples: Int) {
    let warmUp = samples / 10
    let lines = ["samples\t\(samples)\t\(warmUp)"] + tickers.map { "market\t\($0)" }
    let answer: OrderPeer? = Peer.result(
      "nautilus_order.py", of: "NautilusTrader", input: lines)
    guard let peer = answer else { return }
    let name = "NautilusTrader \(peer.version): quote -> order"
    runner.add("peer: \(name)", Distribution(peer.samples))
    runner.check("\(name): every sample", peer.samples.count == samples)
    runner.check(
      "\(name): an order for each offer",
      peer.orders == samples + warmUp && peer.canceled == samples + warmUp)
  }
}
