/// Laws about what may stand in any text of the repository.
enum TextLaws {
  static let all = [noLeftovers, noMachinePaths, noRegistryHosts]

  // The words are put together here, so that this file keeps the laws it states.
  private static let leftovers = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]

  static let noLeftovers = Law(
    "no leftover markers",
    in: { _ in true },
    breaking: leftovers.map { .init("docs/a.md", "text\n\($0): later") },
    keeping: [.init("docs/a.md", "mastodon, X" + "XXI, fixme")]
  ) { file in
    lines(of: file) { line in
      leftovers.first { line.hasWord($0 + "") && !line.hasWord($0 + "I") }
        .map { "\($0); do it now or write it into docs/roadmap.md" }
    }
  }

  private static let machinePaths = [
    "/ho" + "me/", "/Us" + "ers/", "/wo" + "rk/", "/tmp/w" + "t", "/ro" + "ot/", "/op" + "t/swift",
  ]

  static let noMachinePaths = Law(
    "no path of somebody's machine",
    in: { _ in true },
    breaking: machinePaths.map { .init("scripts/a.sh", "cd \($0)me") },
    keeping: [
      .init("docs/a.md", "see https://example.org/ho" + "me/page and Sources/wo" + "rk/a")
    ]
  ) { file in
    lines(of: file) { line in
      machinePaths.first { startsPath(line, $0) }.map { "\($0)… is a path of one machine" }
    }
  }

  /// True when the path begins in the line, rather than being the middle of a longer one.
  private static func startsPath(_ line: String, _ path: String) -> Bool {
    var rest = line[...]
    while let found = rest.firstRange(of: path) {
      if found.lowerBound == line.startIndex { return true }
      let before = line[line.index(before: found.lowerBound)]
      if !before.isNamePart, !".-}".contains(before) { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  private static let registryHosts = [
    "py" + "pi.org", "python" + "hosted.org", "crates" + ".io", "npm" + "js.org", "npm" + "js.com",
    "ruby" + "gems.org", "deb." + "debian.org", "security." + "debian.org",
    "archive." + "ubuntu.com",
    "docker" + ".io", "gh" + "cr.io", "proxy.golang" + ".org", "repo.maven" + ".apache.org",
  ]

  static let noRegistryHosts = Law(
    "no host of a package registry is named",
    in: { _ in true },
    breaking: registryHosts.map { .init("scripts/a.sh", "fetch https://\($0)/x") },
    keeping: [.init("docs/a.md", "https://www.debian.org/doc and https://docs.kalshi.com")]
  ) { file in
    lines(of: file) { line in
      registryHosts.first { line.contains($0) }
        .map { "\($0); the machine's own configuration says where packages come from" }
    }
  }

  private static func lines(of file: SourceFile, _ advice: (String) -> String?) -> [Law.Finding] {
    file.lines.enumerated().compactMap { index, line in
      advice(line).map { Law.Finding(line: index + 1, text: $0) }
    }
  }
}
