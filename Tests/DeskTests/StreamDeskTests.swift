import Market
import Sportsbooks
import TestKit
import Testing
import Trading
import Wire

@testable import Desk
@testable import Kalshi

/// Frames of the exchange's stream as bytes, up to what the engine and its record make of them.
@Suite struct `Frames that change a market` {
  /// A session on one event of two markets.
  final class Rig {
    let scheduler = SteppedScheduler()
    let session: TradingSession
    let desk: StreamDesk
    let scanner: StreamFrameScanner
    var log: [String] = []

    init(
      isRecorded: Bool = false, change: FeeChange? = nil, wallErrorNanoseconds: Int64 = 0,
      configuration: EngineConfiguration = EngineConfiguration()
    ) throws {
      scheduler.wallErrorNanoseconds = wallErrorNanoseconds
      let body = """
        {"event_ticker":"KXNBAGAME-26SEP22BOSNYK","series_ticker":"KXNBAGAME","markets":[
        {"ticker":"KXNBAGAME-26SEP22BOSNYK-NYK","status":"active",
        "close_time":"2026-10-05T00:00:00Z",
        "price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0100"}]},
        {"ticker":"KXNBAGAME-26SEP22BOSNYK-BOS","status":"active",
        "close_time":"2026-10-05T00:00:00Z",
        "price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0100"}]}]}
        """
      let event = try KalshiJSON.decode(KalshiEvent.self, from: Array(body.utf8))
      let terms = FeeTerms(type: .quadraticWithMakerFees, multiplier: .one)
      let entry = Catalogue.Entry(
        event: event, series: KalshiSeries(ticker: "KXNBAGAME", fees: terms),
        fees: FeeTimeline(series: terms, eventChanges: change.map { [$0] } ?? []), start: nil)
      let catalogue = try SessionCatalogue(
        Catalogue(entries: [entry], rejected: []), configuration: DeskConfiguration(),
        aliases: .none, venueTime: scheduler.now)
      session = TradingSession(
        catalogue: catalogue, configuration: configuration, bookmakers: 4, session: 1,
        scheduler: scheduler, isRecorded: isRecorded, keepsRecord: true)
      desk = StreamDesk(session: session, isPaper: true)
      scanner = StreamFrameScanner(tickers: catalogue.tickers)
      desk.onLog = { [unowned self] in log.append($0) }
    }

    func receive(_ text: String) throws {
      var copy = text
      try copy.withUTF8 { bytes in
        let (_, frame) = try scanner.scan(UnsafeRawBufferPointer(bytes))
        desk.take(frame, at: scheduler.now)
      }
    }

    func fees(_ type: String, _ multiplier: String) throws {
      try receive(
        """
        {"type":"event_fee_update","sid":3,"seq":1,"msg":{"event_ticker":"KXNBAGAME-26SEP22BOSNYK",\
        "fee_type_override":\(type),"fee_multiplier_override":\(multiplier)}}
        """)
    }

    func close(at seconds: Int64, recorded: Int64? = nil) throws {
      try receive(
        """
        {"type":"market_lifecycle_v2","sid":3,"seq":1,"msg":{"event_type":"close_date_updated",\
        "market_ticker":"KXNBAGAME-26SEP22BOSNYK-BOS","close_ts":\(seconds)\
        \(recorded.map { ",\"recorded_ts_ms\":\($0 * 1_000)" } ?? "")}}
        """)
    }

    func state(_ index: Int) -> MarketState { session.engine.states[index] }
  }

  @Test func `a fee override reaches every market of the event and the record`() throws {
    let rig = try Rig()
    #expect(rig.state(0).fees?.multiplier == .one)
    try rig.fees("\"quadratic\"", "0.5")
    for index in 0..<2 {
      #expect(rig.state(index).fees?.type == .quadratic)
      #expect(rig.state(index).fees?.multiplier.tenThousandths == 5_000)
    }
    try rig.fees("null", "null")
    #expect(rig.state(1).fees?.type == .quadraticWithMakerFees)
    try rig.fees("\"flat\"", "1")
    #expect(rig.state(0).fees == nil && rig.state(1).fees == nil)
    #expect(rig.log.count == 3)
    #expect(rig.log.last?.contains("not traded") == true)
    let record = try #require(rig.session.record)
    #expect(record.inputs.count == 6)
    #expect(try record.rerun() == nil)
    let again = record.header.makeEngine()
    var outputs: ContiguousArray<EngineOutput> = []
    for input in record.inputs.prefix(4) { again.process(input, into: &outputs) }
    #expect(again.states[0].fees?.type == .quadraticWithMakerFees)
    for input in record.inputs.dropFirst(4) { again.process(input, into: &outputs) }
    #expect(again.states[0].fees == nil && again.states[1].fees == nil)
  }

  @Test func `a trade of others is no news to the engine`() throws {
    let rig = try Rig()
    let record = try #require(rig.session.record)
    let before = record.inputs.count
    for ticker in ["KXNBAGAME-26SEP22BOSNYK-BOS", "KXNBAGAME-26SEP22BOSNYK-X"] {
      try rig.receive(
        """
        {"type":"trade","sid":5,"seq":1,"msg":{"trade_id":"t1","market_ticker":"\(ticker)",\
        "yes_price_dollars":"0.5100","no_price_dollars":"0.4900","count_fp":"4.00",\
        "taker_side":"no","taker_outcome_side":"no","taker_book_side":"ask",\
        "is_block_trade":false,"ts":1}}
        """)
    }
    #expect(record.inputs.count == before)
    #expect(rig.log.isEmpty)
  }

  @Test func `an announced change comes into force with the session's pulse`() throws {
    let change = FeeChange(
      effective: Timestamp(seconds: 1_790_000_001),
      terms: FeeTerms(type: .quadratic, multiplier: nil))
    let rig = try Rig(change: change)
    rig.session.start()
    rig.scheduler.advance(seconds: 0.9)
    #expect(rig.state(0).fees?.type == .quadraticWithMakerFees)
    rig.scheduler.advance(seconds: 0.4)
    #expect(rig.state(0).fees?.type == .quadratic)
    rig.session.stop()
  }

  @Test func `the close moves with the message, sooner and later`() throws {
    let rig = try Rig()
    #expect(rig.state(1).closeTime == Timestamp(rfc3339: "2026-10-05T00:00:00Z"))
    try rig.close(at: 1_790_000_000)
    #expect(rig.state(0).closeTime == Timestamp(seconds: 1_790_000_000))
    #expect(rig.state(1).closeTime == Timestamp(rfc3339: "2026-10-05T00:00:00Z"))
    try rig.close(at: 1_790_009_999)
    #expect(rig.state(0).closeTime == Timestamp(seconds: 1_790_009_999))
    #expect(try rig.session.record?.rerun() == nil)
  }

  @Test func `on a recorded day the close lies as far ahead as the message says`() throws {
    let rig = try Rig(isRecorded: true)
    try rig.close(at: 1_790_000_060, recorded: 1_764_000_000)
    #expect(rig.state(0).closeTime == Timestamp(seconds: 1_764_000_060))
  }

  @Test func `a close that cannot be read blocks entries until the next one`() throws {
    let rig = try Rig()
    try rig.receive(
      """
      {"type":"market_lifecycle_v2","sid":3,"seq":1,"msg":{"event_type":"close_date_updated",\
      "market_ticker":"KXNBAGAME-26SEP22BOSNYK-BOS"}}
      """)
    #expect(rig.state(0).closeTime == nil)
    #expect(rig.state(0).status == .active)
    #expect(rig.log.last?.hasSuffix("-BOS: close_ts cannot be read") == true)
    try rig.close(at: 1_790_009_999)
    #expect(rig.state(0).closeTime == Timestamp(seconds: 1_790_009_999))
    #expect(try rig.session.record?.rerun() == nil)
  }
}
