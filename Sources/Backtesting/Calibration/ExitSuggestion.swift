public import Trading

/// Rows for the configuration: those that were tested, as they were tested, in the table in force.
///
/// A table's moves must not fall from row to row (``/Trading/ExitTable/Fault/movesFall(row:)``). No
/// row is lifted for that: a fitted one that does not fit beside its neighbour is left out and
/// named. Of two fitted ones the one from fewer positions is, of equals the later.
public struct ExitSuggestion: Hashable, Sendable {
  /// A row that was fitted and has no place in the table.
  public struct Misfit: Hashable, Sendable {
    public var row: ExitTable.Row
    /// The row beside it that it contradicts.
    public var neighbour: ExitTable.Row
  }

  /// The whole table; the one in force where nothing is suggested.
  public private(set) var rows: [ExitTable.Row]
  /// Places in ``rows`` of those that were fitted, rising.
  public private(set) var fitted: [Int] = []
  /// In the order in which they were left out.
  public private(set) var misfits: [Misfit] = []

  /// - Parameters:
  ///   - calibration: of which cells of normal trading count whose fit beat every rival.
  ///   - table: the one in force.
  public init(_ calibration: ExitCalibration, over table: ExitTable) {
    rows = table.rows
    var positions = [Int](repeating: 0, count: rows.count)
    for place in rows.indices {
      let cell = calibration.cells.first {
        $0.edgeCents == rows[place].edgeCents && $0.liquidity == .normal
      }
      guard let cell, let fit = cell.fit.value, fit.isBetter else { continue }
      rows[place].takeProfitCents = fit.chosen.takeProfit / 100
      rows[place].stopLossCents = fit.chosen.stopLoss / 100
      positions[place] = cell.positions
      fitted.append(place)
    }
    while let later = Self.fall(in: rows) {
      let both = [later - 1, later].filter(fitted.contains)
      guard let place = both.min(by: { (positions[$0], -$0) < (positions[$1], -$1) }) else {
        return
      }
      let neighbour = place == later ? later - 1 : later
      misfits.append(Misfit(row: rows[place], neighbour: rows[neighbour]))
      rows[place] = table.rows[place]
      fitted.removeAll { $0 == place }
    }
  }

  /// The first row with a smaller move than the one before it; nil where there is none.
  private static func fall(in rows: [ExitTable.Row]) -> Int? {
    rows.indices.dropFirst().first {
      rows[$0].takeProfitCents < rows[$0 - 1].takeProfitCents
        || rows[$0].stopLossCents < rows[$0 - 1].stopLossCents
    }
  }
}
