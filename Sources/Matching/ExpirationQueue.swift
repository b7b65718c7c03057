internal import Market

/// Orders by the time they lapse: a binary heap. Entries of ended orders stay until they come up.
struct ExpirationQueue: Sendable {
  struct Entry: Sendable {
    var time: Timestamp
    var order: Int32

    func isBefore(_ other: Entry) -> Bool {
      time == other.time ? order < other.order : time < other.time
    }
  }

  private var heap: [Entry] = []

  var next: Timestamp? { heap.first?.time }

  mutating func insert(_ time: Timestamp, _ order: Int32) {
    heap.append(Entry(time: time, order: order))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest entry that is due.
  mutating func popDue(_ now: Timestamp) -> Entry? {
    guard let first = heap.first, first.time <= now else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].isBefore(heap[least]) {
        least = child
      }
      guard least != parent else { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
