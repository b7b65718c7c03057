import Market
import Probability
import TestKit
import Testing

@Suite struct `A set that costs less than it pays` {
  /// What a purchase costs and is sure to pay, from its legs alone.
  private func check(
    _ purchase: DutchPurchase, _ offers: [SetOffers], states: [[Int]], _ note: String
  ) {
    var outlay = Money.zero
    for (offer, legs) in zip(offers, purchase.legs) {
      outlay += offer.yes.cost(of: legs.yes) + offer.no.cost(of: legs.no)
    }
    let payout = states.map { state in
      zip(state, purchase.legs).reduce(0) { $0 + ($1.0 == 1 ? $1.1.yes : $1.1.no) }
    }.min()
    #expect(purchase.outlay == outlay, "\(note)")
    // What is said to be sure may be less than what is, never more.
    #expect(purchase.payout <= Price.dollar * Quantity(contracts: payout ?? 0), "\(note)")
  }

  /// The states of markets that exclude each other: one of them, and none unless they exhaust.
  private func exclusive(_ count: Int, isExhaustive: Bool) -> [[Int]] {
    let one = (0..<count).map { place in (0..<count).map { $0 == place ? 1 : 0 } }
    return isExhaustive ? one : one + [Array(repeating: 0, count: count)]
  }

  @Test func `is that of the references, by kind, budget and rounding of fees`() throws {
    guard let cases = try DutchReferences.load() else { return }
    var counted: [String: Int] = [:]
    for row in cases where row.beliefs == nil {
      let offers = try #require(row.offers())
      let (found, states): (DutchPurchase, [[Int]])
      if row.cls == "C_mixed_nested" {
        (found, states) = (NestedSet(offers).optimum(), row.states ?? [])
      } else {
        found = ExclusiveSet(offers, isExhaustive: row.exhaustive).optimum(budget: row.budget)
        states = row.states ?? exclusive(offers.count, isExhaustive: row.exhaustive)
      }
      let profit = try #require(row.optimum.guaranteedProfit1e4)
      #expect(found.profit == Money(microDollars: profit * 100), "\(row.id) \(row.cls)")
      check(found, offers, states: states, "\(row.id)")
      if let budget = row.budget { #expect(found.outlay <= budget, "\(row.id)") }
      counted[row.cls, default: 0] += 1
    }
    #expect(
      counted == [
        "A_exhaustive_yes": 24, "B_no_basket": 13, "C_mixed_mutually_exclusive": 6,
        "C_mixed_nested": 6,
      ])
  }

  @Test func `in part covered it is the references' best on average`() throws {
    guard let cases = try DutchReferences.load() else { return }
    var counted = 0
    for row in cases {
      guard let beliefs = row.beliefs else { continue }
      let offers = try #require(row.offers()).map(\.yes)
      let cover = try #require(PartialCover(offers, beliefs: beliefs))
      let best = cover.largestExpectation(budget: row.budget)
      let expected = try #require(row.optimum.expectedProfit1e4)
      #expect(abs(best.expectedProfit * 10_000 - expected) < 1e-6, "\(row.id)")
      let equal = try #require(row.optimum.equalPayout)
      let same = cover.equalPayout(budget: row.budget)
      #expect(abs(same.expectedProfit * 10_000 - equal.expectedProfit1e4) < 1e-6, "\(row.id)")
      #expect(same.contracts.allSatisfy { $0 == equal.sets }, "\(row.id)")
      counted += 1
    }
    #expect(counted == 11)
  }

  /// Every purchase there is of a few small books, in every state.
  private func enumerated(
    _ offers: [SetOffers], _ states: [[Int]], budget: Money?
  ) -> Money {
    var best = Money.zero
    func walk(_ legs: [DutchPurchase.Legs], _ outlay: Money) {
      if let budget, outlay > budget { return }
      guard legs.count < offers.count else {
        let payout = states.map { state in
          zip(state, legs).reduce(0) { $0 + ($1.0 == 1 ? $1.1.yes : $1.1.no) }
        }.min()
        best = max(best, Price.dollar * Quantity(contracts: payout ?? 0) - outlay)
        return
      }
      let offer = offers[legs.count]
      for yes in 0...offer.yes.depth {
        for no in 0...offer.no.depth {
          walk(
            legs + [DutchPurchase.Legs(yes: yes, no: no)],
            outlay + offer.yes.cost(of: yes) + offer.no.cost(of: no))
        }
      }
    }
    walk([], .zero)
    return best
  }

  private func curve(_ random: inout SeededGenerator, most: Int, _ fee: SweepFee) -> OfferCurve {
    var levels: [(price: Price, contracts: Int)] = []
    var (left, cents) = (Int.random(in: 0...most, using: &random), 0)
    while left > 0, cents < 60 {
      cents += Int.random(in: 5...40, using: &random)
      let count = Int.random(in: 1...left, using: &random)
      levels.append((Price(cents: cents), count))
      left -= count
    }
    return OfferCurve(levels, fee: fee) ?? .empty
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `is what trying every purchase finds`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let quantum = [1, 100, 10_000].randomElement(using: &random)!
    let fee = try #require(SweepFee(roundedUpTo: Money(microDollars: Int64(quantum))))
    let count = Int.random(in: 2...3, using: &random)
    let offers = (0..<count).map { _ in
      SetOffers(
        yes: curve(&random, most: 3, fee), no: curve(&random, most: count == 2 ? 4 : 2, fee))
    }
    let budget =
      Bool.random(using: &random) ? Money(cents: .random(in: 50...400, using: &random)) : nil
    let note = "seed \(seed)"
    for isExhaustive in [false, true] {
      let states = exclusive(count, isExhaustive: isExhaustive)
      let found = ExclusiveSet(offers, isExhaustive: isExhaustive).optimum(budget: budget)
      #expect(found.profit == enumerated(offers, states, budget: budget), "\(note)")
      check(found, offers, states: states, note)
    }
    let nested = (0...count).map { state in (0..<count).map { $0 < state ? 1 : 0 } }
    let found = NestedSet(offers).optimum()
    #expect(found.profit == enumerated(offers, nested, budget: nil), "\(note), nested")
    check(found, offers, states: nested, note)
  }

  @Test func `is nothing where nothing is offered, and no curve is made of nonsense`() throws {
    #expect(ExclusiveSet([], isExhaustive: true).optimum().profit == .zero)
    #expect(NestedSet([]).optimum().legs.isEmpty)
    let bare = Array(repeating: SetOffers(), count: 3)
    #expect(
      ExclusiveSet(bare, isExhaustive: true).optimum()
        == ExclusiveSet(
          bare, isExhaustive: false
        ).optimum(budget: .zero))
    #expect(OfferCurve([(Price(cents: 5), 1), (Price(cents: 5), 1)], fee: .none) == nil)
    #expect(OfferCurve([(Price(cents: 5), 0)], fee: .none) == nil)
    #expect(OfferCurve([(.dollar, 1)], fee: .none) == nil)
    #expect(OfferCurve([(.zero, 1)], fee: .none) == nil)
    #expect(SweepFee(roundedUpTo: .zero) == nil)
    let deep = try #require(OfferCurve([(Price(cents: 5), .max)], fee: .none))
    #expect(deep.depth == OfferCurve.mostContracts)
    #expect(PartialCover([.empty], beliefs: [0.6, 0.6]) == nil)
    #expect(PartialCover([.empty, .empty], beliefs: [0.6, 0.6]) == nil)
  }
}
