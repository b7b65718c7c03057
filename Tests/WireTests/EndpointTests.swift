import Testing
import Wire

@Suite struct `An endpoint's URL` {
  @Test(arguments: [
    ("ws://h", "h", 80, false, "/"), ("WSS://h/", "h", 443, true, "/"),
    ("http://h:8080/a/b?c=d#e", "h", 8_080, false, "/a/b?c=d"),
    ("https://h?x=http://y", "h", 443, true, "/?x=http://y"), ("wss://h#f", "h", 443, true, "/"),
    ("ws://[::1]:81/p", "[::1]", 81, false, "/p"), ("ws://[::1]", "[::1]", 80, false, "/"),
  ])
  func `has host, port, security and target`(
    url: String, host: String, port: Int, isSecure: Bool, target: String
  ) {
    #expect(
      Endpoint(url: url) == Endpoint(host: host, port: port, isSecure: isSecure, target: target))
  }

  @Test(arguments: [
    "", "h", "ws", "ws:", "ws:/h", "ws//h", "://h", "ftp://h", "x:ws://h", "ws:x://h", "ws ://h",
    "ws://", "ws:///p", "ws://:80", "ws://h:", "ws://h:0", "ws://h:65536", "ws://h:x",
    "ws://user@h", "ws://a b",
  ])
  func `that is none of the four or lacks host or port is refused`(url: String) {
    #expect(Endpoint(url: url) == nil)
  }
}
