/// The fields of stream frames that are read. All others are skipped.
public enum StreamField: UInt8, Hashable, Sendable, CaseIterable {
  // The envelope. `sid` and `msg` also occur inside `msg`.
  case type, sid, seq, id, msg, sendingTime
  // Ids and texts.
  case marketTicker, ticker, eventTicker, tradeID, orderID, clientOrderID, channel, code
  // Prices and sizes.
  case price, yesPrice, yesBid, yesAsk, yesBidSize, yesAskSize, lastTradeSize, volume
  case openInterest, count, delta, feeCost, postPosition
  case initialCount, fillCount, remainingCount, takerFees, makerFees
  case yesLevels, noLevels
  // Directions and flags.
  case side, outcomeSide, bookSide, takerBookSide, takerOutcomeSide, takerSide, action, isYes
  case isTaker, isBlockTrade, isDeactivated
  // Times.
  case time, recordedTime, lastUpdated, closeTime, determinationTime, settledTime
  // States.
  case status, lastUpdateReason, eventType, result, settlementValue, priceRanges
  case feeTypeOverride, feeMultiplierOverride, exchangeIndex

  /// Its bit in a word of fields.
  @inline(__always)
  var bit: UInt64 { 1 << UInt64(rawValue) }

  /// The exchange's name.
  public var name: String { wireName.description }

  var wireName: StaticString {
    switch self {
    case .type: "type"
    case .sid: "sid"
    case .seq: "seq"
    case .id: "id"
    case .msg: "msg"
    case .sendingTime: "sending_ts_ms"
    case .marketTicker: "market_ticker"
    case .ticker: "ticker"
    case .eventTicker: "event_ticker"
    case .tradeID: "trade_id"
    case .orderID: "order_id"
    case .clientOrderID: "client_order_id"
    case .channel: "channel"
    case .code: "code"
    case .price: "price_dollars"
    case .yesPrice: "yes_price_dollars"
    case .yesBid: "yes_bid_dollars"
    case .yesAsk: "yes_ask_dollars"
    case .yesBidSize: "yes_bid_size_fp"
    case .yesAskSize: "yes_ask_size_fp"
    case .lastTradeSize: "last_trade_size_fp"
    case .volume: "volume_fp"
    case .openInterest: "open_interest_fp"
    case .count: "count_fp"
    case .delta: "delta_fp"
    case .feeCost: "fee_cost"
    case .postPosition: "post_position_fp"
    case .initialCount: "initial_count_fp"
    case .fillCount: "fill_count_fp"
    case .remainingCount: "remaining_count_fp"
    case .takerFees: "taker_fees_dollars"
    case .makerFees: "maker_fees_dollars"
    case .yesLevels: "yes_dollars_fp"
    case .noLevels: "no_dollars_fp"
    case .side: "side"
    case .outcomeSide: "outcome_side"
    case .bookSide: "book_side"
    case .takerBookSide: "taker_book_side"
    case .takerOutcomeSide: "taker_outcome_side"
    case .takerSide: "taker_side"
    case .action: "action"
    case .isYes: "is_yes"
    case .isTaker: "is_taker"
    case .isBlockTrade: "is_block_trade"
    case .isDeactivated: "is_deactivated"
    case .time: "ts_ms"
    case .recordedTime: "recorded_ts_ms"
    case .lastUpdated: "last_updated_ts_ms"
    case .closeTime: "close_ts"
    case .determinationTime: "determination_ts"
    case .settledTime: "settled_ts"
    case .status: "status"
    case .lastUpdateReason: "last_update_reason"
    case .eventType: "event_type"
    case .result: "result"
    case .settlementValue: "settlement_value"
    case .priceRanges: "price_ranges"
    case .feeTypeOverride: "fee_type_override"
    case .feeMultiplierOverride: "fee_multiplier_override"
    case .exchangeIndex: "exchange_index"
    }
  }
}
