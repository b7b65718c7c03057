/// How far a bid may run before a position is sold, by the edge it was bought with: the table of
/// design 5, section 10.
///
/// Moves are in whole cents and scaled by how much the market trades: with more trading a profit is
/// taken sooner and a loss is given more room, with less the other way round.
public struct ExitTable: Hashable, Sendable {
  /// One row: from an edge on, until the next row's.
  public struct Row: Hashable, Sendable, Codable {
    /// Net edge at the entry, in cents.
    public var edgeCents: Int32
    public var takeProfitCents: Int32
    public var stopLossCents: Int32

    public init(edgeCents: Int32, takeProfitCents: Int32, stopLossCents: Int32) {
      self.edgeCents = edgeCents
      self.takeProfitCents = takeProfitCents
      self.stopLossCents = stopLossCents
    }
  }

  /// How much a market trades, by the contracts of the last 24 hours.
  public enum Liquidity: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case low
    case normal
    case high
  }

  /// What the moves of a row are multiplied by, in hundredths.
  public struct Scale: Hashable, Sendable, Codable {
    public var takeProfitPercent: Int32
    public var stopLossPercent: Int32

    public init(takeProfitPercent: Int32, stopLossPercent: Int32) {
      self.takeProfitPercent = takeProfitPercent
      self.stopLossPercent = stopLossPercent
    }
  }

  /// Why a table is none.
  public enum Fault: Error, Hashable, Sendable {
    case empty
    /// Edges must rise from row to row, from at least one cent.
    case edgesDoNotRise(row: Int)
    /// A move must be at least a cent and less than a dollar.
    case moveOutOfRange(row: Int)
    /// A larger edge must not have a smaller move.
    case movesFall(row: Int)
    /// Percentages are 1 to 1 000, and the volume of a busy market above that of a quiet one.
    case badScale
  }

  public let rows: [Row]
  public let low: Scale
  public let high: Scale
  /// Fewer contracts are low liquidity, more than ``highVolume`` high.
  public let lowVolume: Int64
  public let highVolume: Int64

  public init(
    rows: [Row],
    low: Scale = Scale(takeProfitPercent: 150, stopLossPercent: 80),
    high: Scale = Scale(takeProfitPercent: 80, stopLossPercent: 120), lowVolume: Int64 = 2_000,
    highVolume: Int64 = 10_000
  ) throws(Fault) {
    guard let first = rows.first else { throw .empty }
    guard first.edgeCents >= 1 else { throw .edgesDoNotRise(row: 0) }
    for (place, row) in rows.enumerated() {
      for move in [row.takeProfitCents, row.stopLossCents] where !(1..<100).contains(move) {
        throw .moveOutOfRange(row: place)
      }
      guard place > 0 else { continue }
      let last = rows[place - 1]
      guard row.edgeCents > last.edgeCents else { throw .edgesDoNotRise(row: place) }
      guard row.takeProfitCents >= last.takeProfitCents, row.stopLossCents >= last.stopLossCents
      else { throw .movesFall(row: place) }
    }
    let percents = 1...Int32(1_000)
    for scale in [low, high] {
      guard percents.contains(scale.takeProfitPercent), percents.contains(scale.stopLossPercent)
      else { throw .badScale }
    }
    guard lowVolume >= 0, lowVolume <= highVolume else { throw .badScale }
    self.rows = rows
    self.low = low
    self.high = high
    self.lowVolume = lowVolume
    self.highVolume = highVolume
  }

  /// The design's own.
  public static let designRows = [
    Row(edgeCents: 1, takeProfitCents: 3, stopLossCents: 2),
    Row(edgeCents: 2, takeProfitCents: 4, stopLossCents: 3),
    Row(edgeCents: 3, takeProfitCents: 5, stopLossCents: 3),
    Row(edgeCents: 5, takeProfitCents: 6, stopLossCents: 4),
    Row(edgeCents: 6, takeProfitCents: 7, stopLossCents: 4),
  ]

  /// The table of ``designRows``.
  public static func design() throws(Fault) -> ExitTable { try ExitTable(rows: designRows) }

  /// What a market is by its contracts of the last 24 hours.
  public func liquidity(contracts: Int64) -> Liquidity {
    if contracts > highVolume { return .high }
    return contracts < lowVolume ? .low : .normal
  }

  /// The moves for a net edge, in 1/10 000 $; nil below the first row's.
  ///
  /// - Parameter netEdge: 1/10 000 $ a contract.
  public func moves(netEdge: Int64, _ liquidity: Liquidity) -> (takeProfit: Int64, stopLoss: Int64)?
  {
    guard let row = rows.last(where: { Int64($0.edgeCents) * 100 <= netEdge }) else { return nil }
    let normal = Scale(takeProfitPercent: 100, stopLossPercent: 100)
    let scale =
      switch liquidity {
      case .low: low
      case .normal: normal
      case .high: high
      }
    // A cent is 100 ten-thousandths: cents times percent are ten-thousandths.
    return (
      Int64(row.takeProfitCents) * Int64(scale.takeProfitPercent),
      Int64(row.stopLossCents) * Int64(scale.stopLossPercent)
    )
  }
}
