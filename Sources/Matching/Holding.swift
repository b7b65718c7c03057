public import Market

/// What one account has and had in one market.
public struct Holding: Hashable, Sendable {
  /// Contracts, their cost, realised profit and fees.
  public internal(set) var book = Position()
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

  /// Positive YES, negative NO.
  public var position: Quantity { book.quantity }
  /// What the open position cost, without fees.
  public var cost: Money { book.costBasis }
  /// Profit of what was closed or settled, without fees.
  public var realised: Money { book.realised }
  public var fees: Money { book.fees }

  /// Books a fill and returns what it does to the account's cash, without the fee.
  ///
  /// A bid pays the price for each contract, an ask one dollar less the price; every contract of
  /// the other leg that was held makes a pair, which pays a dollar back at once.
  mutating func fill(
    _ side: BookSide, _ price: Price, _ quantity: Quantity, fee: Money
  ) -> Money {
    let before = book.cashFlow
    do throws(PositionError) {
      try book.apply(side: side, price: price, quantity: quantity, fee: fee)
    } catch {
      // Orders that could reach this are refused: see MatchingEngine.check.
      assertionFailure("a fill left the range of positions: \(error)")
    }
    traded += (side == .bid ? price : price.complement) * quantity
    volume += quantity
    return book.cashFlow - before
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
