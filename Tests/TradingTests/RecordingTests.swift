import Market
import TestKit
import Testing

@testable import Trading

/// Random events of every kind.
struct EventSource {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  static let kinds = 27

  private mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &generator)
  }
  private mutating func market() -> MarketID { MarketID(Int(number(0...50_000))) }
  private mutating func price() -> Price { Price(exactly: number(0...10_000)) ?? .zero }
  private mutating func quantity() -> Quantity {
    Quantity(hundredths: number(-1_000_000...1_000_000))
  }
  private mutating func time() -> Timestamp { Timestamp(nanoseconds: number(.min ... .max)) }
  private mutating func money() -> Money {
    Money(microDollars: number(-1_000_000_000...1_000_000_000))
  }
  private mutating func flag() -> Bool { Bool.random(using: &generator) }
  private mutating func end() -> AccountState.End {
    [.untold, .never, .at(time())].randomElement(using: &generator) ?? .never
  }
  private mutating func orderID() -> ClientOrderID {
    ClientOrderID(session: generator.next(), sequence: generator.next())
  }
  private mutating func text() -> String {
    ["", "market closed", "é\u{0}\"\\\n🏀", String(repeating: "x", count: 5_000)].randomElement(
      using: &generator) ?? ""
  }
  private mutating func kind() -> LineKind {
    let points = HalfPoints(halves: Int(number(-400...400)))
    return [.winner, .spread(home: points), .total(points)].randomElement(using: &generator)
      ?? .winner
  }
  private mutating func levels() -> [BookLevel] {
    (0..<number(0...30)).map { _ in BookLevel(price: price(), quantity: quantity()) }
  }

  mutating func input(_ kind: Int) throws -> EngineInput {
    EngineInput(time: time(), venueTime: time(), event: try event(kind))
  }

  private mutating func event(_ kind: Int) throws -> EngineEvent {
    switch kind {
    case 0: .bookSnapshot(market(), bids: levels(), asks: levels())
    case 1: .bookDelta(market(), flag() ? .bid : .ask, price(), change: quantity())
    case 2: .bookBlocked(market())
    case 3: .marketStatus(market(), flag() ? .active : .unknown(text()))
    case 4: .closeChanged(market(), flag() ? time() : nil)
    case 5: .gridChanged(market(), .wholeCents)
    case 6: .feesChanged(market(), try fees())
    case 7: .settled(market(), value: price())
    case 8: .gameMatched(GameID(Int(number(0...900))), start: flag() ? time() : nil)
    case 9:
      .line(
        GameID(Int(number(0...900))), BookmakerID(Int(number(0...63))),
        GameLine(
          kind: self.kind(), homeOrOver: Double.random(in: 1...50, using: &generator),
          awayOrUnder: .infinity, ageNanoseconds: flag() ? number(0 ... .max) : 0))
    case 10:
      .lineWithdrawn(GameID(Int(number(0...900))), BookmakerID(Int(number(0...63))), self.kind())
    case 11: .link(Link.allCases.randomElement(using: &generator) ?? .odds, isUp: flag())
    case 12: .reconciled(account())
    case 13: .orderState(orderID(), report())
    case 14: .orderRejected(orderID(), reason: text())
    case 15: .orderUnknown(orderID())
    case 16: .orderNotFound(orderID())
    case 17: .cancelRefused(orderID())
    case 18: .cancelLost(orderID())
    case 19: .amendFailed(orderID())
    case 20: .fill(fill())
    case 21: .timer
    case 22: flag() ? .booksBlocked : .clockSkew(nanoseconds: number(.min ... .max))
    case 23:
      .command(
        [
          .halt, .shutDown, .resume, .flatten, .acceptCash, .distrustJournal,
          .acceptPosition(market()), .flattenMarket(market()),
          .adopt(market(), ProfileID(Int(number(0...15)))),
          .limit(.openOrders, number(1...100), flag() ? ProfileID(1) : nil),
        ].randomElement(using: &generator) ?? .halt)
    case 24:
      .bookmaker(
        BookmakerID(Int(number(0...63))), sharpness: 2.5, source: flag() ? 3 : -1, ages: ages())
    case 25: .orderUnsent(orderID(), reason: text())
    default: .carried(standing())
    }
  }

  private mutating func ages() -> AgeLimits {
    guard flag() else { return .asForAll }
    return AgeLimits(
      earlyNanoseconds: number(0 ... .max), lateNanoseconds: flag() ? number(1 ... .max) : 0,
      inPlayNanoseconds: 1)
  }

  private mutating func standing() -> Standing {
    var counters = RiskCounters()
    let start = Timestamp(nanoseconds: number(0...1_000_000_000_000_000_000))
    counters.admitted(contracts: number(1...100), at: start)
    counters.booked(money(), at: start)
    counters.closed(profit: money())
    counters.marked(equity: money())
    var breaker = CircuitBreaker()
    if flag() { breaker.trip(.lossRun, at: start) }
    let risk = Standing.Risk(counters: counters, breaker: breaker)
    return Standing(
      account: risk, isFlattening: flag(),
      positions: flag()
        ? [Standing.Position(ticker: text(), quantity: quantity(), cost: money())] : [],
      profiles: (0..<number(0...3)).map { _ in
        Standing.Profile(
          name: text(), capital: money(), cash: money(), risk: risk,
          holdings: (0..<number(0...3)).map { _ in
            Standing.Holding(
              ticker: text(), quantity: quantity(), cost: money(), openedAt: time(), net: money(),
              fees: money(), netEdge: Int32(number(-9...9)),
              levels: flag() ? ExitLevels(takeProfit: price(), stopLoss: nil) : nil,
              trigger: flag() ? .stopLoss : nil)
          })
      },
      orders: (0..<number(0...3)).map { _ in
        Standing.Order(
          id: orderID(), ticker: text(), profile: UInt8(number(0...15)), sentAt: time())
      },
      refusals: flag() ? [start, start] : [],
      payouts: flag()
        ? [
          Standing.Payout(
            ticker: text(), value: price(), contracts: quantity(),
            parts: (0..<number(0...3)).map { _ in quantity() })
        ] : [],
      cashAgreedAt: time(), cashDifference: money(), otherCash: flag() ? money() : nil)
  }

  private mutating func fees() throws -> FeeSchedule? {
    guard flag() else { return nil }
    let roundings: [FeeRounding] = [
      .currentMicroDollar(.nonDirect), .centicent(.direct), .legacyCentCeiling, .marginal,
    ]
    return try FeeSchedule(
      type: flag() ? .quadratic : .quadraticWithMakerFees,
      multiplier: FeeMultiplier(tenThousandths: number(0...1_000_000)) ?? .one,
      regime: FeeRegime(
        rounding: roundings.randomElement(using: &generator) ?? .marginal,
        makerFormula: flag() ? .quadratic : .flatQuarterCent))
  }

  private mutating func report() -> OrderReport {
    OrderReport(
      state: flag() ? .resting : .executed, filled: quantity(), remaining: quantity(),
      price: flag() ? price() : nil,
      reason: flag() ? OrderReport.Reason.allCases.randomElement(using: &generator) : nil)
  }

  private mutating func fill() -> FillReport {
    FillReport(
      trade: ExchangeKey(high: generator.next(), low: generator.next()),
      order: flag() ? orderID() : nil, market: market(), side: flag() ? .bid : .ask,
      price: price(), quantity: quantity(), liquidity: flag() ? .taker : .maker, fee: money(),
      venueTime: time())
  }

  private mutating func account() -> AccountState {
    AccountState(
      readFrom: time(), availableCash: money(),
      holdings: (0..<number(0...5)).map { _ in
        AccountState.Holding(
          market: market(), quantity: quantity(), cost: money(), fees: flag() ? money() : nil)
      }, otherHoldings: Int(number(0...9)), otherExposure: money(),
      otherCash: flag() ? money() : nil, otherReserved: money(),
      restingOrders: (0..<number(0...5)).map { _ in
        AccountState.RestingOrder(
          order: flag() ? orderID() : nil, market: market(), side: flag() ? .bid : .ask,
          price: price(), filled: quantity(), remaining: quantity(), end: end())
      },
      shards: (0..<number(0...3)).map {
        AccountState.Shard(index: Int32($0), cash: money())
      },
      trades: (0..<number(0...3)).map { _ in
        ExchangeKey(high: generator.next(), low: generator.next())
      },
      transfers: (0..<number(0...3)).map { _ in
        AccountState.Transfer(
          id: ExchangeKey(high: generator.next(), low: generator.next()), amount: money(),
          fee: money(), at: time())
      })
  }

  static let outputKinds = 31

  mutating func output(_ kind: Int) -> EngineOutput {
    switch kind {
    case 0:
      .place(
        EngineOrder(
          id: orderID(), market: market(), side: flag() ? .bid : .ask, price: price(),
          quantity: quantity(), style: flag() ? .take : .rest, purpose: flag() ? .entry : .exit))
    case 1: .cancel(orderID(), market())
    case 2: .amend(orderID(), market(), flag() ? .bid : .ask, price(), total: quantity())
    case 3: .findOrder(orderID(), market())
    case 4: .reconcile
    case 5: .notice(.paused(.odds))
    case 6: .notice(.resumed)
    case 7: .notice(.rejected(orderID(), market(), reason: text()))
    case 8: .notice(.outcomeUnknown(orderID(), market()))
    case 9: .notice(.foundAfterLoss(orderID(), market()))
    case 10: .notice(.neverArrived(orderID(), market()))
    case 11: .notice(.positionDiffers(market(), ours: quantity(), exchange: quantity()))
    case 12: .notice(.adoptedPosition(market(), quantity()))
    case 13: .notice(.foreignOrder(market()))
    case 14: .notice(.unexplainedFill(market()))
    case 15: .notice(.settled(market(), value: price(), profit: money()))
    case 16: .notice(.bookBlocked(market()))
    case 17: .notice(.exitCanceled(orderID(), market(), pauseNanoseconds: number(0...9)))
    case 18: .notice(.foreignPosition(market(), quantity()))
    case 19:
      .notice(
        .illegalTransition(
          orderID(), market(), IllegalTransition(from: .rejected, to: .partialFill)))
    case 24: .notice(.accountUnread(nanoseconds: number(0...9)))
    case 21: .notice(.transferred(money()))
    case 26: .notice(.tradedElsewhere(money()))
    case 25: .notice(.cashLacks(least: money(), exchange: money()))
    case 27: .notice(.noBid(market(), ProfileID(Int(number(0...15)))))
    case 28: .notice(.cashBelowNothing(money()))
    case 23: .notice(.noExitTime(market(), ProfileID(Int(number(0...15)))))
    case 22:
      .notice(
        .recordDiffers(
          RecordDifference(
            market: market(),
            field: RecordDifference.Field.allCases.randomElement(using: &generator) ?? .fillFee,
            ours: number(-9...9), exchange: number(0...9_999))))
    case 29:
      .notice(.resultChanged(market(), from: price(), to: price(), change: money()))
    case 20: .notice(.shardCashDiffers(Int32(number(0...3)), ours: money(), exchange: money()))
    default: .notice(.cashDiffers(ours: money(), exchange: money()))
    }
  }
}

@Suite struct `The binary form of inputs and outputs` {
  private func bytes(_ write: (EventWriter) -> Void) -> [UInt8] {
    let writer = EventWriter(capacity: 16)
    write(writer)
    return Array(writer.bytes)
  }

  @Test func `every input is read as it was written`() throws {
    for seed in UInt64(1)...200 {
      var source = EventSource(seed: seed)
      for kind in 0..<EventSource.kinds {
        let input = try source.input(kind)
        let written = bytes { input.write(to: $0) }
        let read = try written.withUnsafeBytes { try EngineInput($0) }
        #expect(String(describing: read) == String(describing: input), "seed \(seed)")
        #expect(bytes { read.write(to: $0) } == written, "seed \(seed)")
      }
    }
  }

  /// A recording of before lines had ages reads as it always did.
  @Test func `lines without an age and bookmakers without limits are written as ever`() throws {
    let line = GameLine(kind: .winner, homeOrOver: 1.9, awayOrUnder: 1.95)
    var old = line
    old.ageNanoseconds = 1
    func written(_ event: EngineEvent) -> [UInt8] {
      bytes { EngineInput(time: .distantPast, venueTime: .distantPast, event: event).write(to: $0) }
    }
    let new = written(.line(GameID(1), BookmakerID(2), line))
    #expect(new[16] == 10 && new.count == 16 + 1 + 8 + 1 + 16)
    let aged = written(.line(GameID(1), BookmakerID(2), old))
    #expect(aged[16] == 29 && aged.count == new.count + 8)
    #expect(aged.dropFirst(17).dropLast(8) == new.dropFirst(17))
    let book = written(.bookmaker(BookmakerID(2), sharpness: 2, source: 1))
    #expect(book[16] == 28)
    let limits = AgeLimits(lateNanoseconds: 5)
    let limited = written(.bookmaker(BookmakerID(2), sharpness: 2, source: 1, ages: limits))
    #expect(limited[16] == 30 && limited.count == book.count + 24)
  }

  @Test func `an order's state without a reason is written as ever`() {
    var report = OrderReport(state: .canceled, filled: .zero, remaining: .zero, price: nil)
    func written() -> [UInt8] {
      bytes {
        EngineInput(
          time: .distantPast, venueTime: .distantPast,
          event: .orderState(ClientOrderID(session: 1, sequence: 2), report)
        ).write(to: $0)
      }
    }
    let plain = written()
    #expect(plain[16] == 14 && plain.count == 17 + 16 + 1 + 16 + 1)
    report.reason = .expiry
    let reasoned = written()
    #expect(reasoned[16] == 32 && reasoned.dropFirst(17).dropLast() == plain.dropFirst(17))
  }

  @Test(arguments: [0, -1, .min] as [Int64])
  func `an age that is none is refused where one must be`(age: Int64) throws {
    var line = GameLine(kind: .winner, homeOrOver: 1.9, awayOrUnder: 1.95, ageNanoseconds: 7)
    #expect(
      GameLine(kind: .winner, homeOrOver: 2, awayOrUnder: 2, ageNanoseconds: age)
        .ageNanoseconds == 0)
    line.ageNanoseconds = 7
    let event = EngineEvent.line(GameID(1), BookmakerID(2), line)
    var written = bytes {
      EngineInput(time: .distantPast, venueTime: .distantPast, event: event).write(to: $0)
    }
    withUnsafeBytes(of: age.littleEndian) {
      written.replaceSubrange(written.count - 8..<written.count, with: $0)
    }
    #expect(throws: EventDecodingError.self) {
      try written.withUnsafeBytes { _ = try EngineInput($0) }
    }
  }

  @Test func `every output is read as it was written`() throws {
    for seed in UInt64(1)...200 {
      var source = EventSource(seed: seed)
      for kind in 0..<EventSource.outputKinds {
        let output = source.output(kind)
        let written = bytes { output.write(to: $0) }
        #expect(try written.withUnsafeBytes { try EngineOutput($0) } == output, "seed \(seed)")
      }
    }
  }

  @Test func `cut anywhere, or with a byte more, it is refused`() throws {
    var source = EventSource(seed: 5)
    for kind in 0..<EventSource.kinds {
      let input = try source.input(kind)
      let written = bytes { input.write(to: $0) }
      for count in 0..<min(written.count, 400) {
        #expect(throws: EventDecodingError.self, "kind \(kind) cut to \(count)") {
          try written.prefix(count).withUnsafeBytes { _ = try EngineInput($0) }
        }
      }
      #expect(throws: EventDecodingError.self) {
        try (written + [0]).withUnsafeBytes { _ = try EngineInput($0) }
      }
    }
  }

  @Test func `no bytes at all make it crash`() throws {
    for seed in UInt64(1)...2_000 {
      var source = EventSource(seed: seed)
      var written = bytes { (try? source.input(Int(seed) % EventSource.kinds))?.write(to: $0) }
      for _ in 0..<4 where !written.isEmpty {
        let place = Int.random(in: 0..<written.count, using: &source.generator)
        written[place] = UInt8.random(in: .min ... .max, using: &source.generator)
      }
      // What can be read can be written again, and is then the same.
      guard let read = written.withUnsafeBytes({ try? EngineInput($0) }) else { continue }
      #expect(bytes { read.write(to: $0) } == written, "seed \(seed)")
    }
  }

  @Test func `writing what comes often does not allocate`() throws {
    var source = EventSource(seed: 1)
    let inputs = try [1, 8, 9, 10, 11, 13, 20, 21].map { try source.input($0) }
    let outputs = (0..<5).map { source.output($0) }
    let writer = EventWriter()
    let count = steadyAllocations {
      // Counted by hand: in a debug build an iterator allocates.
      var place = 0
      while place < inputs.count {
        writer.clear()
        inputs[place].write(to: writer)
        place += 1
      }
      place = 0
      while place < outputs.count {
        writer.clear()
        outputs[place].write(to: writer)
        place += 1
      }
    }
    #expect(count == 0)
  }

  @Test func `what speaks of things that are not there is told apart`() throws {
    for seed in UInt64(1)...50 {
      var source = EventSource(seed: seed)
      for kind in 0..<EventSource.kinds {
        let event = try source.input(kind).event
        #expect(event.isWithin(markets: 50_001, games: 901, bookmakers: 64), "kind \(kind)")
        let namesNothing = [11, 13, 14, 15, 16, 17, 18, 19, 21, 22, 25, 26].contains(kind)
        // Readings of the account and commands name markets or none.
        if kind != 12, kind != 23 {
          #expect(event.isWithin(markets: 0, games: 0, bookmakers: 0) == namesNothing, "\(kind)")
        }
      }
    }
  }
}
