internal import Market

/// A judgement that stands while the best prices do: most changes of a book are below them, and
/// what they leave as it is need not be worked out again.
///
/// Only "no leg is worth it" stands, in a market with nothing of ours: what comes behind, sizes,
/// limits, pauses and orders, depends on more than prices.
struct StandingJudgement: Sendable {
  /// ``HouseState/revision`` when it was made; zero for none.
  var revision: UInt64
  /// ``OrderBook/bestRanks`` that were judged.
  var bestRanks: UInt32
  /// On the venue's clock: the game or the end of trading begins then.
  var venueEnd: Timestamp

  static let none = StandingJudgement(
    revision: 0, bestRanks: 0, venueEnd: .distantPast)
}

extension Engine {
  /// Whether a market's last judgement is still what a new one would come to, after a change of its
  /// book that was applied.
  func stands(_ index: Int) -> Bool {
    let standing = states[index].standing
    return standing.revision == houseRevision && venueNow < standing.venueEnd
      && now <= states[index].fairValidUntil && now <= states[index].consensusValidUntil
      && !states[index].isFairDirty
      && books[MarketID(index)].bestRanks == standing.bestRanks
  }

  /// Keeps a judgement that may stand; forgets the one before in any case.
  func keep(_ stop: GateStop, _ index: Int) {
    guard keepsJudgements, stop.gate.dependsOnPricesAlone, !states[index].isActive,
      let start = states[index].startTime, let close = states[index].closeTime
    else {
      states[index].standing.revision = 0
      return
    }
    states[index].standing = StandingJudgement(
      revision: houseRevision, bestRanks: books[MarketID(index)].bestRanks,
      venueEnd: min(start, close))
  }
}

extension Gate {
  /// Whether best prices, fair value and fees decide it, and nothing else.
  fileprivate var dependsOnPricesAlone: Bool {
    switch self {
    case .noOffer, .edge, .noBid, .noRoom, .netEdge, .worstCase: true
    default: false
    }
  }
}
