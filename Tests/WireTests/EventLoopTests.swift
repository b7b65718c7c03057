import Glibc
import Market
import Synchronization
import TestKit
import Testing

@testable import Wire

private actor LoopCounter {
  private let loop: EventLoop
  private(set) var count = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  init(loop: EventLoop) { self.loop = loop }

  func bump() -> Bool {
    count += 1
    return loop.isCurrent
  }
}

/// What a thread leaves when it is gone: the last thing a thread does is to give up what is kept
/// for it under keys.
private final class LastSight: Sendable {
  let isThreadGone = Atomic<Bool>(false)

  static func key() -> pthread_key_t? {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { pointer in
      guard let pointer else { return }
      Unmanaged<LastSight>.fromOpaque(pointer).takeRetainedValue()
        .isThreadGone.store(true, ordering: .releasing)
    }
    return status == 0 ? key : nil
  }
}

@Suite struct EventLoopTests {
  @Test func `timers fire in the order of their deadlines`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    var fired: [Int] = []
    // A thread may be put aside between two calls, so each deadline is known within bounds only.
    var deadlines: [Int: ClosedRange<Int64>] = [:]
    for delay in [50, 10, 30, 20, 40] {
      let nanoseconds = Int64(delay) * 1_000_000
      let before = loop.uptimeNanoseconds
      _ = loop.schedule(afterNanoseconds: nanoseconds) { fired.append(delay) }
      deadlines[delay] = before + nanoseconds...loop.uptimeNanoseconds + nanoseconds
    }
    let isDone = loop.run { fired.count == 5 }
    #expect(isDone)
    #expect(fired.sorted() == [10, 20, 30, 40, 50])
    for (earlier, later) in zip(fired, fired.dropFirst()) {
      let (first, second) = (try #require(deadlines[earlier]), try #require(deadlines[later]))
      #expect(first.lowerBound <= second.upperBound, "\(earlier) ms before \(later) ms")
    }
  }

  @Test func `a cancelled timer never fires and its token stays dead`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    var fired: [String] = []
    let first = loop.schedule(afterNanoseconds: 0) { fired.append("first") }
    loop.cancel(first)
    _ = loop.schedule(afterNanoseconds: 0) { fired.append("second") }
    loop.cancel(first)
    let isDone = loop.run { !fired.isEmpty }
    #expect(isDone)
    #expect(fired == ["second"])
  }

  @Test func `work from other threads runs on the loop's thread`() async throws {
    let loop = try EventLoop()
    try loop.start()
    let onLoop = await withCheckedContinuation { continuation in
      loop.perform { continuation.resume(returning: loop.isCurrent) }
    }
    #expect(onLoop)
    #expect(!loop.isCurrent)
    loop.stop()
  }

  @Test func `who waits for a loop's end finds its thread gone, and may ask again`() async throws {
    let loop = try EventLoop()
    try loop.start()
    let sight = Mutex<LastSight?>(nil)
    let key = try #require(LastSight.key())
    await withCheckedContinuation { continuation in
      loop.perform {
        let seen = LastSight()
        sight.withLock { $0 = seen }
        pthread_setspecific(key, Unmanaged.passRetained(seen).toOpaque())
        // Its own end is nothing that a thread can wait for.
        loop.awaitEnd()
        continuation.resume()
      }
    }
    loop.stop()
    loop.awaitEnd()
    #expect(sight.withLock { $0 }?.isThreadGone.load(ordering: .acquiring) == true)
    loop.awaitEnd()
  }

  @Test func `an actor runs on the loop`() async throws {
    let loop = try EventLoop(.init(spins: true))
    try loop.start()
    let counter = LoopCounter(loop: loop)
    for _ in 0..<1_000 { #expect(await counter.bump()) }
    #expect(await counter.count == 1_000)
    loop.stop()
  }

  @Test func `a task that prefers the loop runs on its thread`() async throws {
    let loop = try EventLoop()
    try loop.start()
    let onLoop = await Task(executorPreference: loop) { loop.isCurrent }.value
    #expect(onLoop)
    loop.stop()
  }

  @Test func `the bound of work handed over refuses and keeps order`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    let total = EventLoop.maximumPendingBodies
    let count = Mutex(0)
    for index in 0..<total {
      let accepted = loop.perform {
        count.withLock {
          if $0 == index { $0 += 1 }
        }
      }
      #expect(accepted)
    }
    let accepted = loop.perform {}
    #expect(!accepted)
    let isDone = loop.run { count.withLock { $0 } == total }
    #expect(isDone)
    let again = loop.perform {}
    #expect(again)
  }

  @Test func `a signal arrives on the loop`() throws {
    let loop = try EventLoop()
    defer { loop.close() }
    var numbers: [Int32] = []
    try loop.onSignal([SIGUSR1]) { numbers.append($0) }
    kill(getpid(), SIGUSR1)
    let isDone = loop.run { !numbers.isEmpty }
    #expect(isDone)
    #expect(numbers == [SIGUSR1])
  }

  @Test func `timers agree with a sorted list`() {
    for seed in UInt64(1)...20 {
      var random = SeededGenerator(seed: seed)
      var queue = TimerQueue()
      var expected: [(deadline: Int64, order: Int)] = []
      var tokens: [TimerToken] = []
      var fired: [Int] = []
      for order in 0..<500 {
        let deadline = Int64.random(in: 0..<100, using: &random)
        tokens.append(queue.insert(deadline: deadline) { fired.append(order) })
        expected.append((deadline, order))
      }
      let cancelled = Set((0..<300).map { _ in Int.random(in: 0..<500, using: &random) })
      for order in cancelled { _ = queue.cancel(tokens[order]) }
      expected.removeAll { cancelled.contains($0.order) }
      expected.sort { ($0.deadline, $0.order) < ($1.deadline, $1.order) }
      while let body = queue.popDue(at: 100) { body.call() }
      #expect(fired == expected.map(\.order), "seed \(seed)")
      #expect(queue.count == 0)
    }
  }
}
