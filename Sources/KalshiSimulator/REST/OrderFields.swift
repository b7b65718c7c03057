internal import Matching
internal import Wire

/// Why an order request is not carried out.
enum OrderFailure: Error, Hashable {
  case missing(String)
  case alreadyExists
  case rejected(Rejection)

  var response: HTTPResponse {
    switch self {
    case .missing(let field):
      Reply.failure(
        400, "invalid_parameters", "invalid parameters", details: "\(field) is missing or unknown")
    case .alreadyExists:
      Reply.failure(409, "order_already_exists", "order already exists", hasService: true)
    case .rejected(let reason): Reply.rejection(reason)
    }
  }

  /// The error inside a row of a batch.
  var json: JSONValue {
    guard let body = try? JSONParser.parse(response.body), let error = body["error"] else {
      return .null
    }
    return error
  }
}

/// The fields of a request body with their Go types, to say what Go's decoder would say.
struct OrderFields {
  let structName: String
  let types: [String: String]

  static let create = OrderFields(
    structName: "CreateOrderV2Request",
    types: [
      "ticker": "string", "side": "string", "price": "string", "count": "string",
      "time_in_force": "string", "self_trade_prevention_type": "string",
      "client_order_id": "string", "order_group_id": "string", "post_only": "bool",
      "reduce_only": "bool", "cancel_order_on_pause": "bool", "expiration_time": "int64",
      "subaccount": "int", "exchange_index": "int",
    ])
  static let amend = OrderFields(
    structName: "AmendOrderV2Request",
    types: [
      "ticker": "string", "side": "string", "price": "string", "count": "string",
      "client_order_id": "string", "updated_client_order_id": "string",
      "expiration_time": "int64", "exchange_index": "int",
    ])
  static let decrease = OrderFields(
    structName: "DecreaseOrderV2Request",
    types: [
      "reduce_by": "string", "reduce_to": "string", "market_ticker": "string",
      "exchange_index": "int",
    ])

  /// The decoder's complaint about the first field of a wrong type, in the order of the text.
  func mismatch(in body: JSONValue) -> String? {
    guard case .object(let members) = body else {
      return "json: cannot unmarshal \(body.kind) into Go value of type \(structName)"
    }
    for member in members {
      guard let type = types[member.key], member.value != .null else { continue }
      let fits =
        switch (type, member.value) {
        case ("string", .string), ("bool", .bool): true
        case ("int64", .number), ("int", .number): member.value.integer != nil
        default: false
        }
      guard !fits else { continue }
      var kind = member.value.kind
      if case .number(let text) = member.value, type.hasPrefix("int") { kind += " " + text }
      return "json: cannot unmarshal \(kind) into Go struct field "
        + "\(structName).\(member.key) of type \(type)"
    }
    return nil
  }
}
