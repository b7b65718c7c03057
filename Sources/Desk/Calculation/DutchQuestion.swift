internal import Market
internal import Probability

/// A line of `calc dutch`, checked: the markets' offers and how their outcomes exclude each other.
struct DutchQuestion {
  enum Kind: Equatable {
    case exclusive(isExhaustive: Bool)
    /// Each comes true only if the one before does, in this order.
    case nested([Int])
  }
  struct Leg {
    var market: Int
    var isYes: Bool
  }

  let legs: [Leg]
  let offers: [SetOffers]
  let kind: Kind
  let budget: Money?
  /// One YES of each market, of which exactly one comes true.
  let isPlain: Bool
  let hasBeliefs: Bool

  init(_ question: DutchCalculation.Question) throws(DutchCalculation.Fault) {
    let fee = try Self.fee(question.feeQuantum)
    var legs: [Leg] = []
    for (place, leg) in question.legs.enumerated() {
      let market = leg.market ?? place
      guard leg.side == "yes" || leg.side == "no" else {
        throw .init("leg \(place + 1): side must be yes or no")
      }
      guard (0..<DutchCalculation.mostMarkets).contains(market) else {
        throw .init(
          "leg \(place + 1): market must be from 0 to \(DutchCalculation.mostMarkets - 1)")
      }
      let isYes = leg.side == "yes"
      guard !legs.contains(where: { $0.market == market && $0.isYes == isYes }) else {
        throw .init("leg \(place + 1): market \(market) has that side twice")
      }
      legs.append(Leg(market: market, isYes: isYes))
    }
    let markets = (legs.map(\.market).max() ?? -1) + 1
    guard markets > 0 else { throw .init("legs is empty") }
    var offers = Array(repeating: SetOffers(), count: markets)
    for (place, leg) in legs.enumerated() {
      let curve = try Self.curve(question.legs[place].asks, fee, leg: place + 1)
      if leg.isYes { offers[leg.market].yes = curve } else { offers[leg.market].no = curve }
    }
    (self.legs, self.offers) = (legs, offers)
    let isExhaustive = question.exhaustive ?? false
    kind =
      try question.states.map { states throws(DutchCalculation.Fault) in
        try Self.kind(states, markets: markets)
      } ?? .exclusive(isExhaustive: isExhaustive)
    hasBeliefs = question.beliefs != nil
    isPlain = legs.allSatisfy(\.isYes) && kind == .exclusive(isExhaustive: true)
    if let budget = question.budget {
      guard (0...1_000_000_000_000).contains(budget) else {
        throw .init("budget_1e4 must be from 0 to 1000000000000")
      }
      self.budget = Money(microDollars: budget * 100)
    } else {
      budget = nil
    }
  }

  private static func fee(_ quantum: Int64) throws(DutchCalculation.Fault) -> SweepFee {
    if quantum == 0 { return .none }
    guard (1...10_000).contains(quantum),
      let fee = SweepFee(roundedUpTo: Money(microDollars: quantum * 100))
    else { throw .init("fee_quantum_1e4 must be from 0, for no fee, to 10000") }
    return fee
  }

  private static func curve(
    _ asks: [[Int]], _ fee: SweepFee, leg: Int
  ) throws(DutchCalculation.Fault) -> OfferCurve {
    var levels: [(price: Price, contracts: Int)] = []
    var contracts = 0
    for ask in asks {
      guard ask.count == 2, (1...9_999).contains(ask[0]), (1...1_000_000).contains(ask[1]) else {
        throw .init("leg \(leg): asks are [price 1 to 9999, contracts 1 to 1000000] each")
      }
      levels.append((Price(tenThousandths: ask[0]), ask[1]))
      contracts += ask[1]
    }
    guard contracts <= 100_000 else {
      throw .init("leg \(leg): \(contracts) contracts; at most 100000 are computed")
    }
    guard let curve = OfferCurve(levels, fee: fee) else {
      throw .init("leg \(leg): prices of asks must ascend")
    }
    return curve
  }

  /// What a list of states says of its markets: a row a state, 1 for each market that comes true.
  private static func kind(
    _ states: [[Int]], markets: Int
  ) throws(DutchCalculation.Fault) -> Kind {
    guard !states.isEmpty,
      states.allSatisfy({ $0.count == markets && $0.allSatisfy { $0 == 0 || $0 == 1 } })
    else { throw .init("states must be rows of 0 and 1, one for each market") }
    let sums = states.map { $0.reduce(0, +) }
    if sums.allSatisfy({ $0 <= 1 }) {
      guard (0..<markets).allSatisfy({ market in states.contains { $0[market] == 1 } }) else {
        throw .init("a market that never comes true in any state is not computed")
      }
      return .exclusive(isExhaustive: !sums.contains(0))
    }
    // The market that is true in most states first.
    let often = (0..<markets).map { market in states.reduce(0) { $0 + $1[market] } }
    let order = (0..<markets).sorted { (often[$1], $0) < (often[$0], $1) }
    let isNested = states.allSatisfy { state in
      let row = order.map { state[$0] }
      return zip(row, row.dropFirst()).allSatisfy { $0 >= $1 }
    }
    guard isNested, Set(sums).count == markets + 1 else {
      throw .init(
        "states that are neither exclusive nor nested, each of them once, are not computed")
    }
    return .nested(order)
  }
}
