internal import FoundationEssentials
internal import Probability

/// `dutchbook calc devig`: one line of JSON in, one line of JSON out.
///
/// `{"odds":[1.5,2.6],"method":"shin"}` gives `{"p":[…]}` with numbers that read back to the same
/// doubles. An underround book and values outside 0…1 are answered as the equation's solution with
/// a `warning`; a line that cannot be used gives `{"error":"…"}`.
public enum DevigCalculation {
  private struct Request: Decodable {
    let odds: [Double]
    let method: String
  }

  /// The answer to one line, without its line break.
  public static func answer(to line: String) -> String {
    if let fault = StrictJSON.fault(in: line) { return failure(fault) }
    let request: Request
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
      request = try decoder.decode(Request.self, from: Data(line.utf8))
    } catch let error as DecodingError {
      return failure(reason(error))
    } catch {
      return failure(expectation)
    }
    guard let method = DevigMethod(rawValue: request.method) else {
      let known = DevigMethod.allCases.map(\.rawValue).joined(separator: ", ")
      return failure("unknown method \"\(request.method)\"; use one of \(known)")
    }
    do throws(DevigError) {
      let solution = try Devig.solve(request.odds, method: method)
      let numbers = solution.probabilities.map { "\($0)" }.joined(separator: ",")
      var warnings: [String] = []
      if solution.isUnderround {
        warnings.append("underround: the implied probabilities add up to \(solution.bookSum)")
      }
      if solution.isOutOfRange { warnings.append("a value is outside 0 to 1") }
      guard !warnings.isEmpty else { return "{\"p\":[\(numbers)]}" }
      return "{\"p\":[\(numbers)],\"warning\":\(JSONText.quoted(warnings.joined(separator: "; ")))}"
    } catch {
      return failure("\(error)")
    }
  }

  private static let expectation = "expected {\"odds\":[decimal prices],\"method\":\"name\"}"

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): return "\(key.stringValue) is missing; \(expectation)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      guard let place = context.codingPath.last else { return expectation }
      guard let index = place.intValue else {
        return "\(place.stringValue) has the wrong type; \(expectation)"
      }
      return "price \(index + 1): not a number that can be used; \(expectation)"
    @unknown default: return expectation
    }
  }

  private static func failure(_ text: String) -> String { "{\"error\":\(JSONText.quoted(text))}" }
}
