import Market
import Probability
import TestKit
import Testing
import Trading

@Suite struct `The size of an entry` {
  static func fees() throws -> FeeFormula {
    try FeeSchedule(type: .quadratic, multiplier: .one, rounding: .marginal).formula
  }

  static func size(
    _ belief: Double = 0.55, percent: Int32 = 100, bankroll cents: Int = 100_000,
    held: Int = 0, atRisk: Int = 0, collar: Int = 101, highest: Int = 99,
    levels: [(cents: Int, contracts: Int)]
  ) throws -> EntrySizing {
    EntrySizing(
      belief: belief, kellyPercent: percent, bankroll: Money(cents: cents),
      held: (Quantity(contracts: held), Money(cents: atRisk)), collar: Money(cents: collar),
      highest: Price(cents: highest), fees: try fees()
    ) { place in
      guard place < levels.count else { return nil }
      return BookLevel(
        price: Price(cents: levels[place].cents),
        quantity: Quantity(contracts: levels[place].contracts))
    }
  }

  @Test func `at one price it is the rule's: the fraction of Kelly by the cost with its fee`()
    throws
  {
    let cost = 0.48 + 0.07 * 0.48 * 0.52
    let bet = try #require(KellyBet(belief: 0.55, cost: (cost * 1e6).rounded(.up) / 1e6))
    for percent in [15, 25, 35, 50, 75, 100] as [Int32] {
      let size = try Self.size(percent: percent, levels: [(48, 100_000)])
      let expected = bet.contracts(
        multiplier: Double(percent) / 100, cap: 1, bankroll: 1_000)
      #expect(abs(size.contracts - Int64(expected)) <= 1, "\(percent)")
      #expect(size.bound == .kelly && size.limitPrice == Price(cents: 48))
    }
  }

  @Test func `through a book it is the exact optimum, but for the rounding of fees`() throws {
    for seed in UInt64(1)...300 {
      var generator = SeededGenerator(seed: seed)
      var price = Int.random(in: 5...60, using: &generator)
      var levels: [(cents: Int, contracts: Int)] = []
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        levels.append((price, Int.random(in: 1...400, using: &generator)))
        price += Int.random(in: 1...5, using: &generator)
      }
      let belief = Double.random(in: 0.05...0.9, using: &generator)
      let cents = Int.random(in: 1_000...500_000, using: &generator)
      let size = try Self.size(belief, bankroll: cents, levels: levels)
      let formula = try Self.fees()
      let optimum = KellyPurchase.optimum(
        belief: belief, bankroll: Money(cents: cents),
        most: levels.reduce(0) { $0 + $1.contracts }
      ) { count in
        var (left, cost) = (count, Money.zero)
        for level in levels {
          let taken = min(left, level.contracts)
          left -= taken
          let one = Quantity(contracts: 1)
          let unit =
            Price(cents: level.cents) * one
            + formula.fee(price: Price(cents: level.cents), quantity: one, liquidity: .taker)
          cost += Money(microDollars: unit.microDollars * Int64(taken))
        }
        return cost
      }
      #expect(abs(size.contracts - Int64(optimum.contracts)) <= 1, "seed \(seed)")
      if size.contracts == Int64(optimum.contracts) {
        #expect(size.outlay == optimum.outlay, "seed \(seed)")
      }
    }
  }

  @Test func `a thin book gives what it has, not a fraction of it`() throws {
    let size = try Self.size(percent: 25, levels: [(48, 10)])
    #expect(size.contracts == 10 && size.bound == .depth)
  }

  @Test func `nothing above the collar is bought`() throws {
    // 49 with its fee of 1.75 is below 51, 50 with the same is above.
    let size = try Self.size(0.9, collar: 51, levels: [(48, 10), (49, 10), (50, 10)])
    #expect(size.contracts == 20 && size.bound == .collar)
    #expect(size.limitPrice == Price(cents: 49))
    let none = try Self.size(0.9, collar: 49, levels: [(48, 10)])
    #expect(none.contracts == 0 && none.bound == .collar && none.outlay == .zero)
  }

  @Test func `nothing above the highest price is bought, however large the edge`() throws {
    let size = try Self.size(0.99, highest: 49, levels: [(48, 10), (49, 10), (50, 10)])
    #expect(size.contracts == 20 && size.bound == .price)
    #expect(size.limitPrice == Price(cents: 49))
  }

  @Test func `what the game holds already is a part of the same bet`() throws {
    let whole = try Self.size(levels: [(48, 100_000)])
    // Bought at the same cost: so many fewer.
    let risk = Int(whole.unitRisk.microDollars * 100 / 10_000)
    let rest = try Self.size(held: 100, atRisk: risk, levels: [(48, 100_000)])
    #expect(rest.bound == .game)
    #expect(abs(rest.contracts + 100 - whole.contracts) <= 1)
    let full = try Self.size(atRisk: 100_000, levels: [(48, 100_000)])
    #expect(full.contracts == 0 && full.bound == .game)
  }

  /// What decides is what contracts pay, not what was given for them: those that were cheap leave
  /// more to win already.
  @Test func `cheap contracts of the game leave less to buy than dear ones at the same cost`()
    throws
  {
    let cheap = try Self.size(held: 250, atRisk: 5_000, levels: [(48, 100_000)])
    let dear = try Self.size(held: 60, atRisk: 5_000, levels: [(48, 100_000)])
    #expect(cheap.contracts + 50 < dear.contracts)
    #expect(cheap.bound == .game && dear.bound == .game)
  }

  @Test func `a thin book is not taken for the whole of what the game may have`() throws {
    let beside = try Self.size(held: 10, atRisk: 500, levels: [(48, 10)])
    #expect(beside.contracts == 10 && beside.bound == .depth)
  }

  @Test func `without an edge, a bankroll or a belief nothing is bought`() throws {
    #expect(try Self.size(0.49, levels: [(48, 100)]).contracts == 0)
    #expect(try Self.size(bankroll: 0, levels: [(48, 100)]).contracts == 0)
    #expect(try Self.size(bankroll: -5_000, levels: [(48, 100)]).contracts == 0)
    #expect(try Self.size(.nan, levels: [(48, 100)]).contracts == 0)
    #expect(try Self.size(1.01, levels: [(48, 100)]).contracts == 0)
    #expect(try Self.size(levels: []).contracts == 0)
    #expect(try Self.size(levels: []).bound == .depth)
  }

  @Test func `parts of a contract are not bought`() throws {
    let fees = try Self.fees()
    let size = EntrySizing(
      belief: 0.9, kellyPercent: 100, bankroll: Money(cents: 100_000), held: (.zero, .zero),
      collar: Money(cents: 101), highest: Price(cents: 99), fees: fees
    ) { place in
      place > 1
        ? nil
        : BookLevel(
          price: Price(cents: 40 + place),
          quantity: Quantity(hundredths: place == 0 ? 99 : 250))
    }
    #expect(size.contracts == 2 && size.limitPrice == Price(cents: 41))
  }

  @Test func `each contract that is bought leaves the edge after its fee, and the next would not`()
    throws
  {
    let fees = try Self.fees()
    for value in 2..<100 {
      for edge in [100, 200, 300, 500, 600] as [Int32] {
        let size = EntrySizing(
          belief: 0.999, kellyPercent: 100, bankroll: Money(cents: 100_000_000),
          held: (.zero, .zero),
          collar: EntrySizing.collar(value: Price(cents: value), minimumEdge: edge),
          highest: Price(cents: 99), fees: fees
        ) { place in
          place < 98
            ? BookLevel(price: Price(cents: place + 1), quantity: Quantity(contracts: 1)) : nil
        }
        func netEdge(_ price: Price) -> Int32 {
          let fee = fees.fee(price: price, quantity: Quantity(contracts: 1), liquidity: .taker)
          return EntryView(
            value: Price(cents: value), ask: price, bid: nil,
            fee: Int32((fee.microDollars + 99) / 100), books: 3, bookSpread: 0, volume: nil,
            minutesToStart: 60
          ).netEdge ?? .min
        }
        let next = Price(tenThousandths: Int(size.limitPrice.tenThousandths) + 100)
        if size.contracts > 0 { #expect(netEdge(size.limitPrice) >= edge, "\(value) \(edge)") }
        #expect(size.bound == .collar && netEdge(next) <= edge, "\(value) \(edge)")
      }
    }
  }
}
