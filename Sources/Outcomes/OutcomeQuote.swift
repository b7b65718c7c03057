public import Market

/// The best prices of one market. A side without an offer is nil.
public struct OutcomeQuote: Hashable, Sendable {
  public var bid: Price?
  public var ask: Price?
  /// Nil where the source does not say.
  public var bidSize: Quantity?
  public var askSize: Quantity?

  public init(bid: Price?, ask: Price?, bidSize: Quantity? = nil, askSize: Quantity? = nil) {
    self.bid = bid
    self.ask = ask
    self.bidSize = bidSize
    self.askSize = askSize
  }

  /// What buying a leg costs: the ask of YES, or what is left of a dollar over the bid for NO.
  ///
  /// - Returns: nil where nobody offers it. A price of a whole dollar is no offer.
  func offer(_ leg: SetPrice.Leg.Side) -> (price: Price, size: Quantity?)? {
    switch leg {
    case .yes: ask.flatMap { $0 > .zero && $0 < .dollar ? ($0, askSize) : nil }
    case .no: bid.flatMap { $0 > .zero && $0 < .dollar ? ($0.complement, bidSize) : nil }
    }
  }
}
