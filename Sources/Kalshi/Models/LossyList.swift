/// A list whose unreadable elements are set aside with their reason instead of failing the rest.
///
/// For catalogues, where one odd market must not hide a thousand others. Account readings never use
/// it silently: see ``Page/rejected``.
struct LossyList<Element: Decodable>: Decodable {
  var elements: [Element] = []
  var rejected: [KalshiModelError] = []

  private struct Attempt: Decodable {
    let result: Result<Element, KalshiModelError>

    init(from decoder: any Decoder) throws {
      do {
        result = .success(try Element(from: decoder))
      } catch {
        result = .failure(KalshiModelError(error))
      }
    }
  }

  init() {}

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    while !container.isAtEnd {
      switch try container.decode(Attempt.self).result {
      case .success(let element): elements.append(element)
      case .failure(let error): rejected.append(error)
      }
    }
  }
}

/// One page of a listing.
public struct Page<Element: Sendable>: Sendable {
  public var elements: [Element]
  /// Elements that could not be read, with the field.
  public var rejected: [KalshiModelError]
  /// What asks for the next page; nil on the last one.
  public var cursor: String?

  public init(elements: [Element], rejected: [KalshiModelError] = [], cursor: String? = nil) {
    self.elements = elements
    self.rejected = rejected
    self.cursor = cursor
  }
}
