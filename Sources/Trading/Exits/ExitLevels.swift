public import Market

/// The bids at which a position is sold: prices of the held leg, on its grid.
public struct ExitLevels: Hashable, Sendable, Codable {
  /// What moves are counted from.
  public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// From the average entry price, as the design does.
    case design
    /// From the entry with its fee, by what the bid leaves after the exit's fee.
    case net
  }

  /// What a position has cost.
  public struct Entry: Hashable, Sendable {
    /// The held leg.
    public var leg: Outcome
    public var contracts: Quantity
    /// Without fees; in all.
    public var cost: Money
    /// The fees of the entry, in all.
    public var fees: Money

    /// Nil for a position of nothing, and for a cost below nothing or above what can be paid.
    public init?(leg: Outcome, contracts: Quantity, cost: Money, fees: Money) {
      guard contracts > .zero, cost >= .zero, cost <= Price.dollar * contracts, fees >= .zero else {
        return nil
      }
      self.leg = leg
      self.contracts = contracts
      self.cost = cost
      self.fees = fees
    }
  }

  /// A bid at or above it is taken; nil where no price pays for that.
  public var takeProfit: Price?
  /// A bid at or below it is taken; nil where no price is that low.
  public var stopLoss: Price?

  init(takeProfit: Price?, stopLoss: Price?) {
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
  }

  /// What triggers at a bid; nil for neither. Profit comes first where both would.
  public func trigger(bid: Price) -> ExitTrigger? {
    if let takeProfit, bid >= takeProfit { return .takeProfit }
    if let stopLoss, bid <= stopLoss { return .stopLoss }
    return nil
  }

  /// The same on another grid: a profit rounded up to it and a loss down, as ever.
  func moved(to ladder: LegLadder) -> ExitLevels {
    ExitLevels(
      takeProfit: takeProfit.flatMap { level in ladder.lowest { $0 >= level } },
      stopLoss: stopLoss.flatMap { level in ladder.highest { $0 <= level } })
  }

  /// The levels for an entry.
  ///
  /// A profit is rounded up to the grid and a loss down, both away from the entry. A profit that
  /// would not leave more than the entry cost with its fee is none.
  ///
  /// - Parameters:
  ///   - moves: in 1/10 000 $, see ``ExitTable/moves(netEdge:_:)``.
  ///   - fees: of the exit, which takes.
  public init(
    _ entry: Entry, moves: (takeProfit: Int64, stopLoss: Int64), mode: Mode, grid: PriceGrid,
    fees: FeeFormula
  ) {
    let ladder = LegLadder(leg: entry.leg, grid: grid)
    // Micro-dollars a contract are hundredths of a ten-thousandth of a dollar: cost by hundredths
    // of a contract gives 1/10 000 $ exactly.
    let size = entry.contracts.hundredths
    let base = mode == .design ? entry.cost : entry.cost + entry.fees
    let target = base.microDollars + moves.takeProfit * size
    let floor = base.microDollars - moves.stopLoss * size
    let allIn = (entry.cost + entry.fees).microDollars
    func left(_ price: Price) -> Int64 {
      // Of the whole position, with the fee of one contract for each: against us.
      let one = Quantity(contracts: 1)
      let fee = fees.fee(price: price, quantity: one, liquidity: .taker).microDollars
      return Int64(price.tenThousandths) * size - fee * ((size + 99) / 100)
    }
    func counted(_ price: Price) -> Int64 {
      mode == .design ? Int64(price.tenThousandths) * size : left(price)
    }
    takeProfit = ladder.lowest { counted($0) >= target }
    if let price = takeProfit, left(price) <= allIn { takeProfit = nil }
    stopLoss = ladder.highest { counted($0) <= floor }
  }
}

/// Why a position is sold (design 5, section 10).
public enum ExitTrigger: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case takeProfit
  case stopLoss
  /// It was held as long as it may be, or the game begins.
  case time
  /// Somebody asked for it.
  case manual
  /// The bid after its fee is above what the contract is believed to be worth.
  case belief
}
