/// A small set of numbers with a median, for one market's books. Never allocates.
///
/// Holds at most ``capacity`` values; at the bound new values are refused, and the caller counts
/// them. Numbers that are not finite are refused too.
public struct MedianBuffer: Sendable {
  /// More books than any feed sells.
  public static let capacity = 64

  private var sorted = InlineArray<64, Double>(repeating: 0)
  /// How many values are in it.
  public private(set) var count = 0

  public init() {}

  /// Adds a value, keeping the order; false when it is full or the value is not finite.
  /// - Complexity: O(count).
  public mutating func insert(_ value: Double) -> Bool {
    guard value.isFinite, count < Self.capacity else { return false }
    var index = count
    while index > 0, sorted[index - 1] > value {
      sorted[index] = sorted[index - 1]
      index -= 1
    }
    sorted[index] = value
    count += 1
    return true
  }

  /// Forgets every value; keeps the room for them.
  public mutating func removeAll() { count = 0 }

  /// The middle value, or the mean of the two middle ones; nil when empty.
  public var median: Double? {
    guard count > 0 else { return nil }
    let middle = count / 2
    return count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
  }

  public var minimum: Double? { count > 0 ? sorted[0] : nil }
  public var maximum: Double? { count > 0 ? sorted[count - 1] : nil }
}
