import Foundation
import Market
import TestKit
import Testing
import Trading

/// The reference orders of `refvals/04`, through the sizing that trades.
///
/// The reference rounds the fee of the whole order up to 0.0001 $, once, and so prefers counts of
/// which little is rounded; the sizing counts each contract with its own fee, rounded up to a
/// millionth. Between the two lies a contract, of many thousands 0.05 %.
@Suite struct `Reference orders through the sizing of entries` {
  private struct References: Decodable {
    struct Single: Decodable {
      let price: Double
      let feeRate: Double
      let belief: Double
      let bankroll: Double
      let integerOptimumContracts: Int
    }
    struct Ladder: Decodable {
      let asksCents: [[Int]]
      let belief: Double
      let bankroll: Double
      let optimumContracts: Int
    }
    struct Held: Decodable {
      let price: Double
      let belief: Double
      let cash: Double
      let heldYes: Double
      let heldNo: Double
      let nStarContinuous: Double
    }
    let single: [Single]
    let ladder: [Ladder]
    let existingPosition: [Held]
  }

  private static func load() throws -> References? {
    guard let path = Shared.path("refvals/04_kelly.json") else {
      #expect(!Shared.isRequired, "the reference values are missing")
      return nil
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(References.self, from: data)
  }

  /// The whole of Kelly through these offers, with the fees in force now.
  private static func contracts(
    _ belief: Double, _ bankroll: Double, _ rate: Double, _ levels: [(price: Price, count: Int)],
    held: (contracts: Quantity, atRisk: Money) = (.zero, .zero)
  ) throws -> Int64 {
    let multiplier = try #require(
      FeeMultiplier(tenThousandths: Int64((rate / 0.07 * 10_000).rounded())))
    let fees = try FeeSchedule(
      type: .quadratic, multiplier: multiplier, rounding: .currentMicroDollar(.direct))
    return EntrySizing(
      belief: belief, kellyPercent: 100, bankroll: Money(microDollars: Int64(bankroll * 1e6)),
      held: held, collar: Money(cents: 101), highest: Price(cents: 99), fees: fees.formula
    ) { place in
      guard place < levels.count else { return nil }
      return BookLevel(
        price: levels[place].price, quantity: Quantity(contracts: levels[place].count))
    }.contracts
  }

  @Test func `at one price they are the reference's whole orders`() throws {
    guard let cases = try Self.load()?.single else { return }
    var exact = 0
    for row in cases {
      let price = Price(cents: Int((row.price * 100).rounded()))
      let ours = try Self.contracts(row.belief, row.bankroll, row.feeRate, [(price, 1_000_000)])
      let theirs = Int64(row.integerOptimumContracts)
      #expect(abs(ours - theirs) <= max(1, theirs / 2_000), "\(row): \(ours)")
      exact += ours == theirs ? 1 : 0
    }
    #expect(cases.count == 36)
    #expect(exact >= 18, "\(exact) of 36: the rest are what rounding down leaves")
  }

  @Test func `through a book they are the reference's whole orders`() throws {
    guard let cases = try Self.load()?.ladder else { return }
    for row in cases {
      let levels = row.asksCents.map { (price: Price(cents: $0[0]), count: $0[1]) }
      let ours = try Self.contracts(row.belief, row.bankroll, 0.07, levels)
      #expect(abs(ours - Int64(row.optimumContracts)) <= 1, "\(row): \(ours)")
    }
    #expect(cases.count == 12)
  }

  /// The reference has cash beside what is held; whatever that has cost, the bankroll is the two
  /// together. The seven cases that hold the other side are `KellyBet`'s alone: no entry is sized
  /// against an opposing position (`Gate.opposingPosition`).
  @Test(arguments: [0, 10, 95])
  func `beside what is held they are the reference's, whatever it has cost`(cents: Int) throws {
    guard let cases = try Self.load()?.existingPosition else { return }
    #expect(cases.count == 12)
    for row in cases where row.heldNo == 0 {
      let price = Price(cents: Int((row.price * 100).rounded()))
      let cost = Money(cents: Int(row.heldYes) * cents)
      let ours = try Self.contracts(
        row.belief, row.cash + Double(cost.microDollars) / 1e6, 0.07, [(price, 1_000_000)],
        held: (Quantity(contracts: Int(row.heldYes)), cost))
      #expect(abs(Double(ours) - row.nStarContinuous) <= 1, "\(row): \(ours)")
    }
    #expect(cases.count { $0.heldNo == 0 } == 5)
  }
}
