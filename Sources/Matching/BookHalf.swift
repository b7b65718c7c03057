internal import Market

/// What stands at one price of one side: a queue of orders, and the outside size ahead of them.
struct PriceLevel: Sendable {
  let price: Price
  /// Σ of the orders' remaining sizes.
  var orderQuantity: Quantity = .zero
  /// The size the outside book shows here, as last set.
  var outsideQuantity: Quantity = .zero
  /// What our accounts took of it since it was set.
  var outsideTaken: Quantity = .zero
  /// First and last order of the queue, −1 when there is none.
  var head: Int32 = -1
  var tail: Int32 = -1

  var outsideAvailable: Quantity {
    outsideTaken < outsideQuantity ? outsideQuantity - outsideTaken : .zero
  }
  var shown: Quantity { orderQuantity + outsideAvailable }
  /// Nothing here and nothing to remember.
  var isVacant: Bool { head < 0 && outsideQuantity.isZero }
}

/// One side of a book: its levels, the best one last.
///
/// A sorted array: the best level is found at once, others by bisection; a new level moves the ones
/// better than it, which are few where trading happens.
struct BookHalf: Sendable {
  let side: BookSide
  var levels: [PriceLevel] = []

  init(side: BookSide) { self.side = side }

  /// True when an order of this half at `price` would trade with the other side's `limit`.
  func crosses(_ price: Price, _ limit: Price) -> Bool {
    side == .bid ? price >= limit : price <= limit
  }

  /// The best level that shows size; nil when the half shows none.
  ///
  /// - Complexity: O(1) plus the levels in front whose outside size is taken.
  var bestIndex: Int? {
    var index = levels.count - 1
    while index >= 0 {
      if levels[index].shown > .zero { return index }
      index -= 1
    }
    return nil
  }

  /// The place of the level at `price`, or where it would go.
  func place(of price: Price) -> (index: Int, found: Bool) {
    var low = 0
    var high = levels.count
    while low < high {
      let middle = (low + high) / 2
      let other = levels[middle].price
      if other == price { return (middle, true) }
      if side == .bid ? other < price : other > price { low = middle + 1 } else { high = middle }
    }
    return (low, false)
  }

  /// The index of the level at `price`, made when there was none.
  mutating func ensure(_ price: Price) -> Int {
    let (index, found) = place(of: price)
    if !found { levels.insert(PriceLevel(price: price), at: index) }
    return index
  }

  /// Forgets the level when nothing stands there.
  mutating func dropIfVacant(_ index: Int) {
    if levels[index].isVacant { levels.remove(at: index) }
  }
}

/// One market as the engine keeps it.
struct MarketState: Sendable {
  var listing: ListedMarket
  var phase: MarketPhase = .active
  var bids = BookHalf(side: .bid)
  var asks = BookHalf(side: .ask)
  /// Contracts held long, which equals those held short.
  var openInterest: Quantity = .zero
  var volume: Quantity = .zero
  var lastPrice: Price?

  subscript(side: BookSide) -> BookHalf {
    get { side == .bid ? bids : asks }
    _modify {
      if side == .bid { yield &bids } else { yield &asks }
    }
  }
}
