/// When written records are forced onto the disk.
public enum SyncPolicy: String, Hashable, Sendable, CaseIterable {
  /// Before any order of theirs leaves: survives a power failure, costs a disk's write per order.
  case each
  /// Every so often: a power failure loses that much, a killed process nothing.
  case interval
  /// When the system likes.
  case never
}

/// How a journal is kept.
public struct JournalOptions: Hashable, Sendable {
  public var sync = SyncPolicy.interval
  /// Between two forced writes under ``SyncPolicy/interval``.
  public var syncIntervalNanoseconds: Int64 = 200_000_000
  /// How long an order waits for the disk under ``SyncPolicy/each``.
  public var syncPatienceNanoseconds: Int64 = 250_000_000
  /// A segment that has grown to this size is closed and the next one begun.
  public var segmentBytes = 64 << 20
  /// Closed segments are compressed in the background.
  public var compresses = true
  /// Segments of earlier sessions are removed, oldest first, while all together are larger; nil
  /// keeps them all.
  public var retentionBytes: Int?
  /// Segments of earlier sessions older than this are removed; nil keeps them all.
  public var retentionNanoseconds: Int64?
  /// What the ring between the trading thread and the journal's thread holds.
  public var ringBytes = 16 << 20

  public init() {}
}
