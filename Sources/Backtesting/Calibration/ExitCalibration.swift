internal import Market
internal import Probability
public import Trading

/// The exit table fitted to positions of the past, cell by cell, and judged on later ones.
///
/// A cell is a band of edges and how much the market trades. Each of ``ExitMoves/grid`` is tried on
/// the same positions, all of which have a result, so that nothing depends on which of them closed.
/// The walk chooses on days before a test, leaves a calendar day out between, and drops positions
/// whose event is in the test as well. See `WalkForward`; source: `quant.md` 8.4.
public struct ExitCalibration: Hashable, Sendable, Codable {
  /// Closed positions that a cell needs, and days that it needs them on.
  public static let fewestPositions = 100
  public static let fewestDays = WalkForwardFinding.fewestDays
  /// Calendar days left out between training and test.
  public static let purgeDays = 1

  /// One band of edges in one kind of market.
  public struct Cell: Hashable, Sendable, Codable {
    /// The band's least edge, in cents.
    public var edgeCents: Int32
    public var liquidity: ExitTable.Liquidity
    public var positions: Int
    public var events: Int
    public var days: Int
    /// What the table in force has, in 1/10 000 $.
    public var inForce: ExitMoves
    public var fit: Finding<Fit>
  }

  /// What was chosen, and what came of choosing so. Cents a contract, after fees.
  public struct Fit: Hashable, Sendable, Codable {
    /// Best over all days, and what it made on them: too good, having been chosen by them.
    public var chosen: ExitMoves
    public var inSample: Estimate
    /// On tests, of what earlier days would have chosen.
    public var outOfSample: Estimate
    /// On the same tests: of the table in force, of holding to the result, and of selling by
    /// belief.
    public var rivals: [Rival]
    public var tests: Int
    /// Positions that training lost to events of a test.
    public var purged: Int

    /// Choosing by the past beat every rival on later days by more than chance would.
    public var isBetter: Bool { rivals.allSatisfy { ($0.gain.interval.value?.lower ?? -1) > 0 } }
  }

  /// Another way to sell, on the same positions.
  public struct Rival: Hashable, Sendable, Codable {
    /// In words: "the table in force".
    public var name: String
    public var outOfSample: Estimate
    /// What the chosen exits made more.
    public var gain: Estimate
  }

  /// In the order of edges, then of liquidity.
  public var cells: [Cell] = []
  /// Positions with a result, an edge and a volume: those that are in a cell.
  public var positions = 0
  public var seed: UInt64

  /// Fits a table.
  ///
  /// - Parameters:
  ///   - table: the one in force; its bands of edges are kept.
  ///   - seed: of every resampling.
  /// - Complexity: O(samples × grid × tests) and a bounded number of draws for each cell.
  public init(_ samples: [ExitSample], table: ExitTable, seed: UInt64) {
    self.seed = seed
    for (place, row) in table.rows.enumerated() {
      let end = place + 1 < table.rows.count ? Int64(table.rows[place + 1].edgeCents) * 100 : .max
      for liquidity in ExitTable.Liquidity.allCases {
        let own = samples.filter {
          $0.liquidity == liquidity && Int64($0.netEdge) >= Int64(row.edgeCents) * 100
            && Int64($0.netEdge) < end
        }
        guard let moves = table.moves(netEdge: Int64(row.edgeCents) * 100, liquidity) else {
          continue
        }
        let inForce = ExitMoves(
          takeProfit: Int32(clamping: moves.takeProfit), stopLoss: Int32(clamping: moves.stopLoss))
        positions += own.count
        cells.append(
          Cell(
            edgeCents: row.edgeCents, liquidity: liquidity, positions: own.count,
            events: Set(own.map(\.event)).count, days: Set(own.map(\.day)).count, inForce: inForce,
            fit: ExitFit.find(own, inForce: inForce, seed: seed)))
      }
    }
  }

  /// Rows of the table with those that were fitted in markets of normal trading and beat every
  /// rival on later days; nil where there is none. A larger edge never has a smaller move.
  public func suggestedRows(over table: ExitTable) -> [ExitTable.Row]? {
    var rows = table.rows
    var isFitted = false
    for place in rows.indices {
      let cell = cells.first {
        $0.edgeCents == rows[place].edgeCents && $0.liquidity == .normal
      }
      if let fit = cell?.fit.value, fit.isBetter {
        rows[place].takeProfitCents = fit.chosen.takeProfit / 100
        rows[place].stopLossCents = fit.chosen.stopLoss / 100
        isFitted = true
      }
      guard place > 0 else { continue }
      rows[place].takeProfitCents = max(
        rows[place].takeProfitCents, rows[place - 1].takeProfitCents)
      rows[place].stopLossCents = max(rows[place].stopLossCents, rows[place - 1].stopLossCents)
    }
    return isFitted ? rows : nil
  }
}
