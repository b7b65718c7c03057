public import Market
public import Matching

extension SimulatedExchange {
  /// Takes on a member's order under an optional client id, which no other order of that member may
  /// ever have had.
  mutating func submit(
    _ request: OrderRequest, clientOrderID: String?, at now: Timestamp
  ) -> Result<OrderState, OrderRefusal> {
    if let clientOrderID,
      clientOrders[ClientKey(account: request.account, text: clientOrderID)] != nil
    {
      return .failure(.alreadyExists)
    }
    defer {
      let cause = clientOrderID.map {
        BookCause(account: request.account, clientOrderID: $0)
      }
      drain(cause: cause, at: now)
    }
    do throws(Rejection) {
      let number = try engine.submit(request, at: now)
      register(number, clientOrderID, request.account)
      guard let state = engine.order(number) else { return .failure(.rejected(.unknownOrder)) }
      return .success(state)
    } catch {
      return .failure(.rejected(error))
    }
  }

  private mutating func register(
    _ number: OrderNumber, _ clientOrderID: String?, _ account: AccountID
  ) {
    let text = WireText.uuid(seed: settings.seed, kind: 4, number: UInt64(number.index))
    orderIDs.append(text)
    orderClientIDs.append(clientOrderID)
    orderNumbers[text] = number
    if let clientOrderID {
      clientOrders[ClientKey(account: account, text: clientOrderID)] = number
    }
  }

  func cause(_ number: OrderNumber, _ account: AccountID) -> BookCause? {
    orderClientIDs[Int(number.index)].map { BookCause(account: account, clientOrderID: $0) }
  }

  /// The order as reads see it, which may lag.
  func visibleOrder(_ number: OrderNumber) -> OrderState? {
    settings.readLagNanoseconds > 0 ? lag.order(number) : engine.order(number)
  }

  /// The exchange's id of an order; nil for an unknown one.
  public func orderID(_ number: OrderNumber) -> String? {
    orderIDs.indices.contains(Int(number.index)) ? orderIDs[Int(number.index)] : nil
  }

  /// The client's own id of an order; nil for an unknown order, and for one without.
  public func clientOrderID(_ number: OrderNumber) -> String? {
    orderClientIDs.indices.contains(Int(number.index)) ? orderClientIDs[Int(number.index)] : nil
  }

  /// Moves time forward: expirations, and what lagging reads may see.
  public mutating func tick(at now: Timestamp) {
    engine.expire(at: now)
    drain(at: now)
    lag.advance(to: now)
  }
}

/// Why an order was not taken on.
enum OrderRefusal: Error, Hashable {
  case alreadyExists
  case rejected(Rejection)
}
