import Foundation
import Market
import Probability
import TestKit

/// The cases of `refvals/03_dutching.json`; money in ten-thousandths of a dollar.
struct DutchReferences: Decodable {
  struct Leg: Decodable {
    let market: Int?
    let side: String
    let asks: [[Int]]
  }
  struct Equal: Decodable {
    let expectedProfit1e4: Double
    let sets: Int
    let outlay1e4: Int64

    enum CodingKeys: String, CodingKey {
      case sets
      case expectedProfit1e4 = "expected_profit_1e4"
      case outlay1e4 = "outlay_1e4"
    }
  }
  struct Optimum: Decodable {
    let guaranteedProfit1e4: Int64?
    let expectedProfit1e4: Double?
    let contracts: [Int]
    let outlay1e4: Int64
    let equalPayout: Equal?

    enum CodingKeys: String, CodingKey {
      case contracts
      case guaranteedProfit1e4 = "guaranteed_profit_1e4"
      case expectedProfit1e4 = "expected_profit_1e4"
      case outlay1e4 = "outlay_1e4"
      case equalPayout = "equal_payout"
    }
  }
  struct Instance: Decodable {
    let id: Int
    let cls: String
    let exhaustive: Bool
    let n: Int
    let legs: [Leg]
    let states: [[Int]]?
    let beliefs: [Double]?
    let feeQuantum1e4: Int64
    let budget1e4: Int64?
    let optimum: Optimum

    enum CodingKeys: String, CodingKey {
      case id, cls, exhaustive, n, legs, states, beliefs, optimum
      case feeQuantum1e4 = "fee_quantum_1e4"
      case budget1e4 = "budget_1e4"
    }

    var budget: Money? { budget1e4.map { Money(microDollars: $0 * 100) } }

    func curve(_ leg: Leg) -> OfferCurve? {
      let fee =
        feeQuantum1e4 == 0
        ? SweepFee.none : SweepFee(roundedUpTo: Money(microDollars: feeQuantum1e4 * 100))
      return fee.flatMap { fee in
        OfferCurve(
          leg.asks.map { (Price(tenThousandths: $0[0]), $0[1]) }, fee: fee)
      }
    }

    /// By market; legs without one are markets in their order.
    func offers() -> [SetOffers]? {
      var offers = Array(repeating: SetOffers(), count: n)
      for (place, leg) in legs.enumerated() {
        guard let curve = curve(leg) else { return nil }
        let market = leg.market ?? place
        if leg.side == "yes" { offers[market].yes = curve } else { offers[market].no = curve }
      }
      return offers
    }
  }
  let instances: [Instance]

  static func load() throws -> [Instance]? {
    guard let path = Shared.path("refvals/03_dutching.json") else {
      if Shared.isRequired { throw MissingReference() }
      return nil
    }
    let data = try Data(contentsOf: URL(filePath: path))
    return try JSONDecoder().decode(DutchReferences.self, from: data).instances
  }
}
