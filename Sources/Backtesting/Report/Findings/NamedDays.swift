/// Days in a row, by the names of the first and the last.
public struct NamedDays: Hashable, Sendable, Codable {
  public var first: String
  public var last: String
  public var count: Int

  /// Nil where there is no day.
  init?(_ names: [String]) {
    guard let first = names.first, let last = names.last else { return nil }
    self.first = first
    self.last = last
    count = names.count
  }

  /// `2025-11-24`, or `2025-11-24 … 2025-11-28, 5 days`.
  var text: String {
    let ends = [first, last].map { Markup.shortened($0, most: 40) }
    return count == 1
      ? ends[0] : "\(ends[0]) … \(ends[1]), \(NumberText.counted(count, "day"))"
  }
}
