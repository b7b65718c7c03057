import TestKit
import Testing
import Wire

/// What a response parser says to a stream cut into pieces and then ended.
func responseEvents(
  _ stream: [UInt8], cutAt cuts: [Int] = [], toHead: Bool = false, ends: Bool = true,
  limits: HTTPLimits = .init()
) -> [String] {
  var parser = HTTPResponseParser(limits: limits)
  parser.expect(answerToHead: toHead)
  var events: [String] = []
  var start = 0
  func describe(_ parser: borrowing HTTPResponseParser) -> String {
    guard let response = parser.response, let head = parser.head else { return "lost" }
    return "\(response.status) \(String(decoding: response.body, as: UTF8.self))"
      + (head.keepsAlive ? "" : " last")
  }
  do throws(HTTPParseError) {
    for cut in cuts + [stream.count] {
      try withSlackThrowing(Array(stream[start..<cut])) {
        (bytes) throws(HTTPParseError) in try parser.receive(bytes)
      }
      while try parser.next() { events.append(describe(parser)) }
      start = cut
    }
    if ends, try parser.finish() { events.append(describe(parser)) }
  } catch { events.append("\(error)") }
  return events
}

@Suite struct HTTPResponseParserTests {
  static let corpus = array(
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello"
      + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n"
      + "HTTP/1.1 201 \r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
      + "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"
      + "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"
      + "HTTP/1.0 200 OK\r\n\r\nuntil the end")
  static let corpusEvents = [
    "200 hello", "201 abcde", "204 ", "304 ", "200 ", "200 until the end last",
  ]

  @Test func `responses are read one behind the other, however they are cut`() {
    let corpus = HTTPResponseParserTests.corpus
    for cut in 0...corpus.count {
      let events = responseEvents(corpus, cutAt: [cut])
      #expect(events == HTTPResponseParserTests.corpusEvents, "cut \(cut)")
    }
    let bytewise = responseEvents(corpus, cutAt: Array(0..<corpus.count))
    #expect(bytewise == HTTPResponseParserTests.corpusEvents)
  }

  @Test func `a stream that ends inside a response is truncated`() {
    let corpus = array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    for count in 1..<corpus.count {
      #expect(responseEvents(Array(corpus.prefix(count))) == ["truncated"])
      #expect(responseEvents(Array(corpus.prefix(count)), ends: false) == [])
    }
    #expect(responseEvents([]) == [])
    let sized = array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")
    #expect(responseEvents(sized) == ["truncated"])
  }

  @Test func `the answer to HEAD has no body`() {
    let wire = array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    #expect(responseEvents(wire, toHead: true) == ["200 "])
    #expect(responseEvents(wire) == ["truncated"])
    #expect(responseEvents(array("HTTP/1.1 200 OK\r\n\r\n"), toHead: true) == ["200 "])
  }

  @Test func `101 ends HTTP, and what follows is kept`() throws {
    var parser = HTTPResponseParser()
    try withSlackThrowing(array("HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\nrest")) {
      (bytes) throws(HTTPParseError) in try parser.receive(bytes)
    }
    let isComplete = try parser.next()
    #expect(isComplete)
    let (status, rest) = (parser.head?.status, Array(parser.bytesBehindMessage))
    #expect(status == 101)
    #expect(rest == array("rest"))
  }

  @Test(arguments: [
    ("HTTP/1.1 20 OK\r\n\r\n", "badStatusLine"), ("HTTP/1.1 2000 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 099 OK\r\n\r\n", "badStatusLine"), ("HTTP/1.1  200 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 2x0 OK\r\n\r\n", "badStatusLine"), ("HTTP/1.1\r\n\r\n", "badStatusLine"),
    ("ICY 200 OK\r\n\r\nxxxx", "badStatusLine"), ("\r\nHTTP/1.1 200 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 200 O\u{1}K\r\n\r\n", "badStatusLine"),
    ("HTTP/2.0 200 OK\r\n\r\n", "unsupportedVersion"),
    ("HTTP/1.1 200 OK\n\n", "bareLineFeed"),
    ("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "foldedHeader"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", "repeatedContentLength"),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "ambiguousLength"
    ),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "unsupportedTransferEncoding"),
    ("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", "badHeaderName"),
  ])
  func `what could be read in two ways is refused`(wire: String, error: String) {
    #expect(responseEvents(array(wire)) == [error])
    #expect(responseEvents(array(wire), cutAt: Array(0..<array(wire).count)) == [error])
  }

  @Test func `bodies without a length are bounded too`() {
    let limits = HTTPLimits(maxHeadBytes: 100, maxBodyBytes: 10)
    let head = "HTTP/1.1 200 OK\r\n\r\n"
    #expect(responseEvents(array(head + "1234567890"), limits: limits).count == 1)
    #expect(responseEvents(array(head + "12345678901"), limits: limits) == ["bodyTooLarge"])
  }

  @Test func `a large chunked body of small chunks is put together`() {
    var wire = array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    var body = ""
    for index in 0..<5_000 {
      let piece = String(index)
      body += piece
      wire += array("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n")
    }
    wire += array("0\r\n\r\n")
    #expect(responseEvents(wire) == ["200 \(body)"])
    #expect(
      responseEvents(wire, cutAt: Array(stride(from: 0, to: wire.count, by: 7))) == ["200 \(body)"])
  }

  @Test func `a thousand responses are read without an allocation`() throws {
    var parser = HTTPResponseParser()
    let wire = array(
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
        + "{\"order\": 1}")
    var seen = 0
    func run(_ parser: inout HTTPResponseParser) throws {
      try wire.withUnsafeBytes { bytes in
        for _ in 0..<1_000 {
          try parser.receive(bytes)
          while try parser.next() { seen += parser.head?.status == 201 ? 1 : 0 }
        }
      }
    }
    try run(&parser)
    let allocations = try Allocations.count { try run(&parser) }
    #expect(allocations == 0)
    #expect(seen == 2_000)
  }
}
