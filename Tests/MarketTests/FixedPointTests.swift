import Market
import TestKit
import Testing

@Suite struct FixedPointTests {
  @Test(arguments: [
    ("0.52", 4, Int64(5_200)), ("0.5200", 4, 5_200), ("1", 4, 10_000), ("-3.00", 2, -300),
    ("+3", 2, 300), (".5", 2, 50), ("5.", 2, 500), ("0.52000000", 4, 5_200), ("007", 0, 7),
    ("9223372036854775807", 0, .max),
  ])
  func `decimal text is read exactly`(text: String, decimals: Int, value: Int64) {
    #expect(FixedPoint.parse(text, decimals: decimals) == value)
  }

  @Test(arguments: [
    ("", 2), (".", 2), ("-", 2), ("1e5", 2), ("0.001", 2), ("1.2.3", 2), (" 1", 2), ("1 ", 2),
    ("9223372036854775808", 0), ("92233720368547758.08", 4), ("\u{661}", 0), ("--1", 0),
  ])
  func `what does not fit is refused, never rounded`(text: String, decimals: Int) {
    #expect(FixedPoint.parse(text, decimals: decimals) == nil)
  }

  @Test func `writing into a buffer says what text says and reads back`() {
    let seed: UInt64 = 0xF1
    var random = SeededGenerator(seed: seed)
    var values: [Int64] = [0, 1, -1, 9, 10, 99, 100, 9_999, 10_000, .max, .min]
    // Where the number of digits changes, and the number of words they are written by.
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      values += [power - 1, power, power + 1]
    }
    values += (0..<2_000).map { _ in
      Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
    }
    for value in values {
      for decimals in [0, 1, 2, 4, 6, 18] {
        let written = written { FixedPoint.write(value, decimals: decimals, into: $0) }
        #expect(written == FixedPoint.text(value, decimals: decimals), "seed \(seed)")
        // Into a buffer that has room for nothing more it is written digit by digit.
        var exact = [UInt8](repeating: 0, count: written.utf8.count)
        let count = exact.withUnsafeMutableBytes {
          FixedPoint.write(value, decimals: decimals, into: $0)
        }
        #expect(count == exact.count && exact == Array(written.utf8), "seed \(seed)")
        if value != .min {
          #expect(FixedPoint.parse(written, decimals: decimals) == value, "seed \(seed)")
        }
      }
    }
  }

  @Test func `prices, sizes and cash write the exchange's forms and need their room`() {
    #expect(written(Price(cents: 52).write) == "0.5200")
    #expect(written(Price.dollar.write) == "1.0000")
    #expect(written(Quantity(hundredths: -5).write) == "-0.05")
    #expect(written(Quantity(contracts: 10).write) == "10.00")
    #expect(written(Money(microDollars: 17_500).write) == "0.017500")
    var small = [UInt8](repeating: 0, count: 5)
    let none = small.withUnsafeMutableBytes { Price(cents: 52).write(into: $0) }
    #expect(none == nil)
    #expect(small == [0, 0, 0, 0, 0])
  }

  @Test func `sizes up to ten thousand contracts write the text that their number has`() {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 8)
    defer { room.deallocate() }
    let small = Array(Int64(0)...12_000)
    let large = Array(stride(from: Int64(12_001), to: 1_001_000, by: 97))
    for hundredths in small + large + Array(999_900...1_000_100) {
      let size = Quantity(hundredths: hundredths)
      // With room for a word beyond the text, and with none.
      for length in [32, 8, size.description.utf8.count] {
        let count = size.write(into: UnsafeMutableRawBufferPointer(rebasing: room[..<length])) ?? 0
        guard room[..<count].elementsEqual(size.description.utf8) else {
          Issue.record("\(hundredths) in \(length) bytes")
          return
        }
      }
      let short = UnsafeMutableRawBufferPointer(rebasing: room[..<3])
      guard size.write(into: short) == nil else {
        Issue.record("\(hundredths) in three bytes")
        return
      }
    }
  }

  @Test func `every price writes the text that its number has`() {
    var wrong = 0
    var room = [UInt8](repeating: 0, count: 8)
    for value in 0...10_000 {
      let count = room.withUnsafeMutableBytes {
        Price(tenThousandths: value).write(into: $0)
      }
      let text = FixedPoint.text(Int64(value), decimals: 4)
      if count != 6 || !room.prefix(6).elementsEqual(text.utf8) { wrong += 1 }
      let exact = room.withUnsafeMutableBytes {
        Price(tenThousandths: value).write(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<6]))
      }
      if exact != 6 || !room.prefix(6).elementsEqual(text.utf8) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `sizes from a wire are bounded`() {
    #expect(Quantity(contractsText: "1000000000.00") == .maximum)
    #expect(Quantity(contractsText: "1000000000.01") == nil)
    #expect(Quantity(contractsText: "-1000000000.01") == nil)
    #expect(Price(dollars: "1.0001") == nil && Price(dollars: "-0.0001") == nil)
  }

  @Test func `reading and writing allocate nothing`() {
    let text = Array("0.5200".utf8)
    var room = [UInt8](repeating: 0, count: FixedPoint.maximumLength)
    var sum = 0
    let count = steadyAllocations {
      for _ in 0..<1_000 {
        let price = text.withUnsafeBytes { Price(dollars: $0) }
        sum += room.withUnsafeMutableBytes { price?.write(into: $0) } ?? 0
      }
    }
    #expect(count == 0)
    #expect(sum == 12_000)
  }

  private func written(_ write: (UnsafeMutableRawBufferPointer) -> Int?) -> String {
    var room = [UInt8](repeating: 0, count: FixedPoint.maximumLength)
    let count = room.withUnsafeMutableBytes(write)
    return String(decoding: room.prefix(count ?? 0), as: UTF8.self)
  }
}

@Suite struct ClientOrderIDTests {
  @Test func `an order id reads back from its text exactly`() throws {
    let id = ClientOrderID(session: 0x0123_4567_89AB_CDEF, sequence: 42)
    #expect(id.description == "01234567-89ab-cdef-0000-00000000002a")
    let seed: UInt64 = 0x1D
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let id = ClientOrderID(session: random.next(), sequence: random.next())
      #expect(id.description.utf8.count == ClientOrderID.textLength)
      #expect(ClientOrderID(text: id.description) == id, "seed \(seed)")
    }
  }

  @Test func `text that we did not write is no order id of ours`() {
    let text = "01234567-89ab-cdef-0000-00000000002a"
    for count in 0..<36 { #expect(ClientOrderID(text: String(text.prefix(count))) == nil) }
    #expect(ClientOrderID(text: text + "0") == nil)
    #expect(ClientOrderID(text: text.uppercased()) == nil)
    #expect(ClientOrderID(text: "01234567089ab-cdef-0000-00000000002a") == nil)
    #expect(ClientOrderID(text: "0123456g-89ab-cdef-0000-00000000002a") == nil)
    var small = [UInt8](repeating: 7, count: 35)
    let wrote = small.withUnsafeMutableBytes {
      ClientOrderID(session: 1, sequence: 2).write(into: $0)
    }
    #expect(!wrote && small.allSatisfy { $0 == 7 })
  }
}
