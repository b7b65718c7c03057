public import Market
public import Wire

/// Reads balance, positions, open orders and recent fills for reconciliation.
///
/// All or nothing: one part that fails or holds something unreadable fails the reading, since an
/// account known in part must not be traded on. Confined to the scheduler's thread.
public final class AccountSnapshotReader {
  private let rest: KalshiREST
  private let clock: SteadyClock

  /// - Parameter clock: dates the readings; whoever compares them with other times uses the same
  ///   one.
  public init(rest: KalshiREST, clock: SteadyClock) {
    self.rest = rest
    self.clock = clock
  }

  /// Reads the account.
  ///
  /// The parts are read one after another, orders before fills before positions before the balance:
  /// a fill that happens in between shows in the later parts and, being on the stream too, is
  /// recognised by its trade id.
  ///
  /// - Parameters:
  ///   - fillsSince: the exchange compares whole seconds; pass a time well before the connection
  ///     was lost.
  ///   - readsFillsTwice: the fills are read once more at the end, so that
  ///     ``AccountSnapshot/isOfOneState`` can tell whether a trade came in between.
  public func read(
    fillsSince: Timestamp, readsFillsTwice: Bool = false,
    _ completion: @escaping KalshiREST.Completion<AccountSnapshot>
  ) {
    guard readsFillsTwice else { return readOnce(fillsSince, completion) }
    readOnce(fillsSince) { [self] first in
      guard case .success(var snapshot) = first else { return completion(first) }
      rest.fills(since: fillsSince) { again in
        completion(
          Result { () throws(KalshiAPIError) in
            let trades = Set(snapshot.fills.map(\.tradeID))
            snapshot.isOfOneState = try Self.complete(again, "fills").allSatisfy {
              trades.contains($0.tradeID)
            }
            return snapshot
          })
      }
    }
  }

  private func readOnce(
    _ fillsSince: Timestamp, _ completion: @escaping KalshiREST.Completion<AccountSnapshot>
  ) {
    let readFrom = clock.now
    rest.orders { [self] orders in
      rest.fills(since: fillsSince) { [self] fills in
        rest.positions { [self] positions in
          rest.balance { [self] balance in
            completion(
              Result { () throws(KalshiAPIError) in
                AccountSnapshot(
                  readFrom: readFrom, readTo: clock.now, balance: try balance.get(),
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
