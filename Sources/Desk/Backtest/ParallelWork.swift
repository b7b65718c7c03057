internal import Dispatch
internal import Synchronization

/// Independent pieces of work, spread over the machine's cores.
enum ParallelWork {
  /// Runs `body` for 0..<count and returns its results in that order.
  ///
  /// - Parameters:
  ///   - workers: threads at once, at least 1.
  ///   - progress: called on the calling thread, a few times a second, with how many are done.
  static func run<Result: Sendable>(
    count: Int, workers: Int, progress: (Int) -> Void, _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    guard count > 0 else { return [] }
    let slots = Slots<Result>(count)
    let finished = DispatchSemaphore(value: 0)
    let threads = max(1, min(workers, count))
    for _ in 0..<threads {
      DispatchQueue.global().async {
        while let index = slots.next() { slots.put(body(index), index) }
        finished.signal()
      }
    }
    var running = threads
    while running > 0 {
      if finished.wait(timeout: .now() + .milliseconds(250)) == .success { running -= 1 }
      progress(slots.done)
    }
    return slots.results
  }

  /// A place for each result.
  ///
  /// Unchecked: each place is written by the one thread that drew its number, and read after all
  /// threads have signalled their end.
  private final class Slots<Result: Sendable>: @unchecked Sendable {
    private let drawn = Atomic<Int>(0)
    private let written = Atomic<Int>(0)
    private let places: UnsafeMutableBufferPointer<Result?>

    init(_ count: Int) {
      places = .allocate(capacity: count)
      places.initialize(repeating: nil)
    }

    deinit {
      places.deinitialize()
      places.deallocate()
    }

    func next() -> Int? {
      let index = drawn.add(1, ordering: .relaxed).oldValue
      return index < places.count ? index : nil
    }

    func put(_ result: Result, _ index: Int) {
      places[index] = result
      written.add(1, ordering: .releasing)
    }

    var done: Int { written.load(ordering: .acquiring) }
    var results: [Result] { places.compactMap { $0 } }
  }
}
