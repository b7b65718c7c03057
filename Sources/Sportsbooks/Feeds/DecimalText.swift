internal import Glibc

/// Numbers written as text.
enum DecimalText {
  /// A decimal number, with an exponent or not; not a number for anything else.
  ///
  /// Up to 15 digits and 22 decimals are exact by one division of exact doubles (Clinger 1990);
  /// longer ones take a slower way. Neither allocates.
  static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
    var index = 0
    var negative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits += 1
        guard digits <= 15, decimals < 22 else { return slow(bytes) }
        mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
        if hasPoint { decimals += 1 }
      } else {
        return digits > 0 ? slow(bytes) : .nan
      }
      index += 1
    }
    guard digits > 0 else { return .nan }
    let value = Double(mantissa) / powersOfTen(decimals)
    return negative ? -value : value
  }

  /// A whole number; nil when it is none or does not fit.
  static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count > 0, bytes.count <= 19 else { return nil }
    var value: Int64 = 0
    for (index, byte) in bytes.enumerated() {
      if index == 0, byte == UInt8(ascii: "-"), bytes.count > 1 { continue }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      let (sum, sumOverflow) = product.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      guard !sumOverflow else { return nil }
      value = sum
    }
    return bytes[0] == UInt8(ascii: "-") ? -value : value
  }

  /// `strtod` on a bounded copy on the stack; trailing text makes it not a number.
  private static func slow(_ bytes: UnsafeRawBufferPointer) -> Double {
    guard bytes.count < 64 else { return .nan }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { copy in
      for (index, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
          UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
          copy[index] = CChar(bitPattern: byte)
        default: return .nan
        }
      }
      copy[bytes.count] = 0
      guard let start = copy.baseAddress else { return .nan }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      guard let end, end - start == bytes.count else { return .nan }
      return value
    }
  }

  private static func powersOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
