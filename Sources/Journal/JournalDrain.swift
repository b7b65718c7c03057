internal import CLinux
internal import Glibc
internal import Market
internal import Synchronization

/// What brings records from the ring to the disk, on a thread of its own.
///
/// Unchecked: log, cursor and compression are the running thread's; the rest is atomic or behind
/// `lock`.
final class JournalDrain: @unchecked Sendable {
  let isEnding = Atomic(false)
  /// The disk refuses at present.
  let isFailing = Atomic(false)
  /// Bytes of the ring that are on the disk for good.
  let durableBytes = Atomic(0)

  private let ring: JournalRing
  private let log: JournalLog
  private let wake: Int32
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var error: JournalError?
  private var position = 0
  private var lastSync: Int64 = 0
  private var hasUnsynced = false
  private var compression: SegmentCompression?

  /// A group is at most this large, so that a segment is not much larger than it should be.
  private static let groupBytes = 1 << 20
  private static let napMilliseconds: Int32 = 1
  /// Between two tries of a disk that refused.
  private static let retryMilliseconds: Int32 = 50
  /// Tries of a refusing disk at the end, before what is in memory is left there.
  private static let triesAtEnd = 20

  init(_ ring: JournalRing, _ log: JournalLog) {
    self.ring = ring
    self.log = log
    wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
  }

  deinit {
    Glibc.close(wake)
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// What the disk said; nil while all is well.
  var failure: JournalError? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return error
  }

  /// Everything is written; to be asked once ``run()`` has returned.
  var isThrough: Bool {
    ring.waiting(from: position).isEmpty && !isFailing.load(ordering: .relaxed)
  }

  /// Has the thread write what waits now.
  func wakeUp() {
    var one: UInt64 = 1
    _ = write(wake, &one, 8)
  }

  /// Writes what waits as far as the disk takes it, and returns: for a journal without a thread.
  func turn() {
    while drain() == .wrote { syncWhenDue() }
    syncWhenDue()
  }

  /// Writes until the end is asked for and nothing waits.
  func run() {
    var tries = 0
    while true {
      let isLast = isEnding.load(ordering: .acquiring)
      let state = drain()
      syncWhenDue()
      switch state {
      case .wrote: continue
      case .idle:
        if isLast { return compression?.cancel() ?? () }
        if !compressOneBlock() { nap(Self.napMilliseconds) }
      case .refused:
        tries += isLast ? 1 : 0
        if tries > Self.triesAtEnd { return compression?.cancel() ?? () }
        nap(Self.retryMilliseconds)
      }
    }
  }

  private enum Drained { case wrote, idle, refused }

  /// Writes one group.
  private func drain() -> Drained {
    let waiting = ring.waiting(from: position)
    guard let base = waiting.baseAddress, !waiting.isEmpty else { return .idle }
    var bytes = 0
    var count = 0
    while bytes < waiting.count, bytes < Self.groupBytes {
      let size = RecordHeader(at: base + bytes).recordBytes
      RecordHeader.seal(UnsafeMutableRawBufferPointer(start: base + bytes, count: size))
      bytes += size
      count += 1
    }
    do throws(JournalError) {
      if log.isSegmentFull { try log.rotate(now: now) }
      try log.append(UnsafeRawBufferPointer(start: base, count: bytes), count: count)
    } catch {
      note(error)
      return .refused
    }
    position += bytes
    ring.release(upTo: position)
    hasUnsynced = true
    if log.options.sync == .each { sync() }
    // A failed forced write never becomes good: the system may have dropped what it could not
    // write.
    if !log.hasLostSync { note(nil) }
    return .wrote
  }

  private func syncWhenDue() {
    guard log.options.sync == .interval, hasUnsynced else { return }
    // clock: the writing thread's own; no decision of trading rests on it
    let uptime = dutchbook_monotonic_nanoseconds()
    guard uptime - lastSync >= log.options.syncIntervalNanoseconds else { return }
    lastSync = uptime
    sync()
  }

  private func sync() {
    do throws(JournalError) {
      try log.sync()
      hasUnsynced = false
      if !log.hasLostSync { durableBytes.store(position, ordering: .releasing) }
    } catch {
      note(error)
    }
  }

  private var now: Timestamp {
    // clock: dates a segment, nothing else
    Timestamp(nanoseconds: dutchbook_realtime_nanoseconds())
  }

  /// Does a little of what can wait; false when there is nothing.
  private func compressOneBlock() -> Bool {
    do throws(JournalError) {
      if compression == nil, let segment = log.nextToCompress() {
        compression = try SegmentCompression(log.storage, segment: segment)
      }
      guard let compression else { return false }
      if try compression.step() { self.compression = nil }
      return true
    } catch {
      // The plain segment stays; compressing is a convenience.
      compression?.cancel()
      compression = nil
      return false
    }
  }

  /// Waits for a wish to write at once, or for some milliseconds.
  private func nap(_ milliseconds: Int32) {
    var descriptor = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
    if poll(&descriptor, 1, milliseconds) > 0 {
      var count: UInt64 = 0
      _ = read(wake, &count, 8)
    }
  }

  private func note(_ error: JournalError?) {
    let isNews = isFailing.load(ordering: .relaxed) != (error != nil)
    guard isNews || error != nil else { return }
    pthread_mutex_lock(lock)
    self.error = error
    pthread_mutex_unlock(lock)
    isFailing.store(error != nil, ordering: .releasing)
  }
}
