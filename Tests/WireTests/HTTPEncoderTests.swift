import TestKit
import Testing
import Wire

@Suite struct HTTPEncoderTests {
  private func wire(_ request: HTTPRequest) throws(HTTPEncodeError) -> String {
    var output = ByteBuffer()
    try HTTPRequestEncoder.append(request, authority: "example.com:8443", into: &output)
    return String(decoding: output.array, as: UTF8.self)
  }

  @Test func `requests are written in full`() throws {
    let get = try wire(HTTPRequest(target: "/a?b", headers: ["X-Y": "z"]))
    #expect(get == "GET /a?b HTTP/1.1\r\nHost: example.com:8443\r\nX-Y: z\r\n\r\n")
    let post = try wire(HTTPRequest(method: "POST", target: "/", body: array("hi")))
    #expect(post == "POST / HTTP/1.1\r\nHost: example.com:8443\r\nContent-Length: 2\r\n\r\nhi")
    let empty = try wire(HTTPRequest(method: "POST", target: "/", headers: ["host": "h"]))
    #expect(empty == "POST / HTTP/1.1\r\nhost: h\r\nContent-Length: 0\r\n\r\n")
    let delete = try wire(HTTPRequest(method: "DELETE", target: "/o/1"))
    #expect(delete == "DELETE /o/1 HTTP/1.1\r\nHost: example.com:8443\r\n\r\n")
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\u{7f}"])
  func `a value can not smuggle a line`(value: String) {
    #expect(throws: HTTPEncodeError.badHeaderValue(name: "X-Y")) {
      try wire(HTTPRequest(target: "/", headers: ["X-Y": value]))
    }
  }

  @Test(arguments: ["", "a b", "a:", "a\r\nb", "\u{e4}", "(x)"])
  func `a name is a token`(name: String) {
    #expect(throws: HTTPEncodeError.self) {
      try wire(HTTPRequest(target: "/", headers: HTTPHeaders([(name, "v")])))
    }
  }

  @Test(arguments: ["", "a", "/a b", "/a\r\nHost: evil", "/\u{e4}", "/\0"])
  func `a target is visible ASCII from a slash on`(target: String) {
    #expect(throws: HTTPEncodeError.badTarget) { try wire(HTTPRequest(target: target)) }
  }

  @Test func `methods and lengths are checked`() {
    #expect(throws: HTTPEncodeError.badMethod) {
      try wire(HTTPRequest(method: "GET /", target: "/"))
    }
    #expect(throws: HTTPEncodeError.badMethod) { try wire(HTTPRequest(method: "", target: "/")) }
    #expect(throws: HTTPEncodeError.badLength) {
      try wire(HTTPRequest(target: "/", headers: ["content-length": "3"], body: [1]))
    }
    #expect(throws: HTTPEncodeError.badLength) {
      try wire(HTTPRequest(target: "/", headers: ["Transfer-Encoding": "chunked"], body: [1]))
    }
  }

  @Test func `a message that does not fit leaves the buffer as it was`() {
    var output = ByteBuffer(capacity: 64, limit: 80)
    output.append("before")
    #expect(throws: HTTPEncodeError.bufferFull) {
      try HTTPRequestEncoder.append(
        HTTPRequest(target: "/", body: [UInt8](repeating: 1, count: 60)), authority: "x",
        into: &output)
    }
    let left = output.array
    #expect(left == array("before"))
  }

  @Test func `responses are written with their length, or without a body where none may be`() throws
  {
    func wire(_ response: HTTPResponse, head: Bool = false, closes: Bool = false) throws -> String {
      var output = ByteBuffer()
      try HTTPResponseEncoder.append(response, answersHead: head, closes: closes, into: &output)
      return String(decoding: output.array, as: UTF8.self)
    }
    let plain = HTTPResponse(status: 200, headers: ["A": "b"], body: array("hi"))
    #expect(try wire(plain) == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\nhi")
    #expect(try wire(plain, head: true) == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\n")
    #expect(
      try wire(HTTPResponse(status: 404), closes: true)
        == "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    #expect(try wire(HTTPResponse(status: 204)) == "HTTP/1.1 204 No Content\r\n\r\n")
    #expect(try wire(HTTPResponse(status: 599)) == "HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n")
    #expect(throws: HTTPEncodeError.badStatus) { try wire(HTTPResponse(status: 99)) }
    #expect(throws: HTTPEncodeError.badLength) { try wire(HTTPResponse(status: 204, body: [1])) }
    #expect(throws: HTTPEncodeError.badHeaderValue(name: "A")) {
      try wire(HTTPResponse(status: 200, headers: ["A": "b\r\nSet-Cookie: c"]))
    }
  }

  @Test func `what the encoders write the parsers read back`() throws {
    var generator = SeededGenerator(seed: 2_616)
    for round in 0..<300 {
      let body = (0..<Int(generator.next() % 300)).map { _ in
        UInt8(truncatingIfNeeded: generator.next())
      }
      let text = URLQuery.percentEncode(String(generator.next(), radix: 36))
      let request = HTTPRequest(
        method: ["POST", "PUT"][round & 1], target: "/x/\(text)?q=\(text)",
        headers: HTTPHeaders([("Host", "h"), ("X-\(text)", text), ("X-\(text)", "a, b")]),
        body: body)
      var output = ByteBuffer()
      try HTTPRequestEncoder.append(request, authority: "h", into: &output)
      var requests = HTTPRequestParser()
      try requests.receive(output.bytes)
      let step = try requests.next()
      #expect(step == .request)
      let parsedRequest = requests.request
      var read = try #require(parsedRequest)
      #expect(read.headers["content-length"] == String(body.count))
      read.headers["Content-Length"] = nil
      #expect(read == request)

      output.removeAll()
      let response = HTTPResponse(status: 200 + round % 3, headers: ["X": text], body: body)
      try HTTPResponseEncoder.append(response, into: &output)
      var responses = HTTPResponseParser()
      try responses.receive(output.bytes)
      let isComplete = try responses.next()
      #expect(isComplete)
      let parsedResponse = responses.response
      var answer = try #require(parsedResponse)
      answer.headers["Content-Length"] = nil
      #expect(answer == response)
    }
  }
}

@Suite struct HTTPHeaderListTests {
  @Test func `lists are split, trimmed and compared without case`() {
    let headers = HTTPHeaders([("Connection", "a, ,\tB ,"), ("X", "y"), ("connection", "c")])
    #expect(headers.elements(of: "CONNECTION") == ["a", "B", "c"])
    #expect(headers.values(of: "connection") == ["a, ,\tB ,", "c"])
    #expect(headers.contains("b", in: "Connection"))
    #expect(!headers.contains("d", in: "Connection"))
    #expect(headers.elements(of: "Z").isEmpty)
  }
}

@Suite struct URLQueryTests {
  @Test func `what is not unreserved becomes an escape`() {
    #expect(URLQuery.percentEncode("aZ09-._~") == "aZ09-._~")
    #expect(URLQuery.percentEncode("a b&c=d/\u{e4}+%") == "a%20b%26c%3Dd%2F%C3%A4%2B%25")
  }

  @Test func `pairs keep their order and come back`() throws {
    let items = [("ticker", "KXNBA-26 & co"), ("empty", ""), ("ticker", "\u{1F3B2}=+")]
    let text = URLQuery.encode(items.map { (name: $0.0, value: $0.1) })
    let back = try #require(URLQuery.decode(text))
    #expect(back.map(\.name) == items.map(\.0))
    #expect(back.map(\.value) == items.map(\.1))
    let loose = try #require(URLQuery.decode("&a&b=c=d&&e=f+g"))
    #expect(loose.map(\.name) == ["a", "b", "e"])
    #expect(loose.map(\.value) == ["", "c=d", "f g"])
  }

  @Test(arguments: ["%", "%4", "%zz", "a=%G0", "%C3", "%ff=1"])
  func `a broken escape is refused`(query: String) {
    #expect(URLQuery.decode(query) == nil)
  }
}
