public import Market

/// A change of a book as ``EngineInput/write(to:)`` wrote it, read at once: nine of ten records are
/// such.
public struct RecordedDelta: Hashable, Sendable {
  public let time: Timestamp
  public let venueTime: Timestamp
  public let market: MarketID
  public let side: BookSide
  public let price: Price
  public let change: Quantity

  /// Both times, the event's number, market, side, price, change.
  static let byteCount = 34
  /// The number of `bookDelta` among events.
  static let tag: UInt8 = 2

  /// Nil for anything but a whole and valid change: what it is then, the general reader says.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount, bytes[16] == Self.tag,
      let side = BookSide(rawValue: bytes[21])
    else { return nil }
    let index = Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 17, as: Int32.self))
    let price = Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 22, as: Int32.self))
    guard index >= 0, let price = Price(exactly: Int64(price)) else { return nil }
    func word(_ offset: Int) -> Int64 {
      Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    }
    time = Timestamp(nanoseconds: word(0))
    venueTime = Timestamp(nanoseconds: word(8))
    market = MarketID(Int(index))
    self.side = side
    self.price = price
    change = Quantity(hundredths: word(26))
  }
}
