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
  return lines.map { $0.split(separator: ",").map(String.init) }
}
