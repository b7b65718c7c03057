public import Market

/// Everything that has happened at the exchange, and every request that has left the process, in a
/// file that outlives the process: what the exchange is made again from.
public final class WorldHistory {
  /// What an entry tells.
  public enum Kind: UInt8 {
    /// A process begins; its number and the session half of its client order ids.
    case life
    /// Bytes of a request that changes something leave the process.
    case left
    /// Such a request reaches the exchange.
    case arrived
    /// The best prices of a market are set.
    case quote
    /// One level of a market is set.
    case level
    /// The process has taken the account over, and it was as it should.
    case takenOver
    /// A promise is broken, in words.
    case complaint
  }

  /// One thing that has happened.
  public struct Entry {
    public var kind: Kind
    public var time: Timestamp
    /// What the account had come to before it.
    public var state: UInt64
    public var bytes: [UInt8]

    /// The payload as numbers.
    public var numbers: [Int64] {
      stride(from: 0, to: bytes.count, by: 8).map { offset in
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int64.self) }
      }
    }
  }

  private let file: SharedFile
  private static let headBytes = 24
  private static let capacity = 64 << 20

  public init(folder: String) throws {
    file = try SharedFile("\(folder)/world", bytes: Self.capacity)
  }

  func append(_ kind: Kind, at time: Timestamp, state: UInt64, _ bytes: [UInt8]) {
    let offset = file.published
    let size = (Self.headBytes + bytes.count + 7) & ~7
    precondition(offset + size <= Self.capacity, "the history is full")
    let memory = file.memory
    memory.storeBytes(of: UInt32(bytes.count), toByteOffset: offset, as: UInt32.self)
    memory.storeBytes(of: UInt32(kind.rawValue), toByteOffset: offset + 4, as: UInt32.self)
    memory.storeBytes(of: time.nanoseconds, toByteOffset: offset + 8, as: Int64.self)
    memory.storeBytes(of: state, toByteOffset: offset + 16, as: UInt64.self)
    for (place, byte) in bytes.enumerated() { memory[offset + Self.headBytes + place] = byte }
    file.published = offset + size
  }

  func append(_ kind: Kind, at time: Timestamp, state: UInt64, numbers: [Int64]) {
    append(
      kind, at: time, state: state, numbers.flatMap { withUnsafeBytes(of: $0) { [UInt8]($0) } })
  }

  /// For tests of the tests: an order that has left, and that nobody has decided.
  public func addOrder(_ id: String) {
    let last = entries().last
    append(
      .left, at: last?.time ?? .distantPast, state: last?.state ?? 0,
      Array("POST / HTTP/1.1\r\n\r\n{\"client_order_id\":\"\(id)\"}".utf8))
  }

  /// Everything so far, in order.
  public func entries() -> [Entry] {
    var entries: [Entry] = []
    var offset = 0
    let end = file.published
    let memory = file.memory
    while offset < end {
      let count = Int(memory.load(fromByteOffset: offset, as: UInt32.self))
      let number = UInt8(memory.load(fromByteOffset: offset + 4, as: UInt32.self))
      guard let kind = Kind(rawValue: number) else { preconditionFailure("kind \(number)") }
      let start = offset + Self.headBytes
      entries.append(
        Entry(
          kind: kind,
          time: Timestamp(nanoseconds: memory.load(fromByteOffset: offset + 8, as: Int64.self)),
          state: memory.load(fromByteOffset: offset + 16, as: UInt64.self),
          bytes: [UInt8](memory[start..<start + count])))
      offset += (Self.headBytes + count + 7) & ~7
    }
    return entries
  }
}
