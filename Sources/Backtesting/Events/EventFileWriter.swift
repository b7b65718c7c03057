internal import Glibc
internal import Journal

/// Writes an ``EventFile``: under another name until it is whole.
public final class EventFileWriter {
  private let path: String
  private let tickers: [String]
  private var file: UnsafeMutablePointer<FILE>?
  private var block: ContiguousArray<MarketEvent> = []
  private var checksums: [UInt32] = []
  private var failure: EventFileError?
  /// Events so far.
  public private(set) var count = 0

  /// - Parameter tickers: by dense id, each of 1 to 255 bytes.
  /// - Throws: where the file cannot be written, or the name belongs to something else.
  public init(path: String, tickers: [String]) throws(EventFileError) {
    try Self.checkName(path)
    self.path = path
    self.tickers = tickers
    block.reserveCapacity(EventFile.eventsPerBlock)
    file = fopen(path + ".part", "w")
    guard file != nil else { throw Self.failed(path) }
    write(head(count: 0))
    var list = Self.list(tickers)
    list += [UInt8](repeating: 0, count: 63 - (EventFile.headBytes + list.count + 63) % 64)
    write(list)
    if let failure { throw failure }
  }

  deinit {
    guard let file else { return }
    fclose(file)
    unlink(path + ".part")
  }

  /// Only an event file, or nothing yet, is replaced: anything else under that name is somebody's
  /// recording.
  static func checkName(_ path: String) throws(EventFileError) {
    guard access(path, F_OK) == 0 else { return }
    var magic: UInt64 = 0
    if let file = fopen(path, "r") {
      defer { fclose(file) }
      if fread(&magic, 8, 1, file) == 1, magic == EventFile.magic { return }
    }
    throw .storage(file: path, reason: "is there already and no event file: it is not replaced")
  }

  /// Appends an event; a failed write shows in ``finish()``.
  public func append(_ event: MarketEvent) {
    block.append(event)
    count += 1
    if block.count == EventFile.eventsPerBlock { flush() }
  }

  /// Completes the file and gives it its name.
  public func finish() throws(EventFileError) {
    flush()
    checksums.withUnsafeBytes { write(Array($0)) }
    if let file { fseek(file, 0, SEEK_SET) }
    write(head(count: count))
    if let failure { throw failure }
    guard let file, fflush(file) == 0, fsync(fileno(file)) == 0 else { throw Self.failed(path) }
    fclose(file)
    self.file = nil
    guard rename(path + ".part", path) == 0 else { throw Self.failed(path) }
  }

  private func flush() {
    guard !block.isEmpty else { return }
    block.withUnsafeBytes { bytes in
      checksums.append(Checksum.of(bytes))
      write(bytes)
    }
    block.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    guard let file, failure == nil, !bytes.isEmpty else { return }
    if fwrite(bytes.baseAddress, 1, bytes.count, file) != bytes.count {
      failure = Self.failed(path)
    }
  }

  private static func list(_ tickers: [String]) -> [UInt8] {
    tickers.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + Array($0.utf8) }
  }

  private func head(count: Int) -> [UInt8] {
    let list = Self.list(tickers)
    var head = [UInt8](repeating: 0, count: EventFile.headBytes)
    head.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: EventFile.magic, as: UInt64.self)
      bytes.storeBytes(of: EventFile.currentVersion, toByteOffset: 8, as: UInt16.self)
      bytes.storeBytes(
        of: UInt16(MemoryLayout<MarketEvent>.size), toByteOffset: 10, as: UInt16.self)
      bytes.storeBytes(of: UInt64(count), toByteOffset: 16, as: UInt64.self)
      bytes.storeBytes(of: UInt64(tickers.count), toByteOffset: 24, as: UInt64.self)
      bytes.storeBytes(of: UInt32(list.count), toByteOffset: 32, as: UInt32.self)
      bytes.storeBytes(
        of: list.withUnsafeBytes { Checksum.of($0) }, toByteOffset: 36, as: UInt32.self)
      let checksum = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[0..<60]))
      bytes.storeBytes(of: checksum, toByteOffset: 60, as: UInt32.self)
    }
    return head
  }

  private static func failed(_ path: String) -> EventFileError {
    .storage(file: path, reason: String(cString: strerror(errno)))
  }
}
