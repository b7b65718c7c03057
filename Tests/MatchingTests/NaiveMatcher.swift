import Market
import Matching

/// The rules of matching written down as plainly as possible: one list of orders, searched whole
/// for each trade. No money: the differential test gives every account more than it can spend.
struct NaiveMatcher {
  struct Order {
    var request: OrderRequest
    var remaining: Quantity
    var filled: Quantity = .zero
    var rank: Int
    var isOpen = true
  }
  struct Fill: Hashable {
    var taker: Int
    var maker: Int
    var price: Price
    var quantity: Quantity
  }

  var orders: [Order] = []
  var fills: [Fill] = []
  private var nextRank = 0

  private func best(_ market: MarketID, _ side: BookSide) -> Int? {
    orders.indices.filter {
      orders[$0].isOpen && orders[$0].request.market == market && orders[$0].request.side == side
        && orders[$0].rank >= 0
    }.min { left, right in
      let (a, b) = (orders[left], orders[right])
      if a.request.price != b.request.price {
        return side == .bid ? a.request.price > b.request.price : a.request.price < b.request.price
      }
      return a.rank < b.rank
    }
  }

  private func crosses(_ request: OrderRequest, _ other: Int) -> Bool {
    request.side == .bid
      ? orders[other].request.price <= request.price
      : orders[other].request.price >= request.price
  }

  func wouldTrade(_ request: OrderRequest) -> Bool {
    best(request.market, request.side.opposite).map { crosses(request, $0) } ?? false
  }

  /// Nil when refused; the order's number otherwise.
  mutating func submit(_ request: OrderRequest) -> Int? {
    if request.isPostOnly, wouldTrade(request) { return nil }
    let number = orders.count
    orders.append(Order(request: request, remaining: request.quantity, rank: -1))
    if request.timeInForce == .fillOrKill {
      var trial = self
      trial.match(number)
      guard trial.orders[number].remaining.isZero, trial.orders[number].isOpen == false,
        trial.orders[number].filled == request.quantity
      else {
        orders[number].isOpen = false
        orders[number].remaining = .zero
        return number
      }
    }
    match(number)
    if orders[number].isOpen {
      if request.timeInForce == .goodTillCanceled {
        orders[number].rank = nextRank
        nextRank += 1
      } else {
        close(number)
      }
    }
    return number
  }

  private mutating func close(_ number: Int) {
    orders[number].isOpen = false
    orders[number].remaining = .zero
  }

  private mutating func match(_ number: Int) {
    let request = orders[number].request
    while orders[number].remaining > .zero, let other = best(request.market, request.side.opposite),
      crosses(request, other)
    {
      if orders[other].request.account == request.account {
        if request.selfTradePrevention == .takerAtCross { return close(number) }
        close(other)
        continue
      }
      let quantity = min(orders[number].remaining, orders[other].remaining)
      fills.append(
        Fill(taker: number, maker: other, price: orders[other].request.price, quantity: quantity))
      for index in [number, other] {
        orders[index].remaining -= quantity
        orders[index].filled += quantity
        if orders[index].remaining.isZero { orders[index].isOpen = false }
      }
    }
  }

  mutating func cancel(_ number: Int) { close(number) }

  mutating func decrease(_ number: Int, to remaining: Quantity) {
    orders[number].remaining = remaining
    if remaining.isZero { close(number) }
  }

  /// False when refused.
  mutating func amend(_ number: Int, price: Price, total: Quantity) -> Bool {
    let order = orders[number]
    let remaining = total - order.filled
    guard remaining > .zero else { return false }
    var request = order.request
    if price == request.price, remaining <= order.remaining {
      orders[number].remaining = remaining
      return true
    }
    request.price = price
    if request.isPostOnly, wouldTrade(request) { return false }
    orders[number].request = request
    orders[number].remaining = remaining
    orders[number].rank = -1
    match(number)
    if orders[number].isOpen {
      orders[number].rank = nextRank
      nextRank += 1
    }
    return true
  }

  func level(_ market: MarketID, _ side: BookSide, _ price: Price) -> Quantity {
    orders.filter {
      $0.isOpen && $0.rank >= 0 && $0.request.market == market && $0.request.side == side
        && $0.request.price == price
    }.reduce(.zero) { $0 + $1.remaining }
  }
}
