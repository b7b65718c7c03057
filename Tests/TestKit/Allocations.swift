internal import CAllocationCounter

/// How many heap allocations the calling thread makes while `body` runs.
public func allocations(during body: () throws -> Void) rethrows -> Int {
  let before = dutchbook_allocation_count()
  try body()
  return Int(dutchbook_allocation_count() - before)
}
