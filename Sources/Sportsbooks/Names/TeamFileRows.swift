/// Comma-separated text with a header, quotes and `#` comment lines: the shape of team and alias
/// files.
///
/// Bounds: 100 000 lines, 4 096 bytes a line; a longer file is refused, not cut.
struct TeamFileRows {
  struct Record {
    let line: Int
    let fields: [String]
  }

  static let maximumLines = 100_000
  static let maximumLineBytes = 4_096

  let file: String
  let header: [String]
  let records: [Record]

  init(_ text: String, file: String) throws(TeamFileError) {
    func error(_ line: Int, _ message: String) -> TeamFileError {
      TeamFileError(file: file, line: line, message: message)
    }
    var header: [String]?
    var records: [Record] = []
    var number = 0
    let body = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    for raw in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      guard number <= Self.maximumLines else {
        throw error(number, "more than \(Self.maximumLines) lines")
      }
      guard raw.utf8.count <= Self.maximumLineBytes else {
        throw error(number, "a line of more than \(Self.maximumLineBytes) bytes")
      }
      let line = Self.trimmed(raw)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let fields = Self.fields(line) else {
        throw error(number, "a quote is opened and never closed")
      }
      guard let names = header else {
        header = fields
        continue
      }
      guard fields.count == names.count else {
        throw error(number, "\(fields.count) fields where the header has \(names.count)")
      }
      records.append(Record(line: number, fields: fields))
    }
    guard let header else { throw error(1, "the file has no header line") }
    self.file = file
    self.header = header
    self.records = records
  }

  /// The positions of the named columns.
  func columns(_ names: [String]) throws(TeamFileError) -> [Int] {
    var positions: [Int] = []
    for name in names {
      guard let position = header.firstIndex(of: name) else {
        throw error(1, "the column '\(name)' is missing")
      }
      positions.append(position)
    }
    return positions
  }

  func error(_ line: Int, _ message: String) -> TeamFileError {
    TeamFileError(file: file, line: line, message: message)
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var slice = Substring(text)
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }

  /// RFC 4180 fields of one line, trimmed; nil where a quote stays open.
  private static func fields(_ line: String) -> [String]? {
    var fields: [String] = []
    var field = ""
    var quoted = false
    var characters = line.makeIterator()
    var pending = characters.next()
    while let character = pending {
      pending = characters.next()
      if quoted {
        if character != "\"" {
          field.append(character)
        } else if pending == "\"" {
          field.append(character)
          pending = characters.next()
        } else {
          quoted = false
        }
      } else if character == "\"" {
        quoted = true
      } else if character == "," {
        fields.append(trimmed(field))
        field = ""
      } else {
        field.append(character)
      }
    }
    return quoted ? nil : fields + [trimmed(field)]
  }
}
