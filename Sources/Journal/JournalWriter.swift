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
/// Unchecked: sequence and thread are the recording thread's; the log is the drain's while its
/// thread runs; ring and drain see to themselves.
public final class JournalWriter: @unchecked Sendable {
  /// What opening a journal found.
  public struct Opening: Hashable, Sendable {
    public var recovery: JournalLog.Recovery
    /// There is shared memory with a name, so that the next process finds what a killed one had not
    /// written.
    public var survivesKill = true
    /// Records that a killed process had not brought to the disk any more, found in its memory.
    public var recordsFromMemory = 0
  }

  public let opening: Opening
  public let options: JournalOptions
  private let ring: JournalRing
  private let log: JournalLog
  private let drain: JournalDrain
  private var nextSequence: UInt64
  private var thread: pthread_t?
  private var hasEnded = false
  /// The disk has once kept an order waiting for longer than there is patience.
  private var hasStalled = false

  /// Opens a folder's journal: reads and checks what is there, cuts a torn tail off, and adds what
  /// a killed process had left in memory.
  ///
  /// - Parameter onRecord: hears every record that is there, in order.
  public convenience init(
    folder: String, options: JournalOptions = JournalOptions(), newID: UInt64, now: Timestamp,
    onRecord: (SegmentWalk.Record) -> Void = { _ in }
  ) throws(JournalError) {
    try self.init(
      FolderStorage(path: folder, isWriting: true), ring: nil, options: options, newID: newID,
      now: now, onRecord: onRecord)
  }

  /// Opens a journal in any storage, as above.
  ///
  /// - Parameters:
  ///   - given: what the process before left in memory, or memory of its own; nil makes or finds it
  ///     by the journal's id.
  ///   - onRecord: hears every record that is there, in order.
  public init(
    _ storage: any JournalStorage, ring given: JournalRing?,
    options: JournalOptions = JournalOptions(), newID: UInt64, now: Timestamp,
    onRecord: (SegmentWalk.Record) -> Void = { _ in }
  ) throws(JournalError) {
    log = try JournalLog(storage, options: options, newID: newID, now: now, onRecord: onRecord)
    self.options = options
    if let given {
      ring = given
      ring.reopen()
    } else {
      ring = try JournalRing(journal: log.id, bytes: options.ringBytes)
    }
    var opening = Opening(recovery: log.recovery)
    opening.survivesKill = ring.path != nil
    opening.recordsFromMemory = try Self.drainLeftover(ring, into: log, onRecord)
    ring.reset(firstSequence: log.nextSequence)
    self.opening = opening
    nextSequence = log.nextSequence
    drain = JournalDrain(ring, log)
  }

  deinit { end() }

  /// What the last process had put into memory and not yet written.
  private static func drainLeftover(
    _ ring: JournalRing, into log: JournalLog, _ onRecord: (SegmentWalk.Record) -> Void
  ) throws(JournalError) -> Int {
    let waiting = ring.waiting(from: ring.consumedBytes)
    guard let base = waiting.baseAddress, !waiting.isEmpty else { return 0 }
    // What is left belongs behind the session it is of, which must be the journal's last.
    let first = ring.firstSequence
    guard first == log.recovery.lastSession || first == log.nextSequence else {
      throw .damaged(
        file: ring.path ?? "", offset: 0,
        reason: "a killed process left records of another course of this journal: remove this file,"
          + " and they are lost")
    }
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

  /// Removes what the options do not keep, before anything is recorded. The last session is always
  /// kept, and what is needed.
  ///
  /// - Parameter needed: the number of a record: from its segment on nothing is removed.
  /// - Returns: the names of the segments that were removed.
  public func removeOld(
    neededFrom needed: UInt64?, now: Timestamp
  ) throws(JournalError) -> [String] {
    var kept = log.recovery.sessionSegment ?? log.segment
    if let needed {
      let place = log.recovery.segments.lastIndex { $0.firstSequence <= needed }
      // What is needed and is not found may be anywhere.
      kept = min(kept, place.map { log.recovery.segments[$0].number } ?? 0)
    }
    return try JournalRetention.apply(
      options, to: log.storage, keepingFrom: kept, now: now
    ).removed
  }

  // MARK: The recording thread

  /// Starts the writing thread; false when the system has none.
  ///
  /// Without it the recording thread writes: ``writeWaiting()`` when it likes, and
  /// ``waitUntilDurable()`` at once.
  public func start() -> Bool {
    let context = Unmanaged.passUnretained(drain).toOpaque()
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        _ = dutchbook_enter_background()
        Unmanaged<JournalDrain>.fromOpaque(context).takeUnretainedValue().run()
        return nil
      }, context)
    guard result == 0 else { return false }
    self.thread = thread
    return true
  }

  /// Writes what waits, as far as the disk takes it: where no thread does.
  public func writeWaiting() {
    guard thread == nil, !hasEnded else { return }
    drain.turn()
  }

  /// Lets go of everything as it is, as the end of a killed process does: what waits stays in the
  /// ring.
  public func abandon() {
    guard thread == nil, !hasEnded else { return }
    hasEnded = true
    ring.close()
    log.close()
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
    hasStalled || drain.isFailing.load(ordering: .relaxed) || ring.pressure == .high
  }

  /// What the disk said, in words; nil while all is well.
  public var trouble: String? {
    if let failure = drain.failure { return "the journal cannot be written: \(failure)" }
    if hasStalled { return "the journal's disk does not answer" }
    return ring.pressure == .high ? "the journal's disk does not keep up" : nil
  }

  /// Under ``SyncPolicy/each``: returns once every record so far is on the disk; false when the
  /// disk refuses, or says nothing for ``JournalOptions/syncPatienceNanoseconds``: then it is in
  /// trouble from there on. Returns at once under the other policies.
  public func waitUntilDurable() -> Bool {
    guard options.sync == .each else { return true }
    guard !hasStalled else { return false }
    let wanted = ring.producedBytes
    guard drain.durableBytes.load(ordering: .acquiring) < wanted else { return true }
    guard thread != nil else {
      drain.turn()
      return drain.durableBytes.load(ordering: .acquiring) >= wanted
    }
    drain.wakeUp()
    // clock: bounds a wait for the disk; what trading decides does not rest on it
    let deadline = dutchbook_monotonic_nanoseconds() + options.syncPatienceNanoseconds
    while drain.durableBytes.load(ordering: .acquiring) < wanted {
      if drain.isFailing.load(ordering: .relaxed) { return false }
      guard dutchbook_monotonic_nanoseconds() < deadline else {
        hasStalled = true
        return false
      }
      sched_yield()
    }
    return true
  }

  /// Writes what waits, ends the thread, closes the journal. What the disk refuses to the last
  /// stays in memory under the ring's name, for the next process.
  ///
  /// - Returns: what is wrong, in words; nil when everything is written.
  @discardableResult
  public func end() -> String? {
    guard !hasEnded else { return nil }
    hasEnded = true
    drain.isEnding.store(true, ordering: .releasing)
    if let thread {
      drain.wakeUp()
      pthread_join(thread, nil)
      self.thread = nil
    } else {
      drain.turn()
    }
    defer { log.close() }
    guard drain.isThrough else {
      let trouble = drain.failure.map { "\($0)" } ?? "the disk does not answer"
      let place = ring.path.map { "wait in \($0)" } ?? "are lost"
      return "\(trouble); the last records \(place)"
    }
    do throws(JournalError) {
      try log.sync()
    } catch {
      return "\(error)"
    }
    ring.removeName()
    return nil
  }
}
