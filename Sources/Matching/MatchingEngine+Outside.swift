public import Market

/// Liquidity that mirrors an outside book: a live exchange in paper mode, recorded quotes in the
/// simulator. It belongs to ``AccountID/outside``, which has no orders, pays no fees and has no
/// limit.
///
/// - *Taken stays taken.* What our accounts take at a level is remembered and subtracted from what
///   the level shows, until the feed sets that level to another size, empties it, or the book is
///   replaced. A feed that repeats the same size changes nothing, and one that tells differences
///   adds new size to it only: what leaves is never what we took, which is the worse for us.
/// - *Time.* At one price the outside size is ahead of our orders.
/// - *Maker fills.* A resting order of ours fills when an outside level of the other side reaches
///   or crosses its price, at the order's own price, for at most the size that level still has;
///   that size is then taken. Trades printed elsewhere fill nothing.
/// - Outside levels never trade with each other, so a feed may cross itself for a moment.
extension MatchingEngine {
  /// Sets the size the outside book shows at a price; zero removes the level and what is remembered
  /// of it.
  ///
  /// - Throws: a ``Rejection`` for an unknown, closed or settled market, a price that is not
  ///   between zero and one dollar, or a negative or too large size. The grid is not asked: it is
  ///   the feed's.
  public mutating func setExternalLevel(
    _ market: MarketID, _ side: BookSide, price: Price, quantity: Quantity, at now: Timestamp
  ) throws(Rejection) {
    expire(at: now)
    try checkExternal(market, price, quantity)
    setOutside(market, side, price, quantity, .forgetWhenChanged)
    sweep(market, side, at: now)
  }

  /// What becomes of the memory of what was taken at a level.
  private enum Memory {
    case forget
    case forgetWhenChanged
    case keep
  }

  /// Changes an outside level's size by `delta`, as an order book feed does. What was taken there
  /// stays taken until the level is empty.
  ///
  /// - Throws: ``Rejection/invalidQuantity`` where less than nothing would be left: the feed and
  ///   this book disagree, and the book needs ``replaceExternalLevels(_:bids:asks:at:)``.
  public mutating func changeExternalLevel(
    _ market: MarketID, _ side: BookSide, price: Price, delta: Quantity, at now: Timestamp
  ) throws(Rejection) {
    let quantity = externalQuantity(market, side, price) + delta
    expire(at: now)
    try checkExternal(market, price, quantity)
    setOutside(market, side, price, quantity, .keep)
    sweep(market, side, at: now)
  }

  /// Replaces the outside book of a market: a snapshot. All that was taken is forgotten.
  ///
  /// Only net differences are reported as events. Nothing is changed when it throws.
  public mutating func replaceExternalLevels(
    _ market: MarketID, bids: [BookLevel], asks: [BookLevel], at now: Timestamp
  ) throws(Rejection) {
    expire(at: now)
    for level in bids { try checkExternal(market, level.price, level.quantity) }
    for level in asks { try checkExternal(market, level.price, level.quantity) }
    try checkExternal(market, Price(cents: 50), .zero)
    dropOutside(market, .bid, keeping: bids)
    dropOutside(market, .ask, keeping: asks)
    for level in bids { setOutside(market, .bid, level.price, level.quantity, .forget) }
    for level in asks { setOutside(market, .ask, level.price, level.quantity, .forget) }
    sweep(market, .bid, at: now)
    sweep(market, .ask, at: now)
  }

  /// The size the outside book shows at a price, as last set, before what was taken.
  public func externalQuantity(_ market: MarketID, _ side: BookSide, _ price: Price) -> Quantity {
    guard isKnown(market) else { return .zero }
    let half = markets[Int(market.index)][side]
    let (index, found) = half.place(of: price)
    return found ? half.levels[index].outsideQuantity : .zero
  }

  private func checkExternal(
    _ market: MarketID, _ price: Price, _ quantity: Quantity
  ) throws(Rejection) {
    guard isKnown(market) else { throw .unknownMarket }
    let phase = markets[Int(market.index)].phase
    guard phase == .active || phase == .paused else { throw .marketNotActive(phase) }
    guard price > .zero, price < .dollar else { throw .invalidPrice }
    guard quantity >= .zero, quantity.hundredths <= 100_000_000_000 else { throw .invalidQuantity }
  }

  private mutating func setOutside(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ quantity: Quantity,
    _ memory: Memory
  ) {
    let place = Int(market.index)
    if quantity.isZero, !markets[place][side].place(of: price).found { return }
    let level = markets[place][side].ensure(price)
    let before = markets[place][side].levels[level].shown
    let isChanged = markets[place][side].levels[level].outsideQuantity != quantity
    markets[place][side].levels[level].outsideQuantity = quantity
    if memory == .forget || (memory == .forgetWhenChanged && isChanged) || quantity.isZero {
      markets[place][side].levels[level].outsideTaken = .zero
    }
    let after = markets[place][side].levels[level].shown
    markets[place][side].dropIfVacant(level)
    noteLevel(market, side, price, delta: after - before)
  }

  /// Removes the outside size of every level that a snapshot does not name.
  private mutating func dropOutside(
    _ market: MarketID, _ side: BookSide, keeping kept: [BookLevel]
  ) {
    let place = Int(market.index)
    var index = markets[place][side].levels.count - 1
    while index >= 0 {
      let level = markets[place][side].levels[index]
      if !level.outsideQuantity.isZero, !kept.contains(where: { $0.price == level.price }) {
        setOutside(market, side, level.price, .zero, .forget)
      }
      index -= 1
    }
  }

  /// Lets the outside levels of `side` trade with our resting orders that they reach.
  mutating func sweep(_ market: MarketID, _ side: BookSide, at now: Timestamp) {
    let place = Int(market.index)
    guard markets[place].phase == .active, !isTradingHalted else { return }
    var index = markets[place][side].levels.count - 1
    while index >= 0, index < markets[place][side].levels.count {
      let level = markets[place][side].levels[index]
      if level.outsideAvailable > .zero {
        guard let maker = bestOrder(place, side.opposite),
          side == .bid
            ? orders[maker].price <= level.price : orders[maker].price >= level.price
        else { return }
        let quantity = min(level.outsideAvailable, orders[maker].remainingQuantity)
        markets[place][side].levels[index].outsideTaken += quantity
        noteLevel(market, side, level.price, delta: -quantity)
        executeAgainstOutside(maker, quantity, now)
        // A margin cancel may have moved the levels: start again from the best one.
        index = markets[place][side].levels.count
      }
      index -= 1
    }
  }

  /// The first order in line on a side; nil when only outside size, or nothing, is there.
  private func bestOrder(_ market: Int, _ side: BookSide) -> Int? {
    let half = markets[market][side]
    var index = half.levels.count - 1
    while index >= 0 {
      if half.levels[index].head >= 0 { return Int(half.levels[index].head) }
      index -= 1
    }
    return nil
  }
}
