/// A JSON value as the simulator reads and writes it. Numbers keep their text; keys keep their
/// order.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  var text: String? {
    if case .string(let value) = self { value } else { nil }
  }
  var integer: Int64? {
    if case .number(let value) = self { Int64(value) } else { nil }
  }
  var flag: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
  var elements: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The value's kind in the words of Go's decoder.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// One key and value of an object.
struct JSONMember: Hashable, Sendable {
  var key: String
  var value: JSONValue
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember(key: $0.0, value: $0.1) })
  }
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .number(String(value)) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue {
  /// Adds members; those that are nil are left out, as Go leaves out empty optionals.
  mutating func add(_ key: String, _ value: JSONValue?) {
    guard let value, case .object(var members) = self else { return }
    members.append(JSONMember(key: key, value: value))
    self = .object(members)
  }

  /// The value as text; `sorted` writes keys in alphabetical order, as the exchange's REST does.
  func bytes(sorted: Bool = true) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(256)
    write(into: &output, sorted: sorted)
    return output
  }

  func write(into output: inout [UInt8], sorted: Bool) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let text): output.append(contentsOf: text.utf8)
    case .string(let text): Self.quote(text, into: &output)
    case .array(let values):
      output.append(UInt8(ascii: "["))
      for (place, value) in values.enumerated() {
        if place > 0 { output.append(UInt8(ascii: ",")) }
        value.write(into: &output, sorted: sorted)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      let ordered = sorted ? members.sorted { $0.key < $1.key } : members
      for (place, member) in ordered.enumerated() {
        if place > 0 { output.append(UInt8(ascii: ",")) }
        Self.quote(member.key, into: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(into: &output, sorted: sorted)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, into output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        output.append(contentsOf: "\\u00".utf8)
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
