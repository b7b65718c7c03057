internal import Market

/// hftbacktest over the same event file of one market, and the book that each of its runs ends
/// with.
struct ReplayPeer: Decodable {
  /// One of its loops over one of its books: nanoseconds an event, and what came of it.
  struct Loop: Decodable {
    let name: String
    let min: Double
    let median: Double
    /// Orders it sent, and those that were filled.
    let orders: Int
    let fills: Int
    /// Cents.
    let bid: Int32
    let ask: Int32
    /// Contracts on all levels of a side.
    let bids: Int64
    let asks: Int64
  }

  let version: String
  let events: Int
  let runs: [Loop]

  /// - Parameter books: what we end with after the same file.
  static func run(_ runner: inout Runner, file path: String, events: Int, books: OrderBooks) {
    let market = MarketID(0)
    let bid = books[market].bestBid?.price.tenThousandths
    let ask = books[market].bestAsk?.price.tenThousandths
    let bids = contracts(books[market].levels(.bid))
    let asks = contracts(books[market].levels(.ask))
    let answer: ReplayPeer? = Peer.result(
      "hftbacktest_replay.py", of: "hftbacktest", file: path)
    guard let peer = answer else { return }
    runner.check("hftbacktest played every event", peer.events == events)
    runner.check("hftbacktest ran all its loops", peer.runs.count == 4)
    for loop in peer.runs {
      let name = "hftbacktest \(peer.version): \(loop.name)"
      runner.add("peer: \(name)", operations: events, minimum: loop.min, median: loop.median)
      runner.check(
        "\(name): the same best prices",
        loop.bid * 100 == bid && loop.ask * 100 == ask)
      runner.check("\(name): the same book", loop.bids == bids && loop.asks == asks)
      let isQuoter = loop.name.hasPrefix("quoter")
      runner.check("\(name): orders", isQuoter ? loop.orders > 0 : loop.orders == 0)
      // No trade of the feed reaches beyond the middle.
      runner.check("\(name): no fills", loop.fills == 0)
    }
  }

  private static func contracts(_ levels: [BookLevel]) -> Int64 {
    levels.reduce(0) { $0 + $1.quantity.hundredths } / 100
  }
}
