internal import CLinux
internal import Glibc
internal import Synchronization

/// The ring between the thread that trades and the thread that writes the journal.
///
/// One producer, one consumer, no locks. Records lie one after the other and never break at the
/// end: the memory is mapped twice in a row. It is shared memory with a name, so that what a killed
/// process had put in is found by the next one: nothing is lost but by a power failure.
///
/// Bounded: when a record does not fit, it is refused, and the producer must have stopped trading
/// long before; see ``Pressure``.
///
/// Unchecked: the producer's cursor is the producer's, the consumer's the consumer's; they meet in
/// two atomics.
public final class JournalRing: @unchecked Sendable {
  /// How full the ring is, as the producer sees it.
  public enum Pressure: Sendable {
    case low
    /// More than half is waiting: the disk does not keep up. Trading halts here.
    case high
  }

  static let magic: UInt64 = 0x3130_474E_4952_4244
  static let headerBytes = 4096
  /// Where in the head the two cursors stand.
  static let producedOffset = 64
  static let consumedOffset = 128
  private static let folder = "/dev/shm/"

  public let capacity: Int
  /// Nil where the memory has no name: then it ends with the process.
  public let path: String?
  /// Kept open: it holds the lock.
  private let descriptor: Int32
  private let base: UnsafeMutableRawPointer
  private let header: UnsafeMutableRawPointer
  /// Bytes put in since the beginning.
  private let produced: UnsafeMutablePointer<Atomic<Int>>
  /// Bytes that need not be kept any more.
  private let consumed: UnsafeMutablePointer<Atomic<Int>>
  /// The producer's copy of `produced`, and the last it saw of `consumed`.
  private var head: Int
  private var seenTail: Int

  /// Makes a ring, or finds the one a killed process left.
  ///
  /// - Parameters:
  ///   - journal: the journal's id, which is in the memory's name.
  ///   - bytes: rounded up to a power of two of at least 64 KiB.
  ///   - isNamed: false keeps it to whoever holds the object: a simulated process leaves it behind
  ///     by handing the object on.
  /// - Throws: where memory of that name is somebody else's, or in use: a journal that was copied
  ///   has the id of the other.
  public init(journal: UInt64, bytes: Int, isNamed: Bool = true) throws(JournalError) {
    var capacity = 64 << 10
    while capacity < bytes { capacity *= 2 }
    let name = Self.name(of: journal)
    var descriptor =
      isNamed ? Glibc.open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600) : -1
    if descriptor >= 0 {
      do throws(JournalError) {
        try Self.takeOver(descriptor, name)
      } catch {
        Glibc.close(descriptor)
        throw error
      }
      if let found = Self.capacity(in: descriptor, journal) { capacity = found }
      // Reserved now: memory that is promised and not there ends the process at the first touch.
      if posix_fallocate(descriptor, 0, Self.headerBytes + capacity) != 0 {
        unlink(name)
        Glibc.close(descriptor)
        descriptor = -1
      }
    }
    path = descriptor >= 0 ? name : nil
    if descriptor < 0 {
      descriptor = dutchbook_anonymous_memory()
      guard descriptor >= 0, posix_fallocate(descriptor, 0, Self.headerBytes + capacity) == 0 else {
        throw .storage(file: "the journal's ring", reason: "no memory for \(capacity) bytes")
      }
    }
    self.descriptor = descriptor
    (header, base) = Self.map(descriptor, capacity)
    self.capacity = capacity
    produced = (header + Self.producedOffset).assumingMemoryBound(to: Atomic<Int>.self)
    consumed = (header + Self.consumedOffset).assumingMemoryBound(to: Atomic<Int>.self)
    let isOld = header.load(as: UInt64.self) == Self.magic
    header.storeBytes(of: Self.magic, as: UInt64.self)
    header.storeBytes(of: capacity, toByteOffset: 8, as: Int.self)
    header.storeBytes(of: journal, toByteOffset: 16, as: UInt64.self)
    head = produced.pointee.load(ordering: .acquiring)
    seenTail = consumed.pointee.load(ordering: .acquiring)
    let isSound = seenTail >= 0 && head >= seenTail && head - seenTail <= capacity
    if !isOld || !isSound { reset(firstSequence: 0) }
  }

  /// What the memory of a journal is called.
  static func name(of journal: UInt64) -> String {
    folder + "dutchbook-\(getuid())-" + String(journal, radix: 16) + ".ring"
  }

  /// The file must be ours alone, and nobody else's at this moment.
  private static func takeOver(_ descriptor: Int32, _ name: String) throws(JournalError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == getuid(), status.st_mode & 0o077 == 0
    else {
      throw .storage(file: name, reason: "is not ours alone: somebody else has made it; remove it")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(folder: name) }
  }

  deinit {
    munmap(base, 2 * capacity)
    munmap(header, Self.headerBytes)
    Glibc.close(descriptor)
  }

  /// Takes the memory's name away: the journal is whole without it.
  public func removeName() { if let path { unlink(path) } }

  /// The sequence number of the first record that its session put in; 0 before there was one.
  var firstSequence: UInt64 { header.load(fromByteOffset: 24, as: UInt64.self) }

  /// Forgets everything in it; the next session's first record has this number.
  func reset(firstSequence: UInt64) {
    header.storeBytes(of: firstSequence, toByteOffset: 24, as: UInt64.self)
    produced.pointee.store(0, ordering: .releasing)
    consumed.pointee.store(0, ordering: .releasing)
    head = 0
    seenTail = 0
  }

  /// Takes nothing more from its producer; what is in it stays.
  func close() { head = .max / 2 }

  /// Takes records from a new producer, behind what is in it.
  func reopen() {
    head = produced.pointee.load(ordering: .acquiring)
    seenTail = consumed.pointee.load(ordering: .acquiring)
  }

  // MARK: Producer

  /// Puts one record in; false when it does not fit. Does not allocate.
  ///
  /// - Parameter fill: writes the payload into memory of exactly `payloadBytes`.
  @inline(__always)
  func put(_ record: RecordHeader, _ fill: (UnsafeMutableRawBufferPointer) -> Void) -> Bool {
    let count = record.recordBytes
    guard record.payloadBytes <= RecordHeader.maximumPayloadBytes else { return false }
    if head + count - seenTail > capacity {
      seenTail = consumed.pointee.load(ordering: .acquiring)
      guard head + count - seenTail <= capacity else { return false }
    }
    let start = base + (head & (capacity - 1))
    record.write(to: start)
    // The padding, before the payload covers the rest of the word.
    (start + (count - 8)).storeBytes(of: 0, as: UInt64.self)
    if count - 8 < RecordHeader.byteCount { record.write(to: start) }
    fill(
      UnsafeMutableRawBufferPointer(
        start: start + RecordHeader.byteCount, count: record.payloadBytes))
    head += count
    produced.pointee.store(head, ordering: .releasing)
    return true
  }

  /// How full it is. Costs a look at the consumer's cursor only where it seems full.
  @inline(__always)
  var pressure: Pressure {
    if head - seenTail <= capacity / 2 { return .low }
    seenTail = consumed.pointee.load(ordering: .acquiring)
    return head - seenTail <= capacity / 2 ? .low : .high
  }

  /// Bytes put in so far: what a producer waits for to be on the disk.
  var producedBytes: Int { head }

  // MARK: Consumer

  /// What waits behind `position`, in one piece.
  func waiting(from position: Int) -> UnsafeMutableRawBufferPointer {
    let end = produced.pointee.load(ordering: .acquiring)
    return UnsafeMutableRawBufferPointer(
      start: base + (position & (capacity - 1)), count: end - position)
  }

  /// Where the consumer is.
  var consumedBytes: Int { consumed.pointee.load(ordering: .relaxed) }

  /// Gives room back up to a position.
  func release(upTo position: Int) { consumed.pointee.store(position, ordering: .releasing) }

  // MARK: Memory

  /// The capacity of a ring that is there already and belongs to the journal.
  private static func capacity(in descriptor: Int32, _ journal: UInt64) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == getuid() else { return nil }
    var words: (UInt64, Int, UInt64) = (0, 0, 0)
    let count = withUnsafeMutableBytes(of: &words) { pread(descriptor, $0.baseAddress, 24, 0) }
    guard count == 24, words.0 == magic, words.2 == journal, words.1 >= 64 << 10,
      words.1 & (words.1 - 1) == 0, Int(status.st_size) == headerBytes + words.1
    else {
      ftruncate(descriptor, 0)
      return nil
    }
    return words.1
  }

  private static func map(
    _ descriptor: Int32, _ capacity: Int
  ) -> (UnsafeMutableRawPointer, UnsafeMutableRawPointer) {
    let access = PROT_READ | PROT_WRITE
    // Room for both copies first, then the same pages into each half.
    guard let header = mmap(nil, headerBytes, access, MAP_SHARED, descriptor, 0),
      header != MAP_FAILED,
      let base = mmap(nil, 2 * capacity, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      base != MAP_FAILED,
      mmap(base, capacity, access, MAP_SHARED | MAP_FIXED, descriptor, headerBytes) == base,
      mmap(
        base + capacity, capacity, access, MAP_SHARED | MAP_FIXED, descriptor, headerBytes)
        == base + capacity
    else { preconditionFailure("no memory for a ring of \(capacity) bytes") }
    // Touched now, so that the trading thread never waits for a page.
    for page in stride(from: 0, to: capacity, by: headerBytes) {
      let byte = (base + page).load(as: UInt8.self)
      (base + page).storeBytes(of: byte, as: UInt8.self)
    }
    return (header, base)
  }
}
