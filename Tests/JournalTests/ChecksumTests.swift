import Testing

@testable import Journal

@Suite struct `The checksum` {
  static let vectors: [([UInt8], UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0...31), 0x46DD_794E),
    ([UInt8]((0...31).reversed()), 0x113F_DB5C),
    ([UInt8]("123456789".utf8), 0xE306_9283),
    ([], 0),
  ]

  @Test func `is the one of RFC 3720`() {
    for (bytes, expected) in Self.vectors {
      #expect(bytes.withUnsafeBytes { Checksum.of($0) } == expected)
    }
  }

  @Test func `is the same in pieces of any size`() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    bytes.withUnsafeBytes { all in
      let whole = Checksum.of(all)
      for cut in 0...300 {
        var checksum = Checksum()
        checksum.update(UnsafeRawBufferPointer(rebasing: all[..<cut]))
        checksum.update(UnsafeRawBufferPointer(rebasing: all[cut...]))
        #expect(checksum.value == whole, "cut at \(cut)")
      }
    }
  }
}
