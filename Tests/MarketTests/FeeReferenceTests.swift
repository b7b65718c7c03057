import FoundationEssentials
import Market
import TestKit
import Testing

/// The reference values of the fee rules, every figure to the micro-dollar.
@Suite struct FeeReferenceTests {
  @Test func `every row of the fee grid`() throws {
    let rounding: [FeeRounding] = [
      .legacyCentCeiling, .centicent(.direct), .currentMicroDollar(.direct),
    ]
    let rows = try referenceRows("02_fees_grid.csv").map { $0.compactMap { Int64($0) } }
    for row in rows {
      try #require(row.count == 10)
      let price = Price(cents: Int(row[0]))
      let quantity = Quantity(contracts: Int(row[1]))
      func fee(_ type: FeeType, _ liquidity: Liquidity, _ place: Int) throws -> Int64 {
        let schedule = try FeeSchedule(type: type, multiplier: .one, rounding: rounding[place])
        let fee = schedule.fee(price: price, quantity: quantity, liquidity: liquidity)
        return fee.microDollars / rounding[place].feeStep
      }
      #expect(try fee(.quadratic, .taker, 0) == row[2], "\(row)")
      #expect(try fee(.quadraticWithMakerFees, .maker, 0) == row[3], "\(row)")
      #expect(try fee(.quadraticWithComboMakerFees, .maker, 0) == row[4], "\(row)")
      #expect(try fee(.quadratic, .taker, 1) == row[5], "\(row)")
      #expect(try fee(.quadraticWithMakerFees, .maker, 1) == row[6], "\(row)")
      #expect(try fee(.quadratic, .taker, 2) == row[7], "\(row)")
      #expect(try fee(.quadraticWithMakerFees, .maker, 2) == row[8], "\(row)")
      #expect(try fee(.quadraticWithComboMakerFees, .maker, 2) == row[9], "\(row)")
      #expect(try fee(.quadratic, .maker, 2) == 0)
    }
    #expect(rows.isEmpty || rows.count == 1_188)
  }

  struct Cases: Decodable {
    struct Published: Decodable {
      let priceCents: Int, published1: Int64, published100: Int64
    }
    struct Measured: Decodable { let price: Double, contracts: Double, charged: String }
    struct SubPenny: Decodable {
      let price1e4: Int, contracts1e2: Int64, multiplier1e4: Int64
      let taker1e6usd: Int64, maker1e6usd: Int64, comboMaker1e6usd: Int64
    }
    struct Fill: Decodable {
      let side: String, contracts: String, price: String, modelFee: String
    }
    struct Result: Decodable {
      let revenue: String, tradeFee: String, alignedChange: String, roundingFee: String
      let rebate: String, accumulator: String, netFee: String, balanceChange: String
    }
    struct Sequence: Decodable {
      let name: String, rule: String, precision: String, rate: String?
      let fills: [Fill], result: [Result]
      let totalNetFee: String?, totalBalanceChange: String?
    }
    let publishedTable: [Published]
    let measuredFills: [Measured]
    let subPenny: [SubPenny]
    let fillSequences: [Sequence]
  }

  func cases() throws -> Cases? {
    guard let data = try reference("02_fees_cases.json") else { return nil }
    return try referenceDecoder().decode(Cases.self, from: data)
  }

  @Test func `the published table is the cent ceiling`() throws {
    guard let cases = try cases() else { return }
    let schedule = try FeeSchedule(
      type: .quadratic, multiplier: .one, rounding: .legacyCentCeiling)
    for row in cases.publishedTable {
      for (contracts, cents) in [(1, row.published1), (100, row.published100)] {
        let fee = schedule.fee(
          price: Price(cents: row.priceCents), quantity: Quantity(contracts: contracts),
          liquidity: .taker)
        #expect(fee == Money(cents: Int(cents)), "\(row)")
      }
    }
  }

  @Test func `fills measured in 2026 were charged by the centicent rule`() throws {
    guard let cases = try cases() else { return }
    let schedule = try FeeSchedule(
      type: .quadratic, multiplier: .one, rounding: .centicent(.direct))
    #expect(cases.measuredFills.count == 8)
    for fill in cases.measuredFills {
      let fee = schedule.fee(
        price: Price(tenThousandths: Int((fill.price * 10_000).rounded())),
        quantity: Quantity(hundredths: Int64((fill.contracts * 100).rounded())),
        liquidity: .taker)
      #expect(fee == Money(dollars: fill.charged), "\(fill)")
    }
  }

  @Test func `sub-penny and fractional fees with every multiplier`() throws {
    guard let cases = try cases() else { return }
    #expect(cases.subPenny.count >= 240)
    for item in cases.subPenny {
      let multiplier = try #require(FeeMultiplier(tenThousandths: item.multiplier1e4))
      func fee(_ type: FeeType, _ liquidity: Liquidity) throws -> Int64 {
        try FeeSchedule(
          type: type, multiplier: multiplier, rounding: .currentMicroDollar(.direct)
        ).fee(
          price: Price(tenThousandths: item.price1e4),
          quantity: Quantity(hundredths: item.contracts1e2), liquidity: liquidity
        ).microDollars
      }
      #expect(try fee(.quadratic, .taker) == item.taker1e6usd, "\(item)")
      #expect(try fee(.quadraticWithMakerFees, .maker) == item.maker1e6usd, "\(item)")
      #expect(try fee(.quadraticWithComboMakerFees, .maker) == item.comboMaker1e6usd, "\(item)")
    }
  }

  @Test func `every fill sequence accounts as published`() throws {
    guard let cases = try cases() else { return }
    #expect(cases.fillSequences.count >= 37)
    for sequence in cases.fillSequences {
      let precision = sequence.precision == "0.01" ? BalancePrecision.nonDirect : .direct
      let rounding: FeeRounding =
        sequence.rule == "old" ? .centicent(precision) : .currentMicroDollar(precision)
      var account = FeeAccumulator()
      var (net, balance) = (Money.zero, Money.zero)
      for (fill, expected) in zip(sequence.fills, sequence.result) {
        let price = try #require(Price(dollars: fill.price))
        let quantity = try #require(Quantity(contractsText: fill.contracts))
        let side = fill.side == "buy" ? BookSide.bid : .ask
        var tradeFee = try #require(money(expected.tradeFee))
        if let rate = sequence.rate {
          // Where the rate is ours the trade fee is computed; the official examples state their
          // own.
          let type: FeeType =
            rate == "combo_maker" ? .quadraticWithComboMakerFees : .quadraticWithMakerFees
          let schedule = try FeeSchedule(type: type, multiplier: .one, rounding: rounding)
          let computed = schedule.fee(
            price: price, quantity: quantity, liquidity: rate == "taker" ? .taker : .maker)
          #expect(computed == tradeFee, "\(sequence.name) \(fill)")
          tradeFee = computed
        }
        let value = price * quantity
        let charge = account.charge(
          tradeFee: tradeFee, revenue: side == .bid ? -value : value, rounding: rounding)
        #expect(charge.revenue == money(expected.revenue), "\(sequence.name)")
        #expect(charge.roundingFee == money(expected.roundingFee), "\(sequence.name)")
        #expect(charge.rebate == money(expected.rebate), "\(sequence.name)")
        #expect(charge.net == money(expected.netFee), "\(sequence.name)")
        #expect(charge.balanceChange == money(expected.balanceChange), "\(sequence.name)")
        #expect(account.held == money(expected.accumulator), "\(sequence.name)")
        #expect(charge.balanceChange - charge.rebate == money(expected.alignedChange))
        net += charge.net
        balance += charge.balanceChange
      }
      if let total = sequence.totalNetFee { #expect(net == money(total)) }
      if let total = sequence.totalBalanceChange { #expect(balance == money(total)) }
    }
  }

  @Test func `where binary floating point would charge a cent too much we do not`() throws {
    struct Traps: Decodable {
      let examples: [String: [[Int64]]]
      let makerExamples: [[Int64]]
      let exactCentCells: [[Int64]]
    }
    guard let data = try reference("02_fees_float_traps.json") else { return }
    let traps = try referenceDecoder().decode(Traps.self, from: data)
    func cents(_ row: [Int64], _ type: FeeType, _ liquidity: Liquidity) throws -> Int64 {
      try FeeSchedule(type: type, multiplier: .one, rounding: .legacyCentCeiling).fee(
        price: Price(cents: Int(row[0])), quantity: Quantity(contracts: Int(row[1])),
        liquidity: liquidity
      ).microDollars / 10_000
    }
    for row in traps.examples.values.flatMap({ $0 }) {
      // price, contracts, what naive arithmetic says, the exact ceiling
      #expect(try cents(row, .quadratic, .taker) == row[3], "\(row)")
    }
    for row in traps.makerExamples {
      #expect(try cents(row, .quadraticWithMakerFees, .maker) == row[3], "\(row)")
    }
    for row in traps.exactCentCells {
      #expect(try cents(row, .quadratic, .taker) == row[2], "\(row)")
    }
  }

  @Test func `break-even probabilities and round trips at every cent`() throws {
    let maker = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, rounding: .marginal)
    let combo = try FeeSchedule(
      type: .quadraticWithComboMakerFees, multiplier: .one, rounding: .marginal)
    let cent = try FeeSchedule(type: .quadratic, multiplier: .one, rounding: .legacyCentCeiling)
    // Ten thousand contracts: every fee of whole cents is then a whole number of micro-dollars.
    let many = Quantity(contracts: 10_000)
    func exact(_ price: Price, _ schedule: FeeSchedule, _ liquidity: Liquidity) -> Money {
      schedule.fee(price: price, quantity: many, liquidity: liquidity)
    }
    func minimumExit(_ entry: Price, _ entering: Liquidity, _ leaving: Liquidity) -> Int? {
      let cost = entry * many + exact(entry, maker, entering)
      return (Int(entry.tenThousandths / 100)...99).first {
        let exit = Price(cents: $0)
        return exit * many - exact(exit, maker, leaving) >= cost
      }
    }
    for row in try referenceRows("02_breakeven.csv") {
      let price = Price(cents: try #require(Int(row[0])))
      func expectDollars(_ column: Int, _ fee: Money, of contracts: Int64, _ name: String) throws {
        let expected = try #require(FixedPoint.parse(row[column], decimals: 6))
        let total = (price * Quantity(contracts: Int(contracts)) + fee).microDollars
        let half = total % contracts * 2 >= contracts ? Int64(1) : 0
        // The table is rounded to six decimals; ties may have gone either way.
        #expect(abs(total / contracts + half - expected) <= 1, "\(name) \(row)")
      }
      try expectDollars(1, exact(price, maker, .taker), of: 10_000, "taker")
      try expectDollars(4, exact(price, maker, .maker), of: 10_000, "maker")
      try expectDollars(5, exact(price, combo, .maker), of: 10_000, "combo")
      for (column, contracts) in [(2, Int64(1)), (3, 100)] {
        let fee = cent.fee(
          price: price, quantity: Quantity(contracts: Int(contracts)), liquidity: .taker)
        try expectDollars(column, fee, of: contracts, "cents")
      }
      let share = maker.marginalFee(price: price, liquidity: .taker) / price.probability
      #expect(abs(share - (Double(row[6]) ?? 0)) < 1e-6, "\(row)")
      #expect(minimumExit(price, .taker, .taker) == Int(row[7]), "\(row)")
      #expect(minimumExit(price, .maker, .taker) == Int(row[8]), "\(row)")
      #expect(minimumExit(price, .taker, .maker) == Int(row[9]), "\(row)")
    }
  }

  /// Eight decimals of the reference, of which the last two are always zero.
  private func money(_ text: String) -> Money? { Money(dollars: text) }
}
