public import Market

/// How often something happened in the last while: a ring of times, oldest first.
///
/// Holds at most ``capacity`` of them; at the bound the oldest is forgotten, so that counts above
/// it are never reached.
public struct RateWindow: Hashable, Sendable, Codable {
  public let lengthNanoseconds: Int64
  public let capacity: Int
  /// As many as a power of two, so that places are found by a mask.
  private var times: ContiguousArray<Timestamp>
  private var oldest = 0
  public private(set) var count = 0

  /// - Parameters:
  ///   - lengthNanoseconds: of the while, above 0.
  ///   - capacity: at least 1.
  public init(lengthNanoseconds: Int64, capacity: Int) {
    precondition(lengthNanoseconds > 0 && capacity > 0, "a window has a length and room")
    self.lengthNanoseconds = lengthNanoseconds
    self.capacity = capacity
    let places = 1 << (Int.bitWidth - (capacity - 1).leadingZeroBitCount)
    times = ContiguousArray(repeating: .distantPast, count: capacity == 1 ? 1 : places)
  }

  private func slot(_ place: Int) -> Int { (oldest &+ place) & (times.count &- 1) }

  /// The latest time noted; nil where none was, or it was forgotten.
  public var latest: Timestamp? { count > 0 ? self[count - 1] : nil }

  /// One of those that count, 0 the oldest.
  public subscript(place: Int) -> Timestamp {
    precondition(place >= 0 && place < count, "no such time")
    return times[slot(place)]
  }

  /// It happened now. Times never go back.
  public mutating func note(_ now: Timestamp) {
    forget(before: now)
    if count == capacity {
      oldest = slot(1)
      count -= 1
    }
    times[slot(count)] = now
    count += 1
  }

  /// Forgets what is too long ago.
  ///
  /// - Complexity: O(what is forgotten).
  public mutating func forget(before now: Timestamp) {
    while count > 0, now - times[oldest] >= lengthNanoseconds {
      oldest = slot(1)
      count -= 1
    }
  }

  /// Forgets all of it.
  public mutating func removeAll() {
    oldest = 0
    count = 0
  }
}
