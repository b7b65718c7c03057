import FoundationEssentials
import TestKit
import Testing

/// A reference file, or nil where there is none and none is required.
func reference(_ name: String) throws -> Data? {
  guard let path = Shared.path("refvals/\(name)") else {
    #expect(!Shared.isRequired, "refvals/\(name) is missing")
    return nil
  }
  return try Data(contentsOf: URL(filePath: path))
}

/// The rows of a reference table, its heading left out.
func referenceRows(_ name: String) throws -> [[String]] {
  guard let data = try reference(name) else { return [] }
  let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst()
  return lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
}

/// Reads the reference files' `snake_case` keys as `snakeCase`.
func referenceDecoder() -> JSONDecoder {
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .custom { path in
    let words = path[path.count - 1].stringValue.split(separator: "_")
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return Key(stringValue: String(words.first ?? "") + rest.joined())
  }
  return decoder
}
