/// One key of the configuration: how to read it, check it and print it.
///
/// The list of these is the only description of the configuration there is; the example file, the
/// documentation's table and `dutchbook config` are printed from it.
public struct Setting: Sendable {
  /// What a value may be.
  enum Form: Sendable {
    /// A whole number in a range.
    case integer(ClosedRange<Int64>)
    /// A decimal number in a range, kept exactly in thousandths.
    case thousandths(ClosedRange<Int64>)
    case number(ClosedRange<Double>)
    case text
    case secret
    case texts
    case flag
  }

  /// A value that has passed its form.
  enum Value: Hashable, Sendable {
    case integer(Int64)
    case thousandths(Int64)
    case number(Double)
    case text(String)
    case texts([String])
    case flag(Bool)
  }

  /// Dotted path in the file.
  public let key: String
  /// One line: what it does.
  public let summary: String
  /// The environment variable that overrides it; nil when there is none.
  public let environment: String?
  let form: Form
  /// Puts a value in; returns what is wrong with it, or nil.
  let apply: @Sendable (inout DeskConfiguration, Value) -> String?
  /// The value in force, written as TOML; secrets are hidden by the caller.
  let read: @Sendable (DeskConfiguration) -> Value

  /// Whether its value must never be printed.
  public var isSecret: Bool {
    if case .secret = form { return true }
    return false
  }

  /// The value in force as TOML text; a secret reads `"(hidden)"` or `""`.
  public func text(in configuration: DeskConfiguration) -> String {
    switch read(configuration) {
    case .integer(let value): return String(value)
    case .thousandths(let value): return Self.decimal(value)
    case .number(let value): return String(value)
    case .text(let value):
      return isSecret && !value.isEmpty ? "\"(hidden)\"" : Self.quoted(value)
    case .flag(let value): return value ? "true" : "false"
    case .texts(let values): return "[" + values.map(Self.quoted).joined(separator: ", ") + "]"
    }
  }

  static func decimal(_ thousandths: Int64) -> String {
    guard thousandths % 1_000 != 0 else { return String(thousandths / 1_000) }
    var digits = String(thousandths.magnitude % 1_000)
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1_000).\(digits)"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where character.value < 0x20:
        let hex = String(character.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}
