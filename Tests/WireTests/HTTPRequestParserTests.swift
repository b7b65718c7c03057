import TestKit
import Testing
import Wire

/// What a request parser says to a stream cut into pieces, one line per event.
func requestEvents(
  _ stream: [UInt8], cutAt cuts: [Int] = [], limits: HTTPLimits = .init()
) -> [String] {
  var parser = HTTPRequestParser(limits: limits)
  var events: [String] = []
  var start = 0
  for cut in cuts + [stream.count] {
    do throws(HTTPParseError) {
      try withSlackThrowing(Array(stream[start..<cut])) {
        (bytes) throws(HTTPParseError) in try parser.receive(bytes)
      }
      steps: while true {
        switch try parser.next() {
        case .needMore: break steps
        case .sendContinue: events.append("continue")
        case .request:
          guard let request = parser.request, let head = parser.head else { return ["lost"] }
          let fields = request.headers.fields.map { "\($0.name)=\($0.value)" }
          events.append(
            "\(request.method) \(request.target) \(fields.joined(separator: ",")) "
              + "\(String(decoding: request.body, as: UTF8.self))"
              + (head.keepsAlive ? "" : " last"))
        }
      }
    } catch {
      return events + ["\(error)"]
    }
    start = cut
  }
  return events
}

func withSlackThrowing(
  _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(HTTPParseError) -> Void
) throws(HTTPParseError) {
  let result = withSlack(bytes) { bytes -> HTTPParseError? in
    do throws(HTTPParseError) {
      try body(bytes)
      return nil
    } catch { return error }
  }
  if let result { throw result }
}

@Suite struct HTTPRequestParserTests {
  static let corpus = array(
    "GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Trim: \t y z \t\r\n\r\n"
      + "\r\nPOST /o HTTP/1.1\r\nhost: x\r\nContent-Length: 5\r\n\r\nhello"
      + "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "5\r\nabcde\r\n1;ext=\"v\"\r\nf\r\n0A ; q\r\n0123456789\r\n000\r\nTrailer: t\r\n\r\n"
      + "HEAD http://x/y HTTP/1.1\r\nHost: x\r\n\r\n" + "OPTIONS * HTTP/1.0\r\n\r\n")
  static let corpusEvents = [
    "GET /a?b=c Host=x,X-Empty=,X-Trim=y z ", "POST /o host=x,Content-Length=5 hello",
    "POST /c Host=x,Transfer-Encoding=chunked abcdef0123456789", "HEAD /y Host=x ",
    "OPTIONS *   last",
  ]

  @Test func `pipelined requests are read, however they are cut`() {
    let corpus = HTTPRequestParserTests.corpus
    for cut in 0...corpus.count {
      let events = requestEvents(corpus, cutAt: [cut])
      #expect(events == HTTPRequestParserTests.corpusEvents, "cut \(cut)")
    }
    let bytewise = requestEvents(corpus, cutAt: Array(0..<corpus.count))
    #expect(bytewise == HTTPRequestParserTests.corpusEvents)
    var generator = SeededGenerator(seed: 9_112)
    for _ in 0..<300 {
      let cuts = (0..<6).map { _ in Int.random(in: 0...corpus.count, using: &generator) }.sorted()
      #expect(requestEvents(corpus, cutAt: cuts) == HTTPRequestParserTests.corpusEvents)
    }
  }

  @Test func `a truncated stream gives only whole requests`() {
    let corpus = HTTPRequestParserTests.corpus
    for count in 0..<corpus.count {
      let events = requestEvents(Array(corpus.prefix(count)))
      #expect(events == Array(HTTPRequestParserTests.corpusEvents.prefix(events.count)))
      #expect(events.count < 5)
    }
  }

  @Test(arguments: [
    (
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      "repeatedContentLength"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\ncontent-length: 4\r\n\r\nabc",
      "repeatedContentLength"
    ),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\nabc", "badContentLength"),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "badContentLength"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
      "ambiguousLength"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
      "ambiguousLength"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      "unsupportedTransferEncoding"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
      "unsupportedTransferEncoding"
    ),
    (
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      "unsupportedTransferEncoding"
    ),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u{b}chunked\r\n\r\n", "badHeaderValue"),
    ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "unsupportedTransferEncoding"),
    ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n", "badHeaderName"),
    ("GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", "foldedHeader"),
    ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", "foldedHeader"),
    ("GET / HTTP/1.1\nHost: x\n\n", "bareLineFeed"),
    ("GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", "bareLineFeed"),
    ("GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", "badHeaderValue"),
    ("GET / HTTP/1.1\r\nHost: x\0\r\n\r\n", "badHeaderValue"),
    ("GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n", "badHeaderName"),
    ("GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", "badHeaderName"),
    ("GET / HTTP/1.1\r\nHost: x\r\nB(d: y\r\n\r\n", "badHeaderName"),
    ("GET / HTTP/1.1\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", "badHost"),
    ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET /\r\n\r\n", "badRequestLine"), ("GET\r\n\r\n", "badRequestLine"),
    ("G@T / HTTP/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET /\u{7f} HTTP/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET / http/1.1\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", "unsupportedVersion"),
    ("GET / HTTP/1.10\r\nHost: x\r\n\r\n", "badRequestLine"),
    ("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", "unsupportedTarget"),
    ("POST / HTTP/1.1\r\nHost: x\r\nExpect: the-worst\r\n\r\n", "unsupportedExpectation"),
    ("\u{16}\u{03}\u{01}\r\n\r\n", "badRequestLine"),
  ])
  func `what could be read in two ways is refused`(wire: String, error: String) {
    #expect(requestEvents(array(wire)) == [error])
    #expect(requestEvents(array(wire), cutAt: Array(0..<array(wire).count)) == [error])
  }

  @Test(arguments: [
    "g\r\n", "\r\n", "-1\r\n", "0x1\r\n", "1 2\r\n", "1\r\nab\r\n", "1\r\na\r\r\n", "1\nab",
    "ffffffffffffffff\r\n", "1;\u{1}\r\n", "1 \r\n",
    "0\r\nbad trailer\r\n\r\n", "0\r\n folded\r\n\r\n", "0\r\n\n",
  ])
  func `a broken chunk is refused`(chunks: String) {
    let wire = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    let events = requestEvents(array(wire))
    #expect(events.count == 1 && !events[0].hasPrefix("POST"), "\(events)")
    #expect(requestEvents(array(wire), cutAt: Array(0..<array(wire).count)) == events)
  }

  @Test func `heads, bodies and chunk lines are bounded`() {
    let limits = HTTPLimits(maxHeadBytes: 100, maxBodyBytes: 10)
    let long = "GET /" + String(repeating: "a", count: 200)
    #expect(requestEvents(array(long), limits: limits) == ["headTooLarge"])
    #expect(requestEvents(array(long + " HTTP/1.1\r\n"), limits: limits) == ["headTooLarge"])
    // Found by the fuzzer: the bound and a bare LF behind it, in one piece and byte by byte.
    let both = array(long + "\n")
    #expect(requestEvents(both, limits: limits) == ["headTooLarge"])
    #expect(
      requestEvents(both, cutAt: Array(0..<both.count), limits: limits) == ["headTooLarge"])
    let body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n"
    #expect(requestEvents(array(body), limits: limits) == ["bodyTooLarge"])
    let chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    #expect(
      requestEvents(array(chunked + "8\r\n12345678\r\n3\r\n"), limits: limits) == ["bodyTooLarge"])
    let extended = chunked + "1;" + String(repeating: "x", count: 5_000)
    #expect(requestEvents(array(extended), limits: limits) == ["badChunk"])
    let trailers = chunked + "0\r\n" + String(repeating: "A: b\r\n", count: 30)
    #expect(requestEvents(array(trailers), limits: limits) == ["headTooLarge"])
  }

  @Test func `the connection stays or ends as the request says`() {
    func keeps(_ version: String, _ connection: String?) -> Bool {
      let field = connection.map { "Connection: \($0)\r\n" } ?? ""
      return !requestEvents(array("GET / HTTP/\(version)\r\nHost: x\r\n\(field)\r\n"))[0]
        .hasSuffix(" last")
    }
    #expect(keeps("1.1", nil))
    #expect(!keeps("1.1", "close"))
    #expect(!keeps("1.1", "Upgrade ,  CLOSE"))
    #expect(!keeps("1.0", nil))
    #expect(keeps("1.0", "Keep-Alive"))
    #expect(!keeps("1.0", "keep-alive, close"))
  }

  @Test func `a client that waits for 100 is told once, one that does not wait is not`() {
    let head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
    let request = "PUT / Host=x,Expect=100-Continue,Content-Length=2 ok"
    #expect(
      requestEvents(array(head + "ok"), cutAt: [array(head).count, array(head).count + 1])
        == ["continue", request])
    #expect(requestEvents(array(head + "ok")) == [request])
    let empty = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"
    #expect(requestEvents(array(empty)).count == 1)
  }

  @Test func `an error is final`() {
    let good = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    var parser = HTTPRequestParser()
    var errors: [HTTPParseError] = []
    for text in [good, "bad\r\n\r\n", good, good] {
      do throws(HTTPParseError) {
        try withSlackThrowing(array(text)) {
          (bytes) throws(HTTPParseError) in try parser.receive(bytes)
        }
        let step = try parser.next()
        #expect(step == .request)
      } catch { errors.append(error) }
    }
    #expect(errors == [.badRequestLine, .badRequestLine, .badRequestLine])
  }

  @Test(arguments: 0..<2 as Range<UInt64>)
  func `random bytes never trap`(shard: UInt64) {
    var generator = SeededGenerator(seed: 400 + shard)
    let words = [
      "GET ", "/ ", "HTTP/1.1", "\r\n", "\r\n\r\n", "Host: x\r\n", "Content-Length: ", "3",
      "Transfer-Encoding: chunked\r\n", "\n", "\r", " ", ":", "0\r\n", "5\r\nabcde\r\n", "\0", ";",
    ].map(array)
    for _ in 0..<10_000 {
      var stream: [UInt8] = []
      if generator.next() & 1 == 0 {
        stream = array("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
      }
      for _ in 0..<(generator.next() % 12) {
        stream += words[Int(generator.next() % UInt64(words.count))]
        if generator.next() % 8 == 0 { stream.append(UInt8(truncatingIfNeeded: generator.next())) }
      }
      let cut = Int(generator.next() % UInt64(stream.count + 1))
      let whole = requestEvents(stream)
      let parts = requestEvents(stream, cutAt: [cut])
      #expect(whole == parts, "seed \(400 + shard): \(stream)")
    }
  }
}
