import Market
import Trading

@testable import Backtesting

/// Purchases that nobody made.
enum MadeUpSample {
  /// Whether what is bought and sold is charged.
  enum Charge {
    case nothing
    case usual

    func formula() throws -> FeeFormula {
      try FeeSchedule(
        type: .quadratic, multiplier: self == .usual ? .one : .zero, rounding: .marginal
      ).formula
    }
  }

  /// Contracts of YES for 50 cents each, bought with 49 bid, with bids in whole cents after it.
  static func sample(
    day: Int = 20_000, event: String = "E", edge: Int32 = 150,
    _ liquidity: ExitTable.Liquidity = .normal, contracts: Int = 1, bids: [Int],
    paid: Price = .zero, charged charge: Charge = .nothing
  ) throws -> ExitSample {
    let (formula, quantity) = (try charge.formula(), Quantity(contracts: contracts))
    func fees(_ price: Price) -> Money {
      formula.fee(price: price, quantity: quantity, liquidity: .taker)
    }
    var path = ExitPath()
    for bid in bids.map({ Price(cents: $0) }) {
      path.take(ExitPath.Bid(price: bid, fee: ExitSample.share(fees(bid), of: quantity)))
    }
    let price = Price(cents: 50)
    return ExitSample(
      day: day, closingDay: day, event: event, netEdge: edge, liquidity: liquidity, leg: .yes,
      quantity: quantity, cost: price * quantity, fees: fees(price), ask: price,
      bid: Price(cents: 49), grid: .wholeCents, formula: formula, path: path, paid: paid)
  }

  /// Half of the purchases and a little more rise by ten cents and are worth nothing in the end;
  /// the others fall from the start. Selling ten cents up or two down is best, by far.
  static func telling(
    days: Int, perDay: Int, edge: Int32 = 150, seed: UInt64 = 1
  ) throws -> [ExitSample] {
    var random = SplitMix64(seed: seed)
    var samples: [ExitSample] = []
    for day in 0..<days {
      for place in 0..<perDay {
        let rises = random.next() % 100 < 60
        samples.append(
          try sample(
            day: 20_000 + day, event: "E\(day)-\(place)", edge: edge,
            bids: rises ? [49, 52, 53, 54, 55, 56, 58, 60] : [49, 48, 47, 46, 44, 40, 30]))
      }
    }
    return samples
  }
}
