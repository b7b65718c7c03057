public import Market

/// What is bought of a set of markets that speak of one event, and what it is sure to bring.
public struct DutchPurchase: Hashable, Sendable {
  /// One market's legs.
  public struct Legs: Hashable, Sendable {
    public var yes: Int
    public var no: Int

    public init(yes: Int = 0, no: Int = 0) { (self.yes, self.no) = (yes, no) }
  }

  /// By market.
  public let legs: [Legs]
  /// What all of it costs, fees included.
  public let outlay: Money
  /// What is paid at least, whatever happens.
  public let payout: Money

  /// Above zero: a Dutch book.
  public var profit: Money { payout - outlay }

  public init(legs: [Legs], outlay: Money, payout: Money) {
    (self.legs, self.outlay, self.payout) = (legs, outlay, payout)
  }

  /// Nothing is bought of so many markets.
  static func nothing(_ markets: Int) -> DutchPurchase {
    DutchPurchase(legs: Array(repeating: Legs(), count: markets), outlay: .zero, payout: .zero)
  }

  /// More profit, or as much for less money.
  func isBetter(than other: DutchPurchase) -> Bool {
    profit > other.profit || (profit == other.profit && outlay < other.outlay)
  }
}

/// What is offered of one market of a set.
public struct SetOffers: Hashable, Sendable {
  public var yes: OfferCurve
  public var no: OfferCurve

  public init(yes: OfferCurve = .empty, no: OfferCurve = .empty) {
    (self.yes, self.no) = (yes, no)
  }
}
