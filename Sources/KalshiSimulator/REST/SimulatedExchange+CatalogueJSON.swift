internal import Market
internal import Matching

/// The catalogue in the exchange's models.
extension SimulatedExchange {
  func json(_ series: SimulatedSeries) -> JSONValue {
    var value: JSONValue = [
      "ticker": .string(series.ticker), "title": .string(series.title), "frequency": "custom",
      "category": .string(series.category), "categories": [.string(series.category)],
      "tags": .array(series.tags.map { .string($0) }), "settlement_sources": [],
      "contract_url": "", "contract_terms_url": "", "additional_prohibitions": [],
      "exchange_index": 0,
    ]
    value.add("fee_type", series.fees.type.map { .string($0.wireName) })
    value.add("fee_multiplier", series.fees.multiplier.map { .number(Self.decimal($0)) })
    return value
  }

  func eventJSON(_ place: Int, nested: Bool) -> JSONValue {
    let event = events[place]
    var value: JSONValue = [
      "event_ticker": .string(event.ticker), "series_ticker": .string(event.seriesTicker),
      "title": .string(event.title), "sub_title": .string(event.subtitle),
      "collateral_return_type": event.isMutuallyExclusive ? "MECNET" : "",
      "mutually_exclusive": .bool(event.isMutuallyExclusive), "category": "Sports",
      "settlement_sources": [], "exchange_index": 0,
    ]
    if nested { value.add("markets", .array(eventMarkets[place].map { marketJSON($0) })) }
    return value
  }

  func json(_ milestone: SimulatedMilestone) -> JSONValue {
    [
      "id": .string(milestone.id), "category": "Sports", "type": .string(milestone.type),
      "start_date": .string(WireText.time(milestone.start)), "title": .string(milestone.title),
      "notification_message": "", "details": ["league": .string(milestone.competition)],
      "primary_event_tickers": .array(milestone.eventTickers.map { .string($0) }),
      "related_event_tickers": .array(milestone.eventTickers.map { .string($0) }),
      "last_updated_ts": .string(WireText.time(milestone.start)),
    ]
  }

  func marketJSON(_ place: Int) -> JSONValue {
    let market = markets[place]
    let terms = market.terms
    let close = JSONValue.string(WireText.time(market.close))
    var value: JSONValue = [
      "ticker": .string(terms.ticker), "event_ticker": .string(terms.eventTicker),
      "market_type": "binary", "title": .string(terms.title), "subtitle": .string(terms.subtitle),
      "yes_sub_title": .string(terms.subtitle), "no_sub_title": .string(terms.subtitle),
      "created_time": .string(WireText.time(terms.open)),
      "updated_time": .string(WireText.time(market.updated)),
      "open_time": .string(WireText.time(terms.open)), "close_time": close,
      "expiration_time": close, "latest_expiration_time": close,
      "expected_expiration_time": close, "settlement_timer_seconds": 60,
      "status": .string(market.status.wireName), "can_close_early": true,
      "early_close_condition": "This market will close and expire after a winner is declared.",
      "strike_type": .string(terms.strikeType), "expiration_value": "",
      "notional_value_dollars": "1.0000", "previous_price_dollars": "0.0000",
      "previous_yes_ask_dollars": "0.0000", "previous_yes_bid_dollars": "0.0000",
      "price_level_structure": terms.grid == .wholeCents ? "linear_cent" : "",
      "price_ranges": .array(terms.grid.ranges.map(Self.json)),
      "rules_primary": .string(terms.rules), "rules_secondary": "",
      "settlement_bounds_type": "default", "exchange_index": 0,
      "volume_fp": WireText.count(engine.volume(market.id)),
      "volume_24h_fp": WireText.count(engine.volume(market.id)),
      "open_interest_fp": WireText.count(engine.openInterest(market.id)),
      "last_price_dollars": WireText.price(engine.lastPrice(market.id) ?? .zero),
    ]
    value.add("floor_strike", terms.floorStrike.map { .number($0.description) })
    addQuote(market, to: &value)
    addResult(market, to: &value)
    return value
  }

  private func addQuote(_ market: MarketRecord, to value: inout JSONValue) {
    let bid = engine.best(market.id, .bid)
    let ask = engine.best(market.id, .ask)
    // A market nobody ever quoted shows zero asks, one that was emptied shows a dollar.
    let noAsk: Price = market.wasTouched ? .dollar : .zero
    let (bidPrice, askPrice) = (bid?.price ?? .zero, ask?.price ?? noAsk)
    value.add("yes_bid_dollars", WireText.price(bidPrice))
    value.add("yes_ask_dollars", WireText.price(askPrice))
    value.add("no_bid_dollars", WireText.price(askPrice.complement))
    value.add("no_ask_dollars", WireText.price(bidPrice.complement))
    value.add("yes_bid_size_fp", WireText.count(bid?.quantity ?? .zero))
    value.add("yes_ask_size_fp", WireText.count(ask?.quantity ?? .zero))
  }

  private func addResult(_ market: MarketRecord, to value: inout JSONValue) {
    value.add("result", .string(market.result?.wireName ?? ""))
    value.add("settlement_value_dollars", market.result.map { WireText.price($0.value(of: .yes)) })
    value.add("settlement_ts", market.settled.map { .string(WireText.time($0)) })
  }

  static func json(_ range: PriceRange) -> JSONValue {
    [
      "start": WireText.price(range.start), "end": WireText.price(range.end),
      "step": WireText.price(range.step),
    ]
  }

  /// Bids of both legs, ascending, best last; a NO bid is a YES ask at the complement.
  func bookJSON(_ place: Int, depth: Int) -> JSONValue {
    let market = markets[place].id
    func rows(_ side: BookSide) -> JSONValue {
      let levels = engine.levels(market, side, limit: depth > 0 ? depth : .max)
      return .array(
        levels.reversed().map { level in
          let price = side == .bid ? level.price : level.price.complement
          return [WireText.price(price), WireText.count(level.quantity)]
        })
    }
    return ["yes_dollars": rows(.bid), "no_dollars": rows(.ask)]
  }

  func json(_ trade: PublicTrade) -> JSONValue {
    let outcome: JSONValue = trade.takerSide == .bid ? "yes" : "no"
    return [
      "trade_id": .string(trade.id),
      "ticker": .string(markets[Int(trade.market.index)].terms.ticker),
      "count_fp": WireText.count(trade.quantity), "yes_price_dollars": WireText.price(trade.price),
      "no_price_dollars": WireText.price(trade.price.complement), "taker_side": outcome,
      "taker_outcome_side": outcome, "taker_book_side": .string(trade.takerSide.wireName),
      "created_time": .string(WireText.time(trade.time)), "is_block_trade": false,
    ]
  }

  private static func decimal(_ multiplier: FeeMultiplier) -> String {
    var text = multiplier.description
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

extension SettlementResult {
  var wireName: String {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .scalar: "scalar"
    }
  }
}

extension BookSide {
  var wireName: String { self == .bid ? "bid" : "ask" }
  var outcomeName: String { self == .bid ? "yes" : "no" }
}
