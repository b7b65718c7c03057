internal import Market
internal import Trading

/// One market at the venue of a backtest: what is ours there.
struct VenueMarket: Sendable {
  /// What our orders took of a displayed level, which the recording still shows.
  struct Taken: Sendable {
    let side: BookSide
    let price: Price
    var quantity: Quantity
  }

  var grid: PriceGrid
  var fees: FeeSchedule?
  var closes: Timestamp?
  var isOpen: Bool
  var paid: Price?
  var position = Position()
  var orders: ContiguousArray<VenueOrder> = []
  var taken: ContiguousArray<Taken> = []

  init(_ market: TradedMarket) {
    grid = market.grid
    fees = market.fees
    closes = market.closeTime
    isOpen = market.status == .active
  }

  func takes(ordersAt now: Timestamp) -> Bool {
    isOpen && paid == nil && (closes.map { now < $0 } ?? true)
  }

  /// What is left for us of a displayed level.
  func free(_ level: BookLevel, _ side: BookSide) -> Quantity {
    for entry in taken where entry.side == side && entry.price == level.price {
      return max(.zero, level.quantity - entry.quantity)
    }
    return level.quantity
  }

  mutating func take(_ quantity: Quantity, _ side: BookSide, _ price: Price) {
    for place in taken.indices where taken[place].side == side && taken[place].price == price {
      taken[place].quantity += quantity
      return
    }
    taken.append(Taken(side: side, price: price, quantity: quantity))
  }

  mutating func forgetTaken(_ side: BookSide, _ price: Price) {
    taken.removeAll { $0.side == side && $0.price == price }
  }

  func place(of id: ClientOrderID) -> Int? { orders.firstIndex { $0.id == id } }

  /// The order of ours on a side that the other side would meet first: by price, then by time.
  func firstInLine(_ side: BookSide) -> Int? {
    var best: Int?
    for place in orders.indices where orders[place].side == side && orders[place].remaining > .zero
    {
      guard let known = best else {
        best = place
        continue
      }
      let (price, other) = (orders[place].price, orders[known].price)
      if side == .bid ? price > other : price < other { best = place }
    }
    return best
  }

  /// The best price of ours on a side: what an order of ours may not meet.
  func ownBest(_ side: BookSide) -> Price? {
    var best: Price?
    for order in orders where order.side == side {
      best = best.map { side == .bid ? max($0, order.price) : min($0, order.price) } ?? order.price
    }
    return best
  }

  /// Cash that our resting orders here tie up; nil where the fee is not known.
  ///
  /// What closes a position ties up none, the earliest orders first.
  func reserved(adding extra: (side: BookSide, price: Price, quantity: Quantity)? = nil) -> Money? {
    var closable = position.quantity.magnitude
    let closingSide: BookSide = position.quantity > .zero ? .ask : .bid
    var total = Money.zero
    var claims = orders.map { (side: $0.side, price: $0.price, quantity: $0.remaining) }
    if let extra { claims.append(extra) }
    for claim in claims {
      var opening = claim.quantity
      if claim.side == closingSide {
        let closed = min(closable, opening)
        closable -= closed
        opening -= closed
      }
      guard opening > .zero else { continue }
      guard let fees else { return nil }
      // The taker's fee, which is the higher one, and a rounding step.
      total += (claim.side == .bid ? claim.price : claim.price.complement) * opening
      total += fees.fee(price: claim.price, quantity: opening, liquidity: .taker)
      total += Money(microDollars: fees.regime.rounding.balanceStep - 1)
    }
    return total
  }
}
