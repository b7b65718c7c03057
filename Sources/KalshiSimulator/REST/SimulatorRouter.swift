public import Market
public import Matching
public import Wire

/// The exchange's REST surface: a request and a time in, a response out.
///
/// What the exchange was recorded to answer is answered word for word; what is missing here
/// (communications, subaccounts, order groups, transfers, candlesticks, keys) is an unknown path.
public enum SimulatorRouter {
  /// Answers one request.
  public static func respond(
    to request: HTTPRequest, exchange: inout SimulatedExchange, at now: Timestamp
  ) -> HTTPResponse {
    guard let target = RequestTarget(path: request.path, query: request.query) else {
      return Reply.unknownPath
    }
    exchange.tick(at: now)
    if let open = PublicRoutes.respond(request.method, target, exchange, at: now) { return open }
    guard let route = PrivateRoute(method: request.method, parts: target.parts) else {
      return Reply.unknownPath
    }
    let member: Int
    switch exchange.authenticate(
      method: request.method, path: request.path, headers: request.headers, at: now)
    {
    case .success(let found): member = found
    case .failure(let reason): return reason.response
    }
    let call = PrivateCall(
      member: member, account: exchange.members[member].account, target: target, now: now)
    let body: JSONValue
    if route.hasBody {
      do throws(JSONError) { body = try JSONParser.parse(request.body) } catch {
        return Reply.badRequest(error.message)
      }
    } else {
      body = .null
    }
    guard exchange.pay(route.cost(of: body), isWrite: route.isWrite, member: member, at: now) else {
      return Reply.tooManyRequests
    }
    return route.respond(call, body, &exchange)
  }

  /// The answer to a request for a WebSocket: the member's account, or a refusal.
  public static func authorizeStream(
    _ request: HTTPRequest, exchange: SimulatedExchange, at now: Timestamp
  ) -> StreamAuthorization {
    guard request.path == "/trade-api/ws/v2" else { return .refused(Reply.unknownPath) }
    switch exchange.authenticate(
      method: "GET", path: request.path, headers: request.headers, at: now)
    {
    case .success(let member): return .member(exchange.members[member].account)
    case .failure(let reason): return .refused(reason.response)
    }
  }
}

/// Whether a stream may be opened.
public enum StreamAuthorization: Sendable {
  case member(AccountID)
  case refused(HTTPResponse)
}

extension SimulatedExchange {
  /// Takes a request's cost from the member's budget.
  fileprivate mutating func pay(
    _ cost: Int64, isWrite: Bool, member: Int, at now: Timestamp
  ) -> Bool {
    guard settings.limitsRate else { return true }
    return isWrite
      ? members[member].write.take(cost, at: now) : members[member].read.take(cost, at: now)
  }
}

/// One authenticated request.
struct PrivateCall {
  let member: Int
  let account: AccountID
  let target: RequestTarget
  let now: Timestamp
}
