internal import Market
internal import Matching
internal import Wire

/// Writes: the V2 order endpoints.
enum OrderRoutes {
  static func create(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    if let wrong = OrderFields.create.mismatch(in: body) { return Reply.badRequest(wrong) }
    switch place(call, body, &exchange) {
    case .success(let order): return Reply.json(201, exchange.ackJSON(order, at: call.now))
    case .failure(let failure): return failure.response
    }
  }

  /// Takes on the order a body describes.
  private static func place(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> Result<OrderState, OrderFailure> {
    let request: OrderRequest
    do throws(OrderFailure) {
      request = try self.request(call, body, exchange)
    } catch {
      return .failure(error)
    }
    let clientID = body["client_order_id"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    switch exchange.submit(request, clientOrderID: clientID, at: call.now) {
    case .success(let order): return .success(order)
    case .failure(.alreadyExists): return .failure(.alreadyExists)
    case .failure(.rejected(let reason)): return .failure(.rejected(reason))
    }
  }

  private static func request(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: SimulatedExchange
  ) throws(OrderFailure) -> OrderRequest {
    guard let ticker = body["ticker"]?.text, !ticker.isEmpty else { throw .missing("ticker") }
    guard let side = side(body) else { throw .missing("side") }
    guard let time = body["time_in_force"]?.text.flatMap({ TimeInForce(wireName: $0) }) else {
      throw .missing("time_in_force")
    }
    guard
      let selfTrade = body["self_trade_prevention_type"]?.text.flatMap({
        SelfTradePrevention(wireName: $0)
      })
    else { throw .missing("self_trade_prevention_type") }
    guard let market = exchange.market(ticker) else { throw .rejected(.unknownMarket) }
    guard let price = body["price"]?.text.flatMap({ Price(dollars: $0) }) else {
      throw .rejected(.invalidPrice)
    }
    guard let count = body["count"]?.text.flatMap({ Quantity(contractsText: $0) }) else {
      throw .rejected(.invalidQuantity)
    }
    let expiration = body["expiration_time"]?.integer.flatMap { $0 > 0 ? $0 : nil }
    if let expiration, expiration > 9_000_000_000 { throw .rejected(.invalidExpiration) }
    return OrderRequest(
      account: call.account, market: market, side: side, price: price, quantity: count,
      timeInForce: time, expiration: expiration.map { Timestamp(seconds: $0) },
      selfTradePrevention: selfTrade, isPostOnly: body["post_only"]?.flag ?? false,
      isReduceOnly: body["reduce_only"]?.flag ?? false,
      cancelsOnPause: body["cancel_order_on_pause"]?.flag ?? false)
  }

  private static func side(_ body: JSONValue) -> BookSide? {
    switch body["side"]?.text {
    case "bid": .bid
    case "ask": .ask
    default: nil
    }
  }

  static func cancel(
    _ id: String, _ call: PrivateCall, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    switch withdraw(id, call, &exchange) {
    case .success(let answer): Reply.json(200, answer)
    case .failure(let failure): failure.response
    }
  }

  private static func withdraw(
    _ id: String, _ call: PrivateCall, _ exchange: inout SimulatedExchange
  ) -> Result<JSONValue, OrderFailure> {
    guard let number = exchange.orderNumbers[id] else { return .failure(.rejected(.unknownOrder)) }
    do throws(Rejection) {
      let removed = try exchange.engine.cancel(number, by: call.account, at: call.now)
      exchange.drain(cause: exchange.cause(number, call.account), at: call.now)
      var answer: JSONValue = [
        "order_id": .string(id), "reduced_by": WireText.count(removed),
        "ts_ms": .integer(call.now.milliseconds),
      ]
      answer.add(
        "client_order_id", exchange.orderClientIDs[Int(number.index)].map { .string($0) })
      return .success(answer)
    } catch {
      return .failure(.rejected(error))
    }
  }

  static func amend(
    _ id: String, _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    if let wrong = OrderFields.amend.mismatch(in: body) { return Reply.badRequest(wrong) }
    guard let number = exchange.orderNumbers[id], let order = exchange.engine.order(number),
      order.account == call.account
    else { return Reply.notFound }
    guard let ticker = body["ticker"]?.text else { return OrderFailure.missing("ticker").response }
    guard exchange.market(ticker) == order.market else {
      return Reply.failure(400, "order_ticker_mismatch", "order ticker mismatch")
    }
    guard side(body) == order.side else {
      return Reply.failure(400, "order_side_mismatch", "order side mismatch")
    }
    if let named = body["client_order_id"]?.text, !named.isEmpty,
      named != exchange.orderClientIDs[Int(number.index)]
    {
      return Reply.failure(
        400, "order_id_and_client_order_id_mismatch", "order id and client order id mismatch")
    }
    guard let price = body["price"]?.text.flatMap({ Price(dollars: $0) }) else {
      return Reply.rejection(.invalidPrice)
    }
    guard let total = body["count"]?.text.flatMap({ Quantity(contractsText: $0) }) else {
      return Reply.rejection(.invalidQuantity)
    }
    let renamed = body["updated_client_order_id"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    if let renamed,
      exchange.clientOrders[.init(account: call.account, text: renamed)] != nil
    {
      return OrderFailure.alreadyExists.response
    }
    return change(number, call, price, total, expiration(body), renamed, &exchange)
  }

  /// Omitted keeps, 0 clears, a future second sets.
  private static func expiration(_ body: JSONValue) -> ExpirationChange {
    guard let seconds = body["expiration_time"]?.integer else { return .keep }
    return seconds == 0 ? .clear : .set(Timestamp(seconds: min(max(seconds, 0), 9_000_000_000)))
  }

  private static func change(
    _ number: OrderNumber, _ call: PrivateCall, _ price: Price, _ total: Quantity,
    _ expiration: ExpirationChange, _ renamed: String?, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    do throws(Rejection) {
      try exchange.engine.amend(
        number, by: call.account, price: price, total: total, expiration: expiration, at: call.now)
    } catch {
      exchange.drain(at: call.now)
      return Reply.rejection(error)
    }
    if let renamed {
      exchange.orderClientIDs[Int(number.index)] = renamed
      exchange.clientOrders[.init(account: call.account, text: renamed)] = number
    }
    exchange.drain(cause: exchange.cause(number, call.account), at: call.now)
    guard let order = exchange.engine.order(number) else { return Reply.notFound }
    return Reply.json(200, exchange.ackJSON(order, at: call.now))
  }

  static func decrease(
    _ id: String, _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    if let wrong = OrderFields.decrease.mismatch(in: body) { return Reply.badRequest(wrong) }
    guard let number = exchange.orderNumbers[id], let order = exchange.engine.order(number),
      order.account == call.account, order.phase == .resting
    else { return Reply.notFound }
    let by = body["reduce_by"]?.text.flatMap { Quantity(contractsText: $0) }
    let to = body["reduce_to"]?.text.flatMap { Quantity(contractsText: $0) }
    guard (by == nil) != (to == nil) else { return OrderFailure.missing("reduce_by").response }
    if let by, by <= .zero { return Reply.rejection(.invalidQuantity) }
    let wanted = to ?? max(.zero, order.remainingQuantity - (by ?? .zero))
    do throws(Rejection) {
      let left = try exchange.engine.decrease(number, by: call.account, to: wanted, at: call.now)
      exchange.drain(cause: exchange.cause(number, call.account), at: call.now)
      var answer: JSONValue = [
        "order_id": .string(id), "remaining_count": WireText.count(left),
        "ts_ms": .integer(call.now.milliseconds),
      ]
      answer.add(
        "client_order_id", exchange.orderClientIDs[Int(number.index)].map { .string($0) })
      return Reply.json(200, answer)
    } catch {
      return Reply.rejection(error)
    }
  }

  static func batchCreate(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    guard let orders = body["orders"]?.elements, !orders.isEmpty else {
      return OrderFailure.missing("orders").response
    }
    for order in orders {
      if let wrong = OrderFields.create.mismatch(in: order) { return Reply.badRequest(wrong) }
    }
    let rows = orders.map { order -> JSONValue in
      switch place(call, order, &exchange) {
      case .success(let state): return exchange.ackJSON(state, at: call.now)
      case .failure(let failure):
        var row: JSONValue = ["error": failure.json]
        row.add("client_order_id", order["client_order_id"])
        return row
      }
    }
    return Reply.json(201, ["orders": .array(rows)])
  }

  static func batchCancel(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    guard let orders = body["orders"]?.elements, !orders.isEmpty else {
      return OrderFailure.missing("orders").response
    }
    let rows = orders.map { order -> JSONValue in
      let id = order["order_id"]?.text ?? ""
      switch withdraw(id, call, &exchange) {
      case .success(let answer): return answer
      case .failure(let failure):
        return [
          "order_id": .string(id), "reduced_by": WireText.count(.zero), "error": failure.json,
        ]
      }
    }
    return Reply.json(200, ["orders": .array(rows)])
  }

  static func cancelAll(
    _ call: PrivateCall, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    exchange.engine.cancelAll(of: call.account, at: call.now)
    exchange.drain(at: call.now)
    return Reply.noContent
  }
}

extension SimulatedExchange {
  /// What creating and amending answer. Averages only where something filled.
  func ackJSON(_ order: OrderState, at now: Timestamp) -> JSONValue {
    var value: JSONValue = [
      "order_id": .string(orderIDs[Int(order.number.index)]),
      "fill_count": WireText.count(order.filledQuantity),
      "remaining_count": WireText.count(order.remainingQuantity),
      "ts_ms": .integer(now.milliseconds),
    ]
    value.add("client_order_id", orderClientIDs[Int(order.number.index)].map { .string($0) })
    guard order.filledQuantity > .zero else { return value }
    let notional = order.takerNotional + order.makerNotional
    value.add("average_fill_price", Self.average(notional, order.filledQuantity))
    value.add(
      "average_fee_paid", Self.average(order.takerFees + order.makerFees, order.filledQuantity))
    return value
  }

  /// Dollars a contract with four decimals, rounded half up.
  private static func average(_ money: Money, _ quantity: Quantity) -> JSONValue {
    let value = (2 * money.microDollars + quantity.hundredths) / (2 * quantity.hundredths)
    return .string(FixedPoint.text(value, decimals: 4))
  }
}
