import Storage
import TestKit
import Testing

@Suite struct RedisAddressTests {
  @Test(arguments: [
    ("redis://localhost", "localhost", 6_379, 0, String?.none, "redis://localhost:6379"),
    ("redis://10.0.0.1:7000/3", "10.0.0.1", 7_000, 3, nil, "redis://10.0.0.1:7000/3"),
    ("REDIS://h:1/", "h", 1, 0, nil, "redis://h:1"),
    ("redis://:p@h:65535/0", "h", 65_535, 0, nil, "redis://h:65535"),
    ("redis://anna:p%40%3A%2F@h", "h", 6_379, 0, "anna", "redis://h:6379"),
    ("redis://an%C3%A9:p:q@[::1]:5/2", "::1", 5, 2, "ané", "redis://[::1]:5/2"),
    ("redis://[fe80::1]", "fe80::1", 6_379, 0, nil, "redis://[fe80::1]:6379"),
  ])
  func `a URL gives host, port, database and user`(
    _ url: String, _ host: String, _ port: Int, _ database: Int, _ user: String?, _ shown: String
  ) throws {
    let address = try RedisAddress(url: url)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.database == database)
    #expect(address.user == user)
    #expect(address.description == shown)
  }

  @Test(arguments: [
    "", "localhost:6379", "http://h", "redis://", "redis://:6379", "redis://h:0", "redis://h:65536",
    "redis://h:+1", "redis://h:6379x", "redis://h:", "redis://h/x", "redis://h/-1",
    "redis://h/1000001", "redis://h/1/2", "redis://h?db=1", "redis://u@h", "redis://u:@h",
    "redis://u:%4@h", "redis://u:%zz@h", "redis://u:%ff@h", "redis://a b", "redis://hé",
    "redis://[::1", "redis://[::1]x", "redis://h\0", "rediss://h", "redis://u:p@",
    "redis://" + String(repeating: "h", count: 2_100),
  ])
  func `a URL that is odd is refused with the form to use`(_ url: String) {
    let error = #expect(throws: RedisError.self) { try RedisAddress(url: url) }
    let text = error.map(\.description) ?? ""
    #expect(text.contains("redis://user:password@host:port/database"), "\(url.debugDescription)")
  }

  @Test func `the password shows nowhere`() throws {
    let address = try RedisAddress(url: "redis://anna:hunter2@h:1/2")
    var dumped = ""
    dump(address, to: &dumped)
    for text in ["\(address)", String(reflecting: address), dumped, "\([address])"] {
      #expect(!text.contains("hunter2"), "\(text)")
      #expect(text.contains("redis://h:1/2"), "\(text)")
    }
    for url in ["redis://a:hunter2@h:x", "redis://a:hunter2@h/x", "redis://a:hunter2%@h"] {
      let error = #expect(throws: RedisError.self) { try RedisAddress(url: url) }
      #expect(!"\(String(describing: error))".contains("hunter2"))
    }
  }

  @Test func `no text is a trap`() {
    let pieces = Array("redis:/@[]%0a9.?#é \0")
    for seed in 0..<2_000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let rest = (0..<Int.random(in: 0...20, using: &generator))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
      guard let address = try? RedisAddress(url: "redis://" + String(rest)) else { continue }
      // What is shown is a URL of the same place.
      #expect((try? RedisAddress(url: "\(address)"))?.description == "\(address)", "seed \(seed)")
      #expect((1...65_535).contains(address.port), "seed \(seed)")
    }
  }
}
