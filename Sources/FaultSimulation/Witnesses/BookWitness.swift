internal import Market

/// What a client of the exchange's stream may know of the books, told from the frames it was given
/// and nothing else.
///
/// It keeps no book. It knows which books have had a snapshot since the last hole in the sequence,
/// and when the connection last proved that it lives.
struct BookWitness {
  /// Longer without a sign of life no book may be traded on: the client's two silences of 15 s,
  /// and a second.
  static let silenceNanoseconds: Int64 = 31_000_000_000

  private let tickers: [String]
  private var isConnected = false
  private var subscription: Int64?
  private var expected: Int64 = 1
  private var hasBook: [Bool]
  private var lastProof = Timestamp.distantPast

  init(tickers: [String]) {
    self.tickers = tickers
    hasBook = Array(repeating: false, count: tickers.count)
  }

  /// A new connection is made: what was known before is void.
  mutating func dialled() {
    isConnected = true
    subscription = nil
    block()
  }

  /// The connection has ended, and the client has been told, or has ended it.
  mutating func ended() {
    isConnected = false
    subscription = nil
    block()
  }

  private mutating func block() {
    for index in hasBook.indices { hasBook[index] = false }
  }

  /// The client is given a frame that had arrived at this time.
  mutating func given(_ bytes: UnsafeRawBufferPointer, arrival: Timestamp) {
    let facts = FrameFacts(bytes)
    lastProof = max(lastProof, arrival)
    guard let sid = facts.integer("\"sid\":") else { return }
    if facts.contains("\"type\":\"subscribed\"") {
      guard facts.contains("\"channel\":\"orderbook_delta\"") else { return }
      subscription = sid
      expected = (facts.integer("\"seq\":") ?? 0) + 1
      return block()
    }
    guard sid == subscription else { return }
    if facts.contains("\"type\":\"error\"") || facts.contains("\"type\":\"unsubscribed\"") {
      subscription = nil
      return block()
    }
    guard let sequence = facts.integer("\"seq\":") else { return }
    guard sequence >= expected else { return }
    if sequence > expected { block() }
    expected = sequence + 1
    if facts.contains("\"type\":\"orderbook_snapshot\""),
      let ticker = facts.text("\"market_ticker\":\""), let place = tickers.firstIndex(of: ticker)
    {
      hasBook[place] = true
    }
  }

  /// Why nothing may be bought in a market now; nil when nothing is against it.
  func objection(_ ticker: String, at now: Timestamp) -> String? {
    guard let place = tickers.firstIndex(of: ticker) else { return "in a market nobody follows" }
    guard isConnected else { return "without a connection to the order books" }
    guard subscription != nil else { return "without a subscription to the order books" }
    guard hasBook[place] else { return "on a gapped book: no snapshot since the last hole" }
    let silence = now - lastProof
    guard silence <= Self.silenceNanoseconds else {
      return "on a stale book: no sign of life for \(SimulationTrace.seconds(silence))"
    }
    return nil
  }
}
