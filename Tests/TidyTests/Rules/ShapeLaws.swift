/// Laws about the size and shape of files.
enum ShapeLaws {
  static let all = [lineLength, fileLength, functionLength, mainType, documented, noTabs]

  private static let longest = String(repeating: "x", count: 101)

  static let lineLength = Law(
    "lines end at column 100",
    in: { $0.isSwift || $0.path.hasSuffix(".sh") || $0.path.hasSuffix(".h") || isC($0) },
    breaking: [.init("Sources/Wire/A.swift", "let a = 1\n// \(longest)")],
    keeping: [.init("Sources/Wire/A.swift", String(repeating: "é", count: 100))]
  ) { file in
    file.lines.enumerated().compactMap { index, line in
      line.count > 100 ? Law.Finding(line: index + 1, text: "\(line.count) columns") : nil
    }
  }

  private static func isC(_ file: SourceFile) -> Bool {
    file.path.hasSuffix(".c") || file.path.hasSuffix(".cpp")
  }

  static let fileLength = Law(
    "source files end at line 400",
    in: { $0.isSource },
    breaking: [.init("Sources/Wire/A.swift", String(repeating: "\n", count: 401))],
    keeping: [.init("Sources/Wire/A.swift", String(repeating: "x\n", count: 400))]
  ) { file in
    let count = file.text.hasSuffix("\n") ? file.lines.count - 1 : file.lines.count
    return count > 400 ? [.init(line: count, text: "\(count) lines; split the file")] : []
  }

  static let functionLength = Law(
    "functions end at 60 lines",
    in: { $0.isSwift && $0.path != "Package.swift" },
    breaking: [
      .init("Sources/Wire/A.swift", function("  func f(", "    x()\n", 61)),
      .init("Sources/Wire/A.swift", function("  public init(", "    x()\n", 61)),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", function("  func f(", "    x()\n", 50)),
      .init(
        "Sources/Wire/A.swift",
        "protocol P {\n  func f()\n" + String(repeating: "  var a: Int { get }\n", count: 80) + "}"),
    ]
  ) { file in
    Declarations.blocks(in: file, of: ["func", "init", "deinit", "subscript"]).compactMap { block in
      let count = block.last - block.first + 1
      return count > 60
        ? Law.Finding(line: block.first + 1, text: "\(block.name) has \(count) lines") : nil
    }
  }

  private static func function(_ head: String, _ line: String, _ count: Int) -> String {
    head + ") {\n" + String(repeating: line, count: count) + "  }\n"
  }

  static let mainType = Law(
    "a type of weight lives in a file named for it",
    in: { $0.isSource && $0.name != "Main" },
    breaking: [
      .init(
        "Sources/Wire/Things.swift", "struct Other {\n" + String(repeating: "x\n", count: 90) + "}")
    ],
    keeping: [
      .init(
        "Sources/Wire/Other.swift", "struct Other {\n" + String(repeating: "x\n", count: 90) + "}"),
      .init("Sources/Wire/Things.swift", "struct Other {\n}\nstruct Another {\n}"),
    ]
  ) { file in
    let stem = file.name.split(separator: "+").first.map(String.init) ?? file.name
    return Declarations.blocks(in: file, of: ["struct", "class", "enum", "actor"], depth: 0)
      .compactMap { block in
        let count = block.last - block.first + 1
        guard count > 80, block.name != stem else { return nil }
        return .init(
          line: block.first + 1, text: "\(block.name) has \(count) lines and no file of its name")
      }
  }

  static let documented = Law(
    "every public declaration has a doc comment",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Wire/A.swift", "public struct A {}"),
      .init("Sources/Wire/A.swift", "// A plain comment.\n@frozen\npublic struct A {}"),
      .init("Sources/Wire/A.swift", "/// Good.\npublic struct A {\n  public let x: Int\n}"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "/// Good.\n@frozen\npublic struct A {}"),
      .init("Sources/Wire/A.swift", "public import Market\npublic extension A {"),
      .init("Sources/Wire/A.swift", "public static func == (a: A, b: A) -> Bool { true }"),
      .init("Sources/Wire/A.swift", "public var description: String { \"a\" }"),
    ]
  ) { file in
    file.findings { code, index in
      let words = code.words
      guard let key = words.firstIndex(where: { $0 == "public" || $0 == "open" }),
        words[..<key].allSatisfy({ attributes.contains($0) }), code.trimmed.first != ".",
        !isWitness(code, words), !hasDocumentation(file, above: index)
      else { return nil }
      return "no doc comment: \(code.trimmed.prefix(60))"
    }
  }

  private static let attributes: Set<String> = [
    "inlinable", "frozen", "discardableResult", "inline", "always", "__always", "never",
    "usableFromInline", "final", "static", "nonisolated", "unsafe", "mutating", "override",
    "preconcurrency", "isolated",
  ]

  /// Requirements of the standard library's protocols, documented there.
  private static func isWitness(_ code: String, _ words: [String]) -> Bool {
    if words.contains("import") || words.contains("extension") || words.contains("override") {
      return true
    }
    let heads = [
      "func == ", "func < ", "func hash(into", "var description:", "var debugDescription:",
      "func next()", "func makeIterator()", "func encode(to", "init(from decoder",
      "typealias RawValue", "var id:", "func checkIsolated()", "func isIsolatingCurrentContext()",
      "func asUnowned", "var errorDescription:", "deinit",
    ]
    return heads.contains { code.contains($0) }
  }

  private static func hasDocumentation(_ file: SourceFile, above index: Int) -> Bool {
    var above = index - 1
    while above >= 0 {
      let line = file.lines[above].trimmed
      if line.hasPrefix("///") { return true }
      guard line.hasPrefix("@") || line.hasPrefix("//") else { return false }
      above -= 1
    }
    return false
  }

  static let noTabs = Law(
    "no tabs",
    in: { $0.path != "Makefile" },
    breaking: [
      .init("Sources/Wire/A.swift", "\tlet x = 1"),
      .init("scripts/a.sh", "if true; then\n\techo\nfi"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "let x = \"\\t\""),
      .init("Makefile", "run:\n\techo"),
    ]
  ) { file in
    file.lines.enumerated().compactMap { index, line in
      line.contains("\t") ? Law.Finding(line: index + 1, text: "a tab; indent by spaces") : nil
    }
  }
}
