internal import Journal

/// A derived, checksummed file of decoded events: what fast replays read.
///
/// Made by ``EventFileWriter`` from recordings, and made again from them when it is damaged. Little
/// endian. The head: `DBEVENTS`, version, bytes of one event, number of events, number of markets,
/// bytes of the list of tickers, CRC-32C of the list, CRC-32C of the head (64 bytes in all). Then
/// the list, each ticker with its length in a byte before it, up to a multiple of 64 bytes; then
/// the events; then a CRC-32C for each block of ``eventsPerBlock``.
public final class EventFile {
  public static let currentVersion: UInt16 = 1
  /// Events that share a checksum: 64 KiB.
  public static let eventsPerBlock = 2_048

  static let magic: UInt64 = 0x5354_4E45_5645_4244
  static let headBytes = 64

  /// What the file is called in messages.
  public let name: String
  /// By dense id.
  public let tickers: [String]
  /// How many events there are.
  public let count: Int
  private let bytes: SegmentBytes
  private let firstEvent: Int

  /// Opens a file. Its blocks are checked as they are read.
  public convenience init(path: String) throws(EventFileError) {
    let bytes: SegmentBytes
    do throws(JournalError) {
      bytes = try FolderStorage.map(path)
    } catch {
      throw .storage(file: path, reason: error.reason)
    }
    try self.init(bytes, name: path)
  }

  init(_ bytes: SegmentBytes, name: String) throws(EventFileError) {
    self.bytes = bytes
    self.name = name
    let head = bytes.bytes
    guard head.count >= 8, head.loadUnaligned(as: UInt64.self) == Self.magic else {
      throw .notAnEventFile(file: name)
    }
    guard head.count >= Self.headBytes else { throw .truncated(file: name) }
    let version = head.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    guard version <= Self.currentVersion else {
      throw .newerVersion(file: name, version: Int(version))
    }
    let whole = UnsafeRawBufferPointer(rebasing: head[0..<60])
    let listBytes = Int(head.loadUnaligned(fromByteOffset: 32, as: UInt32.self))
    guard Checksum.of(whole) == head.loadUnaligned(fromByteOffset: 60, as: UInt32.self),
      head.loadUnaligned(fromByteOffset: 10, as: UInt16.self) == MemoryLayout<MarketEvent>.size
    else { throw .badHeader(file: name) }
    guard
      let count = Int(exactly: head.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      let markets = Int(exactly: head.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
      count <= head.count / MemoryLayout<MarketEvent>.size
    else { throw .truncated(file: name) }
    self.count = count
    firstEvent = (Self.headBytes + listBytes + 63) & ~63
    let blocks = (count + Self.eventsPerBlock - 1) / Self.eventsPerBlock
    guard head.count >= firstEvent,
      head.count == firstEvent + count * MemoryLayout<MarketEvent>.size + blocks * 4
    else { throw .truncated(file: name) }
    let list = UnsafeRawBufferPointer(
      rebasing: head[Self.headBytes..<Self.headBytes + listBytes])
    guard Checksum.of(list) == head.loadUnaligned(fromByteOffset: 36, as: UInt32.self),
      let tickers = Self.tickers(list, count: markets)
    else { throw .badHeader(file: name) }
    self.tickers = tickers
  }

  private static func tickers(_ list: UnsafeRawBufferPointer, count: Int) -> [String]? {
    var tickers: [String] = []
    var offset = 0
    while offset < list.count {
      let length = Int(list[offset])
      guard offset + 1 + length <= list.count else { return nil }
      let slice = UnsafeRawBufferPointer(rebasing: list[offset + 1..<offset + 1 + length])
      guard let ticker = String(validating: slice, as: UTF8.self) else { return nil }
      tickers.append(ticker)
      offset += 1 + length
    }
    return tickers.count == count ? tickers : nil
  }

  /// Hands on the events, block by block, each block checked before.
  ///
  /// - Throws: ``EventFileError`` at the first block that is damaged; what `body` was given before
  ///   was sound.
  public func forEachBlock(
    _ body: (UnsafeBufferPointer<MarketEvent>) throws(EventFileError) -> Void
  ) throws(EventFileError) {
    guard let base = bytes.bytes.baseAddress else { return }
    let events = (base + firstEvent).assumingMemoryBound(to: MarketEvent.self)
    let checksums = base + firstEvent + count * MemoryLayout<MarketEvent>.size
    var first = 0
    while first < count {
      let length = min(Self.eventsPerBlock, count - first)
      let block = UnsafeBufferPointer(start: events + first, count: length)
      let stored = checksums.loadUnaligned(
        fromByteOffset: first / Self.eventsPerBlock * 4, as: UInt32.self)
      guard Checksum.of(UnsafeRawBufferPointer(block)) == stored else {
        throw .damaged(file: name, first: first)
      }
      try body(block)
      first += length
    }
  }

  /// Looks at every event: known market, price up to a dollar, times ascending.
  public func verify() throws(EventFileError) {
    var last = Int64.min
    var number = 0
    try forEachBlock { (block) throws(EventFileError) in
      for event in block {
        guard event.marketIndex >= 0, Int(event.marketIndex) < tickers.count, event.price != nil,
          event.kind != nil
        else { throw .badEvent(file: name, event: number) }
        guard event.receivedNanoseconds >= last else {
          throw .timeRunsBackwards(file: name, event: number)
        }
        last = event.receivedNanoseconds
        number += 1
      }
    }
  }
}
