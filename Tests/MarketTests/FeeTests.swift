import FoundationEssentials
import Market
import TestKit
import Testing

@Suite struct FeeTests {
  static let eastern = USTimeZone.eastern

  func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

  @Test(arguments: [
    ("2025-06-30T23:59:59-04:00", FeeRounding.legacyCentCeiling, MakerFormula.flatQuarterCent),
    ("2025-07-01T00:00:00-04:00", .legacyCentCeiling, .quadratic),
    ("2025-11-24T17:00:00Z", .legacyCentCeiling, .quadratic),
    ("2026-03-03T23:59:59-05:00", .legacyCentCeiling, .quadratic),
    ("2026-03-04T00:00:00-05:00", .centicent(.direct), .quadratic),
    ("2026-08-25T23:59:59-04:00", .centicent(.direct), .quadratic),
    ("2026-08-26T00:00:00-04:00", .currentMicroDollar(.direct), .quadratic),
  ])
  func `the rules change at midnight in New York`(
    text: String, rounding: FeeRounding, maker: MakerFormula
  ) throws {
    let regime = FeeRegime.at(try instant(text))
    #expect(regime == FeeRegime(rounding: rounding, makerFormula: maker))
    #expect(FeeRegime.rounding(at: try instant(text)) == rounding)
  }

  @Test(arguments: [
    (52, 100, Int64(17_500)), (99, 100, 700), (50, 10_000, 1_750_000),
  ])
  func `recorded first fills of a direct member`(cents: Int, hundredths: Int64, fee: Int64) throws {
    for rounding in [FeeRounding.centicent(.direct), .currentMicroDollar(.direct)] {
      let charge = try charge(Price(cents: cents), hundredths, rounding)
      #expect(charge.net == Money(microDollars: fee))
    }
  }

  @Test func `recorded fractional fills separate the two rules of 2026`() throws {
    let price = Price(tenThousandths: 130)
    #expect(try charge(price, 7_194, .centicent(.direct)).net == Money(microDollars: 64_780))
    let now = try charge(price, 7_194, .currentMicroDollar(.direct))
    #expect(now.net == Money(microDollars: 64_680))
    let tiny = Price(tenThousandths: 10)
    #expect(try charge(tiny, 22_727, .centicent(.direct)).net == Money(microDollars: 15_930))
    #expect(try charge(tiny, 9_090, .centicent(.direct)).net == Money(microDollars: 6_400))
  }

  @Test func `the guide's example of a member through a broker`() throws {
    let charge = try charge(Price(tenThousandths: 550), 100, .currentMicroDollar(.nonDirect))
    #expect(charge.tradeFee == Money(microDollars: 3_639))
    #expect(charge.roundingFee == Money(microDollars: 1_361))
    #expect(charge.net == Money(microDollars: 5_000))
    #expect(charge.balanceChange == Money(cents: -6))
  }

  @Test func `before July 2025 a maker paid a quarter cent a contract`() throws {
    let regime = FeeRegime(rounding: .legacyCentCeiling, makerFormula: .flatQuarterCent)
    let schedule = try FeeSchedule(
      type: .quadraticWithMakerFees, multiplier: .one, regime: regime)
    func fee(_ cents: Int, _ contracts: Int) -> Money {
      schedule.fee(
        price: Price(cents: cents), quantity: Quantity(contracts: contracts), liquidity: .maker)
    }
    #expect(fee(50, 100) == Money(cents: 25))
    #expect(fee(3, 100) == Money(cents: 25))
    #expect(fee(50, 1) == Money(cents: 1))
    #expect(fee(0, 100) == .zero)
    let plain = try FeeSchedule(type: .quadratic, multiplier: .one, regime: regime)
    #expect(
      plain.fee(price: Price(cents: 50), quantity: Quantity(contracts: 9), liquidity: .maker)
        == .zero)
  }

  @Test func `fees are the same for both legs and never fall as size grows`() throws {
    let seed: UInt64 = 0xFEE
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let multiplier = try #require(
        FeeMultiplier(tenThousandths: Int64.random(in: 0...20_000, using: &random)))
      let schedule = try FeeSchedule(
        type: .quadraticWithMakerFees, multiplier: multiplier,
        rounding: .currentMicroDollar(.direct))
      let price = Price(tenThousandths: Int.random(in: 0...10_000, using: &random))
      let size = Quantity(hundredths: Int64.random(in: 0...10_000_000, using: &random))
      for liquidity in Liquidity.allCases {
        let fee = schedule.fee(price: price, quantity: size, liquidity: liquidity)
        let other = schedule.fee(price: price.complement, quantity: -size, liquidity: liquidity)
        let more = schedule.fee(
          price: price, quantity: size + Quantity(hundredths: 1), liquidity: liquidity)
        #expect(fee == other, "seed \(seed)")
        #expect(fee <= more && fee >= .zero, "seed \(seed)")
        #expect((price == .zero || price == .dollar) ? fee == .zero : true, "seed \(seed)")
      }
    }
  }

  @Test func `fees of every size are those of arithmetic in 128 bits`() throws {
    let seed: UInt64 = 0xFEE
    var random = SeededGenerator(seed: seed)
    var large = 0
    for _ in 0..<20_000 {
      let price = Int64.random(in: 1...9_999, using: &random)
      let hundredths =
        Int64.random(in: 1...Int64.max, using: &random)
        >> Int64.random(in: 8...62, using: &random)
      let rounding =
        [FeeRounding.legacyCentCeiling, .currentMicroDollar(.direct)].randomElement(
          using: &random) ?? .marginal
      let schedule = try FeeSchedule(
        type: .quadraticWithMakerFees, multiplier: .one, rounding: rounding)
      for (liquidity, parts) in [(Liquidity.taker, 1), (.maker, 4)] as [(Liquidity, UInt128)] {
        let top = 70_000 * UInt128(price) * UInt128(10_000 - price) * UInt128(hundredths)
        let unit = 10_000_000_000 * parts * UInt128(rounding.feeStep)
        let expected = (top + unit - 1) / unit * UInt128(rounding.feeStep)
        if top > UInt128(UInt64.max) { large += 1 }
        let fee = schedule.fee(
          price: Price(tenThousandths: Int(price)), quantity: Quantity(hundredths: hundredths),
          liquidity: liquidity)
        #expect(
          fee.microDollars == Int64(exactly: expected) ?? .max, "seed \(seed), \(hundredths)")
      }
    }
    #expect(large > 1_000, "the division of 128 bits must have its turn")
  }

  @Test func `a fee beyond any account saturates in place of trapping`() throws {
    let multiplier = try #require(FeeMultiplier(tenThousandths: 1_000_000))
    for rounding in [FeeRounding.marginal, .legacyCentCeiling] {
      let schedule = try FeeSchedule(type: .quadratic, multiplier: multiplier, rounding: rounding)
      let fee = schedule.fee(
        price: Price(cents: 50), quantity: Quantity(hundredths: .min), liquidity: .taker)
      #expect(fee == Money(microDollars: .max))
    }
  }

  @Test func `an order's charges conserve cash and never pay the trader`() throws {
    let seed: UInt64 = 0xACC0
    var random = SeededGenerator(seed: seed)
    let roundings: [FeeRounding] = [
      .currentMicroDollar(.direct), .currentMicroDollar(.nonDirect), .centicent(.direct),
      .centicent(.nonDirect), .legacyCentCeiling, .marginal,
    ]
    for round in 0..<600 {
      let rounding = roundings[round % roundings.count]
      let schedule = try FeeSchedule(
        type: .quadraticWithMakerFees, multiplier: .one, rounding: rounding)
      var account = FeeAccumulator()
      var (trade, net) = (Money.zero, Money.zero)
      for _ in 0..<20 {
        let charge = account.charge(
          side: Bool.random(using: &random) ? .bid : .ask,
          price: Price(tenThousandths: Int.random(in: 1...9_999, using: &random)),
          quantity: Quantity(hundredths: Int64.random(in: 1...5_000, using: &random)),
          liquidity: Bool.random(using: &random) ? .taker : .maker, schedule: schedule)
        trade += charge.tradeFee
        net += charge.net
        #expect(charge.net >= .zero, "seed \(seed), round \(round)")
        #expect(charge.rebate >= .zero && charge.roundingFee >= .zero, "seed \(seed) \(round)")
        #expect(charge.balanceChange.microDollars % rounding.balanceStep == 0, "seed \(seed)")
        #expect(charge.balanceChange == charge.revenue - charge.net)
      }
      #expect(net == trade + account.held, "seed \(seed), round \(round)")
    }
  }

  @Test func `multipliers are exact decimals or nothing`() {
    #expect(FeeMultiplier(exactly: 0.5)?.tenThousandths == 5_000)
    #expect(FeeMultiplier(exactly: 0.07)?.tenThousandths == 700)
    #expect(FeeMultiplier(exactly: 1)?.tenThousandths == 10_000)
    #expect(FeeMultiplier(exactly: 0) == .zero)
    #expect(FeeMultiplier(exactly: 0.00005) == nil)
    #expect(FeeMultiplier(exactly: 1.0 / 3) == nil)
    #expect(FeeMultiplier(exactly: -1) == nil)
    #expect(FeeMultiplier(exactly: .nan) == nil)
    #expect(FeeMultiplier(exactly: .infinity) == nil)
    #expect(FeeMultiplier(exactly: 101) == nil)
    #expect(FeeMultiplier(text: "0.5000") == FeeMultiplier(exactly: 0.5))
    #expect(FeeMultiplier(text: "0.12345") == nil)
    for value in Int64(0)...20_000 {
      #expect(FeeMultiplier(exactly: Double(value) / 10_000)?.tenThousandths == Int32(value))
    }
  }

  @Test func `a fee type without a formula is refused and keeps its name`() throws {
    for name in ["flat", "cubic", ""] {
      let type = FeeType(wireName: name)
      #expect(type.wireName == name)
      #expect(throws: FeeUnknown.unsupportedType(type)) {
        try FeeSchedule(type: type, multiplier: .one, rounding: .marginal)
      }
    }
    let data = try JSONEncoder().encode(FeeType.quadraticWithComboMakerFees)
    #expect(String(decoding: data, as: UTF8.self) == #""quadratic_with_combo_maker_fees""#)
    #expect(try JSONDecoder().decode(FeeType.self, from: data) == .quadraticWithComboMakerFees)
  }

  private func charge(
    _ price: Price, _ hundredths: Int64, _ rounding: FeeRounding
  ) throws -> FillCharge {
    let schedule = try FeeSchedule(type: .quadratic, multiplier: .one, rounding: rounding)
    var account = FeeAccumulator()
    return account.charge(
      side: .bid, price: price, quantity: Quantity(hundredths: hundredths), liquidity: .taker,
      schedule: schedule)
  }
}

@Suite struct FeeTimelineTests {
  let half = FeeMultiplier(exactly: 0.5)
  func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_790_000_000 + seconds) }

  @Test func `each field is overridden by itself`() throws {
    let series = FeeTerms(type: .quadraticWithMakerFees, multiplier: .one)
    let onlyMultiplier = FeeTimeline(
      series: series, event: FeeTerms(type: nil, multiplier: half))
    let schedule = try onlyMultiplier.schedule(at: at(0))
    #expect(schedule.type == .quadraticWithMakerFees && schedule.multiplier == half)
    let onlyType = FeeTimeline(series: series, event: FeeTerms(type: .quadratic, multiplier: nil))
    #expect(try onlyType.schedule(at: at(0)).type == .quadratic)
    #expect(try onlyType.schedule(at: at(0)).multiplier == .one)
  }

  @Test func `scheduled changes take effect at their time and not before`() throws {
    var timeline = FeeTimeline(
      series: FeeTerms(type: .quadratic, multiplier: .one),
      seriesChanges: [
        FeeChange(effective: at(200), terms: FeeTerms(type: .quadratic, multiplier: .zero)),
        FeeChange(
          effective: at(100), terms: FeeTerms(type: .quadraticWithMakerFees, multiplier: half)),
      ])
    #expect(timeline.seriesChanges.map(\.effective) == [at(100), at(200)])
    #expect(try timeline.schedule(at: at(99)).multiplier == .one)
    #expect(try timeline.schedule(at: at(100)).multiplier == half)
    #expect(try timeline.schedule(at: at(100)).type == .quadraticWithMakerFees)
    #expect(try timeline.schedule(at: at(200)).multiplier == .zero)
    timeline.add(
      eventChange: FeeChange(
        effective: at(150), terms: FeeTerms(type: nil, multiplier: FeeMultiplier(exactly: 2))))
    #expect(try timeline.schedule(at: at(250)).multiplier == FeeMultiplier(exactly: 2))
    timeline.add(eventChange: FeeChange(effective: at(300), terms: .none))
    #expect(try timeline.schedule(at: at(300)).multiplier == .zero)
  }

  @Test func `what nobody states is refused, waived or not`() {
    let noType = FeeTimeline(
      series: FeeTerms(type: nil, multiplier: .one), waivedUntil: at(100))
    #expect(throws: FeeUnknown.missingType) { try noType.schedule(at: at(0)) }
    let noMultiplier = FeeTimeline(series: FeeTerms(type: .quadratic, multiplier: nil))
    #expect(throws: FeeUnknown.missingMultiplier) { try noMultiplier.schedule(at: at(0)) }
    let flat = FeeTimeline(series: FeeTerms(type: .flat, multiplier: .one))
    #expect(throws: FeeUnknown.unsupportedType(.flat)) { try flat.schedule(at: at(0)) }
  }

  @Test func `a waiver charges nothing until it expires`() throws {
    let timeline = FeeTimeline(
      series: FeeTerms(type: .quadratic, multiplier: .one), waivedUntil: at(100))
    #expect(try timeline.schedule(at: at(99)).multiplier == .zero)
    #expect(try timeline.schedule(at: at(100)).multiplier == .one)
  }

  @Test func `the regime follows the time of the fill`() throws {
    let timeline = FeeTimeline(series: FeeTerms(type: .quadraticWithMakerFees, multiplier: .one))
    let past = try timeline.schedule(at: Timestamp(seconds: 1_764_003_600))
    #expect(past.regime.rounding == .legacyCentCeiling)
    let now = try timeline.schedule(at: at(0), precision: .nonDirect)
    #expect(now.regime.rounding == .currentMicroDollar(.nonDirect))
    #expect(past.under(now.regime) == now)
    let data = try JSONEncoder().encode(now)
    #expect(try JSONDecoder().decode(FeeSchedule.self, from: data) == now)
  }
}
