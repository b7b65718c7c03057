public import Market
public import Wire

/// Reads balance, positions, open orders and recent fills for reconciliation.
///
/// All or nothing: one part that fails or holds something unreadable fails the reading, since an
/// account known in part must not be traded on. Confined to the scheduler's thread.
public final class AccountSnapshotReader {
  private let rest: KalshiREST
  private let scheduler: any Scheduler

  public init(rest: KalshiREST, scheduler: any Scheduler) {
    self.rest = rest
    self.scheduler = scheduler
  }

  /// Reads the account.
  ///
  /// The parts are read one after another, orders before fills before positions before the balance:
  /// a fill that happens in between shows in the later parts and, being on the stream too, is
  /// recognised by its trade id.
  ///
  /// - Parameter fillsSince: the exchange compares whole seconds; pass a time well before the
  ///   connection was lost.
  public func read(
    fillsSince: Timestamp, _ completion: @escaping KalshiREST.Completion<AccountSnapshot>
  ) {
    let readFrom = scheduler.now
    rest.orders { [self] orders in
      rest.fills(since: fillsSince) { [self] fills in
        rest.positions { [self] positions in
          rest.balance { [self] balance in
            completion(
              Result { () throws(KalshiAPIError) in
                AccountSnapshot(
                  readFrom: readFrom, readTo: scheduler.now, balance: try balance.get(),
                  positions: try Self.complete(positions, "positions")
                    .sorted { $0.ticker < $1.ticker },
                  restingOrders: try Self.complete(orders, "orders"),
                  fills: try Self.complete(fills, "fills").reversed())
              })
          }
        }
      }
    }
  }

  /// Looks for an order by the id we gave it, among resting, executed and cancelled ones since
  /// `since`. Success with nil means that the exchange lists no such order.
  ///
  /// A list may lag behind the engine: nil soon after sending proves nothing, ask again.
  public func findOrder(
    clientOrderID: ClientOrderID, ticker: String, since: Timestamp,
    _ completion: @escaping KalshiREST.Completion<KalshiOrder?>
  ) {
    let wanted = clientOrderID.description
    rest.orders(status: nil, ticker: ticker, since: since) { orders in
      completion(
        Result { () throws(KalshiAPIError) in
          try Self.complete(orders, "orders").first { $0.clientOrderID == wanted }
        })
    }
  }

  private static func complete<Element>(
    _ result: Result<Page<Element>, KalshiAPIError>, _ what: String
  ) throws(KalshiAPIError) -> [Element] {
    let page = try result.get()
    if let bad = page.rejected.first {
      throw .unreadable(
        status: 200, KalshiModelError(field: "\(what).\(bad.field)", reason: bad.reason))
    }
    return page.elements
  }
}
