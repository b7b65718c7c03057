public import Journal

/// What all processes of one journal have in common, drawn from a seed.
public struct RecoveryPlan {
  /// How the journal is kept.
  public let journal: JournalOptions
  /// Where the segments are, within the processes' folder.
  public static let journalFolder = "journal"

  /// The id of the journal in a folder: as no other test's, since the ring's name is made of it.
  public static func journalID(inFolder folder: String) -> UInt64 {
    var hash = StateHash()
    for byte in folder.utf8 { hash.mix(byte) }
    return hash.value | 1
  }

  public init(seed: UInt64) {
    var random = RecoveryRandom(seed: seed)
    var options = JournalOptions()
    options.sync = random.chance(0.5) ? .each : random.chance(0.8) ? .interval : .never
    options.syncIntervalNanoseconds = 5_000_000
    // A busy disk must not stop trading here: what is looked for is something else.
    options.syncPatienceNanoseconds = 60_000_000_000
    options.segmentBytes = random.chance(0.5) ? 1 << 15 : 1 << 18
    options.compresses = random.chance(0.5)
    options.ringBytes = 8 << 20
    journal = options
  }
}
