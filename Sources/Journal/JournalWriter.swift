internal import CLinux
internal import Glibc
public import Market
internal import Synchronization

/// The journal as a trading thread sees it: records go into a ring, another thread brings them to
/// the disk in groups.
///
/// A record that has been taken survives the end of the process; under ``SyncPolicy/each`` and
/// after
/// ``waitUntilDurable()`` a power failure too. One thread records, the writer's own thread writes.
///
/// Unchecked: the sequence is the recording thread's; log and cursor are the writing thread's once
/// it runs; the rest is atomic or behind `lock`.
public final class JournalWriter: @unchecked Sendable {
  /// What opening a journal found.
  public struct Opening: Hashable, Sendable {
    public var recovery: JournalLog.Recovery
    /// Records that a killed process had not brought to the disk any more, found in its memory.
    public var recordsFromMemory = 0
    /// Segments of earlier sessions that were removed.
    public var removed: [String] = []
  }

  public let opening: Opening
  public let options: JournalOptions
  private let ring: JournalRing
  private let log: JournalLog
  private var nextSequence: UInt64
  private var thread: pthread_t?
  private let wake: Int32
  private let isEnding = Atomic(false)
  private let isFailing = Atomic(false)
  private let durableBytes = Atomic(0)
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var failure: JournalError?

  // The writing thread's own.
  private var position = 0
  private var lastSync: Int64 = 0
  private var hasUnsynced = false
  /// A failed forced write never becomes good: the system may have dropped what it could not write.
  private var hasLostSync = false
  private var compression: SegmentCompression?
  /// A group is at most this large, so that a segment is not much larger than it should be.
  private static let groupBytes = 1 << 20
  private static let napMilliseconds: Int32 = 1
  /// Between two tries of a disk that refused.
  private static let retryMilliseconds: Int32 = 50
  /// Tries of a refusing disk at the end, before what is in memory is left there.
  private static let triesAtEnd = 20

  /// Opens a folder's journal: reads and checks what is there, cuts a torn tail off, adds what a
  /// killed process had left in memory, and removes what need not be kept.
  ///
  /// - Parameter onRecord: hears every record that is there, in order.
  public init(
    folder: String, options: JournalOptions = JournalOptions(), newID: UInt64, now: Timestamp,
    onRecord: (SegmentWalk.Record) -> Void = { _ in }
  ) throws(JournalError) {
    let storage = try FolderStorage(path: folder, isWriting: true)
    log = try JournalLog(storage, options: options, newID: newID, now: now, onRecord: onRecord)
    self.options = options
    ring = JournalRing(journal: log.id, bytes: options.ringBytes)
    var opening = Opening(recovery: log.recovery)
    opening.recordsFromMemory = try Self.drainLeftover(ring, into: log, onRecord)
    ring.reset()
    let kept = log.recovery.sessionSegment ?? log.segment
    opening.removed = try JournalRetention.apply(
      options, to: storage, keepingFrom: kept, now: now
    ).removed
    self.opening = opening
    nextSequence = log.nextSequence
    wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
  }

  deinit {
    end()
    Glibc.close(wake)
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// What the last process had put into memory and not yet written.
  private static func drainLeftover(
    _ ring: JournalRing, into log: JournalLog, _ onRecord: (SegmentWalk.Record) -> Void
  ) throws(JournalError) -> Int {
    let waiting = ring.waiting(from: ring.consumedBytes)
    guard let base = waiting.baseAddress else { return 0 }
    var offset = 0
    var found = 0
    while offset + RecordHeader.byteCount <= waiting.count {
      let header = RecordHeader(at: base + offset)
      let count = header.recordBytes
      guard header.payloadBytes <= RecordHeader.maximumPayloadBytes,
        offset + count <= waiting.count, header.sequence <= log.nextSequence
      else {
        throw .damaged(
          file: ring.path ?? "", offset: offset, reason: "what a killed process left is no record")
      }
      defer { offset += count }
      // What was written just before the end is in the file already.
      guard header.sequence == log.nextSequence else { continue }
      let record = UnsafeMutableRawBufferPointer(rebasing: waiting[offset..<offset + count])
      RecordHeader.seal(record)
      try log.append(UnsafeRawBufferPointer(record), count: 1)
      found += 1
      let end = RecordHeader.byteCount + header.payloadBytes
      let payload = UnsafeRawBufferPointer(rebasing: record[RecordHeader.byteCount..<end])
      onRecord(SegmentWalk.Record(header: header, payload: payload))
    }
    if found > 0 { try log.sync() }
    return found
  }

  // MARK: The recording thread

  /// Starts the writing thread; false when the system has none.
  public func start() -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<JournalWriter>.fromOpaque(context).takeUnretainedValue().run()
        return nil
      }, context)
    guard result == 0 else { return false }
    self.thread = thread
    return true
  }

  /// Records a payload that `fill` writes; false when there is no room: then nothing that depends
  /// on the record may happen. Does not allocate, lock or wait.
  @inline(__always)
  public func record(
    _ kind: RecordKind, stream: UInt16 = 0, payloadBytes: Int, monotonicNanoseconds: Int64,
    wall: Timestamp, _ fill: (UnsafeMutableRawBufferPointer) -> Void
  ) -> Bool {
    let header = RecordHeader(
      payloadBytes: payloadBytes, sequence: nextSequence,
      monotonicNanoseconds: monotonicNanoseconds, wall: wall, kind: kind, stream: stream)
    guard ring.put(header, fill) else { return false }
    nextSequence += 1
    return true
  }

  /// Records bytes.
  public func record(
    _ kind: RecordKind, stream: UInt16 = 0, _ payload: UnsafeRawBufferPointer,
    monotonicNanoseconds: Int64, wall: Timestamp
  ) -> Bool {
    record(
      kind, stream: stream, payloadBytes: payload.count,
      monotonicNanoseconds: monotonicNanoseconds, wall: wall
    ) { $0.copyMemory(from: payload) }
  }

  /// The sequence number of the next record.
  public var upcomingSequence: UInt64 { nextSequence }

  /// The disk refuses, or does not keep up: trading must halt now, while there is still room for
  /// what that causes.
  @inline(__always)
  public var isInTrouble: Bool {
    isFailing.load(ordering: .relaxed) || ring.pressure == .high
  }

  /// What the disk said, in words; nil while all is well.
  public var trouble: String? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    if let failure { return "the journal cannot be written: \(failure)" }
    return ring.pressure == .high ? "the journal's disk does not keep up" : nil
  }

  /// Under ``SyncPolicy/each``: returns once every record so far is on the disk; false when the
  /// disk refuses. Returns at once under the other policies.
  public func waitUntilDurable() -> Bool {
    guard options.sync == .each else { return true }
    let wanted = ring.producedBytes
    guard durableBytes.load(ordering: .acquiring) < wanted else { return true }
    var one: UInt64 = 1
    _ = write(wake, &one, 8)
    while durableBytes.load(ordering: .acquiring) < wanted {
      if isFailing.load(ordering: .relaxed) { return false }
      sched_yield()
    }
    return true
  }

  /// Writes what waits, ends the thread, closes the journal. What the disk refuses to the last
  /// stays in memory under the ring's name, for the next process.
  public func end() {
    guard !isEnding.exchange(true, ordering: .acquiringAndReleasing) else { return }
    if let thread {
      var one: UInt64 = 1
      _ = write(wake, &one, 8)
      pthread_join(thread, nil)
      self.thread = nil
    } else {
      _ = drain()
    }
    compression?.cancel()
    if ring.waiting(from: position).isEmpty, !isFailing.load(ordering: .relaxed) {
      try? log.sync()
      ring.removeName()
    }
    log.close()
  }

  // MARK: The writing thread

  private func run() {
    _ = dutchbook_enter_background()
    var tries = 0
    while true {
      let isLast = isEnding.load(ordering: .acquiring)
      let state = drain()
      syncWhenDue()
      switch state {
      case .wrote: continue
      case .idle:
        if isLast { return }
        if !compressOneBlock() { nap(Self.napMilliseconds) }
      case .refused:
        tries += isLast ? 1 : 0
        if tries > Self.triesAtEnd { return }
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
    if options.sync == .each { sync() }
    if !hasLostSync { note(nil) }
    return .wrote
  }

  private func syncWhenDue() {
    guard options.sync == .interval, hasUnsynced else { return }
    // clock: the writing thread's own; no decision of trading rests on it
    let uptime = dutchbook_monotonic_nanoseconds()
    guard uptime - lastSync >= options.syncIntervalNanoseconds else { return }
    lastSync = uptime
    sync()
  }

  private func sync() {
    do throws(JournalError) {
      try log.sync()
      hasUnsynced = false
      durableBytes.store(position, ordering: .releasing)
    } catch {
      hasLostSync = true
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
    failure = error
    pthread_mutex_unlock(lock)
    isFailing.store(error != nil, ordering: .releasing)
  }
}
