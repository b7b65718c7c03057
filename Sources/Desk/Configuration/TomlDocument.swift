internal import CToml

/// One value of a TOML document, with the line it stands on.
struct TomlLeaf: Hashable {
  enum Value: Hashable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case emptyTable
    case emptyArray
  }

  /// Dotted path; elements of arrays end in `[0]`, `[1]`…
  var path: String
  var value: Value
  var line: Int
}

/// A parsed TOML 1.0 document as a flat list of leaves, in document order per table.
struct TomlDocument {
  private(set) var leaves: [TomlLeaf] = []

  /// Parses text; `file` names it in errors.
  init(text: String, file: String) throws(ConfigurationError) {
    var message = [CChar](repeating: 0, count: 512)
    var line: UInt32 = 0
    var column: UInt32 = 0
    let collector = LeafCollector()
    var copy = text
    let status = copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        ctoml_parse(
          characters.baseAddress, characters.count, collectLeaf,
          Unmanaged.passUnretained(collector).toOpaque(), &message, message.count, &line, &column)
      }
    }
    guard status == 0 else {
      let end = message.firstIndex(of: 0) ?? message.count
      let reason = String(decoding: message[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw ConfigurationError(
        file: file, line: line > 0 ? Int(line) : nil, key: nil, reason: "not valid TOML: \(reason)")
    }
    leaves = collector.leaves
  }
}

private final class LeafCollector {
  var leaves: [TomlLeaf] = []
}

/// Called by the parser for every leaf; a free function, since C keeps no closure.
private func collectLeaf(
  _ context: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?, _ kind: CChar,
  _ text: UnsafePointer<CChar>?, _ integer: Int64, _ number: Double, _ line: UInt32
) {
  guard let context, let path, let text else { return }
  let collector = Unmanaged<LeafCollector>.fromOpaque(context).takeUnretainedValue()
  let value: TomlLeaf.Value
  switch UInt8(bitPattern: kind) {
  case UInt8(ascii: "s"): value = .text(String(cString: text))
  case UInt8(ascii: "i"): value = .integer(integer)
  case UInt8(ascii: "f"): value = .number(number)
  case UInt8(ascii: "b"): value = .flag(integer != 0)
  case UInt8(ascii: "t"): value = .emptyTable
  default: value = .emptyArray
  }
  collector.leaves.append(
    TomlLeaf(path: String(cString: path), value: value, line: Int(line)))
}
