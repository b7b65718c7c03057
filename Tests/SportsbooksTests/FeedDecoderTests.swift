import Market
import TestKit
import Testing

@testable import Sportsbooks

@Suite struct OddsFrameDecoderTests {
  /// The provider's documented example (docs.odds-api.io, websockets guide), two-way here.
  static let sample = #"""
    {"type":"updated","timestamp":"2025-08-18T14:52:52.983Z","id":"63017989","bookie":"Pinnacle",
    "markets":[{"name":"ML","updatedAt":"2024-01-15T10:30:00Z","odds":[{"home":"1.85","away":"2.10",
    "max":500}]},{"name":"Spread","odds":[{"hdp":-5.5,"home":"1.95","away":1.87},{"hdp":"-6",
    "home":"2.05","away":"N/A"}]},{"name":"Team Totals","odds":[{"hdp":1,"over":"2","under":"2"}]},
    {"name":"Totals","odds":[{"hdp":144.5,"over":"1.91","under":"1.91"}]}],"seq":482917,
    "recorded_ts_ms":1764002707466,"unknown":{"a":[1,{"b":null}],"c":true}}
    """#

  private func decode(_ text: String) throws -> ([LineKind: [OfferedLine]], OddsMessageKind) {
    var decoder = OddsFrameDecoder()
    var groups: [LineKind: [OfferedLine]] = [:]
    var kind = OddsMessageKind.other
    var copy = text
    try copy.withUTF8 { bytes in
      var offset = 0
      let message = try decoder.next(in: UnsafeRawBufferPointer(bytes), from: &offset)
      guard let message else { return }
      kind = message.kind
      for index in 0..<message.groupCount {
        let (kind, lines) = decoder.group(index)
        groups[kind] = Array(lines)
      }
    }
    return (groups, kind)
  }

  @Test func `the documented message is decoded whole`() throws {
    var decoder = OddsFrameDecoder()
    var copy = Self.sample
    try copy.withUTF8 { bytes in
      var offset = 0
      let frame = UnsafeRawBufferPointer(bytes)
      let message = try #require(try decoder.next(in: frame, from: &offset))
      #expect(message.kind == .lines)
      #expect(String(decoding: message.event, as: UTF8.self) == "63017989")
      #expect(String(decoding: message.bookmaker, as: UTF8.self) == "Pinnacle")
      #expect(message.sequence == 482_917)
      #expect(message.sentAt == WrittenTime.rfc3339("2025-08-18T14:52:52.983Z"))
      #expect(message.recordedAt == Timestamp(milliseconds: 1_764_002_707_466))
      #expect(message.groupCount == 3)
      let end = try decoder.next(in: frame, from: &offset)
      #expect(end == nil)
    }
    let (groups, _) = try decode(Self.sample)
    #expect(groups[.winner]?.map(\.first) == [1.85] && groups[.winner]?.map(\.second) == [2.10])
    let spreads = try #require(groups[.spread])
    #expect(spreads.map(\.points) == [-5.5, -6])
    #expect(spreads[0].second == 1.87)
    #expect(spreads[1].first == 2.05 && spreads[1].second.isNaN)
    #expect(groups[.total]?.first?.points == 144.5)
  }

  @Test func `every truncation is a fault, never a crash`() {
    let bytes = Array(Self.sample.utf8)
    for count in 1..<bytes.count {
      var decoder = OddsFrameDecoder()
      bytes[..<count].withUnsafeBytes { frame in
        var offset = 0
        var faults = 0
        do throws(OddsFrameFault) {
          while try decoder.next(in: frame, from: &offset) != nil {}
        } catch {
          faults += 1
          #expect(error.offset <= count)
        }
        #expect(faults == 1, "\(count) bytes")
        #expect(offset <= count)
      }
    }
  }

  @Test func `damaged bytes end in a fault or a message, never a crash`() {
    let seed: UInt64 = 9_001
    var generator = SeededGenerator(seed: seed)
    let bytes = Array(Self.sample.utf8)
    for _ in 0..<3_000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: 0..<bytes.count, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      var decoder = OddsFrameDecoder()
      damaged.withUnsafeBytes { frame in
        var offset = 0
        var turns = 0
        while offset < frame.count, turns < 1_000 {
          turns += 1
          do throws(OddsFrameFault) {
            guard try decoder.next(in: frame, from: &offset) != nil else { break }
          } catch {}
        }
        #expect(turns < 1_000, "seed \(seed)")
      }
    }
  }

  @Test func `one bad line costs none of the others in its frame`() {
    let text =
      #"{"type":"deleted","id":"1"}"# + "\n{\"type\":,}\n" + #"{"type":"no_markets","id":2}"#
    var decoder = OddsFrameDecoder()
    var copy = text
    var kinds: [OddsMessageKind] = []
    var faults = 0
    copy.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        do throws(OddsFrameFault) {
          let message = try decoder.next(in: UnsafeRawBufferPointer(bytes), from: &offset)
          if let message { kinds.append(message.kind) }
        } catch { faults += 1 }
      }
    }
    #expect(kinds == [.deleted, .noMarkets] && faults == 1)
  }

  @Test func `a draw makes the market three-way`() throws {
    let text =
      #"{"type":"created","markets":[{"odds":[{"home":"2","draw":"3","away":"4"}],"name":"ML"}]}"#
    let (groups, kind) = try decode(text)
    #expect(kind == .lines)
    #expect(groups[.winner]?.first?.hasThirdOutcome == true)
  }

  @Test func `too many lines and too much nesting are refused`() {
    let line = #"{"hdp":1.5,"over":"2","under":"2"}"#
    let lines = [String](repeating: line, count: OddsFrameDecoder.lineLimit + 1)
      .joined(separator: ",")
    #expect(throws: OddsFrameFault.self) {
      try decode(#"{"type":"updated","markets":[{"name":"Totals","odds":[\#(lines)]}]}"#)
    }
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(throws: OddsFrameFault.self) { try decode(#"{"x":\#(deep)}"#) }
  }

  @Test func `decoding does not allocate`() {
    var decoder = OddsFrameDecoder()
    var copy = Self.sample
    var lines = 0
    copy.withUTF8 { bytes in
      let frame = UnsafeRawBufferPointer(bytes)
      let made = steadyAllocations {
        for _ in 0..<50 {
          var offset = 0
          while let message = try? decoder.next(in: frame, from: &offset) {
            for index in 0..<message.groupCount { lines += decoder.group(index).lines.count }
          }
        }
      }
      #expect(made == 0)
    }
    #expect(lines == 2 * 50 * 4)
  }

  @Test(arguments: [
    ("1.85", 1.85), ("2", 2.0), ("-5.5", -5.5), ("0.1", 0.1), ("1e2", 100.0), ("+3", 3.0),
    ("123456789.123456789123", 123456789.123456789123), ("1.8695652173913044", 1.8695652173913044),
  ])
  func `decimal text becomes the nearest double`(text: String, value: Double) {
    var copy = text
    let found = copy.withUTF8 { DecimalText.double(UnsafeRawBufferPointer($0)) }
    #expect(found == value)
  }

  @Test(arguments: ["", "N/A", "-", ".", "1.2.3", "1x", "nan", "inf", "0x10", "1e", "--1"])
  func `other text is not a number`(text: String) {
    var copy = text
    #expect(copy.withUTF8 { DecimalText.double(UnsafeRawBufferPointer($0)) }.isNaN)
  }

  @Test func `random decimal texts read as the standard library reads them`() {
    let seed: UInt64 = 31
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let whole = Int.random(in: 0...9_999, using: &generator)
      let decimals = Int.random(in: 0...99_999, using: &generator)
      var text = "\(whole).\(decimals)"
      let found = text.withUTF8 { DecimalText.double(UnsafeRawBufferPointer($0)) }
      #expect(found == Double(text), "seed \(seed) \(text)")
    }
  }
}
