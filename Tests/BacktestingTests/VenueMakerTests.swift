import Foundation
import Market
import Matching
import TestKit
import Testing
import Trading

@testable import Backtesting

@Suite struct `Makers of a backtest` {
  @Test func `an order that would take is refused when it arrives`() {
    var rig = VenueRig(latency: .fixed(order: 10_000_000, feed: 0))
    rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
    let order = rig.place(.bid, 44, 5, .rest)
    rig.change(.ask, 44, by: 1)
    rig.wait(milliseconds: 10)
    #expect(rig.rejections(order) == ["post only cross"])
  }

  @Test func `trades at our price take those before us first`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
    let order = rig.place(.bid, 40, 5, .rest)
    #expect(rig.states(order) == [.resting])
    rig.trade(.ask, 40, 8)
    rig.change(.bid, 40, by: -8)
    #expect(rig.fills.isEmpty)
    rig.trade(.ask, 40, 5)
    #expect(rig.traded == [[40, 3]])
    #expect(rig.fills[0].liquidity == .maker)
    rig.trade(.ask, 40, 5)
    #expect(rig.traded == [[40, 3], [40, 2]])
    #expect(rig.states(order) == [.resting, .executed])
  }

  @Test func `a trade and the level it shrinks count once, whichever is told first`() {
    for tradeFirst in [true, false] {
      // By share a cancel would move us forward: counted twice, the first trade would fill us.
      var rig = VenueRig(queue: .optimistic)
      rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
      rig.place(.bid, 40, 5, .rest)
      if tradeFirst {
        rig.trade(.ask, 40, 6)
        rig.change(.bid, 40, by: -6)
      } else {
        rig.change(.bid, 40, by: -6)
        rig.wait(milliseconds: 5)
        rig.trade(.ask, 40, 6)
      }
      rig.wait(milliseconds: 500)
      rig.trade(.ask, 40, 4)
      #expect(rig.fills.isEmpty, "trade first: \(tradeFirst)")
      rig.trade(.ask, 40, 1)
      #expect(rig.traded == [[40, 1]], "trade first: \(tradeFirst)")
    }
  }

  @Test func `what leaves without a trade was cancelled, before or behind us by the model`() {
    for (model, filled) in [(QueueModel.conservative, 0), (.optimistic, 3)] {
      var rig = VenueRig(queue: model)
      rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
      rig.place(.bid, 40, 3, .rest)
      rig.change(.bid, 40, by: 10)
      rig.change(.bid, 40, by: -10)
      rig.wait(milliseconds: 200)
      rig.trade(.ask, 40, 10)
      #expect(rig.fills.reduce(0) { $0 + Int($1.quantity.hundredths / 100) } == filled, "\(model)")
    }
  }

  @Test func `a trade beyond our price fills us, one short of it does not`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(40, 1_000)], asks: [(45, 10)])
    let bid = rig.place(.bid, 40, 5, .rest)
    let ask = rig.place(.ask, 44, 5, .rest)
    rig.trade(.ask, 41, 50)
    rig.trade(.bid, 43, 50)
    #expect(rig.fills.isEmpty)
    rig.trade(.ask, 39, 1)
    #expect(rig.traded == [[40, 5]])
    rig.trade(.bid, 45, 1)
    #expect(rig.traded == [[40, 5], [44, 5]])
    #expect(rig.states(bid).last == .executed && rig.states(ask).last == .executed)
  }

  @Test func `size of the other side at our price fills us at our price, and is taken`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(38, 10)], asks: [(45, 10)])
    rig.place(.bid, 40, 5, .rest)
    rig.change(.ask, 39, by: 3)
    #expect(rig.traded == [[40, 3]])
    let taker = rig.place(.bid, 39, 1, .take)
    #expect(rig.states(taker) == [.canceled])
    rig.change(.ask, 40, by: 10)
    #expect(rig.traded == [[40, 3], [40, 2]])
  }

  @Test func `nothing fills in a book that is unknown or crossed`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(38, 10)], asks: [(45, 10)])
    rig.place(.bid, 40, 5, .rest)
    rig.snapshot(bids: [(41, 10)], asks: [(39, 10)])
    #expect(rig.fills.isEmpty)
    rig.books[rig.id].block(.gapped)
    rig.observe(.bookBlocked(rig.id))
    #expect(rig.fills.isEmpty)
    rig.snapshot(bids: [(38, 10)], asks: [(39, 2)])
    #expect(rig.traded == [[40, 2]])
  }

  @Test func `a fill can come while the cancel travels; the cancel is then refused`() {
    var rig = VenueRig(latency: .fixed(order: 20_000_000, feed: 20_000_000))
    rig.snapshot(bids: [], asks: [(45, 10)])
    let order = rig.place(.bid, 40, 5, .rest)
    rig.wait(milliseconds: 50)
    rig.send(.cancel(order, rig.id))
    rig.wait(milliseconds: 10)
    rig.trade(.ask, 39, 5)
    #expect(rig.traded == [[40, 5]])
    rig.wait(milliseconds: 100)
    guard case .cancelRefused(order) = rig.news.last?.event else {
      Issue.record("\(String(describing: rig.news.last))")
      return
    }
    rig.send(.findOrder(order, rig.id))
    rig.wait(milliseconds: 100)
    #expect(rig.states(order).last == .executed)
  }

  @Test func `less size keeps the place in the queue, another price loses it`() {
    var rig = VenueRig()
    rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
    let order = rig.place(.bid, 40, 5, .rest)
    rig.change(.bid, 40, by: 20)
    rig.send(.amend(order, rig.id, .bid, Price(cents: 40), total: Quantity(contracts: 4)))
    rig.trade(.ask, 40, 12)
    #expect(rig.traded == [[40, 2]])
    rig.send(.amend(order, rig.id, .bid, Price(cents: 39), total: Quantity(contracts: 4)))
    rig.send(.amend(order, rig.id, .bid, Price(cents: 40), total: Quantity(contracts: 4)))
    rig.trade(.ask, 40, 18)
    #expect(rig.traded == [[40, 2]])
    rig.send(.amend(order, rig.id, .bid, Price(cents: 45), total: Quantity(contracts: 4)))
    #expect(rig.traded == [[40, 2], [45, 2]])
    #expect(rig.fills.last?.liquidity == .taker)
  }

  @Test func `a pause's end, the close and the result cancel what rests; a result pays`() {
    for ending in 0..<3 {
      var rig = VenueRig()
      rig.snapshot(bids: [(40, 10)], asks: [(45, 10)])
      rig.place(.ask, 40, 10, .take)
      let order = rig.place(.bid, 39, 5, .rest)
      let cash = rig.venue.cash
      switch ending {
      case 0:
        rig.observe(.marketStatus(rig.id, .inactive))
        rig.observe(.marketStatus(rig.id, .active))
      case 1:
        rig.now = VenueRig.close
        rig.venue.clock = VenueRig.close
        rig.trade(.ask, 30, 100)
        #expect(rig.fills.count == 1)
      default:
        rig.observe(.settled(rig.id, value: Price(cents: 50)))
        #expect(rig.venue.cash == cash + Money(cents: 500))
        #expect(rig.venue.position(rig.id).quantity == .zero)
      }
      #expect(rig.states(order) == [.resting, .canceled], "ending \(ending)")
    }
  }

  @Test func `resting orders tie cash up, closing ones do not`() {
    var rig = VenueRig(cash: Money(cents: 1_000))
    rig.snapshot(bids: [(10, 10)], asks: [(45, 10)])
    rig.place(.bid, 40, 20, .rest)
    let second = rig.place(.bid, 40, 10, .rest)
    #expect(rig.rejections(second) == ["insufficient_balance"])
    rig.trade(.ask, 39, 1)
    #expect(rig.venue.position(rig.id).quantity == Quantity(contracts: 20))
    let exit = rig.place(.ask, 60, 20, .rest)
    #expect(rig.states(exit) == [.resting])
    #expect(rig.venue.peakCapital >= Money(cents: 800))
  }

  /// The cases of `refvals/10_queue_fill.json`, in contracts.
  private struct References: Decodable {
    struct Case: Decodable {
      struct Model: Decodable { let filled: Double }
      enum Step: Decodable {
        case step(String, Int)
        init(from decoder: any Decoder) throws {
          var list = try decoder.unkeyedContainer()
          self = .step(try list.decode(String.self), try list.decode(Int.self))
        }
      }
      let queueAhead: Int
      let orderSize: Int
      let events: [Step]
      let conservative: Model
      let optimistic: Model
      let prob1: Model
      let prob2: Model
      let prob3: Model
    }
    let cases: [Case]
  }

  @Test func `the venue fills as the reference values say, under each model`() throws {
    guard let path = Shared.path("refvals/10_queue_fill.json") else {
      #expect(!Shared.isRequired)
      return
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = try Data(contentsOf: URL(filePath: path))
    let references = try decoder.decode(References.self, from: data)
    #expect(references.cases.count > 10)
    for (number, reference) in references.cases.enumerated() {
      let models: [(QueueModel, Double)] = [
        (.conservative, reference.conservative.filled), (.optimistic, reference.optimistic.filled),
        (.proportional(power: 1), reference.prob1.filled),
        (.proportional(power: 2), reference.prob2.filled),
        (.proportional(power: 3), reference.prob3.filled),
      ]
      for (model, expected) in models {
        let filled = Self.play(reference, model)
        // A venue fills whole hundredths, rounded down.
        #expect(
          filled <= expected + 1e-9 && filled > expected - 0.01 - 1e-9,
          "case \(number) \(model): \(filled) against \(expected)")
      }
    }
  }

  /// Contracts filled when the case's events are told as a recording would.
  private static func play(_ reference: References.Case, _ model: QueueModel) -> Double {
    var rig = VenueRig(queue: model, cash: Money(cents: 100_000_000))
    rig.snapshot(bids: [(40, reference.queueAhead)], asks: [(99, 1)])
    rig.place(.bid, 40, reference.orderSize, .rest)
    for case .step(let kind, let size) in reference.events {
      let displayed = Int(rig.books[rig.id].quantity(at: Price(cents: 40), .bid).hundredths / 100)
      switch kind {
      case "add": rig.change(.bid, 40, by: size)
      case "cancel": if displayed > 0 { rig.change(.bid, 40, by: -min(size, displayed)) }
      default:
        rig.trade(.ask, 40, size)
        if displayed > 0 { rig.change(.bid, 40, by: -min(size, displayed)) }
      }
      rig.wait(milliseconds: 1_000)
      // A change of another level brings the time home.
      rig.change(.ask, 98, by: 1)
      rig.change(.ask, 98, by: -1)
    }
    return rig.fills.reduce(0) { $0 + Double($1.quantity.hundredths) / 100 }
  }
}
