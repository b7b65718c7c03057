public import Market
public import Trading

/// A purchase with its result and the bids on the way: enough to say what one contract of it would
/// have come to under any profit and loss.
public struct ExitSample: Hashable, Sendable {
  /// Calendar days in New York of the purchase and of the result, counted from 1970. A result is
  /// never earlier than the start of its game, whenever the recording tells it.
  public var day: Int
  public var closingDay: Int
  /// Positions of one event stand and fall together.
  public var event: String
  /// Net edge at the entry, in 1/10 000 $ a contract.
  public var netEdge: Int32
  public var liquidity: ExitTable.Liquidity
  /// What was bought. Prices of a sample are the leg's own.
  public var leg: Outcome
  public var quantity: Quantity
  /// Of the whole purchase, without fees.
  public var cost: Money
  public var fees: Money
  /// What was asked and bid when the purchase was decided on.
  public var ask: Price
  public var bid: Price
  /// Of the market when it was bought.
  public var grid: PriceGrid
  public var formula: FeeFormula
  /// From the purchase on.
  public var path: ExitPath
  /// What the leg paid.
  public var paid: Price

  public init(
    day: Int, closingDay: Int, event: String, netEdge: Int32, liquidity: ExitTable.Liquidity,
    leg: Outcome, quantity: Quantity, cost: Money, fees: Money, ask: Price, bid: Price,
    grid: PriceGrid, formula: FeeFormula, path: ExitPath, paid: Price
  ) {
    self.day = day
    self.closingDay = closingDay
    self.event = event
    self.netEdge = netEdge
    self.liquidity = liquidity
    self.leg = leg
    self.quantity = quantity
    self.cost = cost
    self.fees = fees
    self.ask = ask
    self.bid = bid
    self.grid = grid
    self.formula = formula
    self.path = path
    self.paid = paid
  }

  /// Whether the position may still have been open on some of these days.
  public func isOpen(on days: ClosedRange<Int>) -> Bool {
    day <= days.upperBound && closingDay >= days.lowerBound
  }

  /// What a contract comes to where it is never sold, fees included.
  public var netHeld: Money { net(of: nil) }

  /// The same where time alone sells it.
  public var netByTime: Money { net(of: path.timeSale) }

  /// The same where it is sold once a bid leaves more than it is believed to be worth, or by time.
  public var netByBelief: Money { net(of: path.beliefSale ?? path.timeSale) }

  /// Whether the engine buys with such moves: it does not where what was bid would have been at the
  /// stop already (`KALSHI_SPREAD`). A later purchase through a narrower spread is not looked for.
  public func isBought(_ moves: ExitMoves, mode: ExitLevels.Mode) -> Bool {
    ExitLevels.lossAtOnce(
      ask: ask, bid: bid, stopLoss: Int64(moves.stopLoss), mode: mode, fees: formula) == nil
  }

  /// What a contract comes to, fees included, as the engine sells by a table: at the first bid at
  /// ``/Trading/ExitLevels``, else by time, else held to its result; nothing where it is not
  /// bought.
  ///
  /// - Complexity: O(bids kept).
  public func net(of moves: ExitMoves, mode: ExitLevels.Mode) -> Money {
    guard isBought(moves, mode: mode),
      let entry = ExitLevels.Entry(
        leg: leg, contracts: quantity, cost: cost, fees: fees)
    else { return .zero }
    let levels = ExitLevels(
      entry, moves: (takeProfit: Int64(moves.takeProfit), stopLoss: Int64(moves.stopLoss)),
      mode: mode, grid: grid, fees: formula)
    return net(of: path.sale(by: levels))
  }

  /// What a contract comes to by one sale; held to its result where there is none.
  private func net(of sale: ExitPath.Bid?) -> Money {
    let one = Quantity(contracts: 1)
    let cost = Self.share(self.cost + fees, of: quantity)
    return sale.map { $0.price * one - $0.fee - cost } ?? paid * one - cost
  }

  /// A contract's part of what so many cost, rounded up: against us.
  static func share(_ fee: Money, of quantity: Quantity) -> Money {
    let hundredths = max(1, quantity.magnitude.hundredths)
    return Money(microDollars: (fee.microDollars * 100 + hundredths - 1) / hundredths)
  }
}
