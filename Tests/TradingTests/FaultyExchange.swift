import Market
import Matching
import TestKit
import Trading

/// An exchange behind a bad network: the matching core, with requests and news that come late,
/// twice, out of order, or never. What it promises is what a real one promises: ids are never used
/// twice, the book stream is in order or says it has a gap, and an account reading comes after all
/// fills that it contains.
struct FaultyExchange {
  /// Something on its way.
  struct Letter {
    enum Content {
      case request(EngineOutput)
      /// Orders may have come to their end.
      case expiry
      case news(EngineEvent)
      /// Fills up to that count, then the account.
      case account(AccountState, fills: Int)
    }
    var time: Timestamp
    var order: Int
    var content: Content
    /// Lost when the stream drops.
    var isStream = false
  }

  var core = MatchingEngine()
  let mine: AccountID
  var random: SeededGenerator
  /// 0 is a peaceful exchange; else each fault happens with one in so many.
  var rarity: UInt64
  var letters: [Letter] = []
  var letterCount = 0
  var lastBookTime = Timestamp.distantPast
  /// Client id of each order of ours by its number; nil for orders given by hand.
  var clients: [Int: ClientOrderID] = [:]
  var placed: [ClientOrderID: EngineOrder] = [:]
  /// Entries and exits that have not reached the exchange and still will.
  var travelling: [ClientOrderID: EngineOrder] = [:]
  var fills: [FillReport] = []
  /// What was paid in and out, which readings tell of.
  var transfers: [AccountState.Transfer] = []
  var isStreamUp = false
  var isOrdersUp = false
  var gapped: Set<MarketID> = []
  /// The first promise broken by the engine.
  var fault: String?
  /// What rests comes to its end so long after it was sent or renewed; 0 for never.
  var lifetime: Int64 = 0
  /// The end that an order on its way asks for.
  var ends: [ClientOrderID: Timestamp] = [:]
  var renewals = 0
  /// One order in so many never leaves, 0 for none; of a random sequence of its own.
  var unsentRarity: UInt64 = 0
  var leaving: SeededGenerator
  /// Orders to which a cancel was asked for.
  var cancelsAsked: Set<ClientOrderID> = []
  /// Cash by shard without what was traded since; empty where there are none.
  var shardBases: [Money] = []
  var moves: [Move] = []
  /// Trades are told to nobody.
  var isSilent = false

  init(markets: [TradedMarket], cash: Money, seed: UInt64, rarity: UInt64) {
    random = SeededGenerator(seed: seed)
    leaving = SeededGenerator(seed: seed &* 61 &+ 37)
    self.rarity = rarity
    mine = core.addAccount(cash: cash)
    for market in markets {
      _ = core.addMarket(ListedMarket(grid: market.grid, fees: market.fees))
    }
  }

  mutating func happens() -> Bool { rarity > 0 && random.next() % rarity == 0 }
  mutating func delay(_ milliseconds: UInt64) -> Int64 {
    Int64(random.next() % (milliseconds * 1_000_000)) + 1
  }

  /// The next letter that is due, in order of time.
  mutating func nextDue(by now: Timestamp) -> Letter? {
    var best: Int?
    for place in letters.indices where letters[place].time <= now {
      if let kept = best,
        (letters[kept].time, letters[kept].order) <= (letters[place].time, letters[place].order)
      {
        continue
      }
      best = place
    }
    return best.map { letters.remove(at: $0) }
  }

  /// Nothing is on its way; what rests may come to its end.
  var isQuiet: Bool {
    letters.allSatisfy { if case .expiry = $0.content { true } else { false } }
  }

  mutating func post(_ content: Letter.Content, at time: Timestamp, isStream: Bool = false) {
    letters.append(Letter(time: time, order: letterCount, content: content, isStream: isStream))
    letterCount += 1
  }

  mutating func answer(_ event: EngineEvent, _ now: Timestamp) {
    post(.news(event), at: now + delay(60))
  }

  /// The stream drops: what is on it is gone.
  mutating func dropStream() {
    isStreamUp = false
    letters.removeAll { $0.isStream }
  }

  mutating func restoreStream(at now: Timestamp) {
    isStreamUp = true
    for market in 0..<core.marketCount { sendSnapshot(MarketID(market), at: now) }
  }

  mutating func sendSnapshot(_ id: MarketID, at now: Timestamp) {
    gapped.remove(id)
    lastBookTime = max(lastBookTime, now) + delay(2)
    post(
      .news(.bookSnapshot(id, bids: core.levels(id, .bid), asks: core.levels(id, .ask))),
      at: lastBookTime, isStream: true)
  }

  /// The engine's wish leaves the house.
  mutating func send(_ output: EngineOutput, at now: Timestamp) {
    if case .place(let order) = output {
      if placed.updateValue(order, forKey: order.id) != nil { fault = "client id twice" }
    }
    if case .notice = output { return }
    if case .cancel(let id, _) = output { cancelsAsked.insert(id) }
    if case .place(let order) = output, unsentRarity > 0, leaving.next() % unsentRarity == 0 {
      let time = now + Int64(leaving.next() % 2) * 100_000_000
      return post(.news(.orderUnsent(order.id, reason: "no budget")), at: time)
    }
    noteEnd(output, at: now)
    guard isOrdersUp else {
      refuse(output, at: now)
      return
    }
    if happens() {
      // Lost on the way: it never arrives, and after a while the sender gives up.
      refuse(output, at: now + 80_000_000)
      return
    }
    if case .place(let order) = output { travelling[order.id] = order }
    if case .reconcile = output {
      post(.request(output), at: now)
    } else {
      post(.request(output), at: now + delay(40))
    }
  }

  /// What the sender says when no answer came.
  mutating func refuse(_ output: EngineOutput, at time: Timestamp) {
    switch output {
    case .place(let order): post(.news(.orderUnknown(order.id)), at: time)
    case .cancel(let id, _): post(.news(.cancelLost(id)), at: time)
    case .amend(let id, _, _, _, _): post(.news(.amendFailed(id)), at: time)
    case .findOrder, .reconcile, .notice: break
    }
  }

  func number(of id: ClientOrderID) -> OrderNumber? {
    clients.first { $0.value == id }.map { OrderNumber($0.key) }
  }

  func report(_ number: OrderNumber) -> OrderReport? {
    guard let order = core.order(number) else { return nil }
    let state: OrderReport.State =
      switch order.phase {
      case .resting: .resting
      case .canceled: .canceled
      case .executed: .executed
      }
    return OrderReport(
      state: state, filled: order.filledQuantity, remaining: order.remainingQuantity,
      price: order.price)
  }

  func account(at now: Timestamp) -> AccountState {
    var holdings: [AccountState.Holding] = []
    var resting: [AccountState.RestingOrder] = []
    for market in core.touchedMarkets(mine) {
      let holding = core.holding(mine, market)
      if !holding.position.isZero {
        holdings.append(
          AccountState.Holding(
            market: market, quantity: holding.position, cost: holding.cost, fees: holding.fees))
      }
      for number in core.openOrders(mine, market) {
        guard let order = core.order(number) else { continue }
        resting.append(
          AccountState.RestingOrder(
            order: clients[Int(number.index)], market: market, side: order.side,
            price: order.price, filled: order.filledQuantity, remaining: order.remainingQuantity))
      }
    }
    return AccountState(
      readFrom: now, availableCash: core.available(mine), holdings: holdings, otherHoldings: 0,
      restingOrders: resting, shards: shards, transfers: transfers)
  }
}
