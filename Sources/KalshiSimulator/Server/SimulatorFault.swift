public import Market

/// Something that goes wrong, or a quote that moves, on command: for drills and tests.
public enum SimulatorFault: Hashable, Sendable {
  /// Leaves out sequence numbers of a channel on every connection: a gap.
  case skipSequence(StreamChannel, count: UInt64)
  /// Cuts every WebSocket without a closing handshake.
  case dropStreams
  /// Cuts every connection.
  case dropConnections
  /// Carries out the next so many writes and cuts their connections instead of answering.
  case loseAnswers(Int)
  /// Answers the next so many requests later.
  case delayAnswers(Int, nanoseconds: Int64)
  /// Answers the next so many requests with this status without carrying them out.
  case failRequests(Int, status: Int)
  /// Closes every new connection at once, for so long.
  case refuseConnections(nanoseconds: Int64)
  /// While true nothing is sent to WebSockets, as if the peer read nothing.
  case stallStreams(Bool)
  case haltTrading
  case resumeTrading
  /// Puts a size at one outside level.
  case setLevel(ticker: String, BookSide, Price, Quantity)
  /// Replaces the outside quote of a market.
  case setQuote(ticker: String, bid: Price?, ask: Price?, Quantity)
  case settle(ticker: String, SettlementResult)
}

/// The faults that wait for requests.
struct PendingFaults: Sendable {
  var answersToLose = 0
  var answersToDelay = 0
  var delayNanoseconds: Int64 = 0
  var requestsToFail = 0
  var failureStatus = 503

  /// The status of a request that is to fail; nil for none.
  mutating func takeFailure() -> Int? {
    guard requestsToFail > 0 else { return nil }
    requestsToFail -= 1
    return failureStatus
  }

  mutating func takeDelay() -> Int64? {
    guard answersToDelay > 0 else { return nil }
    answersToDelay -= 1
    return delayNanoseconds
  }

  mutating func takeLostAnswer(_ method: String) -> Bool {
    guard method != "GET", answersToLose > 0 else { return false }
    answersToLose -= 1
    return true
  }
}
