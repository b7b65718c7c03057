public import Market
public import Trading

/// One contract that was bought and held to its result, with every bid on the way: enough to say
/// what it would have come to under any profit and loss.
public struct ExitSample: Hashable, Sendable {
  /// A bid for the held leg, and what selling one contract to it would cost.
  public struct Bid: Hashable, Sendable {
    public var price: Price
    /// A contract, of a sale as large as the purchase was.
    public var fee: Money
    /// That the leg pays, by the bookmakers then; nil where they said nothing.
    public var belief: Double?

    public init(price: Price, fee: Money, belief: Double? = nil) {
      self.price = price
      self.fee = fee
      self.belief = belief
    }
  }

  /// Calendar day of the stretch it was bought in, counted from 1970.
  public var day: Int
  /// Positions of one event stand and fall together.
  public var event: String
  /// Net edge at the entry, in 1/10 000 $ a contract.
  public var netEdge: Int32
  public var liquidity: ExitTable.Liquidity
  /// What a contract of the leg cost, and the fee on it.
  public var price: Price
  public var fee: Money
  /// From the entry on, in order of time.
  public var bids: [Bid]
  /// What the leg paid.
  public var paid: Price

  public init(
    day: Int, event: String, netEdge: Int32, liquidity: ExitTable.Liquidity, price: Price,
    fee: Money, bids: [Bid], paid: Price
  ) {
    self.day = day
    self.event = event
    self.netEdge = netEdge
    self.liquidity = liquidity
    self.price = price
    self.fee = fee
    self.bids = bids
    self.paid = paid
  }

  /// What the contract comes to where it is never sold, fees included.
  public var netHeld: Money {
    let one = Quantity(contracts: 1)
    return paid * one - price * one - fee
  }

  /// The same where it is sold once a bid leaves more than it is believed to be worth, see
  /// ``/Trading/BeliefExit``.
  public var netByBelief: Money {
    let one = Quantity(contracts: 1)
    for bid in bids {
      guard let belief = bid.belief else { continue }
      let left = bid.price * one - bid.fee
      if Double(left.microDollars) > belief * 1_000_000 { return left - price * one - fee }
    }
    return netHeld
  }

  /// What the contract comes to, fees included: sold at the first bid so far above or below what it
  /// cost, else held to its result.
  ///
  /// - Complexity: O(bids).
  public func net(of moves: ExitMoves) -> Money {
    let one = Quantity(contracts: 1)
    let (above, below) = (
      price.tenThousandths + moves.takeProfit, price.tenThousandths - moves.stopLoss
    )
    for bid in bids where bid.price.tenThousandths >= above || bid.price.tenThousandths <= below {
      return bid.price * one - bid.fee - price * one - fee
    }
    return netHeld
  }
}
