import TestKit
import Testing

@testable import Kalshi

@Suite struct QuoteWalkTests {
  /// The places of the quotes as the walk finds them; nil when it leaves a text to others.
  private func quotes(_ text: [UInt8]) -> [Int]? {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: QuoteWalk.wordCount) { words in
      text.withUnsafeBytes { bytes -> [Int]? in
        guard let room = words.baseAddress, var walk = QuoteWalk(bytes, room) else { return nil }
        var places: [Int] = []
        while true {
          let place = walk.next()
          guard place < bytes.count else { return places }
          places.append(place)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `every quote is found in texts of every length`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let lengths = Array(0...300) + [4_095, 4_096, 4_097]
    for length in lengths {
      let text = (0..<length).map { _ in
        Int.random(in: 0...5, using: &generator) == 0
          ? 0x22 : UInt8.random(in: 0x5D...0xFF, using: &generator)
      }
      let expected = text.indices.filter { text[$0] == 0x22 }
      let isRead = length >= QuoteWalk.shortestFrame && length <= QuoteWalk.longestFrame
      #expect(quotes(text) == (isRead ? expected : nil), "seed \(seed), length \(length)")
    }
  }

  @Test func `a backslash or a control character anywhere leaves the text to others`() {
    for length in 16...140 {
      for place in 0..<length {
        for byte in [0x5C, 0x00, 0x0A, 0x1F] as [UInt8] {
          var text = [UInt8](repeating: 0x61, count: length)
          text[place] = byte
          #expect(quotes(text) == nil, "\(byte) at \(place) of \(length)")
        }
        var text = [UInt8](repeating: 0x61, count: length)
        text[place] = 0x20
        #expect(quotes(text) == [])
      }
    }
  }

  @Test func `whole numbers are measured at every place up to the end`() {
    for length in 16...80 {
      for start in 0..<length {
        for digits in 1...min(18, length - start) {
          var text = [UInt8](repeating: 0x2C, count: length)
          for place in start..<start + digits { text[place] = 0x37 }
          let measured = withUnsafeTemporaryAllocation(
            of: UInt64.self, capacity: QuoteWalk.wordCount
          ) { words in
            text.withUnsafeBytes { bytes -> Int? in
              guard let room = words.baseAddress else { return nil }
              return QuoteWalk(bytes, room)?.digits(at: start)
            }
          }
          let isWhole = digits <= 15 && start + digits < length
          #expect(
            measured == (isWhole ? digits : 0) || !isWhole, "\(digits) at \(start) of \(length)")
          if digits > 15 { #expect(measured == 0) }
        }
      }
    }
  }
}
