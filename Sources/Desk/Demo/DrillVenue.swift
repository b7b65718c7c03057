internal import KalshiSimulator
internal import Market
internal import Matching
internal import Sportsbooks
internal import Wire

/// One market as the simulator itself has it: the exchange's side of every check of the drill.
struct DrillVenueMarket: Sendable {
  /// An order with the id its sender gave it.
  struct Order: Sendable {
    var clientID: String?
    var state: OrderState

    /// How long it was open, by the exchange's clock.
    var openNanoseconds: Int64 { state.updated - state.created }
    var isOpen: Bool { state.phase == .resting }
  }

  /// In the order of acceptance.
  var orders: [Order] = []
  var position = Position()
  var fees: FeeSchedule?
  var bestBid: Price?
  var bestAsk: Price?

  var buys: [Order] { orders.filter { $0.state.side == .bid } }
  var sells: [Order] { orders.filter { $0.state.side == .ask } }
  var openBuys: [Order] { buys.filter(\.isOpen) }
  var openSells: [Order] { sells.filter(\.isOpen) }
}

/// The trader's whole account as the simulator has it.
struct DrillVenueAccount: Sendable {
  var cash = Money.zero
  var fees = Money.zero
  var positionCost = Money.zero
  /// Every order it ever took, by the sender's id; nil for one without.
  var clientIDs: [String?] = []
  var openOrders = 0
}

extension RecordedServers {
  /// Reads a market. On the servers' loop.
  func read(_ market: DrillMarket) -> DrillVenueMarket {
    let exchange = simulator.exchange
    var result = DrillVenueMarket()
    guard let id = exchange.market(market.ticker) else { return result }
    for index in 0..<exchange.engine.orderCount {
      let number = OrderNumber(index)
      guard let state = exchange.engine.order(number), state.market == id,
        state.account == account
      else { continue }
      result.orders.append(
        DrillVenueMarket.Order(clientID: exchange.clientOrderID(number), state: state))
    }
    result.position = exchange.engine.holding(account, id).book
    result.fees = exchange.engine.listing(id)?.fees
    result.bestBid = exchange.engine.best(id, .bid)?.price
    result.bestAsk = exchange.engine.best(id, .ask)?.price
    return result
  }

  /// Reads the account. On the servers' loop.
  func readAccount() -> DrillVenueAccount {
    let exchange = simulator.exchange
    var result = DrillVenueAccount()
    result.cash = exchange.engine.cash(account)
    result.openOrders = exchange.engine.openOrderCount(account)
    for id in exchange.engine.touchedMarkets(account) {
      let holding = exchange.engine.holding(account, id)
      result.fees += holding.fees
      result.positionCost += holding.cost
    }
    for index in 0..<exchange.engine.orderCount {
      let number = OrderNumber(index)
      guard exchange.engine.order(number)?.account == account else { continue }
      result.clientIDs.append(exchange.clientOrderID(number))
    }
    return result
  }

  /// The odds server's key of each game. On the servers' loop.
  func drillGames() -> [DrillGame: String] {
    var keys: [DrillGame: String] = [:]
    for event in oddsServer.games {
      if let game = DrillGame.allCases.first(where: { $0.home.name == event.home }) {
        keys[game] = event.key
      }
    }
    return keys
  }

  /// Decides markets, and pays them where `pays`. On the servers' loop.
  func decide(_ results: [(DrillMarket, SettlementResult)], pays: Bool) {
    let now = loop.now
    for (market, result) in results {
      guard let id = simulator.exchange.market(market.ticker) else { continue }
      if pays {
        simulator.exchange.finalize(id, at: now)
      } else {
        simulator.exchange.determine(id, result, at: now)
      }
    }
    simulator.flush()
  }
}
