public import Market

/// The account as REST tells it, read in one go.
public struct AccountSnapshot: Hashable, Sendable {
  /// When the reading began: what happened later may be missing from it.
  public var readFrom: Timestamp
  /// When the last answer arrived.
  public var readTo: Timestamp
  public var balance: KalshiBalance
  /// Ascending by ticker.
  public var positions: [KalshiPosition]
  public var restingOrders: [KalshiOrder]
  /// Fills since the time asked for, oldest first.
  public var fills: [KalshiFill]
  /// The fills were read again at the end, and none had come: all parts are of one state. False
  /// where that was not asked for.
  public var isOfOneState: Bool

  public init(
    readFrom: Timestamp, readTo: Timestamp, balance: KalshiBalance,
    positions: [KalshiPosition], restingOrders: [KalshiOrder], fills: [KalshiFill],
    isOfOneState: Bool = false
  ) {
    self.readFrom = readFrom
    self.readTo = readTo
    self.balance = balance
    self.positions = positions
    self.restingOrders = restingOrders
    self.fills = fills
    self.isOfOneState = isOfOneState
  }
}
