/// A disk in memory that can fill up, fail, lose what was not forced onto it, and flip bits.
///
/// For tests and for the simulation of faults: the same journal code runs on it as on a folder.
public final class SimulatedStorage: JournalStorage {
  final class Content {
    var bytes: [UInt8] = []
    /// How many of them a power failure leaves.
    var synced = 0
    var modified: Int64 = 0
  }

  /// Bytes that can still be written; nil for no end.
  public var freeBytes: Int?
  /// Every write and every forced write fails.
  public var isFailing = false
  /// A write takes at most so many bytes.
  public var maximumWriteBytes = Int.max
  /// The time that files are dated with, nanoseconds since the Unix epoch.
  public var time: Int64 = 0
  private var files: [String: Content] = [:]

  public init() {}

  public func names() -> [String] { files.keys.sorted() }

  public func bytes(of name: String) throws(JournalError) -> SegmentBytes {
    SegmentBytes(copying: try content(name).bytes)
  }

  public func size(of name: String) throws(JournalError) -> (bytes: Int, modified: Int64) {
    let content = try content(name)
    return (content.bytes.count, content.modified)
  }

  public func create(_ name: String) throws(JournalError) -> any JournalFile {
    guard files[name] == nil else { throw .storage(file: name, reason: "File exists") }
    guard !isFailing else { throw Self.failure(name) }
    let content = Content()
    content.modified = time
    files[name] = content
    return SimulatedFile(self, content, name)
  }

  public func open(_ name: String, cutTo length: Int) throws(JournalError) -> any JournalFile {
    let content = try content(name)
    content.bytes.removeLast(max(0, content.bytes.count - length))
    content.synced = min(content.synced, length)
    return SimulatedFile(self, content, name)
  }

  public func rename(_ name: String, to other: String) throws(JournalError) {
    files[other] = try content(name)
    files[name] = nil
  }

  public func remove(_ name: String) throws(JournalError) {
    _ = try content(name)
    files[name] = nil
  }

  public func describe(_ name: String) -> String { name }

  // MARK: Faults

  /// The power fails: of what was not forced onto the disk, a part is left, or zeros stand for it.
  public func losePower(using generator: inout some RandomNumberGenerator) {
    for name in names() {
      guard let content = files[name] else { continue }
      let unsynced = content.bytes.count - content.synced
      let kept = unsynced == 0 ? 0 : Int.random(in: 0...unsynced, using: &generator)
      content.bytes.removeLast(unsynced - kept)
      if kept > 0, Bool.random(using: &generator) {
        // The disk had made room, but not yet written all of it, sector by sector.
        let count = content.bytes.count
        let first = Int.random(in: count - kept...count, using: &generator)
        let sector = SegmentWalk.sectorBytes
        let place = (first + sector - 1) / sector * sector
        for byte in min(place, count)..<count { content.bytes[byte] = 0 }
      }
      content.synced = content.bytes.count
    }
  }

  /// Turns one bit of a file round.
  public func flip(_ name: String, byte: Int, bit: Int) { files[name]?.bytes[byte] ^= 1 << bit }

  /// Cuts a file off.
  public func cut(_ name: String, to length: Int) {
    guard let content = files[name] else { return }
    content.bytes.removeLast(content.bytes.count - length)
  }

  /// The bytes of a file; empty where there is none.
  public func content(of name: String) -> [UInt8] { files[name]?.bytes ?? [] }

  /// Puts a file there.
  public func put(_ name: String, _ bytes: [UInt8]) {
    let content = Content()
    content.bytes = bytes
    content.synced = bytes.count
    content.modified = time
    files[name] = content
  }

  private func content(_ name: String) throws(JournalError) -> Content {
    guard let content = files[name] else {
      throw .storage(file: name, reason: "No such file or directory")
    }
    return content
  }

  static func failure(_ name: String) -> JournalError {
    .storage(file: name, reason: "Input/output error")
  }
}

/// A file of a simulated disk.
final class SimulatedFile: JournalFile {
  private let storage: SimulatedStorage
  private let content: SimulatedStorage.Content
  private let name: String

  init(_ storage: SimulatedStorage, _ content: SimulatedStorage.Content, _ name: String) {
    self.storage = storage
    self.content = content
    self.name = name
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> Int {
    guard !storage.isFailing else { throw SimulatedStorage.failure(name) }
    let count = min(bytes.count, storage.maximumWriteBytes, storage.freeBytes ?? .max)
    guard count > 0 else { throw .storage(file: name, reason: "No space left on device") }
    content.bytes += bytes.prefix(count)
    content.modified = storage.time
    storage.freeBytes = storage.freeBytes.map { $0 - count }
    return count
  }

  func sync() throws(JournalError) {
    guard !storage.isFailing else { throw SimulatedStorage.failure(name) }
    content.synced = content.bytes.count
  }

  func close() {}
}
