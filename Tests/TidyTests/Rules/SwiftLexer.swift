/// Enough of Swift's lexical grammar to tell code from comments and from the text of strings.
struct SwiftLexer {
  private enum Mode: Equatable {
    /// Code; inside an interpolation `parentheses` counts those still open.
    case code(parentheses: Int)
    case string(hashes: Int, isMultiline: Bool)
    case lineComment
    case blockComment(depth: Int)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var modes: [Mode] = [.code(parentheses: 0)]
  private var output: [UInt8] = []

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The text line by line, everything blanked that is not code; quotes of literals stay.
  static func codeLines(of text: String) -> [String] {
    var lexer = SwiftLexer(text)
    while lexer.position < lexer.bytes.count { lexer.step() }
    return lexer.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private mutating func step() {
    let byte = bytes[position]
    if byte == UInt8(ascii: "\n") {
      endLine()
      return
    }
    switch modes[modes.count - 1] {
    case .code(let parentheses): stepCode(byte, parentheses)
    case .string(let hashes, let isMultiline): stepString(byte, hashes, isMultiline)
    case .lineComment: blank()
    case .blockComment(let depth): stepBlockComment(depth)
    }
  }

  private mutating func endLine() {
    switch modes[modes.count - 1] {
    case .lineComment, .string(_, isMultiline: false): modes.removeLast()
    default: break
    }
    keep()
  }

  private mutating func stepCode(_ byte: UInt8, _ parentheses: Int) {
    if matches("//") {
      modes.append(.lineComment)
    } else if matches("/*") {
      modes.append(.blockComment(depth: 1))
      blank(2)
      return
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"), let hashes = openingHashes()
    {
      openString(hashes)
      return
    } else if modes.count > 1 {
      if byte == UInt8(ascii: "(") {
        modes[modes.count - 1] = .code(parentheses: parentheses + 1)
      } else if byte == UInt8(ascii: ")") {
        if parentheses == 1 {
          modes.removeLast()
        } else {
          modes[modes.count - 1] = .code(parentheses: parentheses - 1)
        }
      }
    }
    if modes[modes.count - 1] == .lineComment { blank() } else { keep() }
  }

  /// The number of `#` before a quote that begins here; nil when no string literal begins here.
  private func openingHashes() -> Int? {
    var end = position
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    return end - position
  }

  private mutating func openString(_ hashes: Int) {
    blank(hashes)
    let isMultiline = matches("\"\"\"")
    modes.append(.string(hashes: hashes, isMultiline: isMultiline))
    keep(isMultiline ? 3 : 1)
  }

  private mutating func stepString(_ byte: UInt8, _ hashes: Int, _ isMultiline: Bool) {
    let pounds = String(repeating: "#", count: hashes)
    if matches((isMultiline ? "\"\"\"" : "\"") + pounds) {
      modes.removeLast()
      keep(isMultiline ? 3 : 1)
      blank(hashes)
    } else if matches("\\" + pounds + "(") {
      blank(1 + hashes)
      modes.append(.code(parentheses: 1))
      keep()
    } else if byte == UInt8(ascii: "\\"), matches("\\" + pounds) {
      blank(1 + hashes)
      if position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
    } else {
      blank()
    }
  }

  private mutating func stepBlockComment(_ depth: Int) {
    if matches("/*") {
      modes[modes.count - 1] = .blockComment(depth: depth + 1)
      blank(2)
    } else if matches("*/") {
      if depth == 1 {
        modes.removeLast()
      } else {
        modes[modes.count - 1] = .blockComment(depth: depth - 1)
      }
      blank(2)
    } else {
      blank()
    }
  }

  private func matches(_ text: StaticString) -> Bool { matches(text.description) }

  private func matches(_ text: String) -> Bool {
    var index = position
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func keep(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      output.append(bytes[position])
      position += 1
    }
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      output.append(UInt8(ascii: " "))
      position += 1
    }
  }
}
