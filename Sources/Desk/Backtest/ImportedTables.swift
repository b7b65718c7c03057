internal import Backtesting
internal import Journal

/// The tables that `import` has taken into a journal, as their files were: for who reads those.
public struct ImportedTables: Sendable {
  /// What a table tells, by the columns that only such a one has.
  public enum Kind: Sendable, CaseIterable {
    case quotes
    case odds
    case results

    /// Nil for a header with the columns of none.
    init?(header: String) {
      let columns = header.split(separator: ",").map { $0.drop { $0 == "\u{FEFF}" } }
      let kind = Self.allCases.first { columns.contains($0.mark[...]) }
      guard let kind else { return nil }
      self = kind
    }

    private var mark: String {
      switch self {
      case .quotes: "yes_bid"
      case .odds: "bookmaker"
      case .results: "home_score"
      }
    }
  }

  /// A table's text with the name of its file.
  public struct Table: Sendable {
    public let kind: Kind
    public let name: String
    public fileprivate(set) var bytes: [UInt8]
  }

  public private(set) var tables: [Table] = []
  /// Tables of other columns, by name: kept, and of no use to a backtest.
  public private(set) var others: [String] = []
  /// Frames and polls that lie beside them.
  public private(set) var frames = 0
  public private(set) var polls = 0

  /// Reads journals for what was imported into them; sessions are passed by.
  ///
  /// - Throws: ``/Journal/JournalError`` for what cannot be read.
  public init(paths: [String]) throws {
    let reader = try JournalReader(paths: paths)
    var source: String?
    var isNew = false
    var isTaken = false
    while let record = try reader.record() {
      switch record.header.kind {
      case .source:
        source = RecordingSource(record.payload)?.origin ?? "a table"
        isNew = true
      case .session: source = nil
      case .exchangeFrame where source != nil: frames += 1
      case .oddsPoll: polls += 1
      case .recordedRow:
        guard let source else { continue }
        if isNew {
          isTaken = begin(record.payload, of: source)
          isNew = false
        } else if isTaken {
          tables[tables.count - 1].bytes += record.payload + [0x0A]
        }
      default: break
      }
    }
  }

  /// - Returns: whether the table with this header is one that is read.
  private mutating func begin(_ header: UnsafeRawBufferPointer, of name: String) -> Bool {
    guard let kind = Kind(header: String(decoding: header, as: UTF8.self)) else {
      others.append(name)
      return false
    }
    tables.append(Table(kind: kind, name: name, bytes: header + [0x0A]))
    return true
  }
}
