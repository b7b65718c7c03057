internal import Market

/// Why recorded bytes are not an event.
public struct EventDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the payload.
  public let offset: Int
  public let reason: String

  public init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }

  public var description: String { "byte \(offset) of the payload: \(reason)" }
}

/// Reads what ``EventWriter`` wrote, checking everything.
struct EventReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  func failure(_ reason: String) -> EventDecodingError {
    EventDecodingError(offset: offset, reason: reason)
  }

  @inline(__always)
  mutating func take<Value: FixedWidthInteger>(
    _: Value.Type = Value.self
  ) throws(EventDecodingError) -> Value {
    guard bytes.count - offset >= MemoryLayout<Value>.size else { throw failure("ends early") }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
    offset += MemoryLayout<Value>.size
    return Value(littleEndian: value)
  }

  mutating func flag() throws(EventDecodingError) -> Bool {
    switch try take(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw failure("neither yes nor no")
    }
  }

  mutating func number() throws(EventDecodingError) -> Double {
    Double(bitPattern: try take(UInt64.self))
  }

  @inline(__always)
  mutating func price() throws(EventDecodingError) -> Price {
    guard let price = Price(exactly: Int64(try take(Int32.self))) else {
      throw failure("a price beyond a dollar")
    }
    return price
  }

  @inline(__always)
  mutating func quantity() throws(EventDecodingError) -> Quantity {
    Quantity(hundredths: try take(Int64.self))
  }

  mutating func money() throws(EventDecodingError) -> Money {
    Money(microDollars: try take(Int64.self))
  }

  @inline(__always)
  mutating func time() throws(EventDecodingError) -> Timestamp {
    Timestamp(nanoseconds: try take(Int64.self))
  }

  /// A dense id of at least zero.
  @inline(__always)
  mutating func index() throws(EventDecodingError) -> Int {
    let index = Int(try take(Int32.self))
    guard index >= 0 else { throw failure("an id below zero") }
    return index
  }

  @inline(__always)
  mutating func market() throws(EventDecodingError) -> MarketID { MarketID(try index()) }

  mutating func orderID() throws(EventDecodingError) -> ClientOrderID {
    ClientOrderID(session: try take(), sequence: try take())
  }

  /// One of an enumeration's raw values.
  @inline(__always)
  mutating func choice<Value: RawRepresentable>(
    _: Value.Type = Value.self
  ) throws(EventDecodingError) -> Value where Value.RawValue == UInt8 {
    guard let value = Value(rawValue: try take(UInt8.self)) else {
      throw failure("a code that this version does not know")
    }
    return value
  }

  mutating func optional<Value>(
    _ read: (inout EventReader) throws(EventDecodingError) -> Value
  ) throws(EventDecodingError) -> Value? {
    guard try flag() else { return nil }
    return try read(&self)
  }

  mutating func text() throws(EventDecodingError) -> String {
    let count = Int(try take(UInt32.self))
    guard bytes.count - offset >= count else { throw failure("a text ends early") }
    let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    offset += count
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw failure("a text is not UTF-8")
    }
    return text
  }

  /// How many elements follow, each of at least so many bytes.
  mutating func elements(ofAtLeast size: Int) throws(EventDecodingError) -> Int {
    let count = Int(try take(UInt32.self))
    guard count <= (bytes.count - offset) / size else { throw failure("a list ends early") }
    return count
  }
}
