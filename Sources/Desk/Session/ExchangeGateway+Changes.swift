internal import Kalshi
internal import Market
internal import Trading

/// What happens to an order once it is out: cancelled, amended, looked for.
extension ExchangeGateway {
  func cancel(_ id: ClientOrderID, _ market: MarketID) {
    guard let orderID = book.exchangeID(of: id) else {
      // What brings the exchange's id is still out. Told later, never at once: the engine would ask
      // again at once, for ever.
      answerLater(.cancelLost(id))
      return
    }
    rest.cancelOrder(orderID, ticker: ticker(market), exchangeIndex: exchangeIndex(market)) {
      [self] result in
      switch result {
      case .success(let answered): canceled(id, answered)
      case .failure(let error):
        switch error.kind {
        case .notFound: answer(.cancelRefused(id))
        case .rejected, .authentication, .rateLimited:
          onLog("cancel refused: \(error)")
          answerLater(.cancelLost(id))
          if error.kind == .authentication { linkLost(error) }
        case .notSent, .unknownOutcome:
          answerLater(.cancelLost(id))
          if error.isLinkTrouble { linkLost(error) }
        }
      }
    }
  }

  private func canceled(_ id: ClientOrderID, _ answered: CancelAnswer) {
    guard let order = session.engine.orders.working.first(where: { $0.request.id == id }) else {
      return
    }
    let filled = order.request.quantity - answered.reducedBy
    answer(
      .orderState(
        id,
        OrderReport(
          state: .canceled, filled: max(filled, order.filledByReport), remaining: .zero,
          price: nil)))
  }

  func amend(
    _ id: ClientOrderID, _ market: MarketID, _ side: BookSide, _ price: Price, _ total: Quantity
  ) {
    guard let orderID = book.exchangeID(of: id) else {
      answerLater(.amendFailed(id))
      return
    }
    let request = AmendOrderRequest(
      ticker: ticker(market), side: side, price: price, count: total,
      expiration: restingEnd, exchangeIndex: exchangeIndex(market))
    rest.amendOrder(orderID, request) { [self] result in
      switch result {
      case .success(let answered):
        guard let filled = answered.filled ?? filledSoFar(id), let remaining = answered.remaining
        else {
          find(id, market)
          return
        }
        answer(
          .orderState(
            id,
            OrderReport(
              state: remaining > .zero ? .resting : .executed, filled: filled,
              remaining: remaining, price: price)))
      case .failure(let error):
        onLog("amendment failed: \(error)")
        answer(.amendFailed(id))
        find(id, market)
        if error.isLinkTrouble { linkLost(error) }
      }
    }
  }

  private func filledSoFar(_ id: ClientOrderID) -> Quantity? {
    session.engine.orders.working.first { $0.request.id == id }?.filledByReport
  }

  func find(_ id: ClientOrderID, _ market: MarketID) {
    reader.findOrder(
      clientOrderID: id, ticker: ticker(market), since: started + -60_000_000_000
    ) { [self] result in
      switch result {
      case .success(nil): answer(.orderNotFound(id))
      case .success(let order?):
        book.name(id, order.orderID)
        guard let state = OrderReport.State(order.status) else { return }
        answer(
          .orderState(
            id,
            OrderReport(
              state: state, filled: order.filled, remaining: order.remaining, price: order.price)))
      case .failure(let error):
        // Nothing was learnt; the engine asks again.
        onLog("search for an order failed: \(error)")
      }
    }
  }
}
