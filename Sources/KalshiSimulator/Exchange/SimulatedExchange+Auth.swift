internal import Kalshi
internal import Market
internal import Wire

extension SimulatedExchange {
  /// The member that signed a request; or the answer 401 in the exchange's words.
  func authenticate(
    method: String, path: String, headers: HTTPHeaders, at now: Timestamp
  ) -> Result<Int, Unauthorized> {
    guard let signature = headers["KALSHI-ACCESS-SIGNATURE"], !signature.isEmpty else {
      return .failure(.missingSignature)
    }
    guard let key = headers["KALSHI-ACCESS-KEY"].flatMap({ keys[$0] }) else {
      return .failure(.unknownKey)
    }
    guard let text = headers["KALSHI-ACCESS-TIMESTAMP"], let milliseconds = Int64(text),
      abs(milliseconds) < 9_000_000_000_000
    else { return .failure(.expired) }
    let age = now - Timestamp(milliseconds: milliseconds)
    guard age <= settings.clockPastNanoseconds, -age <= settings.clockFutureNanoseconds else {
      return .failure(.expired)
    }
    guard
      key.verifier.verifies(signature: signature, timestamp: text, method: method, path: path)
    else { return .failure(.badSignature) }
    return .success(key.member)
  }
}

/// Why a request is not let in.
enum Unauthorized: Error, Hashable {
  case missingSignature
  case unknownKey
  case badSignature
  case expired

  /// The recorded bodies.
  var response: HTTPResponse {
    switch self {
    case .missingSignature:
      Reply.failure(401, "signature_is_missing_from_headers", "signature is missing from headers")
    case .expired: Reply.failure(401, "header_timestamp_expired", "header timestamp expired")
    case .unknownKey, .badSignature:
      Reply.failure(
        401, "authentication_error", "authentication_error",
        details: self == .unknownKey ? "NOT_FOUND" : "INCORRECT_API_KEY_SIGNATURE")
    }
  }
}
