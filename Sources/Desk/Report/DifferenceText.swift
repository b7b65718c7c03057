internal import Market
internal import Trading

/// A difference between our record and the exchange's, both columns in a trader's words.
enum DifferenceText {
  /// The notices that show both columns; nothing for any other.
  ///
  /// - Parameter name: of a market.
  static func describe(_ notice: EngineNotice, _ name: (MarketID) -> String) -> String {
    switch notice {
    case .recordDiffers(let difference):
      return name(difference.market) + ": " + describe(difference)
    case .cashDiffers(let ours, let exchange):
      return "cash: we count \(ours) $, the exchange \(exchange) $: a deposit, a withdrawal, or"
        + " something to look into"
    case .shardCashDiffers(let shard, let ours, let exchange):
      return "cash on shard \(shard) of the exchange: we counted \(ours) $, the exchange has"
        + " \(exchange) $, which counts"
    case .transferred(let amount):
      let way = amount < .zero ? "out" : "in"
      return "cash: \(amount.magnitude) $ were paid \(way), as the exchange's list of deposits and"
        + " withdrawals says; neither profit nor loss"
    case .tradedElsewhere(let amount):
      let way = amount < .zero ? "have cost" : "have brought in"
      return "cash: trades in markets that are not followed \(way) \(amount.magnitude) $, as the"
        + " exchange's record of them says; neither profit nor loss here"
    case .resultChanged(let id, let old, let value, let change):
      return "\(name(id)): decided again, at \(value) and not at \(old): what was paid out for our"
        + " contracts changes by \(change) $; reading the account"
    case .cashBelowNothing(let cash):
      return "the exchange says that the account has \(cash) $: every profile begins with nothing"
        + " and nothing is bought; what is paid in is the arbitrage strategy's until the next session"
    case .cashLacks(let least, let exchange):
      return "cash: whatever becomes of what is under way, we count \(least) $ at the least, the"
        + " exchange \(exchange) $: a withdrawal, or something to look into"
    case .accountUnread(let nanoseconds):
      return "the account could not be read for \(nanoseconds / 1_000_000_000) s: nothing new is"
        + " risked until it is; sales go on"
    default: return ""
    }
  }

  static func describe(_ difference: RecordDifference) -> String {
    let ours = value(difference.ours, of: difference.field)
    let theirs = value(difference.exchange, of: difference.field)
    return "\(subject(difference.field)) \(ours) by our count, \(theirs) by the exchange's;"
      + " \(consequence(difference.field))"
  }

  private static func subject(_ field: RecordDifference.Field) -> String {
    switch field {
    case .orderSide: "an order's side is"
    case .orderPrice: "an order's price is"
    case .orderSize: "an order's contracts are"
    case .positionCost: "what is held has cost"
    case .positionFees: "the fees so far are"
    case .fillSide: "a fill's side is"
    case .fillPrice: "a fill's price is"
    case .fillSize: "a fill's contracts are"
    case .fillFee: "a fill's fee is"
    case .orderEnd: "an order that rests ends"
    }
  }

  private static func value(_ value: Int64, of field: RecordDifference.Field) -> String {
    switch field {
    case .orderSide, .fillSide: value == 0 ? "bid" : "ask"
    case .orderPrice, .fillPrice: "\(Price(tenThousandths: Int(value)))"
    case .orderSize, .fillSize: "\(Quantity(hundredths: value))"
    case .positionCost, .positionFees, .fillFee: "\(Money(microDollars: value)) $"
    case .orderEnd: value == 0 ? "never" : "\(Timestamp(seconds: value))"
    }
  }

  private static func consequence(_ field: RecordDifference.Field) -> String {
    switch field {
    case .orderSide, .orderPrice, .orderSize, .orderEnd:
      "it is cancelled, and the market blocked until it is gone"
    case .positionCost, .positionFees:
      "the market is blocked until a second reading says so too, which then counts"
    case .fillFee: "theirs is booked, and the market blocked until the account has been read"
    case .fillSide, .fillPrice, .fillSize: "the market is blocked until the account has been read"
    }
  }
}
