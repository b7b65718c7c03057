public import Market

/// The orders that are alive, in a table of fixed size; finished ones move to a bounded history.
///
/// At the bound of the table no new order is made (gate `orderTableFull`); at the bound of the
/// history the oldest are forgotten, and counted.
public struct OrderTable: Sendable {
  /// Working orders, oldest first.
  public private(set) var working: ContiguousArray<ManagedOrder> = []
  /// Finished orders, oldest first.
  public private(set) var finished: ContiguousArray<ManagedOrder> = []
  /// Finished orders forgotten at the bound.
  public private(set) var forgotten = 0

  public let capacity: Int
  public let historyCapacity: Int

  public init(capacity: Int = 256, historyCapacity: Int = 8_192) {
    self.capacity = capacity
    self.historyCapacity = historyCapacity
    working.reserveCapacity(capacity)
    finished.reserveCapacity(historyCapacity)
  }

  public var isFull: Bool { working.count >= capacity }
  /// True where no entry may be added: half of the table is kept for the exits, one for each entry.
  public var isFullForEntries: Bool { working.count >= capacity / 2 }

  /// Adds an order. The caller has checked that there is a place.
  public mutating func add(_ order: ManagedOrder) {
    precondition(!isFull, "the order table is full; the gate before it must hold")
    working.append(order)
  }

  /// The place of a working order; nil when it is not working.
  ///
  /// - Complexity: O(working orders), which are few.
  public func index(of id: ClientOrderID) -> Int? {
    for index in working.indices where working[index].request.id == id { return index }
    return nil
  }

  /// Changes a working order in place; finished afterwards, it moves to the history.
  public mutating func update(_ index: Int, _ body: (inout ManagedOrder) -> Void) {
    body(&working[index])
    if working[index].isDone { retire(index) }
  }

  /// A finished order; nil where it is not known.
  ///
  /// - Complexity: O(finished orders after it).
  func finished(_ id: ClientOrderID) -> ManagedOrder? { finished.last { $0.request.id == id } }

  /// What was known to be wrong with an order, working or finished.
  func contradiction(of id: ClientOrderID) -> IllegalTransition? {
    if let place = index(of: id) { return working[place].contradiction }
    return finished(id)?.contradiction
  }

  /// Changes a finished order in place. Returns it as it is then; nil where it is not known.
  mutating func updateFinished(
    _ id: ClientOrderID, _ body: (inout ManagedOrder) -> Void
  ) -> ManagedOrder? {
    for index in finished.indices.reversed() where finished[index].request.id == id {
      body(&finished[index])
      return finished[index]
    }
    return nil
  }

  /// A late fill of a finished order, for the record.
  public mutating func fillFinished(
    _ id: ClientOrderID, _ quantity: Quantity, at time: Timestamp
  ) {
    for index in finished.indices.reversed() where finished[index].request.id == id {
      finished[index].fill(quantity, at: time)
      return
    }
  }

  /// Whether that id was ever given by this session, as far as the history reaches.
  public func knows(_ id: ClientOrderID) -> Bool {
    if index(of: id) != nil { return true }
    for order in finished.reversed() where order.request.id == id { return true }
    return false
  }

  /// Whose order it is or was, as far as the history reaches.
  func profile(of id: ClientOrderID) -> ProfileID? {
    if let place = index(of: id) { return working[place].request.profile }
    for order in finished.reversed() where order.request.id == id { return order.request.profile }
    return nil
  }

  /// The worst price that an order has ever named, as far as the history reaches.
  func worstPrice(of id: ClientOrderID) -> Price? {
    if let place = index(of: id) { return working[place].worstPrice }
    return finished(id)?.worstPrice
  }

  private mutating func retire(_ index: Int) {
    if finished.count >= historyCapacity {
      finished.removeFirst(historyCapacity / 4)
      forgotten += historyCapacity / 4
    }
    finished.append(working.remove(at: index))
  }
}
