public import Journal

/// How a trading session keeps its journal.
public struct JournalSettings: Hashable, Sendable {
  /// Where the segments go; empty for no journal.
  public var folder = "journal"
  /// When records are forced onto the disk.
  public var sync = SyncPolicy.interval
  public var syncIntervalNanoseconds: Int64 = 200_000_000
  /// A segment is closed at this size, in MiB.
  public var segmentMebibytes: Int32 = 64
  /// Closed segments are compressed.
  public var compresses = true
  /// Earlier sessions are removed while everything is larger, in MiB; 0 keeps them all.
  public var keepMebibytes: Int32 = 0
  /// Earlier sessions older than this are removed, in days; 0 keeps them all.
  public var keepDays: Int32 = 0
  /// Trades of others are asked for and recorded too: backtests of the journal need them.
  public var recordsTrades = true
  /// The memory between trading and the disk, in MiB.
  public var ringMebibytes: Int32 = 16

  public init() {}

  /// As the journal takes them.
  var options: JournalOptions {
    var options = JournalOptions()
    options.sync = sync
    options.syncIntervalNanoseconds = syncIntervalNanoseconds
    options.segmentBytes = Int(segmentMebibytes) << 20
    options.compresses = compresses
    options.retentionBytes = keepMebibytes > 0 ? Int(keepMebibytes) << 20 : nil
    options.retentionNanoseconds = keepDays > 0 ? Int64(keepDays) * 86_400_000_000_000 : nil
    options.ringBytes = Int(ringMebibytes) << 20
    return options
  }
}
