import Market
import Matching
import TestKit

@testable import Trading

// What the operator says besides halting and resuming, and what that must do at once.
extension EngineSimulation {
  /// One of the commands that few sessions see.
  mutating func command() {
    func pick(_ count: Int) -> Int { Int(commands.next() % UInt64(count)) }
    let market = MarketID(pick(markets.count))
    switch pick(15) {
    case 0: feed(.command(.flatten))
    case 1, 2: feed(.command(.flattenMarket(market)))
    case 3...8: changeLimit()
    case 9, 10: feed(.command(.acceptCash))
    case 11: feed(.command(.acceptPosition(market)))
    case 12: if pick(8) == 0 { feed(.command(.distrustJournal)) }
    default:
      let place = byHand.isEmpty ? 0 : pick(byHand.count)
      let traded = byHand.sorted { $0.index < $1.index }
      let owner = ProfileID(pick(configuration.profiles.count + 1))
      feed(.command(.adopt(traded.isEmpty ? market : traded[place], owner)))
    }
  }

  /// Another limit, from far below what is used to twice as much.
  private mutating func changeLimit() {
    let keys = RiskLimits.Key.allCases
    let key = keys[Int(commands.next() % UInt64(keys.count))]
    let place = Int(commands.next() % UInt64(configuration.profiles.count + 1))
    let owner = place == 0 ? nil : ProfileID(place)
    let base = min(startLimits.limits(of: owner)[key], 2_000)
    let value = max(1, base * Int64(10 + commands.next() % 190) / 100)
    // Whatever time alone calls for is done before: what follows is the limit's doing.
    feed(.timer)
    feed(.command(.limit(key, value, owner)))
  }

  /// After a command: what it had to do, and what it must not.
  mutating func checkCommand(
    _ event: EngineEvent, _ before: OperatorsWord, _ rested: [ClientOrderID],
    _ outputs: ArraySlice<EngineOutput>
  ) {
    guard case .command(let command) = event else { return }
    record.commands[Self.name(command), default: 0] += 1
    switch command {
    case .limit(let key, _, let owner):
      let (old, new) = (before.limits(of: owner)[key], word.limits(of: owner)[key])
      if outputs.contains(where: Self.sells) { complain("a limit has forced a sale") }
      guard key == .orderInterval ? new > old : new < old else { return }
      record.loweredLimits += 1
      let own = rested.filter { owner == nil || exchange.placed[$0]?.profile == owner }
      expectCanceled(own, outputs, "under a lowered limit")
    case .flattenMarket(let market):
      let own = rested.filter { exchange.placed[$0]?.market == market }
      expectCanceled(own, outputs, "in a market that is sold out")
    default: break
    }
  }

  /// Of these orders each is cancelled with the input, or over with it.
  mutating func expectCanceled(
    _ rested: [ClientOrderID], _ outputs: ArraySlice<EngineOutput>, _ why: String
  ) {
    for id in rested {
      // One that the same input has ended is no more.
      let isGone = engine.orders.index(of: id) == nil
      let isCanceled = outputs.contains {
        if case .cancel(let canceled, _) = $0 { canceled == id } else { false }
      }
      if !isCanceled, !isGone { complain("\(id) rests \(why)") }
    }
  }

  /// After a word to sell everything, and a calm, strategies hold nothing that somebody would buy.
  mutating func checkFlattened() {
    guard word.isFlattening, !word.isShutDown else { return }
    for index in markets.indices where !byHand.contains(MarketID(index)) && canSell(index) {
      for place in books.owned.indices {
        let held = engine.holdings[MarketID(index), ProfileID(place)].position.quantity
        guard !held.isZero else { continue }
        let side: BookSide = held > .zero ? .bid : .ask
        if exchange.core.best(MarketID(index), side) == nil { continue }
        complain("market \(index): \(held) of \(place) is not sold, by the operator's word")
      }
      record.flattenedMarkets += 1
    }
  }

  /// The exchange takes orders there, and its book can be trusted.
  private func canSell(_ index: Int) -> Bool {
    guard isActive[index], !isSettled[index], now < closes[index], hasFees[index] else {
      return false
    }
    let id = MarketID(index)
    return BookSide.allCases.allSatisfy { side in
      exchange.core.levels(id, side).allSatisfy { grid(of: id).isOrderable($0.price) }
    }
  }

  private static func sells(_ output: EngineOutput) -> Bool {
    switch output {
    case .place(let order): order.purpose == .exit
    case .amend: true
    default: false
    }
  }

  private static func name(_ command: OperatorCommand) -> String {
    switch command {
    case .halt: "halt"
    case .resume: "resume"
    case .shutDown: "shutDown"
    case .flatten: "flatten"
    case .flattenMarket: "flattenMarket"
    case .limit: "limit"
    case .acceptCash: "acceptCash"
    case .acceptPosition: "acceptPosition"
    case .adopt: "adopt"
    case .distrustJournal: "distrustJournal"
    }
  }
}
