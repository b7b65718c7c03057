internal import Market
internal import Matching

/// A member's figures in the exchange's models.
extension SimulatedExchange {
  func orderJSON(_ order: OrderState, member: Int) -> JSONValue {
    let outcome = JSONValue.string(order.side.outcomeName)
    var value: JSONValue = [
      "order_id": .string(orderIDs[Int(order.number.index)]),
      "user_id": .string(members[member].userID),
      "client_order_id": .string(orderClientIDs[Int(order.number.index)] ?? ""),
      "ticker": .string(markets[Int(order.market.index)].terms.ticker), "type": "limit",
      "status": .string(order.phase.wireName), "action": "buy", "side": outcome,
      "outcome_side": outcome, "book_side": .string(order.side.wireName),
      "yes_price_dollars": WireText.price(order.price),
      "no_price_dollars": WireText.price(order.price.complement),
      "initial_count_fp": WireText.count(order.initialQuantity),
      "fill_count_fp": WireText.count(order.filledQuantity),
      "remaining_count_fp": WireText.count(order.remainingQuantity),
      "taker_fill_cost_dollars": WireText.dollars(order.takerFillCost),
      "maker_fill_cost_dollars": WireText.dollars(order.makerFillCost),
      "taker_fees_dollars": WireText.dollars(order.takerFees),
      "maker_fees_dollars": WireText.dollars(order.makerFees),
      "created_time": .string(WireText.time(order.created)),
      "last_update_time": .string(WireText.time(order.updated)),
      "self_trade_prevention_type": .string(order.selfTradePrevention.wireName.description),
      "subaccount_number": 0,
    ]
    value.add("expiration_time", order.expiration.map { .string(WireText.time($0)) })
    if order.cancelsOnPause { value.add("cancel_order_on_pause", true) }
    return value
  }

  func json(_ fill: MemberFill) -> JSONValue {
    let ticker = JSONValue.string(markets[Int(fill.market.index)].terms.ticker)
    let outcome = JSONValue.string(fill.side.outcomeName)
    return [
      "fill_id": .string(fill.trade), "trade_id": .string(fill.trade),
      "order_id": .string(orderIDs[Int(fill.order.index)]), "ticker": ticker,
      "market_ticker": ticker, "count_fp": WireText.count(fill.quantity),
      "yes_price_dollars": WireText.price(fill.price),
      "no_price_dollars": WireText.price(fill.price.complement),
      "fee_cost": WireText.dollars(fill.fee), "is_taker": .bool(fill.isTaker), "action": "buy",
      "side": outcome, "outcome_side": outcome, "book_side": .string(fill.side.wireName),
      "created_time": .string(WireText.time(fill.time)), "ts": .integer(fill.time.seconds),
      "subaccount_number": 0, "exchange_index": 0,
    ]
  }

  func positionJSON(_ account: AccountID, _ market: MarketID) -> JSONValue {
    let holding = engine.holding(account, market)
    return [
      "ticker": .string(markets[Int(market.index)].terms.ticker), "exchange_index": 0,
      "position_fp": WireText.count(holding.position),
      "total_traded_dollars": WireText.dollars(holding.traded),
      "market_exposure_dollars": WireText.dollars(holding.book.costBasis),
      "realized_pnl_dollars": WireText.dollars(holding.book.realised),
      "fees_paid_dollars": WireText.dollars(holding.book.fees),
      "resting_orders_count": .integer(holding.openOrders),
      "last_updated_ts": .string(WireText.time(holding.updated)),
    ]
  }

  /// The events of these markets, in their order, each summed over its listed markets.
  func eventPositions(_ account: AccountID, _ shown: [MarketID]) -> [JSONValue] {
    var rows: [JSONValue] = []
    var seen: Set<Int> = []
    for market in shown {
      let event = markets[Int(market.index)].event
      guard seen.insert(event).inserted else { continue }
      var (traded, exposure, realised, fees) = (Money.zero, Money.zero, Money.zero, Money.zero)
      var volume = Quantity.zero
      for other in shown where markets[Int(other.index)].event == event {
        let holding = engine.holding(account, other)
        traded += holding.traded
        volume += holding.volume
        exposure += holding.book.costBasis
        realised += holding.book.realised
        fees += holding.book.fees
      }
      rows.append([
        "event_ticker": .string(events[event].ticker),
        "total_cost_dollars": WireText.dollars(traded),
        "total_cost_shares_fp": WireText.count(volume),
        "event_exposure_dollars": WireText.dollars(exposure),
        "realized_pnl_dollars": WireText.dollars(realised),
        "fees_paid_dollars": WireText.dollars(fees),
      ])
    }
    return rows
  }

  func json(_ settlement: MemberSettlement) -> JSONValue {
    let (payout, terms) = (
      settlement.payout, markets[Int(settlement.payout.market.index)].terms
    )
    let isYes = payout.position > .zero
    let (held, none) = (WireText.count(payout.position.magnitude), WireText.count(.zero))
    return [
      "ticker": .string(terms.ticker), "event_ticker": .string(terms.eventTicker),
      "exchange_index": 0, "market_result": .string(settlement.result.wireName),
      "yes_count_fp": isYes ? held : none, "no_count_fp": isYes ? none : held,
      "yes_total_cost_dollars": WireText.dollars(isYes ? payout.cost : .zero),
      "no_total_cost_dollars": WireText.dollars(isYes ? .zero : payout.cost),
      "revenue": WireText.cents(payout.revenue),
      "value": .integer(payout.value.tenThousandths / 100),
      "fee_cost": WireText.dollars(payout.fees),
      "settled_time": .string(WireText.time(payout.time)),
    ]
  }

  /// Positions at their last price; at the best bid of the held leg where nothing traded yet.
  func marked(_ account: AccountID) -> Money {
    var total: Money = .zero
    for market in engine.touchedMarkets(account) {
      let book = engine.holding(account, market).book
      guard !book.quantity.isZero else { continue }
      let exit = engine.best(market, book.quantity > .zero ? .bid : .ask)?.price
      total += book.value(at: engine.lastPrice(market) ?? exit ?? .zero)
    }
    return total
  }
}

extension OrderPhase {
  var wireName: String {
    switch self {
    case .resting: "resting"
    case .canceled: "canceled"
    case .executed: "executed"
    }
  }
}
