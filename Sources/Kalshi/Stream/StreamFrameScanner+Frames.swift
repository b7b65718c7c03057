public import Market

extension StreamFrameScanner {
  /// Reads the message by its type.
  func read(
    _ type: Slot, _ envelope: inout StreamEnvelope
  ) throws(StreamFrameError) -> StreamFrame {
    guard type.first == 0x22, type.length > 0 else {
      throw StreamFrameError(.missing(.type), at: frameBytes.count)
    }
    let name = content(type)
    if Self.equals(name, "orderbook_delta") { return .bookDelta(try deltaFrame()) }
    if Self.equals(name, "ticker") { return .ticker(try tickerFrame()) }
    if Self.equals(name, "trade") { return .trade(trades.keep(try trade())) }
    if Self.equals(name, "orderbook_snapshot") {
      return .bookSnapshot(snapshots.keep(try bookSnapshot()))
    }
    if Self.equals(name, "fill") { return .fill(fills.keep(try fill())) }
    if Self.equals(name, "user_order") { return .userOrder(userOrders.keep(try userOrder())) }
    if Self.equals(name, "market_lifecycle_v2") {
      return .lifecycle(lifecycles.keep(try lifecycle()))
    }
    if Self.equals(name, "event_fee_update") {
      return .eventFeeUpdate(eventFees.keep(try eventFee()))
    }
    if Self.equals(name, "ok") { return .acknowledged }
    if Self.equals(name, "unsubscribed") { return .unsubscribed }
    if Self.equals(name, "subscribed") { return try subscribed() }
    if Self.equals(name, "error") {
      let code = try slot(.code).map { slot throws(StreamFrameError) in try integer(slot, .code) }
      return .failure(
        failures.keep(FailureFrame(code: (code ?? nil) ?? 0, message: raw(.msg))))
    }
    return .other
  }

  private func deltaFrame() throws(StreamFrameError) -> BookDeltaFrame {
    let written = try require(try price(.price), .price)
    let leg = try require(try side(.side), .side)
    let (side, price) = BookLevel.unify(leg == .bid ? .yes : .no, price: written, noSide: noSide)
    delta.initialize(
      to: BookDeltaFrame.Content(
        market: try market(), side: side, price: price,
        change: try require(try quantity(.delta), .delta), time: try time(.time),
        recorded: try time(.recordedTime)))
    return BookDeltaFrame(UnsafePointer(delta))
  }

  private static func bit<Value>(_ field: StreamField, _ value: Value?) -> UInt64 {
    value == nil ? 0 : field.bit
  }

  private func tickerFrame() throws(StreamFrameError) -> TickerFrame {
    let market = try market()
    let prices = (try price(.price), try price(.yesBid), try price(.yesAsk))
    let sizes = (
      try quantity(.yesBidSize), try quantity(.yesAskSize), try quantity(.volume),
      try quantity(.openInterest)
    )
    let times = (try milliseconds(.time), try milliseconds(.recordedTime))
    ticker.initialize(
      to: TickerFrame.Content(
        market: market,
        present: Self.bit(.price, prices.0) | Self.bit(.yesBid, prices.1)
          | Self.bit(.yesAsk, prices.2) | Self.bit(.yesBidSize, sizes.0)
          | Self.bit(.yesAskSize, sizes.1) | Self.bit(.volume, sizes.2)
          | Self.bit(.openInterest, sizes.3) | Self.bit(.time, times.0)
          | Self.bit(.recordedTime, times.1),
        price: prices.0?.tenThousandths ?? 0, yesBid: prices.1?.tenThousandths ?? 0,
        yesAsk: prices.2?.tenThousandths ?? 0, yesBidSize: sizes.0?.hundredths ?? 0,
        yesAskSize: sizes.1?.hundredths ?? 0, volume: sizes.2?.hundredths ?? 0,
        openInterest: sizes.3?.hundredths ?? 0, timeMilliseconds: times.0 ?? 0,
        recordedMilliseconds: times.1 ?? 0))
    return TickerFrame(UnsafePointer(ticker))
  }

  private func trade() throws(StreamFrameError) -> TradeFrame {
    let bookSide = try side(.takerBookSide)
    let outcomeSide = try side(.takerOutcomeSide)
    let oldSide = try side(.takerSide)
    return TradeFrame(
      market: try market(), tradeID: try text(.tradeID),
      price: try require(try price(.yesPrice), .yesPrice),
      quantity: try require(try quantity(.count), .count),
      takerSide: try require(bookSide ?? outcomeSide ?? oldSide, .takerBookSide),
      isBlockTrade: try flag(.isBlockTrade) ?? false, time: try time(.time),
      recorded: try time(.recordedTime))
  }

  private func fill() throws(StreamFrameError) -> FillFrame {
    let tradeID = try text(.tradeID)
    guard !tradeID.isEmpty else {
      throw StreamFrameError(.missing(.tradeID), at: frameBytes.count)
    }
    let isTaker = try require(try flag(.isTaker), .isTaker)
    return FillFrame(
      market: try market(), tradeID: tradeID, orderID: try text(.orderID),
      clientOrderID: try clientOrderID(), side: try require(try direction(), .bookSide),
      price: try require(try price(.yesPrice), .yesPrice),
      quantity: try require(try quantity(.count), .count),
      liquidity: isTaker ? .taker : .maker, fee: try money(.feeCost),
      position: try quantity(.postPosition), time: try time(.time),
      recorded: try time(.recordedTime))
  }

  private func userOrder() throws(StreamFrameError) -> UserOrderFrame {
    let orderID = try text(.orderID)
    guard !orderID.isEmpty else {
      throw StreamFrameError(.missing(.orderID), at: frameBytes.count)
    }
    let word = try text(.status).bytes
    let status: UserOrderFrame.Status =
      if Self.equals(word, "resting") {
        .resting
      } else if Self.equals(word, "canceled") {
        .canceled
      } else if Self.equals(word, "executed") {
        .executed
      } else {
        .unknown
      }
    let updated = try time(.lastUpdated)
    let sent = try time(.time)
    return UserOrderFrame(
      market: try market(slot(.ticker) == nil ? .marketTicker : .ticker), orderID: orderID,
      clientOrderID: try clientOrderID(), status: status,
      side: try require(try direction(), .bookSide),
      price: try require(try price(.yesPrice), .yesPrice), initial: try quantity(.initialCount),
      filled: try require(try quantity(.fillCount), .fillCount),
      remaining: try require(try quantity(.remainingCount), .remainingCount),
      reason: try text(.lastUpdateReason), time: updated ?? sent,
      recorded: try time(.recordedTime))
  }

  /// The side of one of our own orders, from the present fields or the older ones.
  private func direction() throws(StreamFrameError) -> BookSide? {
    if let side = try side(.bookSide) { return side }
    if let side = try side(.outcomeSide) { return side }
    if let isYes = try flag(.isYes) { return isYes ? .bid : .ask }
    guard let leg = try side(.side) else { return nil }
    // Selling a leg is buying the other one.
    return Self.equals(raw(.action).bytes, "sell") ? leg.opposite : leg
  }

  private func lifecycle() throws(StreamFrameError) -> LifecycleFrame {
    let ticker = try text(.marketTicker)
    return LifecycleFrame(
      market: try market(), ticker: ticker, event: try lifecycleEvent(),
      closes: try seconds(.closeTime), result: try text(.result),
      settlementValue: try price(.settlementValue), priceRanges: raw(.priceRanges),
      time: try time(.time), recorded: try time(.recordedTime))
  }

  private func lifecycleEvent() throws(StreamFrameError) -> LifecycleFrame.Event {
    let word = try text(.eventType).bytes
    if Self.equals(word, "created") { return .created }
    if Self.equals(word, "activated") { return .activated }
    if Self.equals(word, "deactivated") { return .deactivated }
    if Self.equals(word, "close_date_updated") { return .closeDateUpdated }
    if Self.equals(word, "determined") { return .determined }
    if Self.equals(word, "settled") { return .settled }
    if Self.equals(word, "price_level_structure_updated") { return .priceLevelStructureUpdated }
    if Self.equals(word, "metadata_updated") { return .metadataUpdated }
    return .unknown
  }

  private func eventFee() throws(StreamFrameError) -> EventFeeFrame {
    EventFeeFrame(
      eventTicker: try text(.eventTicker), feeType: try text(.feeTypeOverride),
      feeMultiplier: raw(.feeMultiplierOverride))
  }

  private func subscribed() throws(StreamFrameError) -> StreamFrame {
    guard let slot = slot(.sid), let sid = try integer(slot, .sid) else {
      throw StreamFrameError(.missing(.sid), at: frameBytes.count)
    }
    let name = try text(.channel).bytes
    var channel: StreamChannel?
    for candidate in StreamChannel.allCases where Self.equals(name, candidate.wireName) {
      channel = candidate
    }
    return .subscribed(subscriptions.keep(SubscribedFrame(channel: channel, sid: sid)))
  }

  private func bookSnapshot() throws(StreamFrameError) -> BookSnapshotFrame {
    var bids = 0
    var asks = 0
    try readLevels(.yesLevels, .yes, bidLevels, &bids)
    try readLevels(.noLevels, .no, askLevels, &asks)
    return BookSnapshotFrame(
      market: try market(), bids: UnsafeBufferPointer(start: bidLevels, count: bids),
      asks: UnsafeBufferPointer(start: askLevels, count: asks),
      recorded: try time(.recordedTime))
  }

  /// `[["0.4700","3.00"],…]`. The text is known to be JSON.
  private func readLevels(
    _ field: StreamField, _ leg: Outcome, _ levels: UnsafeMutablePointer<BookLevel>,
    _ count: inout Int
  ) throws(StreamFrameError) {
    guard let slot = slot(field) else { return }
    guard slot.first == 0x5B else { throw badValue(field, slot) }
    var walker = JSONWalker(content(slot))
    let bad = badValue(field, slot)
    walker.position = 1
    while try walker.peek() == 0x5B {
      walker.position += 1
      guard let written = Price(dollars: try levelText(&walker, bad)) else { throw bad }
      guard try walker.peek() == 0x2C else { throw bad }
      walker.position += 1
      let text = try levelText(&walker, bad)
      guard let quantity = Quantity(contractsText: text), quantity >= .zero,
        try walker.peek() == 0x5D
      else { throw bad }
      walker.position += 1
      guard count < Self.maximumLevels else {
        throw StreamFrameError(.tooManyLevels, at: Int(slot.start))
      }
      let price = BookLevel.unify(leg, price: written, noSide: noSide).price
      levels[count] = BookLevel(price: price, quantity: quantity)
      count += 1
      guard try walker.peek() == 0x2C else { break }
      walker.position += 1
    }
    guard try walker.peek() == 0x5D else { throw bad }
  }

  private func levelText(
    _ walker: inout JSONWalker, _ failure: StreamFrameError
  ) throws(StreamFrameError) -> UnsafeRawBufferPointer {
    let first = try walker.peek()
    let start: Int
    let end: Int
    if first == 0x22 {
      walker.position += 1
      start = walker.position
      end = try walker.passString().end
    } else {
      guard first == 0x2D || first &- 0x30 <= 9 else { throw failure }
      start = walker.position
      try walker.passNumber()
      end = walker.position
    }
    return UnsafeRawBufferPointer(rebasing: walker.bytes[start..<end])
  }
}

extension PriceGrid {
  /// The grid of a `price_ranges` array as JSON text, as a lifecycle frame carries it.
  public init(wireJSON text: FrameText) throws(KalshiModelError) {
    let ranges = try KalshiJSON.decode([KalshiPriceRange].self, from: Array(text.bytes))
    do {
      self = try PriceGrid(ranges: ranges.map(\.range))
    } catch {
      throw KalshiModelError(field: "price_ranges", reason: error.description)
    }
  }
}
