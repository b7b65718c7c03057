internal import Desk
internal import Market
internal import Sportsbooks

/// What became of a file's rows.
struct TableRows {
  let file: String
  let count: Int
  let otherLeagues: Int
  let faults: [RowFault]

  init(_ file: String, _ count: Int, _ otherLeagues: Int, _ faults: [RowFault]) {
    self.file = file
    self.count = count
    self.otherLeagues = otherLeagues
    self.faults = faults
  }

  /// Rows that were left out are said: how many, and the first of them.
  var notes: [String] {
    var notes = faults.first.map { ["\($0); \(faults.count) of \(count) rows left out"] } ?? []
    if otherLeagues > 0 {
      notes.append("\(file): \(otherLeagues) of \(count) rows are of other leagues, left out")
    }
    return notes
  }

  /// Why a file without one usable row cannot be played.
  func nothing(_ wanted: String) -> ProcessFailure {
    let whole =
      count == 0
      ? "has no rows under its header" : "none of its \(count) rows gives a usable \(wanted)"
    if let first = faults.first { return ProcessFailure(.data, "\(first); \(whole)") }
    let leagues = League.allCases.map(\.rawValue).joined(separator: ", ")
    let hint = otherLeagues > 0 ? "; \(otherLeagues) are of other leagues than \(leagues)" : ""
    return ProcessFailure(.data, "\(file): \(whole)\(hint)")
  }
}
