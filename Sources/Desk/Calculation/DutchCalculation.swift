internal import FoundationEssentials
internal import Market
internal import Probability
internal import Sportsbooks

/// `dutchbook calc dutch`: one event a line, what to buy of it back.
///
/// Prices and money in ten-thousandths of a dollar, contracts whole. The fee is a taker's, summed
/// over the levels of a leg and rounded up once to `fee_quantum_1e4`; 0 for none.
public enum DutchCalculation {
  /// What a line holds; other keys are left alone.
  struct Question: Decodable {
    struct Leg: Decodable {
      var market: Int?
      var side: String
      var asks: [[Int]]
    }
    var legs: [Leg]
    var exhaustive: Bool?
    var states: [[Int]]?
    var beliefs: [Double]?
    var feeQuantum: Int64
    var budget: Int64?

    enum CodingKeys: String, CodingKey {
      case legs, exhaustive, states, beliefs
      case feeQuantum = "fee_quantum_1e4"
      case budget = "budget_1e4"
    }
  }

  static let mostMarkets = 300

  struct Fault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Answers one line: the optimum, or `{"error":…}`, never nothing.
  public static func answer(to line: String) -> String {
    if let fault = StrictJSON.fault(in: line) { return refusal(fault) }
    do {
      let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
      let set = try DutchQuestion(question)
      try checkWork(of: set)
      return question.beliefs == nil ? try sure(set) : try onAverage(set, question.beliefs ?? [])
    } catch let fault as Fault {
      return refusal(fault.reason)
    } catch let error as DecodingError {
      return refusal(describe(error))
    } catch {
      return refusal("\(error)")
    }
  }

  /// Every combination is tried: more contracts than are gone through in seconds are refused.
  private static func checkWork(of set: DutchQuestion) throws(Fault) {
    let contracts = set.offers.reduce(0) { $0 + $1.yes.depth + $1.no.depth }
    let most: Int
    switch set.kind {
    case _ where set.hasBeliefs: most = set.budget == nil ? 100_000 : 200
    case .nested: most = 1_000
    case .exclusive where set.legs.allSatisfy(\.isYes): most = .max
    case .exclusive: most = set.budget == nil ? 20_000 : 2_000
    }
    guard contracts <= most else {
      throw Fault(
        "\(contracts) contracts in all; at most \(most) of such a set are computed:"
          + " leave out the dearest")
    }
  }

  private static func sure(_ set: DutchQuestion) throws -> String {
    let found: DutchPurchase
    switch set.kind {
    case .exclusive(let isExhaustive):
      found = ExclusiveSet(set.offers, isExhaustive: isExhaustive).optimum(budget: set.budget)
    case .nested(let order):
      guard set.budget == nil else {
        throw Fault("budget_1e4 with nested states is not computed; leave it out")
      }
      let best = NestedSet(order.map { set.offers[$0] }).optimum()
      var legs = best.legs
      for (place, market) in order.enumerated() { legs[market] = best.legs[place] }
      found = DutchPurchase(legs: legs, outlay: best.outlay, payout: best.payout)
    }
    let counts = set.legs.map { $0.isYes ? found.legs[$0.market].yes : found.legs[$0.market].no }
    let sets = set.isPlain ? "\"sets\":\(counts.min() ?? 0)," : ""
    return "{\"guaranteed_profit_1e4\":\(units(found.profit)),\(sets)"
      + "\"contracts\":\(counts),\"outlay_1e4\":\(units(found.outlay))}"
  }

  private static func onAverage(_ set: DutchQuestion, _ beliefs: [Double]) throws -> String {
    guard set.legs.allSatisfy(\.isYes) else {
      throw Fault("with beliefs every leg is a yes of an outcome")
    }
    guard let cover = PartialCover(set.offers.map(\.yes), beliefs: beliefs) else {
      throw Fault("beliefs must be one for each leg, from 0 to 1, and at most 1 together")
    }
    let (best, equal) = (
      cover.largestExpectation(budget: set.budget), cover.equalPayout(budget: set.budget)
    )
    return "{\"expected_profit_1e4\":\(expected(best)),\"contracts\":\(best.contracts),"
      + "\"outlay_1e4\":\(units(best.outlay)),\"coverage\":\(cover.coverage),\"equal_payout\":"
      + "{\"expected_profit_1e4\":\(expected(equal)),\"sets\":\(equal.contracts.min() ?? 0),"
      + "\"outlay_1e4\":\(units(equal.outlay))}}"
  }

  /// To a millionth of the unit: what the sum of products of doubles bears.
  private static func expected(_ purchase: PartialCover.Purchase) -> Double {
    (purchase.expectedProfit * 1e10).rounded() / 1e6
  }

  private static func units(_ amount: Money) -> Int64 { amount.microDollars / 100 }

  private static func describe(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      "\(context.codingPath.first?.stringValue ?? "the line") has the wrong type"
    @unknown default: "not a JSON object"
    }
  }

  private static func refusal(_ reason: String) -> String {
    "{\"error\":\(Setting.quoted(reason))}"
  }
}
