internal import Market
internal import Matching

/// A data frame's type and message, without its envelope.
struct StreamData {
  var type: String
  var message: JSONValue
}

/// The messages of the channels.
extension SimulatedExchange {
  func snapshotFrame(_ market: MarketID, usesYesPrice: Bool) -> StreamData {
    let record = markets[Int(market.index)]
    func rows(_ side: BookSide) -> JSONValue? {
      let levels = engine.levels(market, side).map { level in
        (price: Self.shownPrice(level.price, side, usesYesPrice), quantity: level.quantity)
      }
      // A side without levels has no key.
      guard !levels.isEmpty else { return nil }
      return .array(
        levels.sorted { $0.price < $1.price }.map {
          [WireText.price($0.price), WireText.count($0.quantity)]
        })
    }
    var message: JSONValue = [
      "market_ticker": .string(record.terms.ticker), "market_id": .string(record.uuid),
    ]
    message.add("yes_dollars_fp", rows(.bid))
    message.add("no_dollars_fp", rows(.ask))
    return StreamData(type: "orderbook_snapshot", message: message)
  }

  func deltaFrame(
    _ market: MarketID, _ side: BookSide, _ price: Price, _ delta: Quantity, cause: BookCause?,
    usesYesPrice: Bool, at now: Timestamp
  ) -> StreamData {
    let record = markets[Int(market.index)]
    var message: JSONValue = [
      "market_ticker": .string(record.terms.ticker), "market_id": .string(record.uuid),
      "price_dollars": WireText.price(Self.shownPrice(price, side, usesYesPrice)),
      "delta_fp": WireText.count(delta), "side": .string(side.outcomeName),
    ]
    message.add("client_order_id", cause.map { .string($0.clientOrderID) })
    message.add("ts", .string(WireText.time(now)))
    message.add("ts_ms", .integer(now.milliseconds))
    return StreamData(type: "orderbook_delta", message: message)
  }

  private static func shownPrice(
    _ price: Price, _ side: BookSide, _ usesYesPrice: Bool
  ) -> Price {
    side == .bid || usesYesPrice ? price : price.complement
  }

  func tickerFrame(_ market: MarketID, at now: Timestamp) -> StreamData {
    let record = markets[Int(market.index)]
    let (bid, ask) = (engine.best(market, .bid), engine.best(market, .ask))
    let volume = engine.volume(market)
    return StreamData(
      type: "ticker",
      message: [
        "market_ticker": .string(record.terms.ticker), "market_id": .string(record.uuid),
        "price_dollars": WireText.price(engine.lastPrice(market) ?? .zero),
        "yes_bid_dollars": WireText.price(bid?.price ?? .zero),
        "yes_ask_dollars": WireText.price(ask?.price ?? .dollar),
        "yes_bid_size_fp": WireText.count(bid?.quantity ?? .zero),
        "yes_ask_size_fp": WireText.count(ask?.quantity ?? .zero),
        "last_trade_size_fp": WireText.count(record.lastTradeSize),
        "volume_fp": WireText.count(volume),
        "open_interest_fp": WireText.count(engine.openInterest(market)),
        "dollar_volume": .integer(volume.hundredths / 100),
        "dollar_open_interest": .integer(engine.openInterest(market).hundredths / 100),
        "ts_ms": .integer(now.milliseconds), "ts": .integer(now.seconds),
        "time": .string(WireText.time(now)),
      ])
  }

  func tradeFrame(_ trade: PublicTrade) -> StreamData {
    let outcome: JSONValue = .string(trade.takerSide.outcomeName)
    return StreamData(
      type: "trade",
      message: [
        "trade_id": .string(trade.id),
        "market_ticker": .string(markets[Int(trade.market.index)].terms.ticker),
        "yes_price_dollars": WireText.price(trade.price),
        "no_price_dollars": WireText.price(trade.price.complement),
        "count_fp": WireText.count(trade.quantity), "taker_side": outcome,
        "taker_outcome_side": outcome, "taker_book_side": .string(trade.takerSide.wireName),
        "is_block_trade": false, "ts": .integer(trade.time.seconds),
        "ts_ms": .integer(trade.time.milliseconds),
      ])
  }

  func fillFrame(_ fill: MemberFill) -> StreamData {
    let outcome: JSONValue = .string(fill.side.outcomeName)
    var message: JSONValue = [
      "trade_id": .string(fill.trade), "order_id": .string(orderIDs[Int(fill.order.index)]),
    ]
    message.add("client_order_id", orderClientIDs[Int(fill.order.index)].map { .string($0) })
    let rest: [(String, JSONValue)] = [
      ("market_ticker", .string(markets[Int(fill.market.index)].terms.ticker)),
      ("exchange_index", 0), ("is_taker", .bool(fill.isTaker)), ("outcome_side", outcome),
      ("book_side", .string(fill.side.wireName)),
      ("yes_price_dollars", WireText.price(fill.price)),
      ("count_fp", WireText.count(fill.quantity)), ("fee_cost", WireText.dollars(fill.fee)),
      ("post_position_fp", WireText.count(fill.position)), ("side", outcome), ("action", "buy"),
      ("purchased_side", outcome), ("subaccount", 0), ("ts", .integer(fill.time.seconds)),
      ("ts_ms", .integer(fill.time.milliseconds)),
    ]
    for (key, value) in rest { message.add(key, value) }
    return StreamData(type: "fill", message: message)
  }

  func orderFrame(_ order: OrderState) -> StreamData {
    var message: JSONValue = [
      "order_id": .string(orderIDs[Int(order.number.index)]),
      "user_id": .string(member(order.account)?.userID ?? ""),
      "ticker": .string(markets[Int(order.market.index)].terms.ticker), "exchange_index": 0,
      "status": .string(order.phase.wireName), "side": .string(order.side.outcomeName),
      "is_yes": .bool(order.side == .bid), "outcome_side": .string(order.side.outcomeName),
      "book_side": .string(order.side.wireName),
      "yes_price_dollars": WireText.price(order.price),
      "initial_count_fp": WireText.count(order.initialQuantity),
      "fill_count_fp": WireText.count(order.filledQuantity),
      "remaining_count_fp": WireText.count(order.remainingQuantity),
      "taker_fill_cost_dollars": WireText.dollars(order.takerFillCost),
      "maker_fill_cost_dollars": WireText.dollars(order.makerFillCost),
      "taker_fees_dollars": WireText.dollars(order.takerFees),
      "maker_fees_dollars": WireText.dollars(order.makerFees),
      "client_order_id": .string(orderClientIDs[Int(order.number.index)] ?? ""),
      "self_trade_prevention_type": .string(order.selfTradePrevention.wireName.description),
      "created_ts_ms": .integer(order.created.milliseconds),
      "last_updated_ts_ms": .integer(order.updated.milliseconds),
      "last_update_reason": .string(order.lastChange.wireName), "subaccount_number": 0,
    ]
    message.add("expiration_ts_ms", order.expiration.map { .integer($0.milliseconds) })
    return StreamData(type: "user_order", message: message)
  }

  func positionFrame(_ account: AccountID, _ market: MarketID) -> StreamData {
    let holding = engine.holding(account, market)
    return StreamData(
      type: "market_position",
      message: [
        "user_id": .string(member(account)?.userID ?? ""),
        "market_ticker": .string(markets[Int(market.index)].terms.ticker),
        "position_fp": WireText.count(holding.position),
        "position_cost_dollars": WireText.dollars(holding.book.costBasis),
        "realized_pnl_dollars": WireText.dollars(holding.book.realised),
        "fees_paid_dollars": WireText.dollars(holding.book.fees),
        "position_fee_cost_dollars": WireText.dollars(holding.book.fees),
        "volume_fp": WireText.count(holding.volume), "subaccount": 0,
      ])
  }

  func lifecycleFrame(
    _ market: MarketID, _ step: LifecycleStep, at now: Timestamp
  ) -> StreamData {
    let record = markets[Int(market.index)]
    var message: JSONValue = .object([])
    message.add("event_type", .string(step.wireName))
    message.add("market_ticker", .string(record.terms.ticker))
    switch step {
    case .activated: message.add("is_deactivated", false)
    case .deactivated: message.add("is_deactivated", true)
    case .closeDateUpdated: message.add("close_ts", .integer(record.close.seconds))
    case .determined:
      message.add("result", .string(record.result?.wireName ?? ""))
      message.add("determination_ts", .integer((record.determined ?? now).seconds))
      message.add(
        "settlement_value", WireText.price(record.result?.value(of: .yes) ?? .zero))
    case .settled: message.add("settled_ts", .integer((record.settled ?? now).seconds))
    case .gridChanged: message.add("price_ranges", .array(record.terms.grid.ranges.map(Self.json)))
    }
    return StreamData(type: "market_lifecycle_v2", message: message)
  }
}

extension LifecycleStep {
  var wireName: String {
    switch self {
    case .activated: "activated"
    case .deactivated: "deactivated"
    case .closeDateUpdated: "close_date_updated"
    case .determined: "determined"
    case .settled: "settled"
    case .gridChanged: "price_level_structure_updated"
    }
  }
}

extension OrderChange {
  /// The spelling of `last_update_reason`; empty where the exchange names none.
  var wireName: String {
    switch self {
    case .placed, .userCancel, .immediateOrCancel, .fillOrKill: ""
    case .traded: "Trade"
    case .amended: "Amend"
    case .decreased: "Decrease"
    case .selfTrade: "SelfTradeCancel"
    case .expiry: "ExpiryCancel"
    case .margin: "MarginCancel"
    case .reduceOnly: "ReduceOnlyCancel"
    case .halt: "HaltCancel"
    case .close: "CloseCancel"
    }
  }
}
