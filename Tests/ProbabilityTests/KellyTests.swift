import Glibc
import Market
import TestKit
import Testing

@testable import Probability

@Suite struct `Kelly sizing` {
  /// A fee of rate × p (1 − p) a contract, its sum rounded up once to a hundredth of a cent.
  static func outlay(_ levels: [(cents: Int, contracts: Int)], rate: Double, _ count: Int) -> Money
  {
    var (left, price, fee) = (count, Int64(0), Int64(0))
    for level in levels {
      let taken = min(left, level.contracts)
      left -= taken
      price += Int64(taken * level.cents) * 10_000
      // In 1/10 000 of a micro-dollar, so that it is whole.
      fee += Int64(taken) * Int64((rate * 1e4).rounded()) * Int64(level.cents * (100 - level.cents))
    }
    // rate × 10⁴ × cents × cents is the fee in 10⁻⁸ $: up to the next 10⁻⁴ $.
    let steps = (fee + 9_999) / 10_000
    return Money(microDollars: price + steps * 100)
  }

  @Test func `single bets are those of the references`() throws {
    guard let cases = try KellyReferences.load()?.single else { return }
    for row in cases {
      let bet = try #require(KellyBet(belief: row.belief, cost: row.allInCost))
      #expect(isNear(bet.fraction, row.kellyFraction, 1e-12))
      #expect(isNear(bet.logGrowth(spending: bet.fraction), row.logGrowthAtKelly, 1e-12))
      if let expected = row.breakevenFraction {
        let breakeven = try #require(bet.breakevenFraction)
        #expect(isNear(breakeven, expected, 1e-9))
      } else {
        #expect(bet.breakevenFraction == nil)
      }
      let no = row.price * (1 - row.price) * row.feeRate + 1 - row.price
      let other = try #require(KellyBet(belief: 1 - row.belief, cost: no))
      #expect(isNear(other.fraction, row.kellyFractionNoSide, 1e-12))
      #expect(
        bet.contracts(
          multiplier: row.fractionMultiplier, cap: row.capFraction, bankroll: row.bankroll)
          == row.ruleContracts)
      let cents = Int((row.price * 100).rounded())
      let optimum = KellyPurchase.optimum(
        belief: row.belief, bankroll: Money(microDollars: Int64(row.bankroll * 1e6)),
        most: 1_000_000
      ) { Self.outlay([(cents, 1_000_000)], rate: row.feeRate, $0) }
      #expect(optimum.contracts == row.integerOptimumContracts, "\(row)")
    }
    #expect(cases.count == 36)
  }

  @Test func `purchases through a book are those of the references`() throws {
    guard let cases = try KellyReferences.load()?.ladder else { return }
    for row in cases {
      let levels = row.asksCents.map { (cents: $0[0], contracts: $0[1]) }
      let optimum = KellyPurchase.optimum(
        belief: row.belief, bankroll: Money(microDollars: Int64(row.bankroll * 1e6)),
        most: levels.reduce(0) { $0 + $1.contracts }
      ) { Self.outlay(levels, rate: 0.07, $0) }
      #expect(optimum.contracts == row.optimumContracts, "\(row)")
      #expect(isNear(Double(optimum.outlay.microDollars) / 1e6, row.outlay, 1e-9), "\(row)")
      #expect(isNear(optimum.logGain, row.expectedLogGain, 1e-12), "\(row)")
    }
    #expect(cases.count == 12)
  }

  @Test func `what is held already counts as in the references`() throws {
    guard let cases = try KellyReferences.load()?.existingPosition else { return }
    for row in cases {
      let bet = try #require(KellyBet(belief: row.belief, cost: row.allInCost))
      let more = bet.contracts(cash: row.cash, heldYes: row.heldYes, heldNo: row.heldNo)
      #expect(isNear(more, row.nStarContinuous, 1e-8), "\(row)")
      // Of whole contracts the reference takes the better of the two beside it.
      #expect(abs(Int(more) - row.nInteger) <= 1 && Int(more) <= max(0, row.nInteger), "\(row)")
    }
    #expect(cases.count == 12)
  }

  @Test func `outcomes that exclude each other are those of the references`() throws {
    guard let cases = try KellyReferences.load()?.mutuallyExclusive else { return }
    for row in cases {
      let kelly = try #require(ExclusiveKelly(beliefs: row.belief, costs: row.allInCost))
      #expect(isNear(kelly.reserveRate, row.reserveRate, 1e-9))
      for (ours, theirs) in zip(kelly.fractions, row.fractions) {
        #expect(isNear(ours, theirs, 1e-9), "\(row)")
      }
    }
    #expect(cases.count == 13)
  }

  @Test func `bets that depend on each other are those of the references`() throws {
    guard let cases = try KellyReferences.load()?.simultaneous else { return }
    for row in cases {
      let states = row.jointPmf.sorted { $0.key < $1.key }
      let total = states.reduce(0) { $0 + $1.value }
      let kelly = try #require(
        SimultaneousKelly(
          costs: row.allInCost, probabilities: states.map { $0.value / total },
          wealth: states.map { _ in 1 }
        ) { state, bet in Array(states[state].key)[bet] == "1" ? 1 : 0 })
      #expect(isNear(kelly.logGrowth, row.logGrowth, 1e-8), "\(row)")
      for (ours, theirs) in zip(kelly.fractions, row.fractions) {
        #expect(isNear(ours, theirs, 1e-4), "\(row)")
      }
    }
    #expect(cases.count == 18)
  }

  @Test(arguments: [41, 42, 43] as [UInt64])
  func `no other whole number of contracts is better`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var cents = Int.random(in: 2...60, using: &random)
      let levels = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        cents += Int.random(in: 1...9, using: &random)
        return (cents: cents, contracts: Int.random(in: 1...300, using: &random))
      }
      let most = levels.reduce(0) { $0 + $1.contracts }
      let belief = Double.random(in: 0.02...0.98, using: &random)
      let bankroll = Money(cents: Int.random(in: 50...200_000, using: &random))
      let outlay = { Self.outlay(levels, rate: 0.07, $0) }
      let wealth = Double(bankroll.microDollars)
      func gain(_ count: Int) -> Double {
        let cost = Double(outlay(count).microDollars)
        guard cost < wealth else { return -.infinity }
        return belief * log1p((Double(count) * 1e6 - cost) / wealth)
          + (1 - belief) * log1p(-cost / wealth)
      }
      let best = (0...most).reduce(into: (count: 0, gain: 0.0)) {
        let gain = gain($1)
        if gain > $0.gain { $0 = ($1, gain) }
      }
      let optimum = KellyPurchase.optimum(
        belief: belief, bankroll: bankroll, most: most, outlay: outlay)
      #expect(optimum.contracts == best.count, "seed \(seed)")
    }
  }

  @Test func `nothing is bought without an edge, without money, or on nonsense`() {
    let free = { (_: Int) in Money(cents: 1) }
    #expect(KellyBet(belief: 0.5, cost: 0.5)?.fraction == 0)
    #expect(KellyBet(belief: 0.4, cost: 0.5)?.contracts(multiplier: 1, cap: 1, bankroll: 9) == 0)
    #expect(KellyBet(belief: 0.6, cost: 0.5)?.contracts(multiplier: 1, cap: 1, bankroll: -9) == 0)
    for (belief, cost) in [
      (Double.nan, 0.5), (0.5, .nan), (1.1, 0.5), (-0.1, 0.5), (0.5, 0), (0.5, 1),
    ] {
      #expect(KellyBet(belief: belief, cost: cost) == nil)
    }
    for bankroll in [Money.zero, Money(cents: -5)] {
      let none = KellyPurchase.optimum(belief: 0.9, bankroll: bankroll, most: 5, outlay: free)
      #expect(none.contracts == 0)
    }
    #expect(
      KellyPurchase.optimum(belief: .nan, bankroll: Money(cents: 100), most: 5, outlay: free)
        .contracts == 0)
    #expect(
      KellyPurchase.optimum(belief: 0.9, bankroll: Money(cents: 100), most: 0, outlay: free)
        .contracts == 0)
    #expect(ExclusiveKelly(beliefs: [0.5], costs: [0.2, 0.3]) == nil)
    #expect(ExclusiveKelly(beliefs: [0.7, 0.7], costs: [0.2, 0.3]) == nil)
    #expect(
      SimultaneousKelly(costs: [0.5], probabilities: [0.5, 0.6], wealth: [1, 1]) { _, _ in 0 }
        == nil)
    #expect(
      SimultaneousKelly(costs: [0.5], probabilities: [0.5, 0.5], wealth: [1, 0]) { _, _ in 0 }
        == nil)
  }

  @Test func `a certain gain takes all but what is kept`() throws {
    let kelly = try #require(
      SimultaneousKelly(costs: [0.5, 0.4], probabilities: [0.5, 0.5], wealth: [1, 1]) {
        $0 == $1 ? 1 : 0
      })
    #expect(kelly.fractions.reduce(0, +) <= 1)
    #expect(kelly.fractions.reduce(0, +) > 0.999)
    #expect(kelly.logGrowth > 0.1)
  }
}
