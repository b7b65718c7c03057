internal import Dispatch
internal import Synchronization

/// Independent pieces of work, spread over the machine's cores.
enum ParallelWork {
  /// Runs `body` for 0..<count and returns its results in that order.
  ///
  /// - Parameters:
  ///   - workers: threads at once, at least 1.
  ///   - progress: called on the calling thread, a few times a second, with how many are done.
  /// - Throws: the error of the first piece, by number, that failed; no further pieces are begun
  ///   once one has.
  static func run<Value: Sendable>(
    count: Int, workers: Int, progress: (Int) -> Void,
    _ body: @escaping @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    guard count > 0 else { return [] }
    let slots = Slots<Value>(count)
    let finished = DispatchSemaphore(value: 0)
    let threads = max(1, min(workers, count))
    for _ in 0..<threads {
      DispatchQueue.global().async {
        while let index = slots.next() { slots.put(Result { try body(index) }, index) }
        finished.signal()
      }
    }
    var running = threads
    while running > 0 {
      if finished.wait(timeout: .now() + .milliseconds(250)) == .success { running -= 1 }
      progress(slots.done)
    }
    return try slots.results()
  }

  /// A place for each result.
  ///
  /// Unchecked: each place is written by the one thread that drew its number, and read after all
  /// threads have signalled their end.
  private final class Slots<Value: Sendable>: @unchecked Sendable {
    private let drawn = Atomic<Int>(0)
    private let written = Atomic<Int>(0)
    private let places: UnsafeMutableBufferPointer<Result<Value, any Error>?>

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

    func put(_ result: Result<Value, any Error>, _ index: Int) {
      places[index] = result
      if case .failure = result { drawn.store(places.count, ordering: .relaxed) }
      written.add(1, ordering: .releasing)
    }

    var done: Int { written.load(ordering: .acquiring) }
    func results() throws -> [Value] {
      for case .failure(let error) in places { throw error }
      return try places.compactMap { try $0?.get() }
    }
  }
}
