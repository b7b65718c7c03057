internal import CLinux
internal import Glibc
public import Market
internal import Synchronization

/// One thread that waits for sockets, timers and jobs: an epoll set, a timer queue, and an executor
/// on which actors and tasks can run.
///
/// Everything on the wire happens on this thread, one call after another; nothing here needs a lock
/// but the inbox, through which other threads hand work over.
///
/// `@unchecked Sendable`: the inbox is behind a `Mutex`, the flags are atomics, the wake-up
/// descriptor is constant, and all else is touched only by the thread that runs the loop (or before
/// it runs).
public final class EventLoop: Scheduler, SerialExecutor, TaskExecutor, @unchecked Sendable {
  /// How the loop's thread runs.
  public struct Options: Hashable, Sendable {
    /// The core that the loop's thread is pinned to; nil leaves it to the system.
    public var core: Int?
    /// Polls without sleeping: saves the 15 to 25 µs of a wake-up and takes a whole core.
    public var spins: Bool
    /// The thread never pushes another one aside, see ``BackgroundThread``.
    public var isBackground: Bool

    public init(core: Int? = nil, spins: Bool = false, isBackground: Bool = false) {
      self.core = core
      self.spins = spins
      self.isBackground = isBackground
    }

    /// Whether this process may run on a core.
    public static func isAllowed(core: Int) -> Bool {
      Int32(exactly: core).map { dutchbook_may_run_on($0) != 0 } ?? false
    }
  }

  /// Work handed over and not yet run; one more `perform` is refused. Actor jobs cannot be refused
  /// and are bounded by the number of tasks in the process.
  public static let maximumPendingBodies = 1 << 16
  /// Jobs, and timers, run in one turn before sockets are looked at again.
  static let maximumBatch = 1_024

  enum Work {
    case job(UnownedJob)
    case body(@Sendable () -> Void)
  }

  struct Inbox {
    var work: [Work] = []
    var bodies = 0
    var wakeIsDue = false
    var isClosed = false

    /// True for the first work since the loop last looked: one wake-up is enough for all.
    mutating func takeWake() -> Bool {
      if wakeIsDue { return false }
      wakeIsDue = true
      return true
    }
  }

  let options: Options
  let inbox = Guarded(Inbox())
  private let isStopping = Atomic<Bool>(false)
  /// `pthread_self()` of the thread that runs the loop; 0 while none does.
  private let owner = Atomic<UInt>(0)
  /// The thread of ``start()`` while nobody has waited for its end; 0 for none.
  private let startedThread = Atomic<UInt>(0)
  private let wakeDescriptor: Int32
  let descriptors: DescriptorSet

  // Touched by the loop's thread only.
  var timers = TimerQueue()
  var batch: [Work] = []
  var batchPosition = 0
  private var signals: SignalPipe?
  private var isClosed = false
  /// What sockets are read into: one buffer for all of them, since bytes are passed on at once.
  let receiveBuffer = ReceiveBuffer(capacity: 128 << 10)

  /// Makes a loop that does not run yet. Ignores SIGPIPE for the whole process, since a write to a
  /// dead peer must be an error and not the end.
  ///
  /// - Throws: when the system gives no epoll set or eventfd (its limit of open files is reached).
  public init(_ options: Options = .init()) throws(WireError) {
    self.options = options
    signal(SIGPIPE, SIG_IGN)
    wakeDescriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    guard wakeDescriptor >= 0 else {
      throw WireError("cannot make an event loop (eventfd): \(systemError())")
    }
    do {
      descriptors = try DescriptorSet()
    } catch {
      Glibc.close(wakeDescriptor)
      throw error
    }
    batch.reserveCapacity(Self.maximumBatch)
    let waker = Waker(descriptor: wakeDescriptor)
    try descriptors.add(wakeDescriptor, interest: .readable, handler: waker)
  }

  deinit {
    let thread = startedThread.exchange(0, ordering: .acquiringAndReleasing)
    if thread != 0 { pthread_detach(pthread_t(thread)) }
    Glibc.close(wakeDescriptor)
  }

  /// The wall clock, for time stamps. Timers follow the monotonic clock, so that setting the wall
  /// clock fires none.
  public var now: Timestamp { Timestamp(nanoseconds: dutchbook_realtime_nanoseconds()) }

  public var uptimeNanoseconds: Int64 { dutchbook_monotonic_nanoseconds() }

  public func schedule(
    afterNanoseconds nanoseconds: Int64, _ body: @escaping () -> Void
  ) -> TimerToken {
    assertOwned()
    guard !isClosed else { return TimerToken(value: .max) }
    let (deadline, overflow) = dutchbook_monotonic_nanoseconds()
      .addingReportingOverflow(max(0, nanoseconds))
    return timers.insert(deadline: overflow ? .max : deadline, body)
  }

  public func cancel(_ token: TimerToken) {
    assertOwned()
    let body = timers.cancel(token)
    withExtendedLifetime(body) {}
  }

  /// Runs `body` on the loop's thread at its next turn; from any thread.
  ///
  /// - Returns: false when ``maximumPendingBodies`` wait already, or the loop is closed: `body`
  ///   will not run.
  @discardableResult
  public func perform(_ body: @escaping @Sendable () -> Void) -> Bool {
    let (accepted, wakes) = inbox.withLock { inbox -> (Bool, Bool) in
      guard !inbox.isClosed, inbox.bodies < Self.maximumPendingBodies else {
        return (false, false)
      }
      inbox.bodies += 1
      inbox.work.append(.body(body))
      return (true, inbox.takeWake())
    }
    if wakes { wake() }
    return accepted
  }

  /// Runs the loop on the calling thread until ``stop()``; never again after ``close()``.
  public func run() {
    precondition(!isClosed, "the event loop is closed")
    let previous = owner.exchange(UInt(pthread_self()), ordering: .acquiringAndReleasing)
    precondition(previous == 0, "the event loop runs already, on another thread")
    if options.isBackground { BackgroundThread.enter() }
    if let core = options.core { _ = dutchbook_pin_thread(Int32(core)) }
    while !isStopping.load(ordering: .acquiring) { turn() }
    isStopping.store(false, ordering: .releasing)
    owner.store(0, ordering: .releasing)
  }

  /// Lets go of all that the loop would still call, once it has ended for good: timers, bodies and
  /// handlers hold what they belong to, which holds the loop, and would keep each other for ever.
  ///
  /// Whoever makes a loop closes it, also where it never came to run. Call it while the loop does
  /// not run; a loop that ``start()`` gave a thread does this by itself. Afterwards timers, bodies
  /// and descriptors are refused, so that what outlives the loop can end in any order. Jobs are
  /// still carried out, since a task that never goes on is worse.
  public func close() {
    let previous = owner.exchange(UInt(pthread_self()), ordering: .acquiringAndReleasing)
    precondition(previous == 0, "an event loop that runs cannot be closed")
    defer { owner.store(0, ordering: .releasing) }
    isClosed = true
    var ended = TimerQueue()
    swap(&timers, &ended)
    let pipe = signals
    signals = nil
    descriptors.close()
    // A job may bring further jobs; a few rounds are enough.
    for _ in 0..<8 {
      var left = Array(batch[batchPosition...])
      batchPosition = batch.count
      left += inbox.withLock { inbox in
        defer {
          inbox = Inbox()
          inbox.isClosed = true
        }
        return inbox.work
      }
      if left.isEmpty { break }
      for case .job(let job) in left {
        job.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      }
    }
    var done: [Work] = []
    swap(&batch, &done)
    batchPosition = 0
    withExtendedLifetime((ended, pipe, done)) {}
  }

  /// Runs the loop on a thread of its own until ``stop()``; once in a loop's life.
  ///
  /// - Throws: when the system gives no thread.
  public func start() throws(WireError) {
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let result = pthread_create(&thread, nil, runLoop, retained.toOpaque())
    guard result == 0 else {
      retained.release()
      throw WireError("cannot start the event loop's thread: \(systemError(result))")
    }
    startedThread.store(UInt(thread), ordering: .releasing)
  }

  /// Waits until the thread of ``start()`` is gone, which ``stop()`` ends; from any thread. On the
  /// loop's own thread, which cannot wait for itself, it returns at once, and so it does for a
  /// second caller while the first one waits.
  ///
  /// A program that ends while a thread does cuts that one off anywhere: what libraries keep for
  /// each thread is then freed by nobody.
  public func awaitEnd() {
    guard !isCurrent else { return }
    let thread = startedThread.exchange(0, ordering: .acquiringAndReleasing)
    if thread != 0 { pthread_join(pthread_t(thread), nil) }
  }

  /// Ends ``run()`` after the current turn; from any thread.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    wake()
  }

  /// Calls `body` on the loop's thread with the number of each such signal that the process gets,
  /// in place of the signal's default action. One loop per process and number may do so.
  ///
  /// - Throws: when the system refuses (a number that cannot be caught).
  public func onSignal(
    _ numbers: [Int32], _ body: @escaping (Int32) -> Void
  ) throws(WireError) {
    assertOwned()
    if let old = signals { descriptors.remove(old.readEnd) }
    signals = nil
    let pipe = try SignalPipe(numbers: numbers, body)
    try descriptors.add(pipe.readEnd, interest: .readable, handler: pipe)
    signals = pipe
  }

  /// Gives the signals of ``onSignal(_:_:)`` their default action again. On the loop's thread, or
  /// after ``run()`` has returned.
  public func releaseSignals() {
    assertOwned()
    if let old = signals { descriptors.remove(old.readEnd) }
    signals = nil
  }

  /// True on the thread that runs the loop.
  public var isCurrent: Bool { owner.load(ordering: .acquiring) == UInt(pthread_self()) }

  // MARK: Executor

  public func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let wakes = inbox.withLock { inbox -> Bool in
      inbox.work.append(.job(unowned))
      return inbox.takeWake()
    }
    if wakes { wake() }
  }

  public func checkIsolated() {
    precondition(isCurrent, "not on the event loop's thread")
  }

  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  private func wake() {
    var one: UInt64 = 1
    _ = write(wakeDescriptor, &one, 8)
  }

  /// Timers and descriptors belong to the loop's thread, or to the one that prepares the loop.
  func assertOwned() {
    assert(
      owner.load(ordering: .acquiring) == 0 || isCurrent, "not on the event loop's thread")
  }
}

/// Empties the eventfd; the turn that follows looks into the inbox.
private final class Waker: DescriptorHandler {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  func descriptorIsReady(_ readiness: Readiness) {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }
}

private func runLoop(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let pointer else { return nil }
  let loop = Unmanaged<EventLoop>.fromOpaque(pointer).takeRetainedValue()
  loop.run()
  loop.close()
  return nil
}
