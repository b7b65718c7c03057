public import Market

/// What one account has and had in one market.
public struct Holding: Hashable, Sendable {
  /// Positive YES, negative NO.
  public internal(set) var position: Quantity = .zero
  /// What the open position cost, without fees; never negative.
  public internal(set) var cost: Money = .zero
  /// Profit of the closed part, without fees.
  public internal(set) var realized: Money = .zero
  public internal(set) var fees: Money = .zero
  /// Σ cost of every fill in the leg that was bought.
  public internal(set) var traded: Money = .zero
  public internal(set) var volume: Quantity = .zero
  /// Cash set aside for the resting orders.
  public internal(set) var reserved: Money = .zero
  public internal(set) var openOrders: Int32 = 0
  public internal(set) var updated: Timestamp = .distantPast
  /// First and last of the account's open orders here, by time; −1 when there is none.
  var head: Int32 = -1
  var tail: Int32 = -1

  /// Books a fill and returns what it does to the account's cash, without the fee.
  ///
  /// A bid pays the price for each contract, an ask one dollar less the price; every contract of the
  /// other leg that was held makes a pair, which pays a dollar back at once.
  mutating func fill(_ side: BookSide, _ price: Price, _ quantity: Quantity) -> Money {
    let leg = side == .bid ? price : price.complement
    let paid = leg * quantity
    let held = side == .bid ? -position : position
    let closing = held > .zero ? min(held, quantity) : .zero
    if closing > .zero {
      let share = Self.share(of: cost, closing, held)
      cost -= share
      realized += Price.dollar * closing - share - leg * closing
    }
    cost += leg * (quantity - closing)
    position = side == .bid ? position + quantity : position - quantity
    traded += paid
    volume += quantity
    return Price.dollar * closing - paid
  }

  /// The part of a position's cost that goes with `part` of `whole`, rounded down to the
  /// micro-dollar; the last part takes what is left, so nothing is lost.
  private static func share(of cost: Money, _ part: Quantity, _ whole: Quantity) -> Money {
    guard part < whole else { return cost }
    let product = Int128(cost.microDollars) * Int128(part.hundredths)
    return Money(microDollars: Int64(product / Int128(whole.hundredths)))
  }
}

/// One account as the engine keeps it.
struct AccountState: Sendable {
  var cash: Money
  /// Σ of the holdings' reserves.
  var reserved: Money = .zero
  var openOrders = 0
  /// By market; shorter than the catalogue where the account never touched the later ones.
  var holdings: [Holding] = []
}
