public import Backtesting
internal import FoundationEssentials
internal import Journal
internal import Kalshi
internal import KalshiSimulator
internal import Market
public import Trading

/// One session of a journal as a backtest plays it: what came in then, decided anew.
///
/// Of its inputs only what the world said is played: books, statuses, odds, connections to the
/// stream and the odds. Orders, fills, timers, commands and readings of the account were the old
/// session's own. Trades of others come from the recorded frames; what the session itself took is
/// not among them. Streams from the segments; the ids of what it took are all that is kept in
/// memory.
public struct JournalDay: BacktestSource {
  /// What sessions played here rest on.
  public static func assumptions(of days: [JournalDay]) -> [BacktestResult.Assumption] {
    let trades = days.reduce(0) { $0 + $1.tradeCount }
    let takes = days.reduce(0) { $0 + ($1.tradeCount > 0 ? $1.ownTakes.count : 0) }
    let without = days.count { $0.tradeCount == 0 }
    let what =
      trades == 0
      ? "no session has trades of others in its frames: what leaves a level counts as cancelled"
      : (takes == 0
        ? "\(trades) of others, from the sessions' frames"
        : "\(trades) in the sessions' frames; \(takes) of the sessions' own takes are left out")
        + (without == 0
          ? ""
          : "; \(without) of \(days.count) sessions have none: what leaves a level there"
            + " counts as cancelled")
    return [
      .init(
        "Recording",
        "books, statuses and odds as a session of ours received them, at the times it did"),
      .init("Trades", what),
      .init(
        "Old orders",
        "the recorded session's own orders are not played; where they traded, the"
          + " recorded book shows what they left"),
    ]
  }

  public let name: String
  public let markets: [TradedMarket]
  public let events: [String]
  public let games: Int
  public let bookmakers: Int
  public let oddsHaveTimes = true
  public let eventCount: Int
  public private(set) var notes: [String]
  /// Trades among its frames.
  public let tradeCount: Int
  /// Trades that the session itself made as the taker: without it nobody would have come.
  let ownTakes: Set<ExchangeKey>
  private let paths: [String]
  private let firstRecord: UInt64
  /// The session replayed recorded times: what its frames took says nothing.
  private let isRecorded: Bool
  /// By market, what scores of elsewhere say that it paid.
  private var payouts: [Price?]
  /// Markets whose payout the session itself has heard of.
  private let settled: Set<Int>
  /// They are paid so long after the session's last event.
  private static let settlementNanoseconds: Int64 = 3_600_000_000_000

  /// Whether there is a session in journals, with anything to play or not.
  public static func hasSessions(in paths: [String]) throws -> Bool {
    let reader = try JournalReader(paths: paths)
    while let record = try reader.record() {
      if record.header.kind == .session { return true }
    }
    return false
  }

  /// The sessions of journals, in order.
  ///
  /// - Parameter scores: pay the markets that the sessions have not seen settled.
  /// - Throws: ``/Journal/JournalError`` or ``ProcessFailure`` for what cannot be read, or when
  ///   there is no session with an event.
  public static func sessions(
    in paths: [String], scores: FinalScores? = nil
  ) throws -> [JournalDay] {
    let reader = try JournalReader(paths: paths)
    var days: [JournalDay] = []
    var open: JournalDayScan?
    // Inputs of a session whose head is not there.
    var homeless = 0
    while let record = try reader.record() {
      switch record.header.kind {
      case .session:
        if let day = open?.day(paths) { days.append(day) }
        open = try JournalDayScan(record)
      case .source:
        if let day = open?.day(paths) { days.append(day) }
        open = nil
      case .input:
        guard open != nil else {
          homeless += 1
          continue
        }
        let input = try Self.input(record, in: reader.file)
        try open?.note(input, record.header.sequence)
      case .exchangeFrame: open?.note(frame: record.payload)
      case .end:
        open?.wasEnded = true
        if let day = open?.day(paths) { days.append(day) }
        open = nil
      default: break
      }
    }
    open?.tornTail = reader.tornTail.map { "\($0)" }
    if let day = open?.day(paths) { days.append(day) }
    if homeless > 0, !days.isEmpty {
      days[0].notes.append(
        "\(homeless) inputs belong to a session whose head is not in this journal: left out")
    }
    guard !days.isEmpty else {
      throw ProcessFailure(
        .data, "\(paths.joined(separator: ", ")): there is no session with market data to play")
    }
    return scores.map { scores in days.map { $0.paid(by: scores) } } ?? days
  }

  public func digest() throws -> UInt64 {
    var digest = PlayedDigest()
    for payout in payouts {
      withUnsafeBytes(of: payout?.tenThousandths ?? -1) { digest.add($0) }
    }
    try forEachRecord { record, _ in
      if record.header.kind == .input || record.header.kind == .exchangeFrame {
        digest.add(record.payload)
      }
    }
    return digest.value
  }

  public func play(into session: BacktestSession) throws {
    var hasBegun = false
    let tickers = markets.map(\.ticker)
    var trades = try TradeFrames(tickers: tickers)
    let delays = session.takesDelays && !isRecorded ? try FrameDelays(tickers: tickers) : nil
    var last = Timestamp.distantPast
    try forEachRecord { record, file in
      switch record.header.kind {
      case .input:
        let input = try Self.input(record, in: file)
        guard Self.isPlayed(input.event) else { return }
        if !hasBegun {
          session.begin(at: input.time, venueTime: input.venueTime)
          hasBegun = true
        }
        session.take(input.event, at: input.time, venueTime: input.venueTime)
        last = input.time
      case .exchangeFrame:
        if let delay = delays?.nanoseconds(of: record) { session.noteDelay(nanoseconds: delay) }
        guard let trade = trades.trade(record.payload), hasBegun, let market = trade.market,
          !ownTakes.contains(ExchangeKey(trade.tradeID.bytes))
        else { return }
        session.takeTrade(
          market, trade.takerSide, trade.price, trade.quantity, at: record.header.wall)
      default: break
      }
    }
    for (place, payout) in payouts.enumerated() {
      guard let payout, hasBegun else { continue }
      session.take(
        .settled(MarketID(place), value: payout), at: last + Self.settlementNanoseconds)
    }
  }

  /// The records of this session, up to its end, the next session, or a recording of others that
  /// was imported behind it.
  private func forEachRecord(
    _ body: (_ record: SegmentWalk.Record, _ file: String) throws -> Void
  ) throws {
    let reader = try JournalReader(paths: paths)
    var isOurs = false
    while let record = try reader.record() {
      switch record.header.kind {
      case .session:
        if isOurs { return }
        isOurs = record.header.sequence == firstRecord
      case .end where isOurs, .source where isOurs: return
      default: if isOurs { try body(record, reader.file) }
      }
    }
  }

  private static func input(
    _ record: SegmentWalk.Record, in file: String
  ) throws -> EngineInput {
    do throws(EventDecodingError) {
      return try EngineInput(record.payload)
    } catch {
      throw ProcessFailure(.data, "\(file): record \(record.header.sequence): \(error)")
    }
  }

  /// What the world said, as against what the session itself did.
  static func isPlayed(_ event: EngineEvent) -> Bool {
    switch event {
    case .bookmaker, .bookSnapshot, .bookDelta, .bookBlocked, .booksBlocked, .marketStatus,
      .closeChanged,
      .gridChanged, .feesChanged, .volumeChanged, .settled, .gameMatched, .line, .lineWithdrawn:
      true
    case .link(let link, _): link != .exchangeOrders
    default: false
    }
  }

  init(
    name: String, markets: [TradedMarket], events: [String], games: Int, bookmakers: Int,
    eventCount: Int, notes: [String], tradeCount: Int, ownTakes: Set<ExchangeKey>, paths: [String],
    firstRecord: UInt64, isRecorded: Bool, settled: Set<Int>
  ) {
    self.name = name
    self.markets = markets
    self.events = events
    self.games = games
    self.bookmakers = bookmakers
    self.eventCount = eventCount
    self.notes = notes
    self.tradeCount = tradeCount
    self.ownTakes = ownTakes
    self.paths = paths
    self.firstRecord = firstRecord
    self.isRecorded = isRecorded
    self.settled = settled
    payouts = markets.map { _ in nil }
  }

  /// The same session, with what scores of elsewhere say of markets that it has not seen settled.
  private func paid(by scores: FinalScores) -> JournalDay {
    var day = self
    day.payouts = scores.payouts(of: markets)
    for place in settled { day.payouts[place] = nil }
    let paid = day.payouts.count { $0 != nil }
    day.notes += scores.notes
    day.notes.append(
      "\(paid) of \(markets.count) markets are paid by the scores given, an hour after the last"
        + " event; \(settled.count) were settled in the session itself")
    return day
  }
}
