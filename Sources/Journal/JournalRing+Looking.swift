internal import Glibc

/// The ring as somebody sees it who must not touch it.
extension JournalRing {
  /// What lay in a ring at one moment.
  struct Look {
    let file: String
    /// From the consumer's cursor to the producer's: whole records.
    let content: [UInt8]
    let isHeld: Bool

    /// The records behind the one of that number; nil where there is none.
    func waiting(after last: UInt64) -> WaitingRecords? {
      var found = WaitingRecords(file: file, records: 0, bytes: 0, followsOn: true, isHeld: isHeld)
      content.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        while offset + RecordHeader.byteCount <= bytes.count {
          let header = RecordHeader(at: base + offset)
          // No record: the memory was written anew while it was read, or never held one.
          guard header.payloadBytes <= RecordHeader.maximumPayloadBytes,
            offset + header.recordBytes <= bytes.count
          else { break }
          offset += header.recordBytes
          // What was written just before the end is on the disk already.
          guard header.sequence > last else { continue }
          if found.records == 0 { found.followsOn = header.sequence == last + 1 }
          found.records += 1
          found.bytes += header.recordBytes
        }
      }
      return found.records > 0 ? found : nil
    }
  }

  /// Looks into the ring of a journal without locking, mapping or changing it; nil where there is
  /// none of ours with anything in it.
  static func look(journal: UInt64) -> Look? {
    let file = name(of: journal)
    let descriptor = Glibc.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { Glibc.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == getuid(), status.st_mode & 0o077 == 0,
      let head = read(descriptor, from: 0, count: consumedOffset + 8)
    else { return nil }
    let (capacity, produced, consumed) = (
      word(head, 8), word(head, producedOffset), word(head, consumedOffset)
    )
    guard word(head, 0) == Int(magic), word(head, 16) == Int(bitPattern: UInt(journal)),
      capacity > 0, capacity & (capacity - 1) == 0,
      Int(status.st_size) == headerBytes + capacity,
      consumed >= 0, produced > consumed, produced - consumed <= capacity
    else { return nil }
    // The records may go on at the beginning of the memory.
    let start = consumed & (capacity - 1)
    let first = min(produced - consumed, capacity - start)
    let rest = produced - consumed - first
    guard let front = read(descriptor, from: headerBytes + start, count: first),
      let back = read(descriptor, from: headerBytes, count: rest)
    else { return nil }
    return Look(file: file, content: front + back, isHeld: isLocked(status))
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int.self) }
  }

  private static func read(_ descriptor: Int32, from offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + done }, count - done, offset + done)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }

  /// Whether a process holds the lock on a file. Asked of the system's list: to try the lock would
  /// be to take it, and a session that begins just then would be refused.
  private static func isLocked(_ status: stat) -> Bool {
    guard let list = fopen("/proc/locks", "re") else { return false }
    defer { fclose(list) }
    let device = [
      (status.st_dev >> 8) & 0xFFF, (status.st_dev & 0xFF) | ((status.st_dev >> 12) & 0xF_FF00),
    ]
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), list) != nil {
      let text = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      // `1: FLOCK  ADVISORY  WRITE 4242 00:1a:77 0 EOF`: the device in hex, then the file's number.
      let words = String(decoding: text, as: UTF8.self).split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK" else { continue }
      let file = words[5].split(separator: ":")
      guard file.count == 3, file[..<2].map({ dev_t($0, radix: 16) }) == device else { continue }
      if ino_t(file[2]) == status.st_ino { return true }
    }
    return false
  }
}
