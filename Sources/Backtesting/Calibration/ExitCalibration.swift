internal import Market
internal import Probability
public import Trading

/// The exit table fitted to positions of the past, cell by cell, and judged on later ones.
///
/// A cell is a band of edges and how much the market trades. Each of ``ExitMoves/grid`` is tried on
/// the same positions, all of which have a result, so that nothing depends on which of them closed.
/// All sell as the engine does, by ``/Trading/ExitLevels``: in the profile's mode, at no profit
/// that the fees would eat, by its times, and with nothing bought where the stop would be hit at
/// once.
///
/// The walk chooses on days before a test, leaves a calendar day out between, and drops positions
/// whose event is in the test as well, or whose result came in it or later. See `WalkForward`;
/// source: `quant.md` 8.4.
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
    /// On the same tests: of the table in force, of holding to the result, of selling by belief,
    /// and of holding until time sells where the profile has such rules.
    public var rivals: [Rival]
    /// Those that something could be chosen for.
    public var tests: Int
    /// Positions that training lost to events of a test, and to results that came in it or later.
    public var purged: Int
    /// Of the samples, those that the table in force would not have bought, and the chosen moves:
    /// each counts as nothing.
    public var refusedInForce: Int
    public var refusedChosen: Int

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
  ///   - exits: the profile's: its table is the one in force, whose bands of edges are kept; its
  ///     mode counts the levels.
  ///   - seed: of every resampling.
  /// - Throws: what is wrong with the table.
  /// - Complexity: O(samples × grid × tests) and a bounded number of draws for each cell.
  public init(
    _ samples: [ExitSample], exits: ExitConfiguration, seed: UInt64
  ) throws(ExitTable.Fault) {
    let table = try ExitTable(rows: exits.rows)
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
            fit: ExitFit(own, inForce: inForce, exits: exits, seed: seed).finding))
      }
    }
  }
}
