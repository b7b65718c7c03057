import FoundationEssentials
import TestKit

/// The markets of `refvals/01_devig_markets.json`.
struct ReferenceMarkets: Decodable {
  struct Value: Decodable {
    let p: [Double]
    let k: Double?
    let c: Double?
    let d: Double?
    let z: Double?
    let t: Double?
    let members: [String]?
  }
  struct Market: Decodable {
    let id: Int
    let kind: String
    let odds: [Double]
    let booksum: Double
    let hp: [String: Value]
  }
  let markets: [Market]

  static func load() throws -> [Market] {
    guard let path = Shared.path("refvals/01_devig_markets.json") else {
      if Shared.isRequired { throw MissingReference() }
      return []
    }
    let data = try Data(contentsOf: URL(filePath: path))
    return try JSONDecoder().decode(ReferenceMarkets.self, from: data).markets
  }
}

/// With `CI=true` a missing reference is a failure.
struct MissingReference: Error {}

/// A reference file with `snake_case` keys; nil when there is none and none is required.
func loadReference<File: Decodable>(_ name: String, as _: File.Type = File.self) throws -> File? {
  guard let path = Shared.path("refvals/\(name)") else {
    if Shared.isRequired { throw MissingReference() }
    return nil
  }
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(File.self, from: Data(contentsOf: URL(filePath: path)))
}
