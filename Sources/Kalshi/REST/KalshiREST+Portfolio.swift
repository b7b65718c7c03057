public import Market

/// Our account and our orders: these need a key.
extension KalshiREST {
  /// `GET /account/limits`.
  public func accountLimits(_ completion: @escaping Completion<AccountLimits>) {
    whole(AccountLimits.self, Call(path: "/account/limits"), completion)
  }

  /// `GET /portfolio/balance`.
  public func balance(_ completion: @escaping Completion<KalshiBalance>) {
    whole(KalshiBalance.self, Call(path: "/portfolio/balance"), completion)
  }

  /// `GET /portfolio/positions`: unsettled positions that are not empty.
  public func positions(_ completion: @escaping Completion<Page<KalshiPosition>>) {
    list(
      KalshiPosition.self, named: "market_positions",
      Call(
        path: "/portfolio/positions",
        query: [("limit", "1000"), ("count_filter", "position,total_traded")]),
      completion)
  }

  /// `GET /portfolio/fills`, newest first as the exchange gives them.
  public func fills(
    since: Timestamp? = nil, ticker: String? = nil, order: OrderID? = nil,
    _ completion: @escaping Completion<Page<KalshiFill>>
  ) {
    var query = [("limit", "1000")]
    if let since { query.append(("min_ts", String(since.seconds))) }
    if let ticker { query.append(("ticker", ticker)) }
    if let order { query.append(("order_id", order.text)) }
    list(
      KalshiFill.self, named: "fills", Call(path: "/portfolio/fills", query: query), completion)
  }

  /// `GET /portfolio/deposits` or `/withdrawals`: the last ones, those under way included.
  public func transfers(
    _ kind: KalshiTransfer.Kind, _ completion: @escaping Completion<Page<KalshiTransfer>>
  ) {
    perform(
      Call(path: "/portfolio/" + kind.rawValue, query: [("limit", "100")]),
      { body in
        Result { () throws(KalshiModelError) in
          try Envelope.List<KalshiTransfer>.page(named: kind.rawValue, from: body)
        }
      }, completion)
  }

  /// `GET /portfolio/orders`.
  ///
  /// - Parameter status: `resting`, `canceled`, `executed`; nil for all.
  public func orders(
    status: String? = "resting", ticker: String? = nil, since: Timestamp? = nil,
    _ completion: @escaping Completion<Page<KalshiOrder>>
  ) {
    var query = [("limit", "1000")]
    if let status { query.append(("status", status)) }
    if let ticker { query.append(("ticker", ticker)) }
    if let since { query.append(("min_ts", String(since.seconds))) }
    list(
      KalshiOrder.self, named: "orders", Call(path: "/portfolio/orders", query: query),
      completion)
  }

  /// `GET /portfolio/orders/{id}`. May lag behind an acknowledged cancel by some hundred
  /// milliseconds: trust the engine's answers and the stream before it.
  public func order(_ id: OrderID, _ completion: @escaping Completion<KalshiOrder>) {
    single(
      KalshiOrder.self, named: "order",
      Call(path: "/portfolio/orders/" + PercentEncoding.query(id.text)), completion)
  }

  /// `GET /portfolio/settlements`.
  public func settlements(
    since: Timestamp? = nil, _ completion: @escaping Completion<Page<KalshiSettlement>>
  ) {
    var query = [("limit", "1000")]
    if let since { query.append(("min_ts", String(since.seconds))) }
    list(
      KalshiSettlement.self, named: "settlements",
      Call(path: "/portfolio/settlements", query: query), completion)
  }

  // MARK: Orders

  /// `POST /portfolio/events/orders`. `unknownOutcome` means the order may exist: find it by its
  /// client order id.
  public func createOrder(
    _ request: CreateOrderRequest, _ completion: @escaping Completion<OrderAnswer>
  ) {
    write(OrderAnswer.self, "POST", "", body: request, completion: completion)
  }

  /// `DELETE /portfolio/events/orders/{id}`. `notFound` means that it no longer rests; whether it
  /// was filled is not said.
  public func cancelOrder(
    _ id: OrderID, ticker: String?, exchangeIndex: Int64? = nil,
    _ completion: @escaping Completion<CancelAnswer>
  ) {
    var query: [(String, String)] = []
    if let ticker { query.append(("market_ticker", ticker)) }
    if let exchangeIndex { query.append(("exchange_index", String(exchangeIndex))) }
    let call = Call(
      method: "DELETE", path: "/portfolio/events/orders/" + PercentEncoding.query(id.text),
      query: query, isUrgent: true)
    whole(CancelAnswer.self, call, completion)
  }

  /// `POST /portfolio/events/orders/{id}/amend`.
  public func amendOrder(
    _ id: OrderID, _ request: AmendOrderRequest, _ completion: @escaping Completion<OrderAnswer>
  ) {
    write(
      OrderAnswer.self, "POST", "/" + PercentEncoding.query(id.text) + "/amend", body: request,
      completion: completion)
  }

  /// `POST /portfolio/events/orders/{id}/decrease`. Keeps the place in the queue.
  public func decreaseOrder(
    _ id: OrderID, _ request: DecreaseOrderRequest,
    _ completion: @escaping Completion<OrderAnswer>
  ) {
    write(
      OrderAnswer.self, "POST", "/" + PercentEncoding.query(id.text) + "/decrease",
      body: request, completion: completion)
  }

  /// `DELETE /portfolio/events/orders`: everything that rests, on all shards. Orders placed in the
  /// minute after it may be cancelled too: for an emergency, not for quoting.
  public func cancelAllOrders(_ completion: @escaping Completion<Void>) {
    perform(
      Call(method: "DELETE", path: "/portfolio/events/orders", isUrgent: true),
      { _ in .success(()) }, completion)
  }

  private func write<Value: Decodable>(
    _ type: Value.Type, _ method: String, _ suffix: String, body: some Encodable,
    completion: @escaping Completion<Value>
  ) {
    do throws(KalshiModelError) {
      let bytes = try KalshiJSON.encode(body)
      whole(
        type,
        Call(
          method: method, path: "/portfolio/events/orders" + suffix, body: bytes,
          isUrgent: true), completion)
    } catch {
      failLater(
        completion,
        KalshiAPIError(
          kind: .notSent, status: nil, code: "unencodable", message: error.description))
    }
  }
}
