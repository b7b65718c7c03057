import FoundationEssentials
import Market
import Sportsbooks
import TestKit
import Testing

@Suite struct RecordedFileTests {
  @Test func `a day file reads whole, and every truncation of it is named`() throws {
    let path = try #require(DayFile.locate(named: "2025-11-28"))
    let bytes = try GzipReader.unpack(try file(path), file: "x")
    #expect(bytes.starts(with: Array("dutchbook-day\t1\t2025-11-28\t".utf8)))
    let compressed = try file(path)
    var cut = 2
    while cut < compressed.count {
      #expect(throws: RecordedFileError.truncated(file: "x")) {
        try GzipReader.unpack(Array(compressed[..<cut]), file: "x")
      }
      cut += cut < 64 || compressed.count - cut < 64 ? 1 : 61
    }
  }

  @Test func `damaged and oversized gzip data is named`() throws {
    let path = try #require(DayFile.locate(named: "2025-11-28"))
    var compressed = try file(path)
    #expect(throws: RecordedFileError.tooLarge(file: "x", limitBytes: 1_000)) {
      try GzipReader.unpack(compressed, file: "x", limitBytes: 1_000)
    }
    let twice = try GzipReader.unpack(compressed + compressed, file: "x")
    let once = try GzipReader.unpack(compressed, file: "x")
    #expect(twice == once + once)
    #expect(throws: RecordedFileError.self) {
      try GzipReader.unpack(compressed + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], file: "x")
    }
    compressed[compressed.count / 2] ^= 0xFF
    #expect(throws: RecordedFileError.self) { try GzipReader.unpack(compressed, file: "x") }
  }

  @Test func `plain text passes, a missing file and a folder do not`() throws {
    #expect(try GzipReader.unpack(Array("plain".utf8), file: "x") == Array("plain".utf8))
    #expect(try GzipReader.unpack([], file: "x") == [])
    #expect(throws: RecordedFileError.self) { try GzipReader.read(path: "/nowhere/x.csv") }
    #expect(throws: RecordedFileError.self) { try GzipReader.read(path: "/tmp") }
  }

  private func rows(_ text: String, required: [String] = ["a"]) throws -> [CSVReader.Row] {
    var reader = try CSVReader(Array(text.utf8), file: "f.csv", required: required)
    var rows: [CSVReader.Row] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test func `rows with quotes, line ends of both kinds and empty lines are read`() throws {
    let text = "a,b\r\n1,\"x \"\"y\"\", z\"\r\n\n\"two\nlines\",\n3,4"
    #expect(
      try rows(text) == [
        .fields(["1", "x \"y\", z"], line: 2), .fields(["two\nlines", ""], line: 4),
        .fields(["3", "4"], line: 6),
      ])
  }

  @Test func `a missing column is named with its file`() {
    #expect(throws: RecordedFileError.missingColumn(file: "f.csv", column: "c")) {
      try rows("a,b\n1,2\n", required: ["a", "c"])
    }
  }

  @Test(arguments: ["", "\n", "\r\n\n", " \n", "\u{FEFF}"])
  func `a file of nothing is said to be empty`(text: String) {
    #expect(throws: RecordedFileError.empty(file: "f.csv")) { try rows(text) }
  }

  @Test func `bad rows are named with their lines`() throws {
    #expect(
      try rows("a,b\n1\n1,2,3\n5,6\n") == [
        .fault(RowFault(file: "f.csv", line: 2, reason: "has 1 fields, the header has 2")),
        .fault(RowFault(file: "f.csv", line: 3, reason: "has 3 fields, the header has 2")),
        .fields(["5", "6"], line: 4),
      ])
    #expect(throws: RecordedFileError.self) { try rows("a,b\n1,\"open\n") }
    #expect(throws: RecordedFileError.self) { try rows("a,b\n\"x\"y,2\n") }
    #expect(throws: RecordedFileError.notUTF8(file: "f")) {
      try CSVReader([0x61, 0xFF, 0x0A], file: "f", required: ["a"])
    }
  }

  @Test func `times are read in every written form`() {
    let wanted = Timestamp(nanoseconds: 1_762_570_430_739_696_000)
    #expect(WrittenTime.rfc3339("2025-11-08T02:53:50.739696Z") == wanted)
    #expect(WrittenTime.rfc3339("2025-11-07T21:53:50.739696-05:00") == wanted)
    #expect(WrittenTime.usCentral("2025-11-07 16:05:00 CST") == Timestamp(seconds: 1_762_553_100))
    #expect(WrittenTime.usCentral("2025-11-07 17:05:00 CDT") == Timestamp(seconds: 1_762_553_100))
    #expect(WrittenTime.text(wanted) == "2025-11-08T02:53:50.739Z")
    for bad in [
      "", "2025-11-08", "2025-11-08T02:53:50", "2025-13-08T02:53:50Z", "2025-11-08T25:53:50Z",
      "2025-11-08T02:53:50.Z", "2025-11-08T02:53:50+5:00", "2025-11-08T02:53:50Zx",
    ] { #expect(WrittenTime.rfc3339(bad) == nil, "\(bad)") }
    for bad in ["", "2025-11-07 16:05:00 EST", "2025-11-07 16:05:00", "2025-02-30 16:05:00 CST"] {
      #expect(WrittenTime.usCentral(bad) == nil, "\(bad)")
    }
  }

  private func file(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }
}
