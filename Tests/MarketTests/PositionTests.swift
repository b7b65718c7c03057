import Market
import TestKit
import Testing

@Suite struct PositionTests {
  func buy(_ contracts: Int, _ cents: Int, _ position: inout Position) throws {
    try position.apply(
      side: .bid, price: Price(cents: cents), quantity: Quantity(contracts: contracts),
      fee: .zero)
  }
  func sell(_ contracts: Int, _ cents: Int, _ position: inout Position) throws {
    try position.apply(
      side: .ask, price: Price(cents: cents), quantity: Quantity(contracts: contracts),
      fee: .zero)
  }

  @Test func `buying and selling YES realises the difference`() throws {
    var position = Position()
    try buy(10, 40, &position)
    #expect(position.held == .yes && position.costBasis == Money(cents: 400))
    try sell(4, 50, &position)
    #expect(position.realised == Money(cents: 40))
    #expect(position.costBasis == Money(cents: 240))
    try sell(6, 30, &position)
    #expect(position.held == nil && position.realised == Money(cents: -20))
    #expect(position.cashFlow == Money(cents: -20))
  }

  @Test func `selling YES without any opens NO at the complement`() throws {
    var position = Position()
    try sell(10, 40, &position)
    #expect(position.quantity == Quantity(contracts: -10) && position.held == .no)
    #expect(position.costBasis == Money(cents: 600))
    #expect(position.cashFlow == Money(cents: -600))
    #expect(position.value(at: Price(cents: 30)) == Money(cents: 700))
    #expect(position.unrealised(at: Price(cents: 30)) == Money(cents: 100))
    try buy(10, 30, &position)
    #expect(position.realised == Money(cents: 100) && position.quantity.isZero)
  }

  @Test func `one fill can close YES and open NO`() throws {
    var position = Position()
    try buy(4, 60, &position)
    try sell(10, 70, &position)
    #expect(position.quantity == Quantity(contracts: -6))
    #expect(position.realised == Money(cents: 40))
    #expect(position.costBasis == Money(cents: 180))
    #expect(position.cashFlow == Money(cents: -240 + 280 - 180))
  }

  @Test func `a cost that does not divide stays in the basis until the end`() throws {
    var position = try #require(
      Position(quantity: Quantity(hundredths: 3), costBasis: Money(microDollars: 10)))
    func close() throws {
      try position.apply(
        side: .ask, price: Price(tenThousandths: 4), quantity: Quantity(hundredths: 1), fee: .zero)
    }
    try close()
    #expect(position.costBasis == Money(microDollars: 6))
    #expect(position.realised == .zero)
    try close()
    #expect(position.costBasis == Money(microDollars: 3))
    try close()
    #expect(position.costBasis == .zero && position.realised == Money(microDollars: 2))
  }

  @Test(arguments: [
    (SettlementResult.yes, 400 - 240), (.no, -240), (.scalar(Price(cents: 50)), 200 - 240),
  ])
  func `settlement pays YES, NO or a share`(result: SettlementResult, profit: Int) throws {
    var yes = Position()
    try buy(4, 60, &yes)
    try yes.settle(result)
    #expect(yes.realised == Money(cents: profit) && yes.costBasis == .zero && yes.quantity.isZero)
    var no = Position()
    try sell(4, 60, &no)
    try no.settle(result)
    #expect(no.realised == Money(cents: -profit))
    #expect(no.cashFlow == no.realised)
    let settled = no
    try no.settle(.yes)
    #expect(no == settled)
  }

  @Test func `fees are counted apart from profit`() throws {
    var position = Position()
    try position.apply(
      Fill(
        tradeID: TradeID("t"), clientOrderID: nil, market: MarketID(0), side: .bid,
        price: Price(cents: 50), quantity: Quantity(contracts: 1), liquidity: .taker,
        fee: Money(microDollars: 17_500), time: Timestamp(seconds: 0)))
    #expect(position.fees == Money(microDollars: 17_500))
    #expect(position.costBasis == Money(cents: 50) && position.cashFlow == Money(cents: -50))
  }

  @Test func `a fill that cannot be booked leaves the position as it was`() throws {
    var position = Position()
    try buy(4, 60, &position)
    let before = position
    #expect(throws: PositionError.badQuantity(.zero)) { try buy(0, 50, &position) }
    #expect(throws: PositionError.badQuantity(Quantity(contracts: -1))) {
      try buy(-1, 50, &position)
    }
    #expect(throws: PositionError.outOfRange) { try buy(1_000_000_000, 50, &position) }
    #expect(throws: PositionError.outOfRange) {
      try position.apply(
        side: .bid, price: .dollar, quantity: Quantity(hundredths: .max), fee: .zero)
    }
    #expect(position == before)
  }

  @Test func `a position taken over must have a possible cost`() {
    let one = Quantity(contracts: -1)
    #expect(Position(quantity: one, costBasis: Money(cents: 100)) != nil)
    #expect(Position(quantity: one, costBasis: Money(cents: 101)) == nil)
    #expect(Position(quantity: one, costBasis: Money(cents: -1)) == nil)
    #expect(Position(quantity: .zero, costBasis: Money(cents: 1)) == nil)
    #expect(Position(quantity: Quantity(hundredths: .min), costBasis: .zero) == nil)
  }

  @Test func `the average cost compares exactly`() throws {
    var position = Position()
    try buy(1, 33, &position)
    try buy(2, 34, &position)
    let average = try #require(position.averageCost)
    #expect(average.isBelow(Price(cents: 34)) && average.isAbove(Price(cents: 33)))
    #expect(abs(average.dollars - 1.01 / 3) < 1e-12)
    #expect(Position().averageCost == nil)
  }

  @Test func `another cost of the same contracts is realised, and the cash stays`() throws {
    var position = Position()
    try buy(10, 30, &position)
    let before = position
    let isTaken = position.restate(costBasis: Money(cents: 340))
    #expect(isTaken)
    #expect(position.costBasis == Money(cents: 340))
    #expect(position.realised == Money(cents: 40))
    #expect(position.cashFlow == before.cashFlow)
    #expect(position.cashFlow == position.realised - position.costBasis)
    for impossible in [Money(cents: 1_001), Money(microDollars: -1)] {
      var other = before
      let isTaken = other.restate(costBasis: impossible)
      #expect(!isTaken)
      #expect(other == before)
    }
    var none = Position()
    let costsNothing = none.restate(costBasis: Money(cents: 1))
    #expect(!costsNothing)
  }

  @Test(arguments: 0..<40)
  func `cash flow is realised profit less cost basis after any fills`(round: Int) throws {
    let seed = UInt64(0x9051 + round)
    var random = SeededGenerator(seed: seed)
    var position = Position()
    var (cash, net) = (Int64(0), Int64(0))
    var sign: Int64 = 0
    for _ in 0..<300 {
      let side = Bool.random(using: &random) ? BookSide.bid : .ask
      let price = Price(tenThousandths: Int.random(in: 1...9_999, using: &random))
      let size = Quantity(hundredths: Int64.random(in: 1...2_000, using: &random))
      try position.apply(side: side, price: price, quantity: size, fee: Money(microDollars: 3))
      // A second account of the same fills: YES bought and sold, a dollar locked for each NO.
      cash -= side.sign * (price * size).microDollars
      net += side.sign * size.hundredths
      let locked = net < 0 ? net * 10_000 : 0
      #expect(position.cashFlow.microDollars == cash + locked, "seed \(seed)")
      #expect(position.quantity.hundredths == net, "seed \(seed)")
      #expect(position.cashFlow == position.realised - position.costBasis, "seed \(seed)")
      #expect(position.costBasis >= .zero, "seed \(seed)")
      #expect(position.costBasis <= Price.dollar * position.quantity.magnitude, "seed \(seed)")
      if position.quantity.isZero { #expect(position.costBasis == .zero, "seed \(seed)") }
      sign |= net.signum()
    }
    #expect(position.fees == Money(microDollars: 900))
    try position.settle(round % 2 == 0 ? .yes : .no)
    #expect(position.cashFlow == position.realised, "seed \(seed)")
    let payout = round % 2 == 0 ? net * 10_000 : 0
    #expect(position.realised.microDollars == cash + payout, "seed \(seed)")
  }
}
