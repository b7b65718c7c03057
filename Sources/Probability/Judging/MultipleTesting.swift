/// p-values of many tests at once, adjusted so that each can be held against one level.
///
/// Trying twenty strategies finds one that is "significant at 5 %" by chance alone.
public enum MultipleTesting: String, Hashable, Sendable, CaseIterable {
  /// Holds the expected share of false discoveries among all discoveries: for screening. Source:
  /// Y. Benjamini and Y. Hochberg (1995).
  case benjaminiHochberg
  /// Holds the chance of even one false discovery, under any dependence: for promotion. Source:
  /// S. Holm (1979).
  case holm

  /// The adjusted p-values, in the order of `pValues`, each at most 1: a test is a discovery at a
  /// level when its adjusted value is not above that level. Empty for an empty list.
  ///
  /// - Throws: ``StatisticsError/notAProbability(_:)`` with the first value outside 0…1.
  /// - Complexity: O(n log n).
  public func adjusted(_ pValues: [Double]) throws(StatisticsError) -> [Double] {
    for value in pValues where !(value >= 0 && value <= 1) { throw .notAProbability(value) }
    let order = pValues.indices.sorted { left, right in
      pValues[left] == pValues[right] ? left < right : pValues[left] < pValues[right]
    }
    let n = Double(pValues.count)
    var result = pValues
    switch self {
    case .benjaminiHochberg:
      var smallest = 1.0
      for (rank, place) in order.enumerated().reversed() {
        smallest = min(smallest, pValues[place] * (n / Double(rank + 1)))
        result[place] = smallest
      }
    case .holm:
      var largest = 0.0
      for (rank, place) in order.enumerated() {
        largest = max(largest, min(1, pValues[place] * (n - Double(rank))))
        result[place] = largest
      }
    }
    return result
  }
}
