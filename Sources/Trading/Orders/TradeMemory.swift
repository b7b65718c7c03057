internal import Market

/// The trades already counted, so that a fill that comes twice counts once, and one that is told
/// another way the second time is noticed.
///
/// Bounded: the last `capacity` trades are remembered for certain. A repeat from further back
/// cannot come from the stream, and a reread by REST reaches back only to the last reconciliation.
struct TradeMemory: Sendable {
  /// What a trade was booked at.
  struct Terms: Hashable, Sendable {
    var side: BookSide
    var price: Price
    var quantity: Quantity
    var fee: Money

    init(_ report: FillReport) {
      side = report.side
      price = report.price
      quantity = report.quantity
      fee = report.fee
    }
  }

  private var seen: [ExchangeKey: Terms] = [:]
  private var order: ContiguousArray<ExchangeKey> = []
  private var oldest = 0
  private let capacity: Int

  init(capacity: Int = 65_536) {
    self.capacity = capacity
    seen.reserveCapacity(min(capacity + 1, 4_096))
    order.reserveCapacity(min(capacity, 4_096))
  }

  /// What a trade was told as last; nil where it is not remembered.
  func terms(of trade: ExchangeKey) -> Terms? { seen[trade] }

  /// Nil when the trade is new; from now on it is not. Else what it was told as before: from now on
  /// the new terms are known.
  mutating func admit(_ report: FillReport) -> Terms? {
    if let known = seen.updateValue(Terms(report), forKey: report.trade) { return known }
    if order.count < capacity {
      order.append(report.trade)
    } else {
      seen[order[oldest]] = nil
      order[oldest] = report.trade
      oldest = (oldest + 1) % capacity
    }
    return nil
  }
}
