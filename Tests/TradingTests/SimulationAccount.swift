import Market
import Trading

/// An account kept a second time, from what the exchange has filled, charged and paid, with
/// arithmetic of its own: what the engine makes of the same news is held against it.
struct SimulationAccount {
  /// What one owner has and had in one market.
  struct Line {
    /// Hundredths of contracts ever bought of each leg; a sale of one is a purchase of the other.
    private(set) var yes: Int64 = 0
    private(set) var no: Int64 = 0
    /// Micro-dollars that all of them have cost.
    private(set) var spent: Int64 = 0
    private(set) var fees: Int64 = 0
    /// What is left has cost, on average of what was held when some was sold.
    var cost: Int64 = 0
    /// Profit less fees before what is held was opened.
    private var before: Int64 = 0

    /// Positive for YES.
    var held: Int64 { yes - no }
    /// One of each leg is a pair, and pays a dollar at once: whatever the order of the trades.
    var flow: Int64 { 10_000 * min(yes, no) - spent }
    var profit: Int64 { flow + cost }
    /// Of what is held, or was held last.
    var result: Int64 { profit - fees - before }

    /// Contracts of a leg are bought, each at its price in ten-thousandths.
    mutating func buy(_ side: BookSide, _ quantity: Int64, at price: Int64, fee: Int64) {
      if held == 0 { before = profit - fees }
      let size = abs(held)
      let closing = (side == .bid) == (held < 0) ? min(size, quantity) : 0
      if closing > 0 {
        // Rounded up, so that no profit is told before it is certain.
        let product = cost.multipliedFullWidth(by: closing)
        let (quotient, remainder) = size.dividingFullWidth(product)
        cost -= quotient + (remainder > 0 ? 1 : 0)
      }
      cost += (quantity - closing) * price
      if side == .bid { yes += quantity } else { no += quantity }
      spent += quantity * price
      fees += fee
    }

    /// Somebody's word of what is held counts from now on; profit and fees stay.
    mutating func restate(held: Int64, cost: Int64) {
      let profit = profit
      if self.held == 0 { before = profit - fees }
      (yes, no) = (max(0, held), max(0, -held))
      self.cost = cost
      spent = cost - profit
    }
  }

  /// A position of a strategy that has come to nothing.
  struct Closed: Equatable {
    var market: MarketID
    var profile: ProfileID
    var profit: Money
  }

  /// By market: the whole account's, and each owner's.
  var whole: [Line]
  var owned: [[Line]]
  /// Cash of the account; nil before the first reading. Profiles' by number, the first is not kept:
  /// the arbitrage strategy has what is left.
  private(set) var cash: Money?
  private(set) var cashOfProfiles: [Money]
  /// What has moved since then.
  private(set) var flow = Money.zero
  private(set) var charged = Money.zero
  private(set) var corrected = Money.zero
  private var results: [MarketID: Price] = [:]
  private(set) var told: Set<ExchangeKey> = []

  init(markets: Int, profiles: Int) {
    whole = Array(repeating: Line(), count: markets)
    owned = Array(repeating: whole, count: profiles + 1)
    cashOfProfiles = Array(repeating: .zero, count: profiles + 1)
  }

  /// What an owner's trades have brought, fees taken off: of all markets, sold in part or whole.
  func gain(of owner: ProfileID) -> Money {
    Money(
      microDollars: owned[Int(owner.index)].reduce(0) { $0 + $1.profit - $1.fees })
  }

  var isStarted: Bool { cash != nil }

  /// The first reading: its cash and positions are what there is.
  mutating func start(_ account: AccountState, capitals: [Money]) {
    cash = account.availableCash
    let asked = capitals.reduce(Money.zero) { $0 + $1 }
    for (place, capital) in capitals.enumerated() {
      // Of less than all want each has its share, rounded down.
      let (whole, _) = asked.microDollars.dividingFullWidth(
        account.availableCash.microDollars.multipliedFullWidth(by: capital.microDollars))
      cashOfProfiles[place + 1] =
        asked > account.availableCash ? Money(microDollars: whole) : capital
    }
    for market in whole.indices {
      let theirs = account.holdings.first { Int($0.market.index) == market }
      guard theirs != nil || whole[market].held != 0 else { continue }
      whole[market] = Line()
      whole[market].restate(
        held: theirs?.quantity.hundredths ?? 0, cost: theirs?.cost.microDollars ?? 0)
    }
  }

  /// A trade is told, for the first time or again. Returns what it has brought to an end.
  mutating func fill(_ fill: FillReport, of owner: ProfileID?) -> [Closed] {
    guard told.insert(fill.trade).inserted else { return [] }
    buy(fill.market, owner, fill.side, fill.quantity.hundredths, fill.price, fee: fill.fee)
    var closed: [Closed] = []
    if let owner, owned[Int(owner.index)][Int(fill.market.index)].held == 0 {
      closed.append(end(of: fill.market, owner))
    }
    // A trade of before the result is paid out with the others.
    if let value = results[fill.market] { closed += payOut(fill.market, value) }
    return closed
  }

  /// The result of a market is told. Returns what it has brought to an end.
  mutating func settle(_ market: MarketID, value: Price) -> [Closed] {
    guard results.updateValue(value, forKey: market) == nil else { return [] }
    return payOut(market, value)
  }

  /// Cash came or went without a trade.
  mutating func correct(by amount: Money) {
    corrected += amount
    cash = cash.map { $0 + amount }
  }

  /// Contracts change their owner and the account does not: the cash of that is told.
  mutating func move(_ market: MarketID, _ owner: ProfileID, flow: Int64, to line: Line) {
    owned[Int(owner.index)][Int(market.index)] = line
    cashOfProfiles[Int(owner.index)] += Money(microDollars: flow)
  }

  private func end(of market: MarketID, _ owner: ProfileID) -> Closed {
    let result = owned[Int(owner.index)][Int(market.index)].result
    return Closed(market: market, profile: owner, profit: Money(microDollars: result))
  }

  /// A result closes what is held as a sale at its value would.
  private mutating func payOut(_ market: MarketID, _ value: Price) -> [Closed] {
    var closed: [Closed] = []
    for place in owned.indices where owned[place][Int(market.index)].held != 0 {
      let held = owned[place][Int(market.index)].held
      bookOwned(market, ProfileID(place), held > 0 ? .ask : .bid, abs(held), value, .zero)
      closed.append(end(of: market, ProfileID(place)))
    }
    let held = whole[Int(market.index)].held
    if held != 0 { bookWhole(market, held > 0 ? .ask : .bid, abs(held), value, .zero) }
    return closed
  }

  private mutating func buy(
    _ market: MarketID, _ owner: ProfileID?, _ side: BookSide, _ quantity: Int64, _ price: Price,
    fee: Money
  ) {
    bookWhole(market, side, quantity, price, fee)
    if let owner { bookOwned(market, owner, side, quantity, price, fee) }
  }

  private mutating func bookWhole(
    _ market: MarketID, _ side: BookSide, _ quantity: Int64, _ price: Price, _ fee: Money
  ) {
    let before = whole[Int(market.index)].flow
    whole[Int(market.index)].buy(
      side, quantity, at: Self.cost(price, side), fee: fee.microDollars)
    guard let cash else { return }
    let moved = Money(microDollars: whole[Int(market.index)].flow - before)
    flow += moved
    charged += fee
    self.cash = cash + moved - fee
  }

  private mutating func bookOwned(
    _ market: MarketID, _ owner: ProfileID, _ side: BookSide, _ quantity: Int64, _ price: Price,
    _ fee: Money
  ) {
    let place = Int(owner.index)
    let before = owned[place][Int(market.index)].flow
    owned[place][Int(market.index)].buy(
      side, quantity, at: Self.cost(price, side), fee: fee.microDollars)
    let moved = owned[place][Int(market.index)].flow - before
    cashOfProfiles[place] += Money(microDollars: moved) - fee
  }

  /// What a contract of the leg costs that a side buys.
  private static func cost(_ price: Price, _ side: BookSide) -> Int64 {
    let yes = Int64(price.tenThousandths)
    return side == .bid ? yes : 10_000 - yes
  }
}
