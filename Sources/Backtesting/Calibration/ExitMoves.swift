/// A profit and a loss at which a position is sold, both counted from what a contract cost.
public struct ExitMoves: Hashable, Sendable, Codable {
  /// In 1/10 000 $.
  public var takeProfit: Int32
  public var stopLoss: Int32

  public init(takeProfit: Int32, stopLoss: Int32) {
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
  }

  /// Whole cents, as a table has them.
  public init(takeProfitCents: Int32, stopLossCents: Int32) {
    self.init(takeProfit: takeProfitCents * 100, stopLoss: stopLossCents * 100)
  }

  /// What is tried for each cell: a small grid, since each combination more is one more to be lucky
  /// with.
  public static let grid: [ExitMoves] = [2, 3, 4, 5, 6, 8, 10, 15].flatMap { profit in
    [2, 3, 4, 6, 8, 12].map { ExitMoves(takeProfitCents: profit, stopLossCents: $0) }
  }

  /// `+7 c / -4 c`.
  public var text: String {
    "+\(Self.cents(takeProfit)) c / -\(Self.cents(stopLoss)) c"
  }

  private static func cents(_ tenThousandths: Int32) -> String {
    NumberText.fixed(Double(tenThousandths) / 100, tenThousandths % 100 == 0 ? 0 : 1)
  }
}
