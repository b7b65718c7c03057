/// An id the exchange gave, as 128 bits: compared, never shown.
///
/// Ids are UUIDs on the exchange and are taken as such; any other text is hashed (FNV-1a, 128 bits,
/// Fowler, Noll and Vo), so that an unusual id still serves to tell two trades apart.
public struct ExchangeKey: Hashable, Sendable, Codable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads an id's text. Does not allocate.
  public init(_ bytes: UnsafeRawBufferPointer) {
    if let key = Self.uuid(bytes) {
      self = key
    } else {
      self = Self.hash(bytes)
    }
  }

  public init(_ text: String) {
    var copy = text
    self = copy.withUTF8 { ExchangeKey(UnsafeRawBufferPointer($0)) }
  }

  private static func uuid(_ bytes: UnsafeRawBufferPointer) -> ExchangeKey? {
    guard bytes.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for index in 0..<36 {
      let byte = bytes[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt64
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt64(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
      if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
      digits += 1
    }
    return ExchangeKey(high: high, low: low)
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> ExchangeKey {
    let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
    var state: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in bytes {
      state ^= UInt128(byte)
      state = state &* prime
    }
    return ExchangeKey(
      high: UInt64(truncatingIfNeeded: state >> 64), low: UInt64(truncatingIfNeeded: state))
  }
}
