/// Whether ranges cover every value, each once.
enum Tiling: Hashable, Sendable {
  /// Every value belongs to exactly one of them.
  case whole
  /// No value belongs to two, and some to none: the first of these.
  case gap(StepRange)
  /// Two of them, by their places, have a value together.
  case overlap(Int, Int)

  /// - Complexity: O(n log n).
  init(_ ranges: [StepRange]) {
    let order = ranges.indices.sorted {
      (ranges[$0].from ?? .min, ranges[$0].to ?? .max, $0)
        < (ranges[$1].from ?? .min, ranges[$1].to ?? .max, $1)
    }
    var gap: StepRange?
    guard let first = order.first else {
      self = .whole
      return
    }
    if let from = ranges[first].from { gap = StepRange(from: nil, to: from - 1) }
    for (place, next) in zip(order, order.dropFirst()) {
      guard let to = ranges[place].to, let from = ranges[next].from, from > to else {
        self = .overlap(place, next)
        return
      }
      if from > to + 1, gap == nil { gap = StepRange(from: to + 1, to: from - 1) }
    }
    if let last = order.last, let to = ranges[last].to, gap == nil {
      gap = StepRange(from: to + 1, to: nil)
    }
    self = gap.map { .gap($0) } ?? .whole
  }
}
