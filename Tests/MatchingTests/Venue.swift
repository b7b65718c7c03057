import Market
import Matching
import Testing

/// A small exchange to test on: one cent-grid market, accounts with a thousand dollars each.
struct Venue {
  var engine = MatchingEngine()
  let market: MarketID
  let alice: AccountID
  let bob: AccountID
  let carol: AccountID
  var now = Timestamp(seconds: 1_764_000_000)

  init(
    fees: FeeSchedule? = Venue.fees(.centicent(.direct)), cash: Money = Money(cents: 100_000)
  ) {
    market = engine.addMarket(ListedMarket(grid: .wholeCents, fees: fees))
    alice = engine.addAccount(cash: cash)
    bob = engine.addAccount(cash: cash)
    carol = engine.addAccount(cash: cash)
  }

  static func fees(_ rounding: FeeRounding) -> FeeSchedule? {
    try? FeeSchedule(type: .quadraticWithMakerFees, multiplier: .one, rounding: rounding)
  }

  /// A venue whose fills cost nothing, for tests of everything else.
  static var free: Venue {
    Venue(fees: try? FeeSchedule(type: .quadratic, multiplier: .zero, rounding: .marginal))
  }

  func request(
    _ account: AccountID, _ side: BookSide, _ cents: Int, _ contracts: Int
  ) -> OrderRequest {
    OrderRequest(
      account: account, market: market, side: side, price: Price(cents: cents),
      quantity: Quantity(contracts: contracts))
  }

  @discardableResult
  mutating func place(
    _ account: AccountID, _ side: BookSide, _ cents: Int, _ contracts: Int,
    _ change: (inout OrderRequest) -> Void = { _ in }
  ) throws -> OrderNumber {
    var request = request(account, side, cents, contracts)
    change(&request)
    now = now + 1_000_000
    return try engine.submit(request, at: now)
  }

  func refusal(
    _ account: AccountID, _ side: BookSide, _ cents: Int, _ contracts: Int,
    _ change: (inout OrderRequest) -> Void = { _ in }
  ) -> Rejection? {
    var copy = self
    do {
      try copy.place(account, side, cents, contracts, change)
      return nil
    } catch {
      return error as? Rejection
    }
  }

  var trades: [Trade] {
    engine.events.compactMap { if case .traded(let trade) = $0 { trade } else { nil } }
  }

  func bids() -> [BookLevel] { engine.levels(market, .bid) }
  func asks() -> [BookLevel] { engine.levels(market, .ask) }
}

func level(_ cents: Int, _ contracts: Int) -> BookLevel {
  BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: contracts))
}
