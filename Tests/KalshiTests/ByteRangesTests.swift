import Market
import TestKit
import Testing

@testable import Kalshi

@Suite struct ByteRangesTests {
  /// What a value behind sixteen bytes of something else reads as; nil when it is not of its kind.
  private func read(_ kind: LayoutStep.Kind, _ text: String) -> Int64? {
    let bytes = Array("\"x\":[9,8,7.6,\"55".utf8) + Array(text.utf8) + Array("\",9".utf8)
    let table = ByteRangeTable()
    guard let row = table.row(kind, length: text.utf8.count) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      let value = buffer.loadUnaligned(
        fromByteOffset: text.utf8.count, as: SIMD16<UInt8>.self)
      return row.pointee.misfits(value) == SIMD16() ? row.pointee.number(value) : nil
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `digits read as FixedPoint reads them`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for length in 1...16 {
      for _ in 0..<100 {
        let rest = (1..<length).map { _ in "\(Int.random(in: 0...9, using: &generator))" }
        let text = "\(Int.random(in: 1...9, using: &generator))" + rest.joined()
        #expect(
          read(.integer, text) == FixedPoint.parse(text, decimals: 0), "seed \(seed): \(text)")
        guard length <= 13 else { continue }
        let size = text + ".\(Int.random(in: 10...99, using: &generator))"
        let hundredths = FixedPoint.parse(size, decimals: 2)
        #expect(read(.quantity, size) == hundredths, "seed \(seed): \(size)")
        guard length <= 12 else { continue }
        #expect(read(.negative, "-" + size) == hundredths, "seed \(seed): \(size)")
      }
    }
  }

  @Test func `every price of four decimals reads as its ten-thousandths`() {
    for value in 0...19_999 {
      #expect(read(.price, FixedPoint.text(Int64(value), decimals: 4)) == Int64(value))
    }
  }

  @Test func `a byte out of its range is found at every place`() {
    let samples: [(LayoutStep.Kind, String)] = [
      (.price, "0.4500"), (.quantity, "1234567890123.45"), (.negative, "-123456789012.45"),
      (.integer, "1234567890123456"), (.side, "yes"), (.side, "no"),
    ]
    for (kind, text) in samples {
      #expect(read(kind, text) != nil)
      for place in text.utf8.indices {
        for byte in UInt8.min...UInt8.max {
          var changed = Array(text.utf8)
          let index = text.utf8.distance(from: text.utf8.startIndex, to: place)
          changed[index] = byte
          let isAllowed: Bool =
            switch (kind, text.utf8[place]) {
            case (.side, let known),
              (_, let known) where known == 0x2E || known == 0x2D:
              byte == known
            case (.price, _) where index == 0: byte == 0x30 || byte == 0x31
            case (.integer, _) where index == 0: (0x31...0x39).contains(byte)
            default: (0x30...0x39).contains(byte)
            }
          let table = ByteRangeTable()
          guard let row = table.row(kind, length: changed.count) else { continue }
          let bytes = Array(repeating: 0xFF, count: 16 - changed.count) + changed
          let value = bytes.withUnsafeBytes { $0.load(as: SIMD16<UInt8>.self) }
          #expect(
            (row.pointee.misfits(value) == SIMD16()) == isAllowed, "\(text): \(byte) at \(index)")
        }
      }
    }
  }
}
