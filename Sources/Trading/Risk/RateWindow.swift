public import Market

/// How often something happened in the last while: a ring of times, oldest first.
///
/// Counts up to a limit; at the bound the oldest is forgotten, so that counts above it are never
/// reached. Holds its times in itself and never allocates.
public struct RateWindow: Sendable {
  /// No window counts further.
  public static let most = 256

  public let lengthNanoseconds: Int64
  /// It counts so far.
  public let limit: Int
  private var oldest = 0
  public private(set) var count = 0
  /// The oldest time that counts: the others are other memory, and seldom looked at.
  private var oldestTime = Int64.max
  // Last, so that what is read at each look lies together.
  private var times = InlineArray<256, Int64>(repeating: 0)

  /// - Parameters:
  ///   - lengthNanoseconds: of the while, above 0.
  ///   - limit: 1 to ``most``.
  public init(lengthNanoseconds: Int64, limit: Int) {
    precondition(
      lengthNanoseconds > 0 && (1...Self.most).contains(limit), "a window has a length and room")
    self.lengthNanoseconds = lengthNanoseconds
    self.limit = limit
  }

  @inline(__always)
  private func slot(_ place: Int) -> Int { (oldest &+ place) & (Self.most &- 1) }

  /// The latest time noted; nil where none was, or it was forgotten.
  public var latest: Timestamp? { count > 0 ? self[count - 1] : nil }

  /// One of those that count, 0 the oldest.
  public subscript(place: Int) -> Timestamp {
    precondition(place >= 0 && place < count, "no such time")
    return Timestamp(nanoseconds: times[slot(place)])
  }

  /// It happened now. Times never go back.
  @inline(__always)
  public mutating func note(_ now: Timestamp) {
    forget(before: now)
    if count == limit { dropOldest() }
    times[slot(count)] = now.nanoseconds
    if count == 0 { oldestTime = now.nanoseconds }
    count &+= 1
  }

  private mutating func dropOldest() {
    oldest = slot(1)
    count &-= 1
    oldestTime = count > 0 ? times[oldest] : .max
  }

  /// Forgets what is too long ago.
  ///
  /// - Complexity: O(what is forgotten).
  @inline(__always)
  public mutating func forget(before now: Timestamp) {
    while count > 0, now.nanoseconds &- oldestTime >= lengthNanoseconds { dropOldest() }
  }

  /// Forgets all of it.
  public mutating func removeAll() {
    oldest = 0
    count = 0
    oldestTime = .max
  }
}

extension RateWindow: Hashable, Codable {
  /// What is kept of it: its shape, and the times that count.
  private struct Kept: Hashable, Codable {
    var lengthNanoseconds: Int64
    var limit: Int
    var times: [Int64]
  }

  private var kept: Kept {
    Kept(
      lengthNanoseconds: lengthNanoseconds, limit: limit,
      times: (0..<count).map { self[$0].nanoseconds })
  }

  public static func == (left: RateWindow, right: RateWindow) -> Bool { left.kept == right.kept }

  public func hash(into hasher: inout Hasher) { hasher.combine(kept) }

  public func encode(to encoder: any Encoder) throws { try kept.encode(to: encoder) }

  public init(from decoder: any Decoder) throws {
    let kept = try Kept(from: decoder)
    guard kept.lengthNanoseconds > 0, (1...Self.most).contains(kept.limit),
      kept.times.count <= kept.limit
    else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "a window that cannot be"))
    }
    self.init(lengthNanoseconds: kept.lengthNanoseconds, limit: kept.limit)
    for (place, time) in kept.times.enumerated() { times[place] = time }
    count = kept.times.count
    oldestTime = kept.times.first ?? .max
  }
}
