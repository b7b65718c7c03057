internal import Journal
internal import Market

/// The disk and the shared memory of the machine that the simulated processes run on, one after
/// the other.
final class SimulatedDisk {
  let storage = SimulatedStorage()
  /// What a killed process had in memory is in here.
  private(set) var ring: JournalRing?
  private static let ringBytes = 1 << 18

  /// Memory for the next process: what the last one left, or new.
  func takeRing() throws(JournalError) -> JournalRing {
    if let ring { return ring }
    let ring = try JournalRing(journal: 1, bytes: Self.ringBytes, isNamed: false)
    self.ring = ring
    return ring
  }

  /// The machine goes down: memory is lost, and what was not forced onto the disk.
  func losePower(using generator: inout FaultGenerator) {
    ring = nil
    storage.losePower(using: &generator)
  }

  func heal() {
    storage.isFailing = false
    storage.freeBytes = nil
    storage.maximumWriteBytes = .max
  }
}
