public import Market

/// The profits of a sweep over exactly two parameters, as a table.
public struct SweepGrid: Hashable, Sendable, Codable {
  /// More columns or rows are not shown as a grid.
  public static let mostValues = 40

  /// The parameter across, and its values in the order of the grid.
  public var columnName: String
  public var columns: [String]
  /// The parameter down, and its values in the order of the grid.
  public var rowName: String
  public var rows: [String]
  /// Net profit by row and column; nil where nothing was tried.
  public var profits: [[Money?]]

  /// Nil unless exactly two parameters took more than one value, each pair of them once.
  init?(_ sweep: SweepResult) {
    var names: [String] = []
    var values: [[String]] = []
    let parsed = sweep.trials.map { $0.values.map(Self.assignment) }
    for (name, value) in parsed.joined() {
      if let place = names.firstIndex(of: name) {
        if !values[place].contains(value) { values[place].append(value) }
        if values[place].count > Self.mostValues { return nil }
      } else {
        guard names.count < 64 else { return nil }
        names.append(name)
        values.append([value])
      }
    }
    let swept = names.indices.filter { values[$0].count > 1 }
    guard swept.count == 2 else { return nil }
    (columnName, columns) = (names[swept[1]], values[swept[1]])
    (rowName, rows) = (names[swept[0]], values[swept[0]])
    profits = Array(repeating: Array(repeating: nil, count: columns.count), count: rows.count)
    for (trial, assignments) in zip(sweep.trials, parsed) {
      guard let row = assignments.first(where: { $0.0 == rowName }),
        let column = assignments.first(where: { $0.0 == columnName }),
        let down = rows.firstIndex(of: row.1), let across = columns.firstIndex(of: column.1),
        profits[down][across] == nil
      else { return nil }
      profits[down][across] = trial.netProfit
    }
  }

  private static func assignment(_ text: String) -> (String, String) {
    guard let sign = text.firstIndex(of: "=") else { return (text, "") }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
