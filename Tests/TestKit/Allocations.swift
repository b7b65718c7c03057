internal import CAllocationCounter

/// Heap allocations of the calling thread.
public enum Allocations {
  /// How many `body` makes. Calls it once as it is; warm it up before.
  public static func count(_ body: () throws -> Void) rethrows -> Int {
    let before = dutchbook_allocation_count()
    try body()
    return Int(dutchbook_allocation_count() - before)
  }
}
