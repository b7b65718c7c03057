internal import Market
internal import Outcomes

/// Which sets were nearly worth buying, and which of them came to be: over all looks of a run.
public struct NearMisses: Sendable {
  /// One kind of set of one event.
  private struct Key: Hashable {
    var event: String
    var kind: SetPrice.Kind
  }

  /// As many are remembered; beyond it new ones are not.
  public static let most = 10_000

  private var near: [Key: Int] = [:]
  private var hits: Set<Key> = []
  private var round = 0
  /// Near misses that found no room.
  public private(set) var dropped = 0

  public init() {}

  /// Takes another look's findings.
  public mutating func take(_ scan: SetScan) {
    round += 1
    for finding in scan.findings {
      let key = Key(event: finding.event, kind: finding.price.kind)
      if finding.isCandidate {
        if near[key] != nil { hits.insert(key) }
      } else if near[key] == nil {
        if near.count < Self.most { near[key] = round } else { dropped += 1 }
      }
    }
  }

  /// Sets that were near misses at some time.
  public var count: Int { near.count }
  /// Of those, sets that were candidates later.
  public var becameHits: Int { hits.count }
}
