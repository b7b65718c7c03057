public import Market

/// What a profile holds in one market, and how it means to sell it.
public struct ProfileHolding: Sendable {
  public internal(set) var position = Position()
  /// When the first of the contracts held was bought.
  public internal(set) var openedAt = Timestamp.distantPast
  /// Realised profit less fees when it was opened: what came before is another position's.
  var netBefore = Money.zero
  /// Realised profit less fees that the limits of loss have been told of.
  private var counted = Money.zero
  /// Fees paid for the contracts that are held: of what was sold its share is gone.
  var entryFees = Money.zero
  /// Contracts that were paid out, below zero for NO.
  var settledContracts = Quantity.zero
  /// Net edge of the last entry, in 1/10 000 $ a contract.
  var netEdge: Int32 = 0
  /// Bids at which it is sold; nil for neither.
  public internal(set) var levels: ExitLevels?
  /// Why it is being sold; nil while it is not.
  public internal(set) var trigger: ExitTrigger?
  /// Sales tried since then.
  var tries: Int32 = 0
  /// When a resting sale last made way for one that takes the bid.
  var madeWayAt = Timestamp.distantPast
  /// No sale is tried before this time.
  var retryAt = Timestamp.distantPast
  /// That nobody knows when the game begins, so that no time ends it, was said in this session.
  var isSaidTimeless = false
  /// That the sale under way waits for a bid was said.
  var isSaidBidless = false
  /// What was last signalled here, so that the same is said once.
  var lastSignal: SignalKey?
  /// When it was.
  var lastSignalAt = Timestamp.distantPast
  /// Its edge has gone since. Kept for a ``SignalKey/isBrief`` one only: others are forgotten.
  var isSignalOver = false

  /// Realised profit and loss of the position that is held, or was last, fees included.
  public var net: Money { position.realised - position.fees - netBefore }

  /// What has come to realised profit less fees since this was asked last.
  mutating func takeResult() -> Money {
    let (result, before) = (position.realised - position.fees, counted)
    counted = result
    return result - before
  }

  /// The position was another one, and a fee was paid for what has made it this.
  mutating func countEntryFee(_ fee: Money, since before: Quantity) {
    let after = position.quantity
    if after.isZero {
      entryFees = .zero
    } else if before.isZero || before.hundredths.signum() != after.hundredths.signum() {
      // What was held before is sold by the same trade.
      entryFees = fee.share(after.magnitude, of: (after - before).magnitude)
    } else if after.magnitude > before.magnitude {
      entryFees += fee
    } else {
      entryFees = entryFees.share(after.magnitude, of: before.magnitude)
    }
  }
}
