/// Why a text is no JSON, with the place.
struct JSONError: Error, Hashable {
  var message: String
  var offset: Int
}

/// Reads one JSON text (RFC 8259) of at most 1 MiB and 64 levels.
struct JSONParser {
  static let maximumBytes = 1 << 20
  static let maximumDepth = 64

  private let bytes: [UInt8]
  private var index = 0

  static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    guard bytes.count <= maximumBytes else {
      throw JSONError(message: "text is longer than \(maximumBytes) bytes", offset: maximumBytes)
    }
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == bytes.count else { throw parser.unexpected("after top-level value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// In the words of Go's decoder, which clients of the exchange see.
  private func unexpected(_ place: String) -> JSONError {
    guard index < bytes.count else {
      return JSONError(message: "unexpected end of JSON input", offset: index)
    }
    let character = Character(Unicode.Scalar(bytes[index]))
    return JSONError(message: "invalid character '\(character)' \(place)", offset: index)
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.maximumDepth else {
      throw JSONError(message: "nested deeper than \(Self.maximumDepth) levels", offset: index)
    }
    skipSpace()
    guard index < bytes.count else { throw unexpected("") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in text.utf8 {
      guard index < bytes.count, bytes[index] == byte else {
        throw unexpected("in literal \(text)")
      }
      index += 1
    }
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    index += 1
    var members: [JSONMember] = []
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
      index += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw unexpected("looking for beginning of object key string")
      }
      let key = try string()
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
        throw unexpected("after object key")
      }
      index += 1
      members.append(JSONMember(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      guard index < bytes.count else { throw unexpected("") }
      if bytes[index] == UInt8(ascii: "}") {
        index += 1
        return .object(members)
      }
      guard bytes[index] == UInt8(ascii: ",") else {
        throw unexpected("after object key:value pair")
      }
      index += 1
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
      index += 1
      return .array([])
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      guard index < bytes.count else { throw unexpected("") }
      if bytes[index] == UInt8(ascii: "]") {
        index += 1
        return .array(values)
      }
      guard bytes[index] == UInt8(ascii: ",") else { throw unexpected("after array element") }
      index += 1
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = index
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    func digits(_ index: inout Int) -> Bool {
      let first = index
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      return index > first
    }
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    guard digits(&index) else { throw unexpected("looking for beginning of value") }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard digits(&index) else { throw unexpected("after decimal point in numeric literal") }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, [0x2B, 0x2D].contains(bytes[index]) { index += 1 }
      guard digits(&index) else { throw unexpected("in exponent of numeric literal") }
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func string() throws(JSONError) -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONError(message: "string is not UTF-8", offset: index)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20:
        index -= 1
        throw unexpected("in string literal")
      default: text.append(byte)
      }
    }
    throw unexpected("")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard index < bytes.count else { throw unexpected("") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"):
      var code = try hex()
      if (0xD800..<0xDC00).contains(code), index + 1 < bytes.count, bytes[index] == 0x5C,
        bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        let low = try hex()
        if (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
      }
      text.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
    default:
      index -= 1
      throw unexpected("in string escape code")
    }
  }

  private mutating func hex() throws(JSONError) -> UInt32 {
    guard index + 4 <= bytes.count,
      let text = String(validating: bytes[index..<(index + 4)], as: UTF8.self),
      let code = UInt32(text, radix: 16)
    else { throw unexpected("in \\u hexadecimal character escape") }
    index += 4
    return code
  }
}
