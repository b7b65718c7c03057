public import Market

/// What a sweep over parameters leaves behind: one ``Trial`` for each combination.
public struct SweepResult: Sendable, Codable {
  /// One combination of parameters, played over every day.
  public struct Trial: Hashable, Sendable, Codable {
    /// The values tried, as `strategy.taker_edge_threshold=3`, in the order of the grid.
    public var values: [String]
    /// In the order of ``SweepResult/days``.
    public var profits: [Money]
    public var fees: Money
    public var fills: Int
    public var contracts: Quantity

    public init(
      values: [String], profits: [Money], fees: Money, fills: Int, contracts: Quantity
    ) {
      self.values = values
      self.profits = profits
      self.fees = fees
      self.fills = fills
      self.contracts = contracts
    }

    public var netProfit: Money { profits.reduce(.zero, +) }
  }

  /// Names of the days, in order of time.
  public var days: [String]
  /// In the order of the grid; never empty.
  public var trials: [Trial]

  public init(days: [String], trials: [Trial]) {
    self.days = days
    self.trials = trials
  }
}
