import Sportsbooks
import Testing

@Suite struct WebClientTests {
  @Test func `a refused connection is said without the key`() async {
    let request = WebRequest(
      url: "http://127.0.0.1:1/v3/events?sport=x", secretQuery: ["apiKey": "s3cret"])
    let result = await WebClient.fetch(request)
    guard case .failure(let failure) = result else {
      Issue.record("port 1 answered")
      return
    }
    #expect("\(failure)".contains("127.0.0.1:1") && !"\(failure)".contains("s3cret"))
  }

  @Test func `other schemes and texts that are no URL are refused`() async {
    for url in ["file:///etc/passwd", "not a url", "", "ftp://127.0.0.1/x"] {
      let result = await WebClient.fetch(WebRequest(url: url))
      guard case .failure = result else {
        Issue.record("\(url) was fetched")
        continue
      }
    }
  }
}
