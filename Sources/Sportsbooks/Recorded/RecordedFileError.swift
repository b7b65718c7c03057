/// Why a recorded file cannot be read as a whole. Single bad rows are ``RowFault`` values instead.
public enum RecordedFileError: Error, Hashable, Sendable {
  case unreadable(file: String, reason: String)
  /// The gzip stream ends before its end: the file was cut off.
  case truncated(file: String)
  /// The compressed data is damaged or something follows it.
  case corrupt(file: String, reason: String)
  /// More bytes than the stated bound.
  case tooLarge(file: String, limitBytes: Int)
  case notUTF8(file: String)
  /// Nothing but space: not even a header.
  case empty(file: String)
  case missingColumn(file: String, column: String)
  /// A quoted field that never ends, or a format line that is not ours.
  case badLine(file: String, line: Int, reason: String)
}

extension RecordedFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .truncated(let file): "\(file): the compressed data is cut off; copy the file again"
    case .corrupt(let file, let reason): "\(file): the compressed data is damaged: \(reason)"
    case .tooLarge(let file, let limit): "\(file): holds more than \(limit) bytes"
    case .notUTF8(let file): "\(file): is not UTF-8 text"
    case .empty(let file): "\(file): is empty; expected a line with the names of the columns"
    case .missingColumn(let file, let column):
      "\(file): line 1: the column \"\(column)\" is missing"
    case .badLine(let file, let line, let reason): "\(file): line \(line): \(reason)"
    }
  }
}

/// One row that was left out, and why.
public struct RowFault: Hashable, Sendable {
  public let file: String
  /// Counted from 1, the header included.
  public let line: Int
  public let reason: String

  public init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }
}

extension RowFault: CustomStringConvertible {
  public var description: String { "\(file): line \(line): \(reason)" }
}
