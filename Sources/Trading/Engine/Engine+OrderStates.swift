public import Market

// Where orders are in their lives, for people and reports. Nothing is decided by it.
extension Engine {
  /// The driver has carried out all that was asked for: the orders are handed to the connection, or
  /// news will say that they never left.
  public func noteCarriedOut() { lastHandedOver = nextSequence - 1 }

  /// Where an order is in its life. ``OrderState/pending`` from its decision, with which it is
  /// counted and recorded, until the driver has handed it on (``noteCarriedOut()``) or there is
  /// news of it: what the order itself cannot know.
  public func state(of order: ManagedOrder) -> OrderState {
    let state = order.state
    let isKept = order.request.id.sequence > lastHandedOver
    return state == .submitted && isKept ? .pending : state
  }

  /// An order of this session, working or finished; nil where it is not known.
  ///
  /// - Complexity: O(orders after it).
  public func order(_ id: ClientOrderID) -> ManagedOrder? {
    orders.index(of: id).map { orders.working[$0] } ?? orders.finished(id)
  }
}
