import TestKit
import Testing
import Wire

@Suite struct ByteBufferTests {
  @Test func `bytes come out in the order they went in, whatever the sizes`() {
    var generator = SeededGenerator(seed: 5)
    var buffer = ByteBuffer(capacity: 64, limit: 3_000)
    var model: [UInt8] = []
    for _ in 0..<4_000 {
      let count = Int(generator.next() % 200)
      if generator.next() & 1 == 0 {
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let taken = buffer.append(bytes)
        #expect(taken == (model.count + count <= 3_000))
        if taken { model += bytes }
      } else {
        let dropped = min(count, model.count)
        buffer.consume(dropped)
        model.removeFirst(dropped)
      }
      let isEqual = buffer.bytes.elementsEqual(model)
      #expect(isEqual)
    }
  }

  @Test func `a refused append leaves the contents and is noted until all is removed`() {
    var buffer = ByteBuffer(capacity: 0, limit: 10)
    buffer.append("12345678")
    let refused = buffer.append("90a")
    let (array, overflowed) = (buffer.array, buffer.hasOverflowed)
    #expect(!refused)
    #expect(array == Array("12345678".utf8))
    #expect(overflowed)
    buffer.removeAll()
    let after = buffer.hasOverflowed
    #expect(!after)
  }

  @Test func `numbers are written in decimal`() {
    for number in [0, 9, 10, 99, 100, 65_536, 1_234_567_890, Int.max] {
      var buffer = ByteBuffer()
      buffer.append(decimal: number)
      let text = String(decoding: buffer.array, as: UTF8.self)
      #expect(text == String(number))
    }
  }

  @Test func `a buffer that is emptied again and again allocates nothing`() {
    var buffer = ByteBuffer(capacity: 256, limit: 1 << 16)
    let block = [UInt8](repeating: 1, count: 100)
    let allocations = Allocations.count {
      for _ in 0..<10_000 {
        buffer.append(block)
        buffer.append(block)
        buffer.consume(150)
        buffer.consume(50)
      }
    }
    #expect(allocations == 0)
  }
}

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the vectors of RFC 4648 section 10 hold both ways`(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Z===", "====", "Zm9v=", "Zg==Zg==", "Zh==", "Zm9=", "Zm 8=",
    "Zm8\n", "Zm-_", "=m8=", "Zm9v\u{e4}",
  ])
  func `anything but the one right form is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `random bytes come back`() {
    var generator = SeededGenerator(seed: 64)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let text = Base64.encode(bytes)
      #expect(text.utf8.count == Base64.encodedCount(count))
      #expect(Base64.decode(text) == bytes)
      var buffer = ByteBuffer()
      _ = bytes.withUnsafeBytes { Base64.encode($0, into: &buffer) }
      let appended = buffer.array
      #expect(appended == Array(text.utf8))
    }
  }
}

@Suite struct UTF8ValidatorTests {
  static let valid: [[UInt8]] = [
    [], [0x00], [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xE1, 0x80, 0x80],
    [0xEC, 0xBF, 0xBF], [0xED, 0x80, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
    [0xEF, 0xBF, 0xBD], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80],
    [0xF1, 0x80, 0x80, 0x80], [0xF3, 0xBF, 0xBF, 0xBF], [0xF4, 0x80, 0x80, 0x80],
    [0xF4, 0x8F, 0xBF, 0xBF], Array("κόσμε \u{1F3B2}".utf8),
  ]
  static let invalid: [[UInt8]] = [
    // Continuations without a start, starts without continuations.
    [0x80], [0xBF], [0x80, 0xBF], [0xC2], [0xDF, 0x20], [0xE1, 0x80], [0xE1, 0x80, 0x41],
    [0xF1, 0x80, 0x80], [0xF1, 0x80, 0x80, 0x41], [0xC2, 0xC2], [0xE1, 0xC2],
    // Bytes that appear nowhere.
    [0xC0, 0x80], [0xC1, 0xBF], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    // Overlong forms.
    [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF],
    // Surrogates, and beyond U+10FFFF.
    [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xBF, 0xBF],
    [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
    [0xF4, 0x90, 0x80, 0x80],
  ]

  @Test func `the table of RFC 3629 holds at every place of a long text`() {
    for (sequences, expected) in [
      (UTF8ValidatorTests.valid, true), (UTF8ValidatorTests.invalid, false),
    ] {
      for sequence in sequences {
        for before in 0..<40 {
          let text = [UInt8](repeating: 0x61, count: before) + sequence
          let padded = text + (sequence.isEmpty ? [] : [UInt8](repeating: 0x62, count: 40))
          #expect(UTF8Validator.isValid(text) == expected)
          #expect(UTF8Validator.isValid(padded) == expected, "\(hex(sequence)) after \(before)")
        }
      }
    }
  }

  @Test func `it agrees with the standard library on random bytes, however they are cut`() {
    var generator = SeededGenerator(seed: 3_629)
    let pool: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xE1, 0xED, 0xF0, 0xF4,
    ]
    for round in 0..<20_000 {
      let count = Int(generator.next() % 12)
      let bytes = (0..<count).map { _ in
        round & 3 == 0
          ? UInt8(truncatingIfNeeded: generator.next()) : pool[Int(generator.next() % 13)]
      }
      let expected = String(validating: bytes, as: UTF8.self) != nil
      var validator = UTF8Validator()
      let cut = Int(generator.next() % UInt64(count + 1))
      let first = Array(bytes[..<cut]).withUnsafeBytes { validator.append($0) }
      let second = first && Array(bytes[cut...]).withUnsafeBytes { validator.append($0) }
      #expect((second && validator.isComplete) == expected, "round \(round): \(hex(bytes))")
    }
  }
}

@Suite struct BackoffTests {
  @Test func `the bound doubles from the base to the cap, and starts again after a reset`() {
    var backoff = Backoff(baseNanoseconds: 100, capNanoseconds: 1_000)
    var generator = SeededGenerator(seed: 1)
    var bounds: [Int64] = []
    for _ in 0..<200 {
      bounds.append(backoff.boundNanoseconds)
      let wait = backoff.nextNanoseconds(using: &generator)
      #expect((0...bounds[bounds.count - 1]).contains(wait))
    }
    #expect(bounds.prefix(6) == [100, 200, 400, 800, 1_000, 1_000])
    #expect(bounds.last == 1_000)
    backoff.reset()
    #expect(backoff.boundNanoseconds == 100)
  }

  @Test func `waits use the whole range, and a seed repeats them`() {
    func waits(_ seed: UInt64) -> [Int64] {
      var backoff = Backoff(baseNanoseconds: 1_000, capNanoseconds: 1_000)
      var generator = SeededGenerator(seed: seed)
      return (0..<2_000).map { _ in backoff.nextNanoseconds(using: &generator) }
    }
    let seen = waits(9)
    #expect(seen == waits(9))
    #expect(seen != waits(10))
    #expect(seen.contains { $0 < 50 } && seen.contains { $0 > 950 })
    let mean = seen.reduce(0, +) / 2_000
    #expect((450...550).contains(mean))
  }

  @Test func `a large base does not overflow`() {
    var backoff = Backoff(baseNanoseconds: .max / 2, capNanoseconds: .max)
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<70 { _ = backoff.nextNanoseconds(using: &generator) }
    #expect(backoff.boundNanoseconds == .max)
  }
}
