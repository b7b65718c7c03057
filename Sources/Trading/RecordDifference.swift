public import Market

/// A field of the exchange's record of our account that is not as we count it: both columns.
public struct RecordDifference: Hashable, Sendable, Codable {
  /// What is told differently.
  public enum Field: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// 0 for a bid, 1 for an ask.
    case orderSide = 1
    /// In 1/10 000 $.
    case orderPrice = 2
    /// Filled and remaining together, in 1/100 contracts.
    case orderSize = 3
    /// What is held has cost, in millionths of a dollar.
    case positionCost = 4
    /// Fees of the market so far, in millionths of a dollar.
    case positionFees = 5
    /// 0 for a bid, 1 for an ask.
    case fillSide = 6
    /// In 1/10 000 $.
    case fillPrice = 7
    /// In 1/100 contracts.
    case fillSize = 8
    /// In millionths of a dollar.
    case fillFee = 9
    /// When an order that rests is taken off by itself, in seconds since 1970; 0 for never.
    case orderEnd = 10
  }

  public var market: MarketID
  public var field: Field
  /// In the field's unit, as the next.
  public var ours: Int64
  public var exchange: Int64

  public init(market: MarketID, field: Field, ours: Int64, exchange: Int64) {
    self.market = market
    self.field = field
    self.ours = ours
    self.exchange = exchange
  }
}
