public import Market
public import Trading

/// One fill of a backtest, with what is needed to judge it.
public struct BacktestFill: Hashable, Sendable, Codable {
  /// How long after a fill its mark-outs are taken, nanoseconds: 1 s, 10 s, 60 s and 5 min. The
  /// close of the odds is apart, in ``closingFair``. Source: `quant.md` 10.2.
  public static let markoutNanoseconds: [Int64] = [
    1_000_000_000, 10_000_000_000, 60_000_000_000, 300_000_000_000,
  ]

  public var time: Timestamp
  /// Place in ``BacktestResult/days``.
  public var day: Int
  /// Place in ``BacktestResult/markets``.
  public var market: Int
  /// A bid buys YES, an ask sells it.
  public var side: BookSide
  /// YES price.
  public var price: Price
  public var quantity: Quantity
  public var liquidity: Liquidity
  public var purpose: OrderPurpose
  /// Whose order it was.
  public var profile = ProfileID.arbitrage
  /// Of the entry: what the profile's last signal that traded in the market counted on, in
  /// 1/10 000 $ a contract; nil where none said.
  public var netEdge: Int32?
  /// Contracts of 24 hours when it filled; nil where nobody has said.
  public var volume: Int64?
  public var fee: Money
  /// Fair value of YES when it filled; nil where there was none.
  public var fair: Double?
  /// Fair value of YES, else the middle of the book, at each of ``markoutNanoseconds``; nil where
  /// the recording had ended or showed neither.
  public var markouts: [Double?]
  /// The last fair value of YES before the game began; nil without one.
  public var closingFair: Double?
  /// What YES paid in the end; nil where no result is known.
  public var paid: Price?

  /// Cents a contract that a value of YES of `value` is better than the price paid, before fees.
  public func edgeCents(at value: Double) -> Double {
    let dollars = Double(price.tenThousandths) / 10_000
    return (side == .bid ? value - dollars : dollars - value) * 100
  }
}
