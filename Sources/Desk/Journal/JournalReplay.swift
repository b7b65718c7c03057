internal import FoundationEssentials
public import Journal
internal import Market
public import Trading

/// Runs every session of a journal again: fresh engines over the recorded inputs must say what was
/// said, to the byte.
public struct JournalReplay {
  /// What came of one session.
  public struct Session: Hashable, Sendable {
    /// The sequence number of its first record.
    public var firstRecord: UInt64
    public var version = ""
    public var mode = ""
    public var inputs = 0
    public var outputs = 0
    public var signals = 0
    public var frames = 0
    /// It ended as it should; false for one that was killed.
    public var wasEnded = false
    /// The first thing that differs; nil when nothing does.
    public var difference: String?
  }

  /// How a replay went.
  public struct Outcome: Hashable, Sendable {
    public var sessions: [Session] = []
    public var records = 0
    /// Inputs and outputs before the first session's head, or behind a session's end: there is no
    /// engine to run them through.
    public var leftOut = 0
    public var tornTail: String?

    /// Every output was said again.
    public var isSame: Bool { sessions.allSatisfy { $0.difference == nil } }
  }

  private var outcome = Outcome()
  private var engine: Engine?
  private var header: InputRecord.Header?
  private var said: ContiguousArray<EngineOutput> = []
  /// Outputs of the last input that have been compared.
  private var compared = 0
  /// Signals of it that have been.
  private var signalsCompared = 0
  private var inputSequence: UInt64 = 0
  private let writer = EventWriter()
  /// Hears the engine after each input, for who wants more than the comparison.
  var onInput: ((Engine, EngineInput) -> Void)?

  private init() {}

  /// Replays files and folders, in the order given.
  ///
  /// - Throws: ``/Journal/JournalError``, or what is wrong with a record.
  public static func run(paths: [String]) throws -> Outcome {
    var replay = JournalReplay()
    return try replay.run(try JournalReader(paths: paths))
  }

  /// Replays the journal of a storage.
  ///
  /// - Parameter onInput: hears the engine after each input.
  /// - Throws: as above.
  public static func run(
    _ storage: any JournalStorage, onInput: ((Engine, EngineInput) -> Void)? = nil
  ) throws -> Outcome {
    var replay = JournalReplay()
    replay.onInput = onInput
    return try replay.run(try JournalReader(storage))
  }

  mutating func run(_ reader: JournalReader) throws -> Outcome {
    while let record = try reader.record() {
      outcome.records += 1
      do {
        try take(record)
      } catch let error as EventDecodingError {
        throw ProcessFailure(
          .data, "\(reader.file): record \(record.header.sequence), byte \(reader.offset): \(error)"
        )
      } catch let failure as ProcessFailure {
        throw ProcessFailure(failure.kind, "\(reader.file): \(failure.description)")
      }
    }
    outcome.tornTail = reader.tornTail.map { "\($0)" }
    endSession(isWhole: false)
    return outcome
  }

  private mutating func take(_ record: SegmentWalk.Record) throws {
    switch record.header.kind {
    case .session: try begin(record)
    // A recording of others, imported behind a session that was not ended.
    case .source: endSession(isWhole: false)
    case .input:
      guard let engine, !outcome.sessions.isEmpty else {
        outcome.leftOut += 1
        return
      }
      settleOutputs()
      try give(record, to: engine)
    case .output:
      guard engine != nil, !outcome.sessions.isEmpty else {
        outcome.leftOut += 1
        return
      }
      outcome.sessions[outcome.sessions.count - 1].outputs += 1
      try compare(record)
    case .signal:
      guard engine != nil, !outcome.sessions.isEmpty else {
        outcome.leftOut += 1
        return
      }
      try compareSignal(record)
    case .standing:
      guard let engine, !outcome.sessions.isEmpty else {
        outcome.leftOut += 1
        return
      }
      compareStanding(record, engine)
    case .exchangeFrame, .oddsFrame:
      if engine != nil { outcome.sessions[outcome.sessions.count - 1].frames += 1 }
    case .end:
      endSession(isWhole: true)
    default: break
    }
  }

  private mutating func give(_ record: SegmentWalk.Record, to engine: Engine) throws {
    inputSequence = record.header.sequence
    outcome.sessions[outcome.sessions.count - 1].inputs += 1
    said.removeAll(keepingCapacity: true)
    compared = 0
    signalsCompared = 0
    // Nearly all are changes of books, which need not become inputs unless somebody listens.
    if onInput == nil, let delta = RecordedDelta(record.payload),
      Int(delta.market.index) < engine.markets.count
    {
      engine.process(delta, into: &said)
      return
    }
    let input = try EngineInput(record.payload)
    guard header?.knows(input) == true else {
      throw EventDecodingError(offset: 16, reason: "a market, game or bookmaker that is not there")
    }
    engine.process(input, into: &said)
    onInput?(engine, input)
  }

  private mutating func begin(_ record: SegmentWalk.Record) throws {
    endSession(isWhole: false)
    let header = try SessionJournal.Header(record)
    self.header = header.engine
    engine = header.engine.makeEngine()
    outcome.sessions.append(
      Session(
        firstRecord: record.header.sequence, version: header.version, mode: header.kind))
  }

  private mutating func compare(_ record: SegmentWalk.Record) throws {
    defer { compared += 1 }
    guard compared < said.count else {
      return differ("record \(record.header.sequence): recorded \(try describe(record)), not said")
    }
    writer.clear()
    said[compared].write(to: writer)
    guard writer.bytes.elementsEqual(record.payload) else {
      return differ(
        "record \(record.header.sequence): recorded \(try describe(record)), said"
          + " \(describe(said[compared]))"
      )
    }
  }

  private mutating func compareSignal(_ record: SegmentWalk.Record) throws {
    outcome.sessions[outcome.sessions.count - 1].signals += 1
    defer { signalsCompared += 1 }
    let recorded = try SignalRecord(record.payload)
    guard let engine, signalsCompared < engine.signals.count else {
      return differ("record \(record.header.sequence): recorded a signal that was not said")
    }
    writer.clear()
    engine.write(engine.signals[signalsCompared], to: writer)
    guard writer.bytes.elementsEqual(record.payload) else {
      return differ(
        "record \(record.header.sequence): recorded \(recorded), said"
          + " \(engine.record(of: engine.signals[signalsCompared]))")
    }
  }

  private mutating func compareStanding(_ record: SegmentWalk.Record, _ engine: Engine) {
    writer.clear()
    engine.standing?.write(to: writer)
    guard !writer.bytes.elementsEqual(record.payload) else { return }
    differ("record \(record.header.sequence): the account stood otherwise")
  }

  private func describe(_ record: SegmentWalk.Record) throws -> String {
    describe(try EngineOutput(record.payload))
  }

  private func describe(_ output: EngineOutput) -> String {
    let text = EventText(markets: header?.markets ?? [])
    if case .place(let order) = output {
      return "order \(order.id): \(text.describe(order))"
    }
    if let (order, words) = text.describe(output) { return "order \(order): \(words)" }
    return "\(output)"
  }

  /// Everything that was said of an input must have been recorded before the next.
  private mutating func settleOutputs() {
    if let engine, signalsCompared < engine.signals.count {
      differ("input of record \(inputSequence): said a signal that was not recorded")
    }
    guard compared < said.count else { return }
    differ("input of record \(inputSequence): said \(describe(said[compared])), not recorded")
  }

  private mutating func differ(_ text: String) {
    let last = outcome.sessions.count - 1
    guard last >= 0, outcome.sessions[last].difference == nil else { return }
    outcome.sessions[last].difference = text
  }

  /// The outputs of a killed process's last input may be missing: they were never carried out.
  private mutating func endSession(isWhole: Bool) {
    guard !outcome.sessions.isEmpty, engine != nil else { return }
    if isWhole {
      settleOutputs()
      outcome.sessions[outcome.sessions.count - 1].wasEnded = true
    }
    engine = nil
    said.removeAll(keepingCapacity: true)
    compared = 0
  }
}
