/// Laws about the size and shape of files.
enum ShapeLaws {
  static let all = [lineLength, fileLength, functionLength, mainType, noTabs]

  private static let longest = String(repeating: "x", count: 101)

  static let lineLength = Law(
    "lines end at column 100",
    in: { $0.isSwift || $0.path.hasSuffix(".sh") || $0.path.hasSuffix(".h") || isC($0) },
    breaking: [
      .init("Sources/Wire/A.swift", "let a = 1\n// \(longest)"),
      .init("Sources/Wire/A.swift", "let a = \"x\" // \(longest) \"x\""),
      .init("scripts/a.sh", "# \(longest)"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", String(repeating: "é", count: 100)),
      .init("Sources/Wire/A.swift", "let a = \"\(longest)\""),
    ]
  ) { file in
    file.lines.enumerated().compactMap { index, line in
      // A text that must stay whole may run on: its closing quote is then past the end.
      guard line.count > 100, !(file.isSwift && file.code[index].dropFirst(99).contains("\""))
      else { return nil }
      return Law.Finding(line: index + 1, text: "\(line.count) columns")
    }
  }

  private static func isC(_ file: SourceFile) -> Bool {
    file.path.hasSuffix(".c") || file.path.hasSuffix(".cpp")
  }

  static let fileLength = Law(
    "source files end at line 400",
    in: { $0.isSource },
    breaking: [.init("Sources/Wire/A.swift", String(repeating: "\n", count: 401))],
    keeping: [
      .init("Sources/Wire/A.swift", String(repeating: "x\n", count: 400)),
      .init(
        "Sources/Wire/A.swift",
        "let a = \"\"\"\n" + String(repeating: "data\n", count: 500) + "\"\"\"\n"),
    ]
  ) { file in
    // The lines of a table inside a string are data.
    let data = zip(file.lines, file.code).count { line, code in
      code.trimmed.isEmpty && !line.trimmed.isEmpty && !line.trimmed.hasPrefix("//")
    }
    let count = file.lines.count - data - (file.text.hasSuffix("\n") ? 1 : 0)
    return count > 400 ? [.init(line: count, text: "\(count) lines; split the file")] : []
  }

  static let functionLength = Law(
    "functions end at 60 lines, tests at 100",
    in: { $0.isSwift && $0.path != "Package.swift" },
    breaking: [
      .init("Sources/Wire/A.swift", function("  func f(", "    x()\n", 61)),
      .init("Sources/Wire/A.swift", function("  public init(", "    x()\n", 61)),
      .init("Tests/WireTests/A.swift", function("  @Test func f(", "    x()\n", 101)),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", function("  func f(", "    x()\n", 50)),
      .init(
        "Sources/Wire/A.swift",
        "protocol P {\n  func f()\n" + String(repeating: "  var a: Int {get}\n", count: 80) + "}"),
    ]
  ) { file in
    Declarations.blocks(in: file, of: ["func", "init", "deinit", "subscript"]).compactMap { block in
      let count = block.last - block.first + 1
      return count > (file.isTest ? 100 : 60)
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
      .init(
        "Sources/Wire/Things.swift",
        "private struct Other {\n" + String(repeating: "x\n", count: 90) + "}"),
    ]
  ) { file in
    let stem = file.name.split(separator: "+").first.map(String.init) ?? file.name
    return Declarations.blocks(in: file, of: ["struct", "class", "enum", "actor"], depth: 0)
      .compactMap { block in
        let count = block.last - block.first + 1
        let isOwned = file.code[block.first].hasWord("private")
        guard count > 80, block.name != stem, !isOwned else { return nil }
        return .init(
          line: block.first + 1, text: "\(block.name) has \(count) lines and no file of its name")
      }
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
