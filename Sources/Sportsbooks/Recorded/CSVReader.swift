/// Strict comma-separated text (RFC 4180): a header, quotes, rows of exactly as many fields.
public struct CSVReader {
  /// The file's name, for messages.
  public let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var fieldCount = 0
  private var columns: [String: Int] = [:]
  private var fields: [String] = []

  /// Reads the header.
  ///
  /// - Throws: ``RecordedFileError/empty(file:)`` where there is none,
  ///   ``RecordedFileError/missingColumn(file:column:)`` for the first of `required` that it does
  ///   not name.
  public init(
    _ bytes: [UInt8], file: String, required: [String]
  ) throws(RecordedFileError) {
    self.file = file
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8(file: file) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    repeat {
      guard try readFields() else { throw .empty(file: file) }
    } while fields.count == 1 && fields[0].allSatisfy(\.isWhitespace)
    fieldCount = fields.count
    for (index, name) in fields.enumerated() where columns[name] == nil { columns[name] = index }
    for name in required where columns[name] == nil {
      throw .missingColumn(file: file, column: name)
    }
  }

  /// Where a column stands; nil when the header does not name it.
  public func index(of column: String) -> Int? { columns[column] }

  /// One row, or what is wrong with it.
  public enum Row: Hashable, Sendable {
    case fields([String], line: Int)
    case fault(RowFault)
  }

  /// The next row that is not empty; nil at the end.
  public mutating func next() throws(RecordedFileError) -> Row? {
    while true {
      let start = line
      guard try readFields() else { return nil }
      if fields.count == 1, fields[0].isEmpty { continue }
      guard fields.count == fieldCount else {
        return .fault(
          RowFault(
            file: file, line: start,
            reason: "has \(fields.count) fields, the header has \(fieldCount)"))
      }
      return .fields(fields, line: start)
    }
  }

  /// Reads one record into `fields`; false at the end of the text.
  private mutating func readFields() throws(RecordedFileError) -> Bool {
    guard position < bytes.count else { return false }
    fields.removeAll(keepingCapacity: true)
    while true {
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        fields.append(try quotedField())
      } else {
        fields.append(plainField())
      }
      guard position < bytes.count else { return true }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == 10 {
        position += 1
      } else if byte != 10 {
        throw .badLine(file: file, line: line, reason: "text follows a closing quote")
      }
      line += 1
      return true
    }
  }

  private mutating func plainField() -> String {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ",") || byte == 10 { break }
      if byte == 13, position + 1 < bytes.count, bytes[position + 1] == 10 { break }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(RecordedFileError) -> String {
    let first = line
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 10 { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        text.append(byte)
        continue
      }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        return String(decoding: text, as: UTF8.self)
      }
      text.append(byte)
      position += 1
    }
    throw .badLine(file: file, line: first, reason: "a quoted field does not end")
  }
}
