import Journal
import Market
import TestKit
import Testing

@testable import Backtesting

@Suite struct `An event file` {
  private let folder = TestFolder()
  private var path: String { folder.path + "/events.dbe" }

  private static let tickers = ["KXA", "KXB-25NOV24-X", String(repeating: "Z", count: 255)]

  private func event(_ number: Int) -> MarketEvent {
    MarketEvent(
      MarketEvent.Kind.allCases[number % MarketEvent.Kind.allCases.count], MarketID(number % 3),
      side: number % 2 == 0 ? .bid : .ask, price: Price(cents: number % 101),
      amount: Int64(number) * 7 - 3, received: Timestamp(nanoseconds: Int64(number) * 1_000),
      delayMicroseconds: number % 5 == 0 ? MarketEvent.unknownDelay : Int32(number))
  }

  @discardableResult
  private func write(_ count: Int) throws -> [MarketEvent] {
    let writer = try EventFileWriter(path: path, tickers: Self.tickers)
    let events = (0..<count).map(event)
    for event in events { writer.append(event) }
    try writer.finish()
    return events
  }

  private func content() throws -> [UInt8] {
    let mapped = try FolderStorage.map(path)
    return withExtendedLifetime(mapped) { Array(mapped.bytes) }
  }

  private func read() throws -> [MarketEvent] {
    var events: [MarketEvent] = []
    try EventFile(path: path).forEachBlock { events += Array($0) }
    return events
  }

  @Test func `an event is 32 bytes`() {
    #expect(MemoryLayout<MarketEvent>.size == 32)
    #expect(MemoryLayout<MarketEvent>.stride == 32)
  }

  @Test(arguments: [0, 1, 2_047, 2_048, 2_049, 10_000])
  func `what was written is read`(count: Int) throws {
    let events = try write(count)
    let file = try EventFile(path: path)
    #expect(file.tickers == Self.tickers)
    #expect(file.count == count)
    #expect(try read() == events)
    try file.verify()
  }

  @Test func `cut anywhere it is refused`() throws {
    try write(2_100)
    let bytes = try content()
    for count in [0, 7, 8, 63, 64, 100, 400, 5_000, bytes.count - 4, bytes.count - 1] {
      folder.write(Array(bytes.prefix(count)), "cut.dbe")
      #expect(throws: EventFileError.self, "cut to \(count)") {
        try EventFile(path: folder.path + "/cut.dbe").verify()
      }
    }
    folder.write(bytes + [0], "long.dbe")
    #expect(throws: EventFileError.self) { _ = try EventFile(path: folder.path + "/long.dbe") }
  }

  @Test func `a flipped bit is found, and what is before its block is sound`() throws {
    let events = try write(6_000)
    let bytes = try content()
    for seed in UInt64(1)...300 {
      var generator = SeededGenerator(seed: seed)
      var changed = bytes
      let byte = Int.random(in: 0..<bytes.count, using: &generator)
      changed[byte] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      folder.write(changed, "changed.dbe")
      var read: [MarketEvent] = []
      let error = #expect(throws: EventFileError.self, "seed \(seed), byte \(byte)") {
        try EventFile(path: folder.path + "/changed.dbe").forEachBlock { read += Array($0) }
      }
      // The zeros behind the list of tickers hold nothing.
      if error == nil { #expect((64 + 274..<384).contains(byte), "seed \(seed), byte \(byte)") }
      #expect(read == Array(events.prefix(read.count)), "seed \(seed)")
    }
  }

  @Test func `events that make no sense and time that runs backwards are refused`() throws {
    let writer = try EventFileWriter(path: path, tickers: ["KXA"])
    writer.append(event(0))
    writer.append(
      MarketEvent(.delta, MarketID(0), received: Timestamp(nanoseconds: -1)))
    try writer.finish()
    #expect(throws: EventFileError.timeRunsBackwards(file: path, event: 1)) {
      try EventFile(path: path).verify()
    }
    let other = try EventFileWriter(path: path, tickers: ["KXA"])
    other.append(MarketEvent(.delta, MarketID(1), received: Timestamp(nanoseconds: 1)))
    try other.finish()
    #expect(throws: EventFileError.badEvent(file: path, event: 0)) {
      try EventFile(path: path).verify()
    }
  }

  @Test func `another file, a newer version and a missing one are refused in a sentence`() throws {
    folder.write("ticker,price\n", "quotes.csv")
    let csv = folder.path + "/quotes.csv"
    #expect(throws: EventFileError.notAnEventFile(file: csv)) { _ = try EventFile(path: csv) }
    #expect(throws: EventFileError.storage(file: path, reason: "No such file or directory")) {
      _ = try EventFile(path: path)
    }
    try write(3)
    var bytes = try content()
    bytes[8] = 2
    folder.write(bytes, "newer.dbe")
    let newer = folder.path + "/newer.dbe"
    #expect(throws: EventFileError.newerVersion(file: newer, version: 2)) {
      _ = try EventFile(path: newer)
    }
  }
}
