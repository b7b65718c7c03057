internal import FoundationEssentials

/// An answer of the exchange that does not say what it should: where and why.
public struct KalshiModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place, as in `markets[3].yes_bid_dollars`; empty for the document itself.
  public let field: String
  /// What was wrong there.
  public let reason: String

  public init(field: String, reason: String) {
    self.field = field
    self.reason = reason
  }

  public var description: String { field.isEmpty ? reason : "\(field): \(reason)" }

  init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      self.init(field: "", reason: "\(error)")
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(field: Self.path(context.codingPath + [key]), reason: "missing")
    case .valueNotFound(_, let context):
      self.init(field: Self.path(context.codingPath), reason: "null")
    case .typeMismatch(let type, let context):
      self.init(field: Self.path(context.codingPath), reason: "expected \(type)")
    case .dataCorrupted(let context):
      self.init(field: Self.path(context.codingPath), reason: context.debugDescription)
    @unknown default:
      self.init(field: "", reason: "not decodable")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    var text = ""
    for key in keys {
      if let place = key.intValue {
        text += "[\(place)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return text
  }
}

/// JSON to models and back.
public enum KalshiJSON {
  /// Decodes one body; the error names the field.
  public static func decode<Model: Decodable>(
    _ type: Model.Type, from bytes: [UInt8]
  ) throws(KalshiModelError) -> Model {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw KalshiModelError(error)
    }
  }

  /// Encodes one body with its keys sorted, as the exchange does.
  public static func encode<Model: Encodable>(
    _ model: Model
  ) throws(KalshiModelError) -> [UInt8] {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return Array(try encoder.encode(model))
    } catch {
      throw KalshiModelError(field: "", reason: "\(error)")
    }
  }
}
