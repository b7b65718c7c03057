import Testing

@testable import Wire

@Suite struct `Requests that are recalled` {
  @Test func `what waits for a connection is never sent, what is out is answered`() throws {
    let stage = try DriverStage()
    let client = stage.httpClient(.init(connections: 1))
    client.start()
    stage.seconds(1)
    var out: Result<HTTPResponse, HTTPFailure>?
    var waits: Result<HTTPResponse, HTTPFailure>?
    client.send(HTTPRequest(target: "/out"), timeoutNanoseconds: 30_000_000_000) { out = $0 }
    client.send(HTTPRequest(target: "/waits"), timeoutNanoseconds: 30_000_000_000) { waits = $0 }
    client.recallWaiting(reason: "recalled")
    #expect(waits == nil, "never before recalling has returned")
    stage.seconds(5)
    #expect(waits?.isNotSent == true)
    #expect("\(String(describing: waits))".contains("recalled"))
    #expect(out?.text == "GET /out 0")
    #expect(stage.service.requests.map(\.target) == ["/out"])
    client.send(HTTPRequest(target: "/next"), timeoutNanoseconds: 30_000_000_000) { out = $0 }
    stage.seconds(5)
    #expect(out?.text == "GET /next 0")
  }
}
