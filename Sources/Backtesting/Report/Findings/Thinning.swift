/// Series and lists cut down to what a page can show.
enum Thinning {
  /// The places of at most `most` values, in order: of each stretch its first, lowest, highest and
  /// last, so that no peak is lost. All places when there are few enough.
  ///
  /// - Precondition: `most` is at least 4.
  static func places(_ values: [Double], most: Int) -> [Int] {
    precondition(most >= 4, "a stretch keeps four of its values")
    guard values.count > most else { return Array(values.indices) }
    let stretches = most / 4
    var kept: [Int] = []
    for stretch in 0..<stretches {
      let range =
        stretch * values.count / stretches..<(stretch + 1) * values.count / stretches
      guard let first = range.first, let last = range.last else { continue }
      var low = first
      var high = first
      for place in range {
        if values[place] < values[low] { low = place }
        if values[place] > values[high] { high = place }
      }
      var own: [Int] = []
      for place in [first, min(low, high), max(low, high), last] where place != own.last {
        own.append(place)
      }
      kept += own
    }
    return kept
  }

  /// The places of at most `most` items, evenly over the list, first and last among them.
  static func evenly(_ count: Int, most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    guard most > 1 else { return most == 1 ? [0] : [] }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}
