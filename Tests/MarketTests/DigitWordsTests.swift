import Market
import TestKit
import Testing

@Suite struct DigitWordsTests {
  /// The text behind sixteen bytes of something else, and something else behind it.
  private func read<Value>(_ text: String, _ body: (UnsafeRawPointer, Int) -> Value) -> Value? {
    let bytes = Array("\"x\":[9,8,7.6,\"55".utf8) + Array(text.utf8) + Array("\",9".utf8)
    return bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { body($0, 16 + text.utf8.count) }
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `digits read as FixedPoint reads them`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for length in 1...16 {
      for _ in 0..<200 {
        let text = (0..<length).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
        let value = read(text) { DigitWords.integer($0, end: $1, length: length) }
        #expect(value == FixedPoint.parse(text, decimals: 0), "seed \(seed): \(text)")
        guard length <= 13 else { continue }
        let size = text + ".\(Int.random(in: 10...99, using: &generator))"
        let hundredths = read(size) { DigitWords.hundredths($0, end: $1, length: length + 3) }
        #expect(hundredths == FixedPoint.parse(size, decimals: 2), "seed \(seed): \(size)")
      }
    }
  }

  @Test func `every price of four decimals reads as Price reads it`() {
    for value in 0...19_999 {
      let text = FixedPoint.text(Int64(value), decimals: 4)
      #expect(read(text) { DigitWords.price($0, end: $1) } == Int32(value))
    }
  }
}
