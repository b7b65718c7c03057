public import Market

/// Cash by the exchange's shards, each of which pays for its own markets only.
///
/// Empty where the exchange tells of none: then they do not matter. Where it does, a market on a
/// shard that it does not name has nothing to be paid with, and neither has one that does not say
/// where it is traded while there are several.
public struct ShardCash: Hashable, Sendable {
  /// One shard's cash, by our own count.
  public struct Shard: Hashable, Sendable {
    public let index: Int32
    /// What was there at the start, and every flow since.
    public internal(set) var cash: Money
    /// The part of it that the exchange did not have when it was last read: not to be spent until
    /// another reading tells.
    public internal(set) var withheld = Money.zero
    /// Theirs less ours at the last reading that could tell.
    var lastDifference = Money.zero
  }

  /// Ascending by index.
  public internal(set) var shards: ContiguousArray<Shard> = []

  public init() {}

  var isEmpty: Bool { shards.isEmpty }

  /// What there is for a market of that shard; nil where shards do not matter.
  ///
  /// - Complexity: O(shards); does not allocate.
  public func cash(on shard: Int32?) -> Money? {
    guard !shards.isEmpty else { return nil }
    return place(of: shard).map { shards[$0].cash - shards[$0].withheld } ?? .zero
  }

  /// A movement on a market's shard, signed.
  mutating func book(_ flow: Money, on shard: Int32?) {
    guard let place = place(of: shard) else { return }
    shards[place].cash += flow
  }

  /// The exchange's own words from now on.
  mutating func restate(_ told: [AccountState.Shard]) {
    shards = ContiguousArray(
      told.sorted { $0.index < $1.index }.map { Shard(index: $0.index, cash: $0.cash) })
  }

  /// Where a market's shard is; the only one where it names none.
  func place(of shard: Int32?) -> Int? {
    guard let shard else { return shards.count == 1 ? 0 : nil }
    return shards.firstIndex { $0.index == shard }
  }
}
