internal import CLinux
internal import FoundationEssentials
internal import Journal
internal import Market
internal import Trading

/// Answers ``JournalQuestion``s: runs the sessions of a journal again and tells what led to what.
public struct JournalInquiry {
  private let question: JournalQuestion
  private var lines: [String] = []
  private var engine: Engine?
  private var header: InputRecord.Header?
  private var text = EventText(markets: [])
  private var outputs: ContiguousArray<EngineOutput> = []
  private var input: (event: EngineEvent, sequence: UInt64, time: Timestamp)?
  /// The frame that came last, and the last one that names the market asked for.
  private var frame: (text: String, sequence: UInt64)?
  private var marketFrame: (text: String, sequence: UInt64)?
  private var market: MarketID?
  /// What profiles last said of the market that is asked for, and when.
  private var opinions: [ProfileID: (signal: Signal, time: Timestamp)] = [:]
  /// When the order was sent.
  private var sentAt: Timestamp?
  private var orderText = ""
  private var isAnswered = false
  /// This session's answer has been given.
  private var hasLooked = false
  /// The moment asked for, in this session.
  private var instant: Timestamp?
  /// A simulator was on the other side: the times of the recording are meant, as its report shows
  /// them.
  private var isRecorded = false
  /// Tickers of all sessions, for a hint.
  private var tickers: Set<String> = []
  private var spans: [String] = []
  private static let shownFrameBytes = 600

  private init(_ question: JournalQuestion) {
    self.question = question
    if case .order(let id) = question { orderText = id.description }
  }

  /// What was found.
  public struct Answer: Hashable, Sendable {
    public var lines: [String]
    /// What is wrong with the journal behind what was found: more may have followed. Nil where it
    /// was read to its end, or as far as was needed.
    public var fault: String?
    /// The journal's last record was never finished: its writer did not end by itself.
    public var tornTail: String?
  }

  /// The answer.
  ///
  /// - Throws: ``ProcessFailure`` when there is none, ``/Journal/JournalError`` when the journal
  ///   cannot be read.
  public static func ask(_ question: JournalQuestion, paths: [String]) throws -> Answer {
    var inquiry = JournalInquiry(question)
    let reader = try JournalReader(paths: paths)
    var fault: (any Error)?
    do {
      while let record = try reader.record(), !inquiry.isDone {
        do {
          try inquiry.take(record)
        } catch let error as EventDecodingError {
          throw ProcessFailure(.data, "\(reader.file): record \(record.header.sequence): \(error)")
        } catch let failure as ProcessFailure {
          throw ProcessFailure(failure.kind, "\(reader.file): \(failure.description)")
        }
      }
    } catch {
      // What was found stands; what would have followed is not known.
      fault = error
    }
    inquiry.endSession()
    guard inquiry.isAnswered else { throw fault ?? inquiry.noAnswer }
    return Answer(
      lines: inquiry.lines, fault: fault.map { "\($0)" },
      tornTail: reader.tornTail.map { "\($0)" })
  }

  /// A market's moment has been told; an order's story may go on to the end.
  private var isDone: Bool {
    if case .market(_, .instant) = question { return isAnswered }
    return false
  }

  private var noAnswer: ProcessFailure {
    switch question {
    case .order(let id):
      return ProcessFailure(
        .data, "no order \(id) in this journal; `dutchbook why TICKER` lists a market's orders")
    case .market(let ticker, _) where !tickers.contains(ticker):
      let hint = NearestWord.find(ticker, among: tickers.sorted()).map { "; did you mean \($0)?" }
      return ProcessFailure(.data, "no session of this journal knows \(ticker)\(hint ?? "")")
    case .market:
      return ProcessFailure(
        .data, "no session of this journal ran then; it has " + spans.joined(separator: ", "))
    }
  }

  private mutating func take(_ record: SegmentWalk.Record) throws {
    switch record.header.kind {
    case .session: try begin(record)
    case .exchangeFrame, .oddsFrame: noteFrame(record)
    case .input: try takeInput(record)
    case .output: try takeOutput(record)
    case .request:
      let sent = String(decoding: record.payload, as: UTF8.self)
      if !orderText.isEmpty, sent.contains(orderText) {
        engine?.noteCarriedOut()
        let state = engine.flatMap { self.state($0) }.map { $0.code + ", " } ?? ""
        tell(record, state + "on the wire: " + sent.split(separator: "\n").joined(separator: " "))
      }
    // A recording of others may be imported behind a session that was not ended.
    case .end, .source: endSession()
    default: break
    }
  }

  private mutating func begin(_ record: SegmentWalk.Record) throws {
    endSession()
    let header = try SessionJournal.Header(record)
    self.header = header.engine
    engine = header.engine.makeEngine()
    text = EventText(markets: header.engine.markets)
    input = nil
    hasLooked = false
    frame = nil
    marketFrame = nil
    opinions = [:]
    tickers.formUnion(header.engine.markets.map(\.ticker))
    isRecorded = header.isRecorded
    instant = nil
    if !isRecorded { noteBeginning(record.header.wall) }
    if case .market(let ticker, _) = question {
      market = header.engine.markets.firstIndex { $0.ticker == ticker }.map { MarketID($0) }
    }
  }

  private mutating func noteBeginning(_ time: Timestamp) {
    spans.append("one from " + TimeText.utc(time))
    guard case .market(_, let moment) = question else { return }
    instant = JournalQuestion.instant(moment, inSessionFrom: time)
  }

  /// When an input came, as people know the session's times.
  private func shownTime(_ input: EngineInput) -> Timestamp {
    isRecorded ? input.venueTime : input.time
  }

  private mutating func noteFrame(_ record: SegmentWalk.Record) {
    let shown = record.payload.prefix(Self.shownFrameBytes)
    let text =
      String(decoding: shown, as: UTF8.self) + (shown.count < record.payload.count ? "…" : "")
    frame = (text, record.header.sequence)
    guard case .market(var ticker, _) = question else { return }
    let isNamed = ticker.withUTF8 {
      dutchbook_find(record.payload.baseAddress, record.payload.count, $0.baseAddress, $0.count)
        >= 0
    }
    if isNamed { marketFrame = frame }
  }

  private mutating func takeInput(_ record: SegmentWalk.Record) throws {
    guard let engine else { return }
    let read = try EngineInput(record.payload)
    guard header?.knows(read) == true else {
      throw EventDecodingError(offset: 16, reason: "a market, game or bookmaker that is not there")
    }
    // Before the recording's first frame its time is not known.
    if isRecorded, instant == nil, read.venueTime.seconds > 0 { noteBeginning(read.venueTime) }
    lookBefore(read)
    input = (read.event, record.header.sequence, shownTime(read))
    outputs.removeAll(keepingCapacity: true)
    // What was asked for before this has been carried out.
    engine.noteCarriedOut()
    let before = state(engine)
    engine.process(read, into: &outputs)
    for signal in engine.signals where market == nil || signal.market == market {
      opinions[signal.profile] = (signal, shownTime(read))
    }
    guard case .order(let id) = question else { return }
    let after = state(engine)
    if EventText.order(of: read.event) == id || before != nil && after != before {
      tell(record, text.describe(read.event) + (after.map { ": \($0.code)" } ?? ""))
    }
  }

  /// Where the order that is asked for is in its life.
  private func state(_ engine: Engine) -> OrderState? {
    guard case .order(let id) = question else { return nil }
    return engine.order(id).map { engine.state(of: $0) }
  }

  /// A market is described by what was known before the first input behind the moment; at the end
  /// of a session, before it was asked to end.
  private mutating func lookBefore(_ next: EngineInput) {
    guard case .market(_, let moment) = question, !hasLooked else { return }
    let isEnding: Bool
    if case .command(.shutDown) = next.event { isEnding = true } else { isEnding = false }
    switch moment {
    case .end where isEnding && market != nil: lines.removeAll()
    case .end: return
    case .instant, .clock:
      guard let instant, shownTime(next) > instant else { return }
    }
    hasLooked = true
    // A session that began later has nothing to say of the moment.
    if let input, input.time.seconds > 0 { describeMarket() }
  }

  private mutating func takeOutput(_ record: SegmentWalk.Record) throws {
    guard case .order(let id) = question else { return }
    let output = try EngineOutput(record.payload)
    if case .place(let order) = output, order.id == id { return describe(order, record) }
    if let (order, words) = text.describe(output), order == id { tell(record, words) }
  }

  private mutating func describe(_ order: EngineOrder, _ record: SegmentWalk.Record) {
    guard let engine else { return }
    isAnswered = true
    sentAt = record.header.wall
    lines.append("order \(order.id)")
    lines.append("  what        " + text.describe(order))
    if let state = state(engine) { lines.append("  state       \(state.code) when it was decided") }
    lines.append(
      "  when        \(TimeText.exact(record.header.wall)), record \(record.header.sequence)")
    if let input {
      lines.append("  because     \(text.describe(input.event)) (record \(input.sequence))")
    }
    if let frame { lines.append("  last frame  \(frame.text) (record \(frame.sequence))") }
    lines += MarketText(engine: engine, id: order.market).lines.map { "  " + $0 }
    guard order.purpose == .entry else {
      if let trigger = engine.holdings[order.market, order.profile].trigger {
        lines.append("  sold        \(NoticeText.words(trigger))")
      }
      lines.append("  gates       none hold up an exit but the exchange's own")
      return
    }
    if order.profile == .arbitrage {
      lines.append(
        "  gates       all passed, the last look ended with: "
          + MarketText(engine: engine, id: order.market).gate)
    } else {
      lines += engine.signals.filter { $0.profile == order.profile && $0.market == order.market }
        .map { "  signal      " + words($0, engine) }
      lines.append("  gates       all passed, the profile's and the account's")
    }
  }

  private func words(_ signal: Signal, _ engine: Engine) -> String {
    SignalText.line(
      signal, ticker: text.ticker(signal.market),
      profile: engine.profiles[Int(signal.profile.index)].name)
  }

  private mutating func tell(_ record: SegmentWalk.Record, _ words: String) {
    guard let sentAt else { return }
    let elapsed = FixedPoint.text((record.header.wall - sentAt) / 1_000, decimals: 3)
    lines.append(
      "  +\(elapsed) ms  \(words) (record \(record.header.sequence))"
    )
  }

  private mutating func describeMarket() {
    guard let engine, let market, let input else { return }
    isAnswered = true
    lines.append(text.ticker(market))
    lines.append("  when        \(TimeText.exact(input.time)), after record \(input.sequence)")
    if let marketFrame {
      lines.append("  last frame  \(marketFrame.text) (record \(marketFrame.sequence))")
    }
    let words = MarketText(engine: engine, id: market)
    lines += words.lines.map { "  " + $0 }
    for opinion in opinions.values.sorted(by: { $0.signal.profile < $1.signal.profile }) {
      lines.append(
        "  signal      \(TimeText.clock(opinion.time)) \(self.words(opinion.signal, engine))")
    }
    lines.append("  stopped by  " + words.gate)
  }

  /// A session that was not asked to end: what was known last counts. Of several sessions the last
  /// that knew the market tells its end.
  private mutating func endSession() {
    if case .market(_, .end) = question, !hasLooked, engine != nil, input != nil, market != nil {
      hasLooked = true
      lines.removeAll()
      describeMarket()
    }
    engine = nil
  }
}
