import Market
import Matching

@testable import Trading

// The engine's account, held to the micro-dollar against one that is kept beside it.
extension EngineSimulation {
  /// Keeps the second account by what an input has told, compares, and returns the positions that
  /// have come to an end with it.
  mutating func followAccount(
    _ event: EngineEvent, _ outputs: ArraySlice<EngineOutput>, isNews: Bool
  ) -> [SimulationAccount.Closed] {
    // What is told again changes nothing: the next comparison shows whether that is so.
    guard isNews else { return [] }
    var closed: [SimulationAccount.Closed] = []
    switch event {
    case .fill(let fill):
      closed = books.fill(fill, of: fill.order.flatMap { exchange.placed[$0]?.profile })
    case .settled(let market, let value): closed = books.settle(market, value: value)
    case .reconciled(let account): noteReading(account, outputs)
    case .command(.acceptCash): noteAcceptance()
    case .command(.acceptPosition(let market)): accepted.insert(market)
    case .command(.adopt(let market, let owner)): noteAdoption(market, owner, outputs)
    case .command: break
    default: return []
    }
    record.comparisons += 1
    compareBooks()
    return closed
  }

  /// A reading changes nothing but what a cost is said to be, what the operator has accepted, and
  /// cash by what the exchange has listed.
  private mutating func noteReading(
    _ account: AccountState, _ outputs: ArraySlice<EngineOutput>
  ) {
    guard books.isStarted else {
      if let cash = engine.ledger.starting {
        books.start(account, capitals: configuration.profiles.map(\.capital))
        if cash != account.availableCash { complain("a start with \(cash)") }
        // What was adopted before is cut to what there is.
        for id in byHand {
          for place in books.owned.indices {
            let position = engine.holdings[id, ProfileID(place)].position
            noteLoss(id, ProfileID(place), position, isTaken: true)
          }
        }
      }
      return
    }
    let explained = outputs.reduce(Money.zero) {
      switch $1 {
      case .notice(.transferred(let money)), .notice(.tradedElsewhere(let money)): $0 + money
      default: $0
      }
    }
    books.correct(by: explained)
    if explained != .zero { record.transfers += 1 }
    for index in markets.indices {
      let theirs = account.holdings.first { Int($0.market.index) == index }
      noteReading(MarketID(index), theirs)
    }
  }

  private mutating func noteReading(_ id: MarketID, _ theirs: AccountState.Holding?) {
    let index = Int(id.index)
    let (held, cost) = (theirs?.quantity.hundredths ?? 0, theirs?.cost.microDollars ?? 0)
    let ours = engine.states[index].position
    let isTaken =
      ours.quantity.hundredths != books.whole[index].held && ours.quantity.hundredths == held
      && accepted.contains(id)
    if isTaken {
      books.whole[index].restate(held: held, cost: cost)
      accepted.remove(id)
      record.acceptedPositions += 1
    } else if ours.costBasis.microDollars == cost, ours.quantity.hundredths == held,
      books.whole[index].held == held
    {
      books.whole[index].cost = cost
    }
    for place in books.owned.indices {
      let position = engine.holdings[id, ProfileID(place)].position
      if byHand.contains(id) { noteLoss(id, ProfileID(place), position, isTaken: isTaken) }
      if place == 0, held == books.owned[0][index].held, position.costBasis.microDollars == cost {
        books.owned[0][index].cost = cost
      }
    }
  }

  /// What somebody by hand has sold is taken from the strategies: at its cost, less what a price in
  /// ten-thousandths cannot tell; after the operator's word for nothing.
  private mutating func noteLoss(
    _ id: MarketID, _ owner: ProfileID, _ position: Position, isTaken: Bool
  ) {
    var line = books.owned[Int(owner.index)][Int(id.index)]
    let (held, before) = (position.quantity.hundredths, line)
    guard held != line.held else { return }
    if held.signum() == -line.held.signum() || abs(held) > abs(line.held) {
      return complain("market \(id.index): \(owner) has \(held) of \(line.held) hundredths")
    }
    guard !isTaken else {
      line.restate(held: held, cost: position.costBasis.microDollars)
      return books.move(id, owner, flow: 0, to: line)
    }
    let lost = abs(line.held) - abs(held)
    let price = line.cost / abs(line.held)
    line.buy(line.held > 0 ? .ask : .bid, lost, at: 10_000 - min(10_000, price), fee: 0)
    record.surrenders += 1
    books.move(id, owner, flow: line.flow - before.flow, to: line)
  }

  /// The operator says that the exchange's cash is right: only what was said to differ can change.
  private mutating func noteAcceptance() {
    let change = engine.ledger.corrected - books.corrected
    guard change != .zero else { return }
    if !record.isCashInQuestion { complain("\(change) taken over, and nothing differed") }
    record.acceptedCash += 1
    record.isCashInQuestion = false
    books.correct(by: change)
  }

  /// Contracts of nobody's become a strategy's, at their average cost rounded up.
  private mutating func noteAdoption(
    _ id: MarketID, _ owner: ProfileID, _ outputs: ArraySlice<EngineOutput>
  ) {
    let index = Int(id.index)
    let whole = books.whole[index]
    let rest = books.owned.reduce(whole.held) { $0 - $1[index].held }
    let isSaid = outputs.contains {
      if case .notice(.adoptedPosition(id, let quantity)) = $0 {
        quantity.hundredths == rest
      } else {
        false
      }
    }
    guard isSaid, rest != 0 else { return }
    guard rest.signum() == whole.held.signum() else {
      return complain("\(rest) hundredths are adopted, and the account has \(whole.held)")
    }
    record.adoptions += 1
    let part = min(abs(rest), abs(whole.held))
    let (cost, _) = abs(whole.held).dividingFullWidth(whole.cost.multipliedFullWidth(by: part))
    let price = min(10_000, (cost + abs(rest) - 1) / abs(rest))
    var line = books.owned[Int(owner.index)][index]
    let before = line.flow
    line.buy(rest > 0 ? .bid : .ask, abs(rest), at: price, fee: 0)
    books.move(id, owner, flow: line.flow - before, to: line)
  }

  private mutating func compareBooks() {
    guard trouble == nil, let cash = books.cash else { return }
    for index in markets.indices {
      compare(books.whole[index], engine.states[index].position, "market \(index)")
      for place in books.owned.indices {
        compare(
          books.owned[place][index], engine.holdings[MarketID(index), ProfileID(place)].position,
          "market \(index) of strategy \(place)")
      }
    }
    let ledger = engine.ledger
    check(ledger.cash ?? .zero, cash, "cash")
    check(ledger.fees, books.charged, "fees")
    check(ledger.received - ledger.paid, books.flow, "received less paid")
    check(ledger.corrected, books.corrected, "corrections")
    var rest = cash
    for place in books.owned.indices.dropFirst() {
      check(
        engine.profiles[place].ledger.cash ?? .zero, books.cashOfProfiles[place],
        "cash of profile \(place)")
      rest = rest - books.cashOfProfiles[place]
    }
    check(engine.profiles[0].ledger.cash ?? .zero, rest, "cash of the arbitrage strategy")
  }

  private mutating func compare(
    _ line: SimulationAccount.Line, _ position: Position, _ name: String
  ) {
    if position.quantity.hundredths != line.held {
      complain("\(name): \(position.quantity) held, of \(line.held) hundredths")
    }
    func same(_ ours: Money, _ theirs: Int64, _ field: String) {
      check(ours, Money(microDollars: theirs), "\(field) in \(name)")
    }
    // A text for each of these would take longer than all else.
    guard
      position.cashFlow.microDollars != line.flow || position.fees.microDollars != line.fees
        || position.costBasis.microDollars != line.cost
        || position.realised.microDollars != line.profit
    else { return }
    same(position.cashFlow, line.flow, "cash flow")
    same(position.fees, line.fees, "fees")
    same(position.costBasis, line.cost, "cost")
    same(position.realised, line.profit, "realised profit")
  }

  private mutating func check(_ ours: Money, _ theirs: Money, _ name: @autoclosure () -> String) {
    if ours != theirs { complain("\(name()): \(ours) here, \(theirs) by the exchange's trades") }
  }

  /// When nothing is under way any more, both accounts are the exchange's own.
  mutating func compareWithCore() {
    for fill in exchange.fills where !record.told.contains(fill.trade) {
      return complain("\(fill) was never told")
    }
    for index in markets.indices where !byHand.contains(MarketID(index)) {
      let theirs = exchange.core.holding(exchange.mine, MarketID(index)).book
      compare(books.whole[index], theirs, "market \(index) of the exchange's")
      let flow = books.owned.reduce(0) { $0 + $1[index].flow }
      if flow != books.whole[index].flow { complain("market \(index): parts are not the whole") }
    }
    record.quietPoints += 1
  }
}
