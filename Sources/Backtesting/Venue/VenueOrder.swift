internal import Market
internal import Matching
internal import Trading

/// One of our orders as it rests at the venue of a backtest.
struct VenueOrder: Sendable {
  let id: ClientOrderID
  let side: BookSide
  var price: Price
  /// Filled and remaining together.
  var total: Quantity
  var filled: Quantity
  var queue: QueuePosition
  var accumulator: FeeAccumulator
  /// What left the level and may still turn out to have been a trade.
  var unexplained = Quantity.zero
  /// When the first of it left.
  var unexplainedSince = Timestamp.distantPast
  /// Traded at our price, and not yet gone from the displayed level.
  var tradedAhead = Quantity.zero

  var remaining: Quantity { total - filled }

  /// What the exchange says of it; of a cancelled order nothing remains.
  func report(_ state: OrderReport.State) -> OrderReport {
    OrderReport(
      state: state, filled: filled, remaining: state == .canceled ? .zero : remaining,
      price: price)
  }

  /// The level lost `amount`: by a trade that was told already, or by one that may still be told.
  mutating func levelShrank(_ amount: Quantity, at now: Timestamp) {
    let known = min(amount, tradedAhead)
    tradedAhead -= known
    guard amount > known else { return }
    if unexplained.isZero { unexplainedSince = now }
    unexplained += amount - known
  }

  /// Somebody traded `amount` at our price. Returns what it fills of us.
  mutating func traded(_ amount: Quantity) -> Quantity {
    let known = min(amount, unexplained)
    unexplained -= known
    tradedAhead += amount - known
    return apply(.traded(amount))
  }

  /// What left the level longer ago than `window` was cancelled.
  mutating func explain(olderThan window: Int64, at now: Timestamp) {
    guard !unexplained.isZero, now - unexplainedSince >= window else { return }
    let gone = unexplained
    unexplained = .zero
    _ = apply(.cancelled(gone))
  }

  /// A whole book came: what it displays at our price counts, and nothing is owed any more.
  mutating func displayed(_ size: Quantity) {
    unexplained = .zero
    tradedAhead = .zero
    let known = Quantity(
      hundredths: Int64((queue.aheadHundredths + queue.behindHundredths).rounded(.up)))
    if size < known { _ = apply(.cancelled(known - size)) }
    if size > known { _ = apply(.added(size - known)) }
  }

  mutating func joined(_ amount: Quantity) { _ = apply(.added(amount)) }

  mutating func tradedThrough() -> Quantity { apply(.tradedThrough) }

  /// A size that is out of range says nothing about the queue; nothing is then filled.
  private mutating func apply(_ event: QueueEvent) -> Quantity {
    (try? queue.apply(event)) ?? .zero
  }
}
