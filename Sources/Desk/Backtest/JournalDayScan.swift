internal import Backtesting
internal import Journal
internal import Kalshi
internal import KalshiSimulator
internal import Market
internal import Trading

/// A session as far as it was read.
struct JournalDayScan {
  let header: SessionJournal.Header
  let firstRecord: UInt64
  var trades: TradeFrames
  var count = 0
  var tradeCount = 0
  var ownTakes: Set<ExchangeKey> = []
  var first: Timestamp?
  var last = Timestamp.distantPast
  var tornTail: String?
  var wasEnded = false
  /// Markets whose payout the session has heard of.
  var settled: Set<Int> = []

  init(_ record: SegmentWalk.Record) throws {
    header = try SessionJournal.Header(record)
    firstRecord = record.header.sequence
    do throws(TickerIndexError) {
      trades = try TradeFrames(tickers: header.engine.markets.map(\.ticker))
    } catch {
      throw ProcessFailure(.data, "record \(firstRecord): \(error)")
    }
  }

  mutating func note(frame: UnsafeRawBufferPointer) {
    if trades.trade(frame)?.market != nil, first != nil { tradeCount += 1 }
  }

  mutating func note(_ input: EngineInput, _ sequence: UInt64) throws(ProcessFailure) {
    guard header.engine.knows(input) else {
      throw ProcessFailure(
        .data, "record \(sequence): a market, game or bookmaker that is not there")
    }
    guard input.time >= last else {
      throw ProcessFailure(.data, "record \(sequence): time runs backwards")
    }
    last = input.time
    // On paper the exchange knows of none.
    if case .fill(let fill) = input.event, fill.liquidity == .taker,
      header.mode != TradingMode.paper.rawValue
    {
      ownTakes.insert(fill.trade)
    }
    if case .settled(let market, _) = input.event { settled.insert(Int(market.index)) }
    guard JournalDay.isPlayed(input.event) else { return }
    count += 1
    first = first ?? input.time
  }

  private var notes: [String] {
    guard !wasEnded else { return [] }
    let began = "the session from \(TimeText.utc(first ?? .distantPast))"
    return ["\(began) was not ended: its record stops where it was killed or cut"]
      + (tornTail.map { [$0] } ?? [])
  }

  /// Nil for a session without anything to play.
  func day(_ paths: [String]) -> JournalDay? {
    guard let first else { return nil }
    let engine = header.engine
    return JournalDay(
      name: "\(TimeText.utc(first)) (\(header.kind))", markets: engine.markets,
      events: engine.markets.map { RecordedVenue.gameKey(ofTicker: $0.ticker) ?? $0.ticker },
      games: engine.games, bookmakers: engine.bookmakers, eventCount: count + tradeCount,
      notes: notes, tradeCount: tradeCount, ownTakes: ownTakes,
      paths: paths, firstRecord: firstRecord, isRecorded: header.isRecorded, settled: settled)
  }
}
