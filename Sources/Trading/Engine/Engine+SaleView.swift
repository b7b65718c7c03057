public import Market

/// What somebody who holds one leg of a market would sell by: what a sale of a profile looks at.
public struct SaleView: Hashable, Sendable {
  /// What others bid for the leg, in its own prices; nil where nobody does or the book is not to be
  /// trusted.
  public var bid: Price?
  /// Whether the exchange takes a sale now. Where it does not, a stop that is hit is remembered.
  public var isTaken: Bool
  /// What an exit is charged; nil where nobody has said.
  public var fees: FeeFormula?
  /// Whether ``BeliefExit`` would sell to the bid by what the books say now.
  public var isBeliefDue: Bool
  /// Start of the game on the venue's clock, or else the market's expected expiration; nil where
  /// nobody knows either.
  public var start: Timestamp?
}

extension Engine {
  /// A market as whoever holds a leg of it would sell by it, for who follows what others might do:
  /// nothing is decided by it.
  ///
  /// - Precondition: the market is one of ``markets``.
  public func saleView(_ id: MarketID, _ leg: Outcome) -> SaleView {
    let index = Int(id.index)
    let bid = bidOfOthers(for: leg, id)
    let fees = states[index].feeFormula
    var isDue = false
    if let bid, let fees, let belief = belief(in: leg, id) {
      isDue = BeliefExit.isDue(bid: bid, belief: belief, fees: fees)
    }
    return SaleView(
      bid: bid, isTaken: maySell(index), fees: fees, isBeliefDue: isDue,
      start: states[index].exitBefore)
  }
}
