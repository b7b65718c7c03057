/// The gates a market passes, in order, before an order leaves. Each market that does not trade
/// names the first one that stopped it and the distance to it.
public enum Gate: UInt8, Hashable, Sendable, Codable, CaseIterable, Comparable {
  // What the market is.
  /// No sportsbook game could be matched to it.
  case unmatched
  /// The fee type or multiplier is not known.
  case unknownFee
  /// The start of the game is not known.
  case unknownStart
  /// The exchange does not say when it stops trading the market.
  case unknownClose
  /// Paused, closed, settled, or a status we do not know.
  case notActive
  /// The time has come at which the exchange stops trading it.
  case closed
  /// The game has started.
  case inPlay
  // What we can see.
  /// A connection is down, or has been and the account is not reconciled yet.
  case tradingPaused
  /// The journal cannot be written: nothing new that would not be on record.
  case journal
  /// The operator has stopped trading.
  case manualHalt
  /// The strategy is switched off; profiles may trade.
  case strategyOff
  /// The breaker is open, or half open with its one intent out.
  case breakerOpen
  /// The local account differs from the exchange's in this market.
  case reconciliation
  /// An order of somebody else's rests on this account in this market.
  case foreignOrder
  /// No snapshot yet, a gap, or a corrupt level: the book is not to be trusted.
  case bookNotLive
  /// The best bid is at or above the best ask.
  case bookCrossed
  /// A feed is up but silent for too long.
  case staleFeed
  /// No bookmaker quotes this line.
  case noOdds
  /// Every quote of this line is too old. Distance: nanoseconds over the limit.
  case staleOdds
  /// Fewer bookmakers than asked for. Distance: how many are missing.
  case tooFewBookmakers
  /// Nobody offers on the side we would buy.
  case noOffer
  // What it is worth.
  /// Gross edge below the maker threshold. Distance: what is missing, in 1/10 000 $.
  case edge
  /// No room between bid and ask for a resting order.
  case noRoom
  /// Nobody bids, so there is no best bid to improve on.
  case noBid
  /// Net of fees too little is left. Distance: what is missing, in 1/10 000 $.
  case netEdge
  /// Not positive under the least favourable margin removal. Distance: missing, in 1/10 000 $.
  case worstCase
  // A profile's conditions (design 5, section 8).
  /// The books are too far apart. Distance: in 1/10 000.
  case bookSpread
  /// Bid and ask are too far apart, or nobody bids. Distance: in 1/10 000 $.
  case kalshiSpread
  /// Too little is traded, or nobody says how much. Distance: missing contracts.
  case volume
  /// Too early or too late. Distance: minutes.
  case hoursToEvent
  /// Too cheap or too dear. Distance: in 1/10 000 $.
  case priceBounds
  /// The score says to skip it. Distance: missing points.
  case confidence
  /// Not one contract is worth its risk to the bankroll.
  case kelly
  /// The game holds as much already as the fraction of Kelly asks for.
  case gameHeld
  /// Less than one whole contract is offered at a price that may be paid.
  case depth
  /// The stop lies within the spread: what is bought would be sold at once, and bought again.
  /// Distance: how far the bid lies below the stop, in 1/10 000 $; 0 where it is there.
  case soldAtOnce
  // What we may do.
  /// The last order here was refused or found nothing; the next one waits. Distance: nanoseconds, 0
  /// where it waits for news.
  case retryPause
  /// An order of ours is out and its fate is not known.
  case unknownOutcome
  /// An order of ours is already working in this market.
  case orderWorking
  /// The same intent is out already.
  case duplicateIntent
  /// We hold the other side of this market.
  case opposingPosition
  /// Against another profile's position: the exchange nets both.
  case crossProfile
  /// All places for working orders are taken.
  case orderTableFull
  // The risk gate: rates, by admissions. Distance: nanoseconds to wait.
  case rateLimit
  case minimumInterval
  /// Orders open at a time. Distance: how many too many.
  case openOrders
  // The day. Distance: micro-dollars, trades or losses over.
  case dailyLoss
  case dailyTrades
  case consecutiveLosses
  case drawdown
  // What may be held. Distance: what is missing for one contract, in contracts or micro-dollars.
  /// The limit of contracts per market.
  case positionSize
  /// The limit of contracts per game.
  case eventConcentration
  /// The limit of contracts a day.
  case dailyVolume
  case riskPerTrade
  case gameExposure
  /// The limit of markets at one time. A take that it stops has an entry cancelled that rests
  /// unfilled elsewhere, and goes out once its place is free.
  case concurrentMarkets
  /// The limit of total exposure.
  case totalExposure
  /// The ledger's cash does not cover one contract.
  case insufficientBalance
  case sportConcentration
  /// The cash on the market's shard of the exchange does not.
  case shardBalance
  /// An order was sent: nothing stopped it.
  case traded

  public static func < (left: Gate, right: Gate) -> Bool { left.rawValue < right.rawValue }

  /// As the design writes it: `DAILY_LOSS`.
  public var code: String {
    self == .minimumInterval ? "MIN_INTERVAL" : spelled
  }

  private var spelled: String {
    "\(self)".reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" }
      text += letter.uppercased()
    }
  }
}

/// Where a market stopped, and how far it was from passing.
public struct GateStop: Error, Hashable, Sendable, Codable {
  public let gate: Gate
  /// In the unit that ``Gate`` names for it; 0 where distance has no meaning.
  public let distance: Int64

  public init(_ gate: Gate, distance: Int64 = 0) {
    self.gate = gate
    self.distance = distance
  }

  /// A later gate was reached, or the same one more nearly passed.
  func isFurther(than other: GateStop) -> Bool {
    gate == other.gate ? distance < other.distance : gate > other.gate
  }
}
