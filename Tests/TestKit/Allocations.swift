internal import CAllocationCounter

/// How many heap allocations the calling thread makes while `body` runs.
public func allocations(during body: () throws -> Void) rethrows -> Int {
  let before = dutchbook_allocation_count()
  try body()
  return Int(dutchbook_allocation_count() - before)
}

/// How many heap allocations `body` makes when it runs a second time: what the runtime sets up
/// once, type metadata above all, is left out.
public func steadyAllocations(during body: () throws -> Void) rethrows -> Int {
  try body()
  return try allocations(during: body)
}

/// Heap allocations of the calling thread.
public enum Allocations {
  /// How many `body` makes; see ``allocations(during:)``.
  public static func count(_ body: () throws -> Void) rethrows -> Int {
    try allocations(during: body)
  }
}
