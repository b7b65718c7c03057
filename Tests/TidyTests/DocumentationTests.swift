import Testing

@Suite("The documents")
struct DocumentationTests {
  @Test(arguments: Floors.rooms)
  func `the architecture page speaks of every room`(_ room: String) throws {
    let page = try #require(RepositoryFiles.text("docs/architecture.md"))
    #expect(page.contains("| `\(room)` |"), "docs/architecture.md has no row for \(room)")
  }

  @Test(arguments: Floors.rooms.filter { $0 != "dutchbook" })
  func `every library room has a DocC overview`(_ room: String) throws {
    let page = try #require(RepositoryFiles.text("docs/docc/\(room).docc/\(room).md"))
    #expect(page.hasPrefix("# ``\(room)``\n"))
  }

  @Test(arguments: ["make run", "make test", "--confirm-live", "docs/architecture.md", "Apache"])
  func `the README names what a trader needs`(_ text: String) throws {
    let page = try #require(RepositoryFiles.text("README.md"))
    #expect(page.contains(text))
  }

  @Test(arguments: [
    "OpenSSL", "zlib", "libcurl", "toml++", "simdjson", "nginx", "curl", "websockets",
    "kalshi_python_sync", "hiredis", "redis-server", "Chromium",
  ])
  func `the dependencies page speaks of every dependency`(_ name: String) throws {
    let page = try #require(RepositoryFiles.text("docs/dependencies.md"))
    #expect(page.contains(name))
  }

  @Test(arguments: [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/dependencies.md",
    "docs/roadmap.md",
  ])
  func `links between the documents lead somewhere`(_ path: String) throws {
    let text = try #require(RepositoryFiles.text(path))
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    for target in Self.links(in: text) where !target.contains("://") && !target.hasPrefix("#") {
      let file = target.split(separator: "#").first.map(String.init) ?? target
      let full = folder.isEmpty ? file : "\(folder)/\(file)"
      #expect(RepositoryFiles.text(full) != nil, "\(path) links to \(target)")
    }
  }

  /// The targets of Markdown links.
  private static func links(in text: String) -> [String] {
    text.split(separator: "](").dropFirst().compactMap { part in
      part.split(separator: ")", maxSplits: 1).first.map(String.init)
    }
  }
}
