internal import Market
internal import Trading
internal import Wire

/// How the steps of the drill wait: always for a state, on our side or the exchange's, never for
/// time to pass.
extension DrillScript {
  private static let pollNanoseconds: Int64 = 2_000_000
  /// A longer pause is made of several, so that it can be cut short.
  private static let longestPauseNanoseconds: Int64 = 50_000_000

  /// Runs a body on the servers' loop.
  func venue<Value: Sendable>(
    _ body: @escaping @Sendable (RecordedServers) -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      desk.servers.onLoop { continuation.resume(returning: body($0)) }
    }
  }

  /// Waits until a condition of our own side holds.
  func until(
    _ what: String, within limit: Int64? = nil, _ condition: () -> Bool
  ) async throws(DrillFailure) {
    _ = try await poll(what, within: limit) { condition() ? true : nil }
  }

  /// Waits until a condition of the exchange's side of a market holds.
  @discardableResult
  func untilVenue(
    _ market: DrillMarket, _ what: String, within limit: Int64? = nil,
    _ condition: (DrillVenueMarket) -> Bool
  ) async throws(DrillFailure) -> DrillVenueMarket {
    try await poll(what, within: limit) {
      let seen = await venue { $0.read(market) }
      return condition(seen) ? seen : nil
    }
  }

  /// Waits until both sides count the same position, cost, profit and fees in a market.
  @discardableResult
  func untilAgreed(_ market: DrillMarket) async throws(DrillFailure) -> DrillVenueMarket {
    let id = try id(market)
    return try await untilVenue(market, "agreement on the position") { seen in
      seen.position == engine.states[Int(id.index)].position
    }
  }

  /// Replaces the outside quote and waits until our own book shows it; prices in cents.
  func showQuote(_ market: DrillMarket, bid: Int, ask: Int) async throws(DrillFailure) {
    let id = try id(market)
    await setQuote(market, bid: bid, ask: ask)
    try await until("the quote of \(market.ticker)") {
      engine.books[id].best(.bid)?.price == Price(cents: bid)
        && engine.books[id].best(.ask)?.price == Price(cents: ask)
    }
  }

  /// Waits for a resting buy and runs a body in the very turn of the exchange in which it is seen
  /// to rest: nothing can end the buy in between. Gives the buy as it was then, and the time.
  func whileBuying(
    _ market: DrillMarket, _ body: @escaping @Sendable (RecordedServers) -> Void
  ) async throws(DrillFailure) -> (buy: DrillVenueMarket.Order, at: Timestamp) {
    try await poll("a resting buy") {
      await venue { servers in
        guard let buy = servers.read(market).openBuys.first else { return nil }
        let at = servers.loop.now
        body(servers)
        return (buy, at)
      }
    }
  }

  /// How long a buy that has been cancelled had rested, by our own clock; waits for the end of it.
  /// Less than the configured time proves that it was not its timeout that ended it.
  func rested(_ buy: DrillVenueMarket.Order) async throws(DrillFailure) -> Int64 {
    try await poll("our own end of the buy") {
      let order = engine.orders.finished.last { $0.request.id.description == buy.clientID }
      guard let order, let ended = order.endedAt else { return nil }
      return ended - (order.restingSince ?? order.sentAt)
    }
  }

  /// Waits so long, or until the drill is cut short.
  func pause(_ nanoseconds: Int64) async {
    let end = loop.uptimeNanoseconds + nanoseconds
    while !Task.isCancelled {
      let rest = end - loop.uptimeNanoseconds
      guard rest > 0 else { return }
      await withCheckedContinuation { continuation in
        _ = loop.schedule(afterNanoseconds: min(rest, Self.longestPauseNanoseconds)) {
          continuation.resume()
        }
      }
    }
  }

  /// Looks again and again until there is something.
  private func poll<Value: Sendable>(
    _ what: String, within limit: Int64? = nil, _ look: () async -> Value?
  ) async throws(DrillFailure) -> Value {
    let nanoseconds = limit ?? patienceNanoseconds
    let end = loop.uptimeNanoseconds + nanoseconds
    while true {
      if let value = await look() { return value }
      guard !Task.isCancelled else { throw DrillFailure("the drill was cut short") }
      guard loop.uptimeNanoseconds < end else {
        throw DrillFailure("\(what) did not come within \(nanoseconds / 1_000_000) ms")
      }
      await pause(Self.pollNanoseconds)
    }
  }
}
