/// Laws about doc comments.
enum DocumentationLaws {
  static let all = [types, functions]

  static let types = Law(
    "every public type has a doc comment",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Wire/A.swift", "public struct A {}"),
      .init("Sources/Wire/A.swift", "// A plain comment.\n@frozen\npublic final class A {}"),
      .init("Sources/Wire/A.swift", "/// Good.\npublic struct A {\n  public enum B {}\n}"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "/// Good.\n@frozen\npublic struct A {}"),
      .init("Sources/Wire/A.swift", "public import struct Market.Price\nstruct A {}"),
    ]
  ) { file in
    undocumented(["struct", "class", "enum", "protocol", "actor", "typealias"], in: file)
  }

  static let functions = Law(
    "every public function has a doc comment, unless a protocol documents it",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Wire/A.swift", "public func a() {}"),
      .init("Sources/Wire/A.swift", "  public static func a() {}"),
      .init("Sources/Wire/A.swift", "  @inlinable\n  public subscript(index: Int) -> Int {"),
      .init("Sources/Wire/A.swift", "  public init?(_ text: String) {"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "/// Good.\n@inlinable\npublic func a() {}"),
      .init("Sources/Wire/A.swift", "public static func == (a: A, b: A) -> Bool { true }"),
      .init("Sources/Wire/A.swift", "public func hash(into hasher: inout Hasher) {"),
      .init("Sources/Wire/A.swift", "/// Good.\npublic struct A { let f: () -> Void }"),
      .init("Sources/Wire/A.swift", "  public init(price: Price) {"),
    ]
  ) { file in
    undocumented(["func", "subscript", "init"], in: file).filter { finding in
      let code = file.code[finding.line - 1]
      let words = code.words
      guard let key = words.firstIndex(where: { ["func", "subscript", "init"].contains($0) }) else {
        return true
      }
      // An initialiser that cannot fail and only takes the fields says nothing that they do not.
      if words[key] == "init" { return code.contains("init?") }
      let isOperator = words[key] == "func" && !code.contains("func \(words[safe: key + 1] ?? "")")
      return !isOperator && !requirements.contains(words[safe: key + 1] ?? "")
    }
  }

  /// Requirements of protocols, documented where the protocol is declared: those of the standard
  /// library, and those of the project's own protocols as the repository has them.
  private static let requirements: Set<String> = {
    var names: Set<String> = [
      "hash", "next", "makeIterator", "encode", "enqueue", "checkIsolated",
      "isIsolatingCurrentContext", "asUnownedSerialExecutor", "asUnownedTaskExecutor",
    ]
    for file in RepositoryFiles.all where file.isSource {
      for block in Declarations.blocks(in: file, of: ["protocol"]) {
        for code in file.code[block.first...block.last] {
          let words = code.words
          if let key = words.firstIndex(of: "func") { names.insert(words[safe: key + 1] ?? "") }
        }
      }
    }
    return names
  }()

  /// The public declarations of those kinds without a doc comment.
  private static func undocumented(_ kinds: Set<String>, in file: SourceFile) -> [Law.Finding] {
    file.findings { code, index in
      let words = code.words
      guard let key = words.firstIndex(where: { kinds.contains($0) }),
        words[..<key].contains("public") || words[..<key].contains("open"),
        words[..<key].allSatisfy({ Declarations.modifiers.contains($0) }),
        !hasDocumentation(file, above: index)
      else { return nil }
      return "no doc comment: \(code.trimmed.prefix(60))"
    }
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
}

extension Array {
  /// The element, or nil when there is none at that index.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
