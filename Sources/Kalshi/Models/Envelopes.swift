/// The bodies around lists and single things.
enum Envelope {
  /// `{"<name>": [...], "cursor": "..."}`; names differ by endpoint.
  struct List<Element: Decodable & Sendable>: Sendable {
    static func page(
      named name: String, from bytes: [UInt8]
    ) throws(KalshiModelError) -> Page<Element> {
      let body = try KalshiJSON.decode(Body.self, from: bytes)
      do {
        guard let list = try body.fields.value(name, as: LossyList<Element>.self) else {
          // Go writes null for an empty list; a missing key is another kind of answer.
          guard body.fields.container.contains(WireKey(name)) else {
            throw KalshiModelError(field: name, reason: "missing")
          }
          return Page(elements: [], cursor: try body.cursor())
        }
        return Page(
          elements: list.elements, rejected: list.rejected, cursor: try body.cursor())
      } catch {
        throw (error as? KalshiModelError) ?? KalshiModelError(error)
      }
    }

  }

  private struct Body: Decodable {
    let fields: WireFields
    init(from decoder: any Decoder) throws { fields = try WireFields(decoder) }

    /// Missing, null and empty all mean the last page.
    func cursor() throws -> String? {
      let text = try fields.text("cursor") ?? ""
      return text.isEmpty ? nil : text
    }
  }

  /// `{"<name>": {...}}`.
  static func single<Element: Decodable>(
    _ type: Element.Type, named name: String, from bytes: [UInt8]
  ) throws(KalshiModelError) -> Element {
    let body = try KalshiJSON.decode(Body.self, from: bytes)
    do {
      guard let value = try body.fields.value(name, as: type) else {
        throw KalshiModelError(field: name, reason: "missing")
      }
      return value
    } catch {
      throw (error as? KalshiModelError) ?? KalshiModelError(error)
    }
  }
}
