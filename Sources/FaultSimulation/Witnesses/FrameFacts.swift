internal import Glibc

/// What a witness reads from the text of a frame or a request: a search for `"name":`, and no
/// reader of JSON, so that it shares nothing with the readers it watches.
struct FrameFacts {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether the bytes hold a text.
  func contains(_ text: StaticString) -> Bool { place(of: text) != nil }

  /// The digits behind a name; nil where there are none.
  func integer(_ name: StaticString) -> Int64? {
    guard var place = place(of: name) else { return nil }
    place += name.utf8CodeUnitCount
    var value: Int64 = 0
    var digits = 0
    while place < bytes.count, (0x30...0x39).contains(bytes[place]), digits < 18 {
      value = value * 10 + Int64(bytes[place] - 0x30)
      place += 1
      digits += 1
    }
    return digits > 0 ? value : nil
  }

  /// The text behind a name that ends with the opening quote, up to the next quote.
  func text(_ name: StaticString) -> String? {
    guard var place = place(of: name) else { return nil }
    place += name.utf8CodeUnitCount
    let start = place
    while place < bytes.count, bytes[place] != 0x22 { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private func place(of text: StaticString) -> Int? {
    let count = text.utf8CodeUnitCount
    guard let base = bytes.baseAddress, bytes.count >= count else { return nil }
    // Every text looked for begins with four bytes at least.
    let head = UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt32.self)
    for place in 0...(bytes.count - count)
    where (base + place).loadUnaligned(as: UInt32.self) == head
      && memcmp(base + place, text.utf8Start, count) == 0
    {
      return place
    }
    return nil
  }
}
