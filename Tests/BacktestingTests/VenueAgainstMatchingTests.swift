import Market
import TestKit
import Testing

@testable import Backtesting
@testable import Trading

/// Without delay and without trades of others the venue of backtests and the matching core must
/// come to the same: they share no code but the fee arithmetic and the position.
@Suite struct `A backtest's venue against the matching core` {
  private static let cash = Money(cents: 10_000_000)

  /// Both venues under the same events.
  private struct Pair {
    var rig = VenueRig(cash: cash)
    var paper: PaperVenue
    var paperNews: [EngineEvent] = []

    init() {
      paper = PaperVenue(
        markets: [VenueRig.market(fees: VenueRig.wholeCentFees)], cash: cash, session: 9)
    }

    mutating func snapshot(bids: [(Int, Int)], asks: [(Int, Int)]) {
      func levels(_ pairs: [(Int, Int)]) -> [BookLevel] {
        pairs.map { BookLevel(price: Price(cents: $0.0), quantity: Quantity(contracts: $0.1)) }
      }
      rig.snapshot(bids: bids, asks: asks)
      paper.observe(
        .bookSnapshot(rig.id, bids: levels(bids), asks: levels(asks)), at: rig.now,
        news: &paperNews)
    }

    mutating func change(_ side: BookSide, _ cents: Int, by contracts: Int) {
      rig.change(side, cents, by: contracts)
      paper.observe(
        .bookDelta(
          rig.id, side, Price(cents: cents), change: Quantity(contracts: contracts)),
        at: rig.now, news: &paperNews)
    }

    mutating func perform(_ output: EngineOutput) {
      rig.send(output)
      paper.perform(output, at: rig.now, readAt: rig.now, news: &paperNews)
    }

    /// What happened to each order, without the numbers of trades.
    static func lines(_ news: [EngineEvent]) -> [String] {
      let lines = news.compactMap { event in line(event) }
      // The matching core says an end twice, once for the event and once for the answer.
      return lines.enumerated().filter { $0.offset == 0 || lines[$0.offset - 1] != $0.element }
        .map(\.element)
    }

    private static func line(_ event: EngineEvent) -> String? {
      switch event {
      case .fill(let fill):
        return "fill \(fill.order.map { "\($0)" } ?? "-") \(fill.side) \(fill.price)"
          + " \(fill.quantity) \(fill.liquidity) \(fill.fee)"
      // Of a full maker the core says its fills only.
      case .orderState(_, let report) where report.state == .executed: return nil
      case .orderState(let id, let report):
        return "\(id) \(report.state) \(report.filled) \(report.remaining)"
      case .orderRejected(let id, _): return "\(id) rejected"
      case .cancelRefused(let id): return "\(id) cancel refused"
      case .amendFailed(let id): return "\(id) amend failed"
      default: return nil
      }
    }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `fills, ends, fees and cash are the same`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var pair = Pair()
    var book = Book()
    var orders: [ClientOrderID] = []
    var sequence: UInt64 = 0
    pair.snapshot(bids: [], asks: [])
    for step in 0..<60 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        book = Book(using: &random)
        pair.snapshot(bids: book.levels(.bid), asks: book.levels(.ask))
      case 1...4:
        if let (side, cents, change) = book.change(using: &random) {
          pair.change(side, cents, by: change)
        }
      case 5...7:
        sequence += 1
        let id = ClientOrderID(session: 9, sequence: sequence)
        orders.append(id)
        let style: OrderStyle = Bool.random(using: &random) ? .take : .rest
        pair.perform(
          .place(
            EngineOrder(
              id: id, market: pair.rig.id, side: Bool.random(using: &random) ? .bid : .ask,
              price: Price(cents: Int.random(in: 30...60, using: &random)),
              quantity: Quantity(contracts: Int.random(in: 1...40, using: &random)),
              style: style, purpose: .entry)))
      default:
        if let id = orders.randomElement(using: &random) {
          pair.perform(.cancel(id, pair.rig.id))
        }
      }
      let ours = Pair.lines(pair.rig.news.map(\.event))
      let theirs = Pair.lines(pair.paperNews)
      guard ours == theirs else {
        let place = zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let first = place ?? min(ours.count, theirs.count)
        Issue.record(
          "seed \(seed) step \(step): \(ours.dropFirst(first).prefix(3)) against \(theirs.dropFirst(first).prefix(3))"
        )
        return
      }
    }
    let account = pair.paper.accountState(at: pair.rig.now)
    let mine = pair.rig.venue.account(readFrom: pair.rig.now)
    #expect(account.holdings == mine.holdings, "seed \(seed)")
    let paid = pair.rig.news.reduce(Money.zero) {
      if case .fill(let fill) = $1.event { $0 + fill.fee } else { $0 }
    }
    #expect(pair.rig.venue.position(pair.rig.id).fees == paid, "seed \(seed)")
  }

  /// A book of a few levels that never crosses itself.
  private struct Book {
    private var bids: [Int: Int] = [:]
    private var asks: [Int: Int] = [:]

    init() {}

    init(using random: inout SeededGenerator) {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        bids[Int.random(in: 35...44, using: &random)] = Int.random(in: 1...30, using: &random)
      }
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        asks[Int.random(in: 45...55, using: &random)] = Int.random(in: 1...30, using: &random)
      }
    }

    func levels(_ side: BookSide) -> [(Int, Int)] {
      (side == .bid ? bids : asks).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A change of one level that leaves the book uncrossed; nil where there is none.
    mutating func change(using random: inout SeededGenerator) -> (BookSide, Int, Int)? {
      let side: BookSide = Bool.random(using: &random) ? .bid : .ask
      let cents = Int.random(in: 30...60, using: &random)
      let before = (side == .bid ? bids : asks)[cents] ?? 0
      let after = Bool.random(using: &random) ? 0 : Int.random(in: 0...30, using: &random)
      guard after != before else { return nil }
      let crosses =
        side == .bid
        ? asks.keys.contains { $0 <= cents } : bids.keys.contains { $0 >= cents }
      guard after == 0 || !crosses else { return nil }
      if side == .bid { bids[cents] = after == 0 ? nil : after }
      if side == .ask { asks[cents] = after == 0 ? nil : after }
      return (side, cents, after - before)
    }
  }
}
