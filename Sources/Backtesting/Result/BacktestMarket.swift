public import Market

/// One market of a backtest. A market of several days is one for each.
public struct BacktestMarket: Hashable, Sendable, Codable {
  /// Best prices at one moment.
  public struct QuotePoint: Hashable, Sendable, Codable {
    public var time: Timestamp
    public var bid: Price?
    public var ask: Price?
    /// Fair value of YES; nil without one.
    public var fair: Double?

    public init(time: Timestamp, bid: Price?, ask: Price?, fair: Double?) {
      self.time = time
      self.bid = bid
      self.ask = ask
      self.fair = fair
    }
  }

  public var ticker: String
  /// Place in ``BacktestResult/days``.
  public var day: Int
  /// The unit of resampling: markets of one game stand and fall together.
  public var event: String
  public var league: String?
  /// The furthest gate it reached, in words; behind the last one, whether anything was filled.
  public var gate: String
  /// The largest gross edge seen, in 1/10 000 $; nil where it was never priced.
  public var bestEdge: Int32?
  public var fills: Int
  public var contracts: Quantity
  public var fees: Money
  /// Profit with fees taken off; open contracts at what closing would bring.
  public var profit: Money
  /// Contracts still held at the end without a result, signed.
  public var open: Quantity
  /// What YES paid; nil where no result is known.
  public var paid: Price?
  /// Best prices over time, of markets with fills only; thinned out.
  public var quotes: [QuotePoint]
}
