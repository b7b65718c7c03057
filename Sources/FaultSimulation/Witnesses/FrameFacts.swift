internal import CLinux

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
    let found = dutchbook_find(
      bytes.baseAddress, bytes.count, text.utf8Start, text.utf8CodeUnitCount)
    return found < 0 ? nil : found
  }
}
