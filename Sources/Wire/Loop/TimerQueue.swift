/// Pending timers in the order in which they fire: deadline first, then order of scheduling.
///
/// A binary heap over reused slots: scheduling and firing are O(log n), cancelling is O(1) and
/// leaves a dead heap entry, of which at most as many are kept as there are live ones. No
/// allocation once the arrays have grown to the number of timers in use.
struct TimerQueue {
  private struct Slot {
    var generation: UInt32 = 0
    var body: Body?
  }

  /// What a timer runs. A function stored in an Optional itself would need a wrapper made for it,
  /// one allocation each time.
  struct Body {
    let call: () -> Void
  }

  private struct Entry {
    var deadline: Int64
    var sequence: UInt64
    var slot: UInt32
    var generation: UInt32

    func fires(before other: Entry) -> Bool {
      (deadline, sequence) < (other.deadline, other.sequence)
    }
  }

  private var slots: [Slot] = []
  private var freeSlots: [UInt32] = []
  private var heap: [Entry] = []
  private var sequence: UInt64 = 0

  /// Live timers.
  var count: Int { slots.count - freeSlots.count }

  mutating func insert(deadline: Int64, _ body: @escaping () -> Void) -> TimerToken {
    let slot: UInt32
    if let reused = freeSlots.popLast() {
      slot = reused
    } else {
      slot = UInt32(slots.count)
      slots.append(Slot())
    }
    slots[Int(slot)].body = Body(call: body)
    let generation = slots[Int(slot)].generation
    sequence += 1
    heap.append(
      Entry(deadline: deadline, sequence: sequence, slot: slot, generation: generation))
    siftUp(heap.count - 1)
    return TimerToken(value: UInt64(generation) << 32 | UInt64(slot))
  }

  /// Takes a timer out. Its body is handed back, so that what it holds is let go of only after the
  /// queue can be used again: the end of that may cancel further timers.
  mutating func cancel(_ token: TimerToken) -> Body? {
    let slot = Int(token.value & 0xFFFF_FFFF)
    guard slot < slots.count, slots[slot].generation == UInt32(token.value >> 32),
      let body = slots[slot].body
    else { return nil }
    release(slot)
    if heap.count > 64, heap.count > 2 * count { dropDeadEntries() }
    return body
  }

  /// The earliest deadline; nil without timers.
  mutating func nextDeadline() -> Int64? {
    // By index: `first` allocates in debug builds, where the hot path is tested too.
    while heap.count > 0 {
      if isLive(heap[0]) { return heap[0].deadline }
      removeFirst()
    }
    return nil
  }

  /// Takes out the earliest timer that is due at `time`.
  mutating func popDue(at time: Int64) -> Body? {
    guard let deadline = nextDeadline(), deadline <= time else { return nil }
    let slot = Int(heap[0].slot)
    let body = slots[slot].body
    removeFirst()
    release(slot)
    return body
  }

  private func isLive(_ entry: Entry) -> Bool {
    slots[Int(entry.slot)].generation == entry.generation
  }

  private mutating func release(_ slot: Int) {
    slots[slot].body = nil
    slots[slot].generation &+= 1
    freeSlots.append(UInt32(slot))
  }

  private mutating func dropDeadEntries() {
    let slots = self.slots
    heap.removeAll { slots[Int($0.slot)].generation != $0.generation }
    var parent = heap.count / 2
    while parent > 0 {
      parent -= 1
      siftDown(parent)
    }
  }

  private mutating func removeFirst() {
    let last = heap.removeLast()
    if heap.isEmpty { return }
    heap[0] = last
    siftDown(0)
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].fires(before: heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var first = 2 * parent + 1
      guard first < heap.count else { return }
      if first + 1 < heap.count, heap[first + 1].fires(before: heap[first]) { first += 1 }
      guard heap[first].fires(before: heap[parent]) else { return }
      heap.swapAt(first, parent)
      parent = first
    }
  }
}
