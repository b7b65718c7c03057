internal import Journal
public import Market
internal import Trading

/// What `dutchbook signals` shows of a journal.
public struct SignalHistory {
  /// Which signals are wanted.
  public struct Filter: Sendable {
    /// Only those recorded at or after this wall time.
    public var since: Timestamp?
    public var isBlockedOnly = false
    /// Prices, volume and each bookmaker's opinion below each signal.
    public var isLong = false
    /// A JSON object a signal instead, with everything.
    public var isJSON = false
    /// By name; nil for all.
    public var profile: String?

    public init() {}
  }

  /// One text a signal, in the order of their times: a line, and what is asked for below it; or a
  /// line of JSON.
  public private(set) var lines: [String] = []
  /// Those found, and those of them that were traded.
  public private(set) var count = 0
  public private(set) var traded = 0
  /// What stopped the others, most often first.
  public var stops: [(gate: String, count: Int)] {
    counts.map { (GateText.name($0.key) + " (\($0.key.code))", $0.value) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
  /// Where the journal's end is torn off.
  public private(set) var tornTail: String?

  /// Of ``lines``, one each.
  private var times: [Timestamp] = []
  private var counts: [Gate: Int] = [:]
  private var header: InputRecord.Header?
  /// Names of the session's bookmakers, as far as its journal has said them.
  private var names: [BookmakerID: String] = [:]
  private let filter: Filter

  private init(_ filter: Filter) { self.filter = filter }

  /// Reads files and folders of one journal, in the order given.
  ///
  /// - Throws: ``/Journal/JournalError``, or what is wrong with a record, by its place.
  public static func read(paths: [String], _ filter: Filter) throws -> SignalHistory {
    var history = SignalHistory(filter)
    try history.read(paths)
    return history
  }

  /// Reads a journal's folder, and the journal of profiles on paper in it, where there is one.
  ///
  /// - Throws: as ``read(paths:_:)``.
  public static func read(folder: String, _ filter: Filter) throws -> SignalHistory {
    var history = try read(paths: [folder], filter)
    let paper = folder + "/" + TradingProcess.paperFolder
    guard FolderStorage.isFolder(paper) else { return history }
    let tornTail = history.tornTail
    try history.read([paper])
    history.tornTail = tornTail ?? history.tornTail
    history.sort()
    return history
  }

  private mutating func read(_ paths: [String]) throws {
    header = nil
    let reader = try JournalReader(paths: paths)
    while let record = try reader.record() {
      do {
        switch record.header.kind {
        case .session:
          header = (try? SessionJournal.Header(record))?.engine
          names = [:]
        case .note:
          let text = String(decoding: record.payload, as: UTF8.self)
          if let note = BookmakerNote(text: text) { names[note.bookmaker] = note.name }
        case .signal: try take(record)
        default: break
        }
      } catch let error as EventDecodingError {
        throw ProcessFailure(
          .data, "\(reader.file): record \(record.header.sequence), byte \(reader.offset): \(error)"
        )
      }
    }
    tornTail = reader.tornTail.map { "\($0)" }
  }

  /// Puts the lines of several journals in the order of time.
  private mutating func sort() {
    // Of equal times the first journal's come first.
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    lines = order.map { lines[$0] }
    times = order.map { times[$0] }
  }

  private mutating func take(_ record: SegmentWalk.Record) throws {
    let said = try SignalRecord(record.payload)
    let signal = said.signal
    guard let header, Int(signal.market.index) < header.markets.count,
      signal.profile.index > 0,
      Int(signal.profile.index) <= header.configuration.profiles.count
    else {
      throw EventDecodingError(offset: 0, reason: "a market or profile that is not there")
    }
    let name = header.configuration.profiles[Int(signal.profile.index) - 1].profile.name
    if let since = filter.since, record.header.wall < since { return }
    if let profile = filter.profile, profile != name { return }
    let isTraded = signal.stop.gate == .traded
    if filter.isBlockedOnly, isTraded { return }
    count += 1
    if isTraded { traded += 1 } else { counts[signal.stop.gate, default: 0] += 1 }
    times.append(record.header.wall)
    let ticker = header.markets[Int(signal.market.index)].ticker
    guard !filter.isJSON else {
      let json = SignalJSON(
        said, time: record.header.wall, ticker: ticker, profile: name, names: names)
      return lines.append(try json.text())
    }
    let line =
      TimeText.exact(record.header.wall) + "  "
      + SignalText.line(signal, ticker: ticker, profile: name)
    let more = filter.isLong ? SignalText.details(said, names: names).map { "    " + $0 } : []
    lines.append(([line] + more).joined(separator: "\n"))
  }
}
