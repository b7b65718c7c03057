internal import Market

/// The order book of one market of a recording: levels in YES prices.
///
/// It believes the frames: a recording has no grid, and a level may be anywhere.
struct RecordedBook {
  private var bids: [Price: Quantity] = [:]
  private var asks: [Price: Quantity] = [:]

  /// Replaces everything.
  mutating func replace(bids: some Sequence<BookLevel>, asks: some Sequence<BookLevel>) {
    self.bids = Self.levels(bids)
    self.asks = Self.levels(asks)
  }

  /// Changes one level; what falls to nothing or below is gone.
  mutating func change(_ side: BookSide, _ price: Price, by change: Quantity) {
    switch side {
    case .bid: Self.change(&bids, price, change)
    case .ask: Self.change(&asks, price, change)
    }
  }

  /// The levels of a leg in its own prices, ascending: what is bid for YES, or for NO.
  func levels(_ leg: Outcome) -> [BookLevel] {
    // order-free: sorted before anything is made of it
    let levels = leg == .yes ? bids : asks
    return levels.map {
      BookLevel(price: leg == .yes ? $0.key : $0.key.complement, quantity: $0.value)
    }.sorted { $0.price < $1.price }
  }

  private static func levels(_ list: some Sequence<BookLevel>) -> [Price: Quantity] {
    var levels: [Price: Quantity] = [:]
    for level in list where level.quantity > .zero { levels[level.price] = level.quantity }
    return levels
  }

  private static func change(
    _ levels: inout [Price: Quantity], _ price: Price, _ change: Quantity
  ) {
    let (sum, overflow) = (levels[price] ?? .zero).hundredths
      .addingReportingOverflow(change.hundredths)
    // No book holds that much: the frame is nonsense, and so is the level.
    levels[price] = sum > 0 && !overflow ? Quantity(hundredths: sum) : nil
  }
}
