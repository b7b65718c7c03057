public import Journal
public import Market
internal import Sportsbooks

/// Takes recordings of others into a journal, and makes the event file of their frames.
///
/// Frames are kept as they are, odds polls whole, days as their rows. Each file begins with a
/// ``RecordingSource``.
public struct RecordingImport {
  /// What was taken in.
  public struct Outcome: Hashable, Sendable {
    public var frames = 0
    public var polls = 0
    public var rows = 0
    public var events = 0
    public var markets = 0
    public var gaps = 0
    /// What people should know: cut tails, unreadable frames, times that had to be supposed.
    public var notes: [String] = []
  }

  /// Nil while files are only looked at.
  private let log: JournalLog?
  private let version: String
  private var outcome = Outcome()
  private var last: Int64 = 0
  /// The files that held frames.
  private var framePaths: [String] = []

  /// Imports files into a journal that is made, or appended to.
  ///
  /// - Parameters:
  ///   - version: of the program, for the journal's records.
  ///   - events: where the event file goes; nil for none.
  ///   - id: of a journal that is made; drawn by the caller.
  ///   - storage: made only once all files have been read through, so that a file that cannot be
  ///     read leaves nothing behind.
  /// - Throws: ``RecordingError``, ``/Journal/JournalError`` or ``EventFileError``. Nothing is
  ///   taken in then, unless the journal itself cannot be written.
  public static func run(
    paths: [String], into storage: () throws -> any JournalStorage, events: String?,
    version: String, id: UInt64, now: Timestamp
  ) throws -> Outcome {
    if let events { try EventFileWriter.checkName(events) }
    _ = try RecordedFrames.recordings(paths)
    var look = RecordingImport(log: nil, version: version)
    for path in paths { try look.take(path) }
    let log = try JournalLog(try storage(), newID: id, now: now)
    var task = RecordingImport(log: log, version: version)
    for path in paths { try task.take(path) }
    try log.sync()
    log.close()
    if let events { try task.derive(to: events) }
    return task.outcome
  }

  private init(log: JournalLog?, version: String) {
    self.log = log
    self.version = version
  }

  private mutating func take(_ path: String) throws {
    let bytes: [UInt8]
    do {
      bytes = try GzipReader.read(path: path, limitBytes: 4 << 30)
    } catch {
      throw RecordingError("\(error)")
    }
    try begin(path)
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if first != 0x7B, first != 0x5B { return try takeRows(bytes, path) }
    if RecordedPoll.isPoll(bytes) { return try takePoll(bytes, path) }
    framePaths.append(path)
    outcome.notes += try RecordedFrames.read(path) { frame in
      outcome.frames += 1
      try append(.exchangeFrame, frame.bytes, stream: frame.connection, frame.received)
    }
  }

  private mutating func begin(_ path: String) throws {
    last = 0
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let source = RecordingSource(version: version, origin: name, noSide: .noLeg)
    try source.payload.withUnsafeBytes {
      try append(.source, $0, stream: 0, Timestamp(nanoseconds: 0))
    }
  }

  private mutating func takePoll(_ bytes: [UInt8], _ path: String) throws {
    guard let time = RecordedPoll.time(bytes) else {
      throw RecordingError("\(path): an odds poll without any time")
    }
    if time.isSupposed {
      outcome.notes.append("\(path): says not when it was fetched; its latest update counts")
    }
    outcome.polls += 1
    try bytes.withUnsafeBytes { try append(.oddsPoll, $0, stream: 0, time.fetched) }
  }

  /// The header is the first row.
  private mutating func takeRows(_ bytes: [UInt8], _ path: String) throws {
    do {
      var reader = try CSVReader(bytes, file: path, required: [])
      guard let times = RecordedRowTime(reader) else {
        throw RecordingError(
          "\(path): neither frames, nor an odds poll, nor a table with a column of times"
            + " (\(RecordedRowTime.names.joined(separator: ", ")))")
      }
      let before = outcome.rows
      let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
      var moment = Timestamp(nanoseconds: 0)
      try bytes[..<end].withUnsafeBytes { try append(.recordedRow, $0, stream: 0, moment) }
      while let row = try reader.next() {
        guard case .fields(let fields, _) = row else {
          if case .fault(let fault) = row { outcome.notes.append("\(fault)") }
          continue
        }
        moment = times.time(of: fields) ?? moment
        outcome.rows += 1
        let text = fields.map(Self.quoted).joined(separator: ",")
        try Array(text.utf8).withUnsafeBytes {
          try append(.recordedRow, $0, stream: 0, moment)
        }
      }
      guard outcome.rows > before else {
        throw RecordingError("\(path): not one row of it can be read")
      }
    } catch let error as RecordedFileError {
      throw RecordingError("\(error)")
    }
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// The monotonic time of an imported record is its wall time, kept from running backwards.
  private mutating func append(
    _ kind: RecordKind, _ payload: UnsafeRawBufferPointer, stream: UInt16, _ wall: Timestamp
  ) throws {
    guard let log else { return }
    if log.isSegmentFull { try log.rotate(now: wall) }
    last = max(last, wall.nanoseconds)
    try log.append(
      kind, Array(payload), stream: stream, monotonicNanoseconds: last, wall: wall)
  }

  /// The event file of all frames, with the markets of all of them; the recordings in the order in
  /// which they begin.
  private mutating func derive(to file: String) throws {
    var found: Set<[UInt8]> = []
    var recordings: [(path: String, begins: Timestamp)] = []
    for path in framePaths {
      var begins: Timestamp?
      _ = try RecordedFrames.read(path) { frame in
        begins = begins ?? frame.received
        if let ticker = BookReplay.ticker(in: frame.bytes) { found.insert(ticker) }
      }
      if let begins { recordings.append((path, begins)) }
    }
    recordings.sort { $0.begins < $1.begins }
    let tickers = found.map { String(decoding: $0, as: UTF8.self) }.sorted()
    let writer = try EventFileWriter(path: file, tickers: tickers)
    var derivation = try EventDerivation(tickers: tickers)
    for (number, recording) in recordings.enumerated() {
      _ = try RecordedFrames.read(recording.path) { frame in
        derivation.take(frame, file: number) { writer.append($0) }
      }
    }
    try writer.finish()
    outcome.events = writer.count
    outcome.markets = tickers.count
    outcome.gaps = derivation.gaps
    if derivation.unreadable > 0 {
      outcome.notes.append("\(derivation.unreadable) frames could not be read")
    }
  }
}
