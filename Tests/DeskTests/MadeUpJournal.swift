import FoundationEssentials
import Journal
import Market
import Probability
import TestKit
import Trading

@testable import Desk

/// A session's journal that a test makes up, record by record: one market on the home team's win.
struct MadeUpJournal {
  static let ticker = "KXNBAGAME-26DEC12BOSNYK-NYK"
  static let start = Timestamp(seconds: 1_797_076_800)
  let folder = TestFolder()
  private let log: JournalLog
  private let events = EventWriter()
  private let head: [UInt8]

  /// An engine as the session's head describes it.
  let engine: Engine

  init(
    isRecorded: Bool = false, id: UInt64 = 1, form: Int = RecordedForm.current,
    configuration: EngineConfiguration = EngineConfiguration(), bookmakers: Int = 1
  ) throws {
    log = try JournalLog(
      FolderStorage(path: folder.path + "/journal", isWriting: true), newID: id, now: Self.start)
    let market = TradedMarket(
      ticker: Self.ticker, game: GameID(0), claim: .winner(.home), league: .nba,
      devigMethod: .power, tieRule: .impossible, tieProbability: 0, grid: .wholeCents,
      fees: try FeeSchedule(
        type: .quadratic, multiplier: .one, regime: FeeRegime(rounding: .legacyCentCeiling)),
      startTime: Self.start + 3_600_000_000_000, closeTime: Self.start + 7_200_000_000_000,
      status: .active, volume: 6_000)
    let header = SessionJournal.Header(
      version: "1", form: form, mode: "live",
      engine: InputRecord.Header(
        configuration: configuration, markets: [market], games: 1, bookmakers: bookmakers,
        session: 9), configuration: "", isRecorded: isRecorded,
      exchange: "made up", account: "1")
    head = try [UInt8](JSONEncoder().encode(header))
    engine = header.engine.makeEngine()
    try begin(milliseconds: 0)
  }

  /// Another session, of the same configuration.
  func begin(milliseconds: Int64) throws { try record(.session, head, milliseconds: milliseconds) }

  var path: String { folder.path + "/journal" }
  var segment: String { path + "/00000001.dbj" }

  func id(_ number: UInt64) -> ClientOrderID { ClientOrderID(session: 9, sequence: number) }

  func record(_ kind: RecordKind, _ payload: [UInt8], milliseconds: Int64) throws {
    let time = milliseconds * 1_000_000
    try log.append(
      kind, payload, stream: kind == .exchangeFrame ? 1 : 0,
      monotonicNanoseconds: 1_000 + time, wall: Self.start + time)
  }

  func record(_ kind: RecordKind, _ text: String, milliseconds: Int64) throws {
    try record(kind, Array(text.utf8), milliseconds: milliseconds)
  }

  func input(_ event: EngineEvent, milliseconds: Int64, recordedAt: Timestamp? = nil) throws {
    let time = Self.start + milliseconds * 1_000_000
    events.clear()
    EngineInput(time: time, venueTime: recordedAt ?? time, event: event).write(to: events)
    try record(.input, [UInt8](events.bytes), milliseconds: milliseconds)
  }

  /// What a session does with an event: the input, and all that its engine says to it.
  ///
  /// - Parameter falsify: changes what is recorded of the outputs.
  func live(
    _ event: EngineEvent, milliseconds: Int64,
    falsify: (inout ContiguousArray<EngineOutput>) -> Void = { _ in }
  ) throws {
    try input(event, milliseconds: milliseconds)
    let time = Self.start + milliseconds * 1_000_000
    var outputs: ContiguousArray<EngineOutput> = []
    engine.process(EngineInput(time: time, venueTime: time, event: event), into: &outputs)
    falsify(&outputs)
    for signal in engine.signals {
      events.clear()
      engine.write(signal, to: events)
      try record(.signal, [UInt8](events.bytes), milliseconds: milliseconds)
    }
    for output in outputs {
      events.clear()
      output.write(to: events)
      try record(.output, [UInt8](events.bytes), milliseconds: milliseconds)
    }
  }

  /// Where the account stands, as a session keeps it behind what changes it.
  func standing(milliseconds: Int64, adding byte: UInt8 = 0) throws {
    events.clear()
    engine.standing?.write(to: events)
    var bytes = [UInt8](events.bytes)
    bytes[bytes.count - 1] &+= byte
    try record(.standing, bytes, milliseconds: milliseconds)
  }

  /// A signal that nobody has given.
  func signal(_ signal: Signal, milliseconds: Int64) throws {
    events.clear()
    engine.write(signal, to: events)
    try record(.signal, [UInt8](events.bytes), milliseconds: milliseconds)
  }

  /// A change of the book that the exchange says to have happened so much earlier.
  func delta(ageMilliseconds: Int64, milliseconds: Int64) throws {
    let happened = Self.start.nanoseconds / 1_000_000 + milliseconds - ageMilliseconds
    try record(
      .exchangeFrame,
      #"{"type":"orderbook_delta","sid":2,"seq":3,"msg":{"market_ticker":"\#(Self.ticker)","#
        + #""price_dollars":"0.5000","delta_fp":"10.00","side":"yes","ts_ms":\#(happened)}}"#,
      milliseconds: milliseconds)
  }

  /// The exchange confirms a subscription to trades.
  func subscribedToTrades(sid: Int, milliseconds: Int64) throws {
    try record(
      .exchangeFrame, #"{"id":5,"type":"subscribed","msg":{"channel":"trade","sid":\#(sid)}}"#,
      milliseconds: milliseconds)
  }

  func trade(
    cents: Int, contracts: Int, takerSide: String, sid: Int = 3, sequence: Int = 4,
    milliseconds: Int64
  ) throws {
    try record(
      .exchangeFrame,
      #"{"type":"trade","sid":\#(sid),"seq":\#(sequence),"msg":{"trade_id":"t1","market_ticker":"\#(Self.ticker)","#
        + #""yes_price_dollars":"0.\#(cents)00","no_price_dollars":"0.\#(100 - cents)00","#
        + #""count_fp":"\#(contracts).00","taker_side":"\#(takerSide == "bid" ? "yes" : "no")","#
        + #""taker_outcome_side":"\#(takerSide == "bid" ? "yes" : "no")","#
        + #""taker_book_side":"\#(takerSide)","is_block_trade":false,"ts":1}}"#,
      milliseconds: milliseconds)
  }

  func end() { log.close() }
}
