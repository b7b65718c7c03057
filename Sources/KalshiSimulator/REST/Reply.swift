internal import Market
internal import Matching
internal import Wire

/// An answer before it is bytes.
enum Reply {
  static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["content-type": "application/json"], body: value.bytes())
  }

  /// The usual shape of business and authentication errors. Members in the recorded order.
  static func failure(
    _ status: Int, _ code: String, _ message: String, details: String? = nil,
    hasService: Bool = false
  ) -> HTTPResponse {
    var error: JSONValue = ["code": .string(code), "message": .string(message)]
    error.add("details", details.map { .string($0) })
    if hasService { error.add("service", "exchange") }
    return ordered(status, ["error": error])
  }

  static func ordered(_ status: Int, _ value: JSONValue) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["content-type": "application/json"],
      body: value.bytes(sorted: false))
  }

  /// The shape of errors of decoding a body.
  static func badRequest(_ details: String) -> HTTPResponse {
    ordered(400, ["code": "bad_request", "message": "bad request", "details": .string(details)])
  }

  /// The shape of errors of validating a query.
  static func badQuery(_ operation: String, _ field: String, _ tag: String) -> HTTPResponse {
    let text =
      "Parameter validation failed for \(operation): Key: '\(operation)Params.\(field)' "
      + "Error:Field validation for '\(field)' failed on the '\(tag)' tag"
    return ordered(400, ["msg": .string(text)])
  }

  static let notFound = failure(404, "not_found", "not found", hasService: true)
  static let tooManyRequests = ordered(429, ["error": "too many requests"])
  static let unknownPath = HTTPResponse(
    status: 404, headers: ["content-type": "text/plain"], body: Array("404 page not found".utf8))
  static let noContent = HTTPResponse(status: 204)

  /// What a refused operation answers. Spellings of pauses are not on record.
  static func rejection(_ rejection: Rejection) -> HTTPResponse {
    switch rejection {
    case .unknownMarket, .unknownOrder, .unknownAccount: notFound
    case .invalidPrice: failure(400, "invalid_price", "invalid price", hasService: true)
    case .insufficientBalance:
      failure(400, "insufficient_balance", "insufficient balance", hasService: true)
    case .invalidQuantity: failure(400, "invalid_order_size", "invalid order size")
    case .postOnlyCross: invalidOrder("post only cross")
    case .postOnlyCannotRest: invalidOrder("post only requires good_till_canceled")
    case .reduceOnlyNeedsImmediateOrCancel:
      invalidOrder("reduce only requires immediate_or_cancel")
    case .invalidExpiration: invalidOrder("invalid expiration time")
    case .marketNotActive(.paused), .tradingHalted:
      failure(409, "trading_is_paused", "trading is paused")
    case .marketNotActive: failure(409, "market_inactive", "market inactive")
    case .tooManyOpenOrders, .engineFull: failure(400, "too_many_orders", "too many orders")
    case .unknownFee: failure(503, "service_unavailable", "service unavailable")
    }
  }

  static func invalidOrder(_ details: String) -> HTTPResponse {
    failure(400, "invalid_order", "invalid order", details: details)
  }
}
