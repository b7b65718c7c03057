internal import Market
internal import Probability

extension ConsensusBoard {
  /// How many bookmakers have a line on a market, however old.
  func opinionCount(of market: MarketID) -> Int {
    let start = Int(market.index) * bookmakers
    return (start..<start + bookmakers).reduce(0) { $0 + (lines[$1].isPresent ? 1 : 0) }
  }

  /// Calls `body` with what each bookmaker says of a market, by ascending id, those too that were
  /// dropped. Changes no judgement. Does not allocate.
  ///
  /// - Parameter untilStart: as for ``consensus(of:now:untilStart:)``.
  mutating func forEachOpinion(
    of market: MarketID, now: Timestamp, untilStart: Int64, _ body: (SignalOpinion) -> Void
  ) {
    let method = poolAgain(market, now: now, untilStart: untilStart)
    let start = Int(market.index) * bookmakers
    var place = 0
    for book in 0..<bookmakers where lines[start + book].isPresent {
      body(
        SignalOpinion(
          bookmaker: BookmakerID(book), probability: lines[start + book].opinion.probability,
          ageNanoseconds: now - lines[start + book].time, share: pool.share(at: place, by: method)))
      place += 1
    }
  }
}
