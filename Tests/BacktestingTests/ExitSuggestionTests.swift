import Market
import Testing
import Trading

@testable import Backtesting

@Suite struct `Rows that a calibration suggests` {
  /// The design's table with these fits, by the edge of a row: moves and positions.
  private static func suggestion(
    _ fits: [Int32: (moves: ExitMoves, positions: Int)]
  ) throws -> ExitSuggestion {
    var calibration = try ExitCalibration(
      try MadeUpSample.telling(days: 30, perDay: 10), exits: ExitConfiguration(), seed: 1)
    let good = try #require(calibration.cells.first { $0.fit.value != nil }?.fit.value)
    try #require(good.isBetter)
    for place in calibration.cells.indices {
      calibration.cells[place].fit = .insufficient("it needs more")
      guard calibration.cells[place].liquidity == .normal,
        let wanted = fits[calibration.cells[place].edgeCents]
      else { continue }
      var fit = good
      fit.chosen = wanted.moves
      calibration.cells[place].fit = .value(fit)
      calibration.cells[place].positions = wanted.positions
    }
    return ExitSuggestion(calibration, over: try ExitTable.design())
  }

  private static func moves(_ profit: Int32, _ loss: Int32) -> ExitMoves {
    ExitMoves(takeProfitCents: profit, stopLossCents: loss)
  }

  private static func row(_ edge: Int32, _ profit: Int32, _ loss: Int32) -> ExitTable.Row {
    ExitTable.Row(edgeCents: edge, takeProfitCents: profit, stopLossCents: loss)
  }

  @Test func `a row that fits is as it was tested, and no other row has moved`() throws {
    let suggestion = try Self.suggestion([5: (Self.moves(6, 3), 200), 6: (Self.moves(15, 12), 150)])
    #expect(suggestion.fitted == [3, 4] && suggestion.misfits.isEmpty)
    #expect(
      suggestion.rows
        == ExitTable.designRows.prefix(3) + [Self.row(5, 6, 3), Self.row(6, 15, 12)])
    #expect(throws: Never.self) { try ExitTable(rows: suggestion.rows) }
  }

  @Test func `a row with a larger move than the next is named and left out, and lifts nothing`()
    throws
  {
    let suggestion = try Self.suggestion([1: (Self.moves(10, 2), 300)])
    #expect(suggestion.rows == ExitTable.designRows && suggestion.fitted.isEmpty)
    #expect(
      suggestion.misfits == [.init(row: Self.row(1, 10, 2), neighbour: Self.row(2, 4, 3))])
  }

  @Test func `of two that contradict each other the one from more positions stays`() throws {
    for (first, second) in [(300, 200), (200, 300), (200, 200)] {
      let suggestion = try Self.suggestion([
        5: (Self.moves(6, 8), first), 6: (Self.moves(8, 6), second),
      ])
      let isFirstKept = first >= second
      // The one of five cents alone has a larger loss than the row of six in force.
      #expect(suggestion.fitted == (isFirstKept ? [] : [4]))
      #expect(suggestion.misfits.map(\.row.edgeCents) == (isFirstKept ? [6, 5] : [5]))
      #expect(throws: Never.self) { try ExitTable(rows: suggestion.rows) }
    }
  }

  @Test func `two that only fit together are suggested together`() throws {
    let suggestion = try Self.suggestion([
      5: (Self.moves(15, 8), 200), 6: (Self.moves(15, 12), 150),
    ])
    #expect(suggestion.fitted == [3, 4] && suggestion.misfits.isEmpty)
  }

  @Test func `a fit that beat too little suggests nothing`() throws {
    let suggestion = try Self.suggestion([:])
    #expect(suggestion.fitted.isEmpty && suggestion.misfits.isEmpty)
    #expect(suggestion.rows == ExitTable.designRows)
  }
}
