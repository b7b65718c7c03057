public import Market

/// What the engine knows of one market while it runs.
public struct MarketState: Sendable {
  // What every change of the book reads comes first: one line of the cache.
  /// The last judgement, where only a change of the best prices can change it.
  var standing = StandingJudgement.none
  /// Until when the fair value holds without looking at the lines again.
  var fairValidUntil = Timestamp.distantPast
  /// The same of the profiles' judgement; for ever where there are none.
  var consensusValidUntil = Timestamp.distantFuture
  var isFairDirty = true
  /// Something of ours is in it: a position or a working order.
  var isActive = false
  public internal(set) var record = MarketRecord()
  /// The exchange's shard that it is traded on; nil where the exchange does not say.
  let shard: Int32?
  let game: GameID?
  let league: League?
  /// The catalogue says which game it belongs to and what it claims of it.
  let hasClaim: Bool
  /// A sportsbook game was matched to its game.
  var isMatched = false
  public internal(set) var status: MarketStatus {
    didSet { isOpen = status == .active }
  }
  /// The status says that orders are taken: kept apart, since statuses are also texts.
  private(set) var isOpen: Bool
  /// The prices orders may have.
  public internal(set) var grid: PriceGrid
  /// Start of the game on the venue's clock, the earliest that anybody states; nil blocks.
  public internal(set) var startTime: Timestamp?
  /// When the exchange stops trading it, on the venue's clock; nil blocks.
  public internal(set) var closeTime: Timestamp?
  /// When the exchange expected it to be decided at the session's start, on the venue's clock.
  let expectedExpiration: Timestamp?
  /// What exits by time count back from: the start, and where nobody knows it the expected
  /// expiration; never the close. Nil where neither is known.
  var exitBefore: Timestamp? { startTime ?? expectedExpiration }
  /// Nil while the exchange's fee is not known: then nothing is traded.
  public internal(set) var fees: FeeSchedule? {
    didSet { feeFormula = fees?.formula }
  }
  /// The numbers of ``fees``: what judgements compute with.
  private(set) var feeFormula: FeeFormula?
  public internal(set) var position = Position()
  /// Of it what the arbitrage strategy holds: the quantity in ``HoldingTable``, once more, since
  /// that is other memory.
  var arbitrageHeld = Quantity.zero
  /// The fair value last computed, fresh or not; exits stand on it when odds go away.
  public internal(set) var lastFair: FairValue? {
    didSet {
      buyersValue.yes = lastFair.flatMap { BuyersValue.Leg($0, .yes) }
      buyersValue.no = lastFair.flatMap { BuyersValue.Leg($0, .no) }
    }
  }
  /// The same as prices.
  private(set) var buyersValue = BuyersValue()
  /// Why there is no fair value now; nil when there is one.
  public internal(set) var absence: FairValueBoard.Absence? = .noOdds
  /// When the freshest line came, fresh or stale.
  var freshestLine = Timestamp.distantPast
  /// The local position differs from the exchange's.
  public internal(set) var differsFromExchange = false
  /// What the exchange shows where it differs from ours; nil where it does not, or is not known.
  var exchangeShows: Quantity?
  /// What the same contracts have cost by the exchange's count less ours, as the last reading said.
  var costDifference = Money.zero
  /// The exchange's count of all fees here less ours, when it was first told.
  var feesBase: Money?
  /// What it has come to differ by since, as the last reading said.
  var feesDifference = Money.zero
  /// The operator has said that the exchange's position is right.
  var acceptsExchange = false
  /// What orders on this account that we do not work have open on each side: one of them may be
  /// selling the contracts that we want to sell.
  var foreignBids = Quantity.zero
  var foreignAsks = Quantity.zero
  /// Somebody else's order rests here on this account.
  public internal(set) var hasForeignOrder = false
  /// The operator has it sold out: nothing is bought here.
  var isFlattened = false
  /// Contracts traded in the last 24 hours; nil where nobody has said.
  public internal(set) var volume: Int64?
  /// A limit of rates lets nothing through before this time.
  var roomAt = Timestamp.distantPast
  /// The profiles do not judge it again before this time.
  var nextConsensusAt = Timestamp.distantPast
  /// Something has changed since they last did.
  var isConsensusDue = false
  /// No entry is tried again before this time.
  var entryRetryAt = Timestamp.distantPast
  /// No resting entry is tried again before this time: the last one was cancelled unfilled, and the
  /// book may still show it.
  var restRetryAt = Timestamp.distantPast
  /// The resting entry whose time ran out without a fill: the same is not tried again before
  /// something changes: a line or a whole book comes, the status or the fees change, or what it is
  /// made of.
  var unfilledRest: UnfilledRest?
  /// No exit is tried again before this time.
  var exitRetryAt = Timestamp.distantPast
  /// One of these pauses has not been followed by a new look yet.
  var isPaused = false
  /// The end of the first such pause.
  var wakeAt = Timestamp.distantPast
  /// When the last fill was booked.
  var lastFillAt = Timestamp.distantPast
  public internal(set) var settledValue: Price?
  /// Our count holds the payout of a decided market already, and the exchange has not said that it
  /// has paid.
  var awaitsPayout = false
  /// What our count holds for it; nil where that is not known.
  var awaitedPayout: Money?
  /// Contracts that our count has paid out, below zero for NO.
  var settledContracts = Quantity.zero

  /// A resting entry that nobody wanted, and what it was made of.
  struct UnfilledRest: Equatable {
    var side: BookSide
    /// YES price.
    var price: Price
    /// What others ask on the other side.
    var opposite: Price?
  }

  init(_ market: TradedMarket) {
    game = market.game
    league = market.league
    volume = market.volume
    shard = market.shard
    hasClaim = market.game != nil && market.claim != nil
    grid = market.grid
    startTime = market.startTime
    closeTime = market.closeTime
    expectedExpiration = market.expectedExpiration
    status = market.status
    isOpen = market.status == .active
    fees = market.fees
    feeFormula = market.fees?.formula
  }

  /// The end of the first retry pause that is not over yet.
  func pauseEnd(after now: Timestamp) -> Timestamp? {
    var first: Timestamp?
    func consider(_ end: Timestamp) {
      if end > now, first.map({ end < $0 }) ?? true { first = end }
    }
    consider(entryRetryAt)
    consider(restRetryAt)
    consider(exitRetryAt)
    if isConsensusDue { consider(nextConsensusAt) }
    consider(roomAt)
    return first
  }

  /// The probability alone of ``freshFair``.
  public var freshYes: Double? { absence == nil ? lastFair?.yes : nil }

  /// Something is held, and how the claim was decided is not known.
  public var lacksResult: Bool { !position.quantity.isZero && settledValue == nil }

  /// It is decided, and the exchange has not said that it has paid.
  public var isPayoutDue: Bool { awaitsPayout }

  /// Something of ours was paid out by our count.
  public var hasPaidOut: Bool { !settledContracts.isZero }

  /// The fair value when it is fresh.
  public var freshFair: FairValue? { absence == nil ? lastFair : nil }
}

/// A fair value in prices, as the buyer of each leg counts it; nil where it is no price.
struct BuyersValue: Sendable {
  struct Leg: Sendable {
    var value: Price
    /// Under the least favourable margin removal.
    var worst: Price

    init?(_ fair: FairValue, _ leg: Outcome) {
      guard let value = fair.buyerValue(leg), let worst = fair.worstBuyerValue(leg) else {
        return nil
      }
      self.value = value
      self.worst = worst
    }
  }

  var yes: Leg?
  var no: Leg?
}

/// What happened at the gates of one market, for the report.
public struct MarketRecord: Hashable, Sendable, Codable {
  /// Judgements passed.
  public internal(set) var evaluations = 0
  /// The gate that stopped the last one.
  public internal(set) var lastStop = GateStop(.bookNotLive)
  /// The furthest gate reached in the session, at its smallest distance.
  public internal(set) var furthest = GateStop(.unmatched)
  /// The largest gross edge seen on either leg, in 1/10 000 $, and on which leg.
  public internal(set) var bestEdge: Int32?
  public internal(set) var bestEdgeLeg: Outcome?
  /// The venue's time of that edge.
  public internal(set) var bestEdgeTime: Timestamp?
  public internal(set) var entries = 0

  mutating func note(_ stop: GateStop) {
    evaluations += 1
    lastStop = stop
    if stop.gate > furthest.gate
      || (stop.gate == furthest.gate && stop.distance < furthest.distance)
    {
      furthest = stop
    }
  }

  /// The last judgement once more: its stop was noted, so only the count changes.
  mutating func noteSame() { evaluations += 1 }

  mutating func noteEdge(_ edge: Int32, leg: Outcome, at time: Timestamp) {
    if let bestEdge, bestEdge >= edge { return }
    bestEdge = edge
    bestEdgeLeg = leg
    bestEdgeTime = time
  }
}
