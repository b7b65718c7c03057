import Market
import Probability
import Testing

@testable import Trading

@Suite struct `The paper venue` {
  let id = MarketID(0)
  static let close = Timestamp(seconds: 1_764_003_600)

  /// A venue of one market with a thousand dollars, and what it has said.
  struct Desk {
    var venue: PaperVenue
    var now = Timestamp(seconds: 1_764_000_000)
    var news: [EngineEvent] = []
    private var sequence: UInt64 = 1

    init() throws {
      let fees = try FeeSchedule(
        type: .quadraticWithMakerFees, multiplier: .one, rounding: .legacyCentCeiling)
      let market = TradedMarket(
        ticker: "KXNBAGAME-X", game: nil, claim: nil, league: .nba, devigMethod: .shin,
        tieRule: .impossible, tieProbability: 0, grid: .wholeCents, fees: fees, startTime: nil,
        closeTime: `The paper venue`.close, status: .active)
      venue = PaperVenue(markets: [market], cash: Money(cents: 100_000), session: 9)
    }

    mutating func observe(_ event: EngineEvent) { venue.observe(event, at: now, news: &news) }

    mutating func perform(_ output: EngineOutput) {
      venue.perform(output, at: now, readAt: now, news: &news)
    }

    @discardableResult
    mutating func place(
      _ side: BookSide, _ cents: Int, _ contracts: Int, _ style: OrderStyle
    ) -> ClientOrderID {
      let order = ClientOrderID(session: 9, sequence: sequence)
      sequence += 1
      perform(
        .place(
          EngineOrder(
            id: order, market: MarketID(0), side: side, price: Price(cents: cents),
            quantity: Quantity(contracts: contracts), style: style, purpose: .entry)))
      return order
    }

    var fills: [FillReport] {
      news.compactMap { if case .fill(let fill) = $0 { fill } else { nil } }
    }
    func states(_ id: ClientOrderID) -> [OrderReport] {
      news.compactMap { if case .orderState(id, let report) = $0 { report } else { nil } }
    }
    func rejections(_ id: ClientOrderID) -> [String] {
      news.compactMap { if case .orderRejected(id, let reason) = $0 { reason } else { nil } }
    }
    /// Cents and contracts of each fill.
    var traded: [[Int]] {
      fills.map { [Int($0.price.tenThousandths / 100), Int($0.quantity.hundredths / 100)] }
    }
  }

  func levels(_ pairs: (Int, Int)...) -> [BookLevel] {
    pairs.map { BookLevel(price: Price(cents: $0.0), quantity: Quantity(contracts: $0.1)) }
  }

  func open() throws -> Desk {
    var desk = try Desk()
    desk.observe(.bookSnapshot(id, bids: levels((58, 10)), asks: levels((60, 5), (61, 5))))
    return desk
  }

  @Test func `a take walks the live book and pays taker fees`() throws {
    var desk = try open()
    let order = desk.place(.bid, 61, 8, .take)
    #expect(desk.traded == [[60, 5], [61, 3]])
    // 0.07 x 5 x 0.60 x 0.40 = 8.4c and 0.07 x 3 x 0.61 x 0.39 = 4.996c, each up to the cent.
    #expect(desk.fills.map(\.fee) == [Money(cents: 9), Money(cents: 5)])
    #expect(desk.fills.allSatisfy { $0.liquidity == .taker && $0.order == order })
    #expect(Set(desk.fills.map(\.trade)).count == 2)
    #expect(desk.states(order).last?.state == .executed)
    #expect(desk.states(order).last?.filled == Quantity(contracts: 8))
    #expect(desk.venue.availableCash == Money(cents: 100_000 - 300 - 183 - 14))
  }

  @Test func `what was taken stays taken, and only what comes new can be taken`() throws {
    var desk = try open()
    desk.place(.bid, 60, 5, .take)
    let second = desk.place(.bid, 60, 5, .take)
    #expect(desk.traded == [[60, 5]])
    #expect(desk.states(second).last?.state == .canceled)
    #expect(desk.states(second).last?.filled == .zero)
    desk.observe(.bookDelta(id, .ask, Price(cents: 61), change: Quantity(contracts: 1)))
    desk.place(.bid, 60, 5, .take)
    #expect(desk.traded == [[60, 5]], "another level's change brings nothing back")
    desk.observe(.bookDelta(id, .ask, Price(cents: 60), change: Quantity(contracts: 1)))
    desk.place(.bid, 60, 10, .take)
    #expect(desk.traded == [[60, 5], [60, 1]])
  }

  @Test func `post-only refuses to take`() throws {
    var desk = try open()
    let order = desk.place(.bid, 60, 5, .rest)
    #expect(desk.rejections(order).count == 1)
    #expect(desk.fills.isEmpty)
    #expect(desk.venue.accountState(at: desk.now).restingOrders.isEmpty)
  }

  @Test func `a resting buy fills as the market comes down through its price`() throws {
    var desk = try open()
    let order = desk.place(.bid, 59, 10, .rest)
    #expect(desk.states(order).last?.state == .resting)
    desk.observe(.bookDelta(id, .bid, Price(cents: 58), change: Quantity(contracts: 3)))
    #expect(desk.fills.isEmpty, "a change behind us fills nothing")
    desk.observe(.bookDelta(id, .ask, Price(cents: 59), change: Quantity(contracts: 4)))
    #expect(desk.traded == [[59, 4]])
    desk.observe(.bookSnapshot(id, bids: levels((52, 5)), asks: levels((54, 50))))
    #expect(desk.traded == [[59, 4], [59, 6]], "at our price, for all that is left")
    #expect(desk.fills.allSatisfy { $0.liquidity == .maker && $0.side == .bid })
    // 0.0175 x 4 x 0.59 x 0.41 = 1.69c and x 6 = 2.54c, each up to the cent.
    #expect(desk.fills.map(\.fee) == [Money(cents: 2), Money(cents: 3)])
    desk.perform(.findOrder(order, id))
    #expect(desk.states(order).last?.state == .executed)
  }

  @Test func `a cancel ends an order once`() throws {
    var desk = try open()
    let first = desk.place(.bid, 55, 10, .rest)
    let second = desk.place(.bid, 54, 10, .rest)
    desk.perform(.cancel(first, id))
    #expect(desk.states(first).last?.state == .canceled)
    #expect(desk.venue.accountState(at: desk.now).restingOrders.map(\.order) == [second])
    desk.perform(.cancel(first, id))
    desk.perform(.cancel(ClientOrderID(session: 9, sequence: 77), id))
    let refused = desk.news.filter { if case .cancelRefused = $0 { true } else { false } }
    #expect(refused.count == 2)
    desk.observe(.bookDelta(id, .ask, Price(cents: 54), change: Quantity(contracts: 50)))
    #expect(desk.fills.map(\.order) == [second])
  }

  @Test func `an order that was refused is not there to be found`() throws {
    var desk = try open()
    let refused = desk.place(.bid, 60, 5, .rest)
    desk.perform(.findOrder(refused, id))
    guard case .orderNotFound(refused) = desk.news.last else {
      Issue.record("\(desk.news)")
      return
    }
    let resting = desk.place(.bid, 55, 5, .rest)
    desk.perform(.findOrder(refused, id))
    #expect(desk.states(refused).isEmpty, "its number went to the next order")
    desk.perform(.amend(resting, id, .bid, Price(cents: 57), total: Quantity(contracts: 7)))
    #expect(desk.states(resting).last?.price == Price(cents: 57))
    #expect(desk.states(resting).last?.remaining == Quantity(contracts: 7))
    desk.perform(.amend(refused, id, .bid, Price(cents: 57), total: Quantity(contracts: 7)))
    guard case .amendFailed(refused) = desk.news.last else {
      Issue.record("\(desk.news)")
      return
    }
  }

  @Test(arguments: [Price.dollar, .zero, Price(cents: 50)])
  func `settlement pays what is held and cancels what rests`(value: Price) throws {
    var desk = try open()
    desk.place(.bid, 60, 5, .take)
    let exit = desk.place(.ask, 66, 5, .rest)
    let before = desk.venue.availableCash
    desk.observe(.settled(id, value: value))
    #expect(desk.venue.availableCash == before + value * Quantity(contracts: 5))
    #expect(desk.states(exit).last?.state == .canceled)
    let account = desk.venue.accountState(at: desk.now)
    #expect(account.holdings.isEmpty && account.restingOrders.isEmpty)
  }

  @Test func `the account is what was traded`() throws {
    var desk = try open()
    desk.place(.bid, 60, 5, .take)
    let resting = desk.place(.bid, 55, 2, .rest)
    desk.perform(.reconcile)
    guard case .reconciled(let account) = desk.news.last else {
      Issue.record("\(desk.news)")
      return
    }
    #expect(account.holdings.map(\.quantity) == [Quantity(contracts: 5)])
    #expect(account.holdings.map(\.cost) == [Money(cents: 300)])
    #expect(account.restingOrders.map(\.order) == [resting])
    // 300 and a fee of 9 are spent; 110 and a maker fee of 1 are set aside.
    #expect(account.availableCash == Money(cents: 100_000 - 309 - 111))
  }

  @Test func `nothing trades where the market, its book or its fees are not there`() throws {
    let stops: [EngineEvent] = [
      .marketStatus(id, .inactive), .marketStatus(id, .closed), .feesChanged(id, nil),
      .closeChanged(id, Timestamp(seconds: 1_764_000_000)),
    ]
    for stop in stops {
      var desk = try open()
      desk.observe(stop)
      let order = desk.place(.bid, 60, 5, .take)
      #expect(desk.rejections(order).count == 1, "\(stop)")
      #expect(desk.fills.isEmpty)
    }
    var desk = try open()
    desk.observe(.bookBlocked(id))
    desk.place(.bid, 60, 5, .take)
    #expect(desk.fills.isEmpty)
  }

  @Test func `the close time cancels what rests and refuses what comes`() throws {
    var desk = try open()
    let resting = desk.place(.bid, 55, 2, .rest)
    desk.now = Self.close
    desk.observe(.bookDelta(id, .ask, Price(cents: 55), change: Quantity(contracts: 9)))
    #expect(desk.fills.isEmpty)
    #expect(desk.states(resting).last?.state == .canceled)
    let late = desk.place(.bid, 60, 1, .take)
    #expect(desk.rejections(late).count == 1)
  }
}
