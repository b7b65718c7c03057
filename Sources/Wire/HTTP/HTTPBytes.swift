internal import Glibc

/// Character classes and comparisons of HTTP on raw bytes, without allocation.
///
/// Loops run over plain indices: iterators of generic collections allocate in builds without
/// optimisation, and the tests that count allocations hold there too.
enum HTTPBytes {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let tab: UInt8 = 0x09
  static let colon: UInt8 = 0x3A
  static let comma: UInt8 = 0x2C

  /// `tchar` (RFC 9110 section 5.6.2).
  static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  /// What a field value may hold: tab, visible characters, space, bytes from 0x80.
  static func isValue(_ byte: UInt8) -> Bool {
    byte == tab || (byte >= 0x20 && byte != 0x7F)
  }

  /// What a request target may hold: visible ASCII.
  static func isTarget(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  static func isSpace(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  /// Whether the bytes are the constant, which is given in lower case, but for case.
  static func equal(_ bytes: UnsafeRawBufferPointer, lowercased constant: StaticString) -> Bool {
    guard bytes.count == constant.utf8CodeUnitCount else { return false }
    var index = 0
    while index < bytes.count {
      var byte = bytes[index]
      if byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
      guard byte == constant.utf8Start[index] else { return false }
      index += 1
    }
    return true
  }

  /// Whether the bytes are exactly the constant.
  static func equal(_ bytes: UnsafeRawBufferPointer, _ constant: StaticString) -> Bool {
    guard let base = bytes.baseAddress, bytes.count == constant.utf8CodeUnitCount else {
      return false
    }
    return memcmp(base, constant.utf8Start, bytes.count) == 0
  }

  /// Whether all bytes from `start` on may stand in a field value.
  static func areValue(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Bool {
    var index = start
    while index < bytes.count {
      guard isValue(bytes[index]) else { return false }
      index += 1
    }
    return true
  }

  /// The bytes without white space at both ends.
  static func trim(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// A number in decimal digits alone, at most 18 of them.
  static func decimal(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
    var value = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return value
  }

  /// The first LF at or behind `start`.
  static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(lineFeed), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
