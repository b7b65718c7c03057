import Market
import Matching
import TestKit
import Trading

// What arrives at the exchange, and what it answers.
extension FaultyExchange {
  /// What rests from now on, or goes on resting, comes to its end so much later; the exchange
  /// counts whole seconds.
  mutating func noteEnd(_ output: EngineOutput, at now: Timestamp) {
    guard lifetime > 0 else { return }
    let end = Timestamp(seconds: (now + lifetime + 999_999_999).seconds)
    switch output {
    case .place(let order) where order.style == .rest: ends[order.id] = end
    case .amend(let id, _, _, _, _): ends[id] = end
    default: break
    }
  }

  /// Changes an order, and its end with it.
  private mutating func amend(
    _ number: OrderNumber, _ id: ClientOrderID, _ price: Price, _ total: Quantity,
    at now: Timestamp
  ) -> Bool {
    let before = core.order(number)
    let end = ends[id]
    let change = end.map { ExpirationChange.set($0) } ?? .keep
    guard
      (try? core.amend(
        number, by: mine, price: price, total: total, expiration: change, at: now)) != nil
    else { return false }
    if let end { post(.expiry, at: end) }
    if before?.price == price, before?.initialQuantity == total { renewals += 1 }
    return true
  }

  /// A request arrives and is carried out.
  mutating func carryOut(_ output: EngineOutput, at now: Timestamp) {
    let isAnswerLost = happens()
    switch output {
    case .place(let order):
      travelling[order.id] = nil
      place(order, isAnswerLost, at: now)
    case .cancel(let id, _):
      guard let number = number(of: id),
        !happens(), (try? core.cancel(number, by: mine, at: now)) != nil
      else {
        answer(.cancelRefused(id), now)
        return
      }
      reply(output, number, isAnswerLost, at: now)
    case .amend(let id, _, _, let price, let total):
      guard let number = number(of: id), !happens(),
        amend(number, id, price, total, at: now)
      else {
        answer(.amendFailed(id), now)
        return
      }
      reply(output, number, isAnswerLost, at: now)
    case .findOrder(let id, _):
      if isAnswerLost { return }
      if let number = number(of: id), let report = report(number) {
        answer(.orderState(id, report), now)
      } else {
        answer(.orderNotFound(id), now)
      }
    case .reconcile:
      if isAnswerLost { return }
      post(.account(account(at: now), fills: fills.count), at: now + delay(100))
    case .notice: break
    }
    publish(at: now)
  }

  mutating func place(_ order: EngineOrder, _ isAnswerLost: Bool, at now: Timestamp) {
    let request = OrderRequest(
      account: mine, market: order.market, side: order.side, price: order.price,
      quantity: order.quantity,
      timeInForce: order.style == .take ? .immediateOrCancel : .goodTillCanceled,
      expiration: order.style == .rest ? ends[order.id] : nil, isPostOnly: order.style == .rest)
    clients[core.orderCount] = order.id
    if !happens(), canPay(order), let number = try? core.submit(request, at: now) {
      if let end = request.expiration { post(.expiry, at: end) }
      reply(.place(order), number, isAnswerLost, at: now)
    } else {
      clients[core.orderCount] = nil
      answer(.orderRejected(order.id, reason: "refused"), now)
    }
  }

  mutating func reply(
    _ output: EngineOutput, _ number: OrderNumber, _ isLost: Bool, at now: Timestamp
  ) {
    guard !isLost, var report = report(number), let id = clients[Int(number.index)] else {
      refuse(output, at: now + 80_000_000)
      return
    }
    if random.next() % 2 == 0 { report.price = nil }
    answer(.orderState(id, report), now)
  }
}
