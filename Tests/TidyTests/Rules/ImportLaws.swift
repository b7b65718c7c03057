/// Laws about who may know whom.
enum ImportLaws {
  static let all = [onlyDownward, internalCModules, noWholeFoundation, noFoundationBelow, manifest]

  /// The module of an import line and the words before it; nil for any other line.
  static func imported(_ code: String) -> (module: String, access: String)? {
    let words = code.words
    guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
      words[..<keyword].allSatisfy({ accessWords.contains($0) })
    else { return nil }
    var module = words[keyword + 1]
    if kinds.contains(module), keyword + 2 < words.count { module = words[keyword + 2] }
    let access = words[..<keyword].first { $0 != "testable" && $0 != "preconcurrency" } ?? ""
    return (module, access)
  }

  private static let accessWords: Set<String> = [
    "public", "package", "internal", "fileprivate", "private", "testable", "preconcurrency",
    "_exported",
  ]
  private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var"]

  static let onlyDownward = Law(
    "a room imports only from floors below it",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Market/A.swift", "internal import Trading"),
      .init("Sources/Kalshi/A.swift", "public import Sportsbooks"),
      .init("Sources/Wire/A.swift", "internal import CSimdjson"),
      .init("Sources/Wire/A.swift", "internal import NIOCore"),
      .init("Sources/Cellar/A.swift", "internal import Market"),
    ],
    keeping: [
      .init("Sources/Trading/A.swift", "public import Market\ninternal import Glibc"),
      .init("Sources/Desk/A.swift", "internal import struct Market.Price"),
    ]
  ) { file in
    let room = file.room ?? ""
    return file.findings { code, _ in
      imported(code).flatMap { Floors.objection(to: $0.module, in: room) }
    }
  }

  static let internalCModules = Law(
    "C modules are internal imports",
    in: { $0.isSwift && $0.path != "Package.swift" },
    breaking: [
      .init("Sources/Wire/A.swift", "public import COpenSSL"),
      .init("Sources/Wire/A.swift", "import CLinux"),
      .init("Sources/Wire/A.swift", "import Glibc"),
      .init("Tests/WireTests/A.swift", "public import CZlib"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "internal import COpenSSL\npublic import Market"),
      .init("Tests/WireTests/A.swift", "import Glibc\nimport CZlib"),
    ]
  ) { file in
    file.findings { code, _ in
      guard let (module, access) = imported(code),
        Floors.floor[module] == 0 || module == "Glibc"
      else { return nil }
      // In tests an import without a word is internal, and nothing can see further anyway.
      if ["internal", "private", "fileprivate"].contains(access) || (file.isTest && access.isEmpty)
      {
        return nil
      }
      return "\(module) must be an `internal import`, so that C stays out of interfaces"
    }
  }

  static let noWholeFoundation = Law(
    "FoundationEssentials instead of Foundation",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Desk/A.swift", "internal import Foundation"),
      .init("Sources/Desk/A.swift", "internal import FoundationNetworking"),
    ],
    keeping: [.init("Sources/Desk/A.swift", "internal import FoundationEssentials")]
  ) { file in
    file.findings { code, _ in
      guard let module = imported(code)?.module else { return nil }
      return ["Foundation", "FoundationNetworking", "FoundationXML"].contains(module)
        ? "\(module); FoundationEssentials is enough" : nil
    }
  }

  static let noFoundationBelow = Law(
    "no Foundation at all in Market, Probability, Outcomes, Wire, Matching and Trading",
    in: { $0.isSource && foundationFree.contains($0.room ?? "") },
    breaking: [.init("Sources/Wire/A.swift", "internal import FoundationEssentials")],
    keeping: [
      .init("Sources/Wire/A.swift", "internal import Glibc"),
      .init("Sources/Kalshi/A.swift", "internal import FoundationEssentials"),
    ]
  ) { file in
    file.findings { code, _ in
      guard let module = imported(code)?.module, module.hasPrefix("Foundation") else { return nil }
      return "\(module) in a room that stays free of it"
    }
  }

  private static let foundationFree: Set<String> = [
    "Market", "Probability", "Outcomes", "Wire", "Matching", "Trading",
  ]

  static let manifest = Law(
    "Package.swift lets a room depend only on floors below it",
    in: { $0.path == "Package.swift" },
    breaking: [
      .init("Package.swift", "room(\"Market\", [\"Wire\"]),"),
      .init("Package.swift", "room(\n  \"Trading\",\n  [\n    \"Market\", \"Kalshi\",\n  ]),"),
      .init("Package.swift", "room(\"Cellar\", []),"),
    ],
    keeping: [
      .init("Package.swift", "room(\"Wire\", [\"Market\", \"CLinux\"]),\nroom(\"Market\", []),")
    ]
  ) { file in
    rooms(of: file).flatMap { room, dependencies, line in
      var objections = dependencies.compactMap { Floors.objection(to: $0, in: room) }
      if Floors.floor[room] == nil {
        objections.append("\(room) has no floor in Tests/TidyTests/Rules")
      }
      return objections.map { Law.Finding(line: line, text: $0) }
    }
  }

  /// The `room(name, dependencies)` calls of the manifest with their lines.
  private static func rooms(of file: SourceFile) -> [(String, [String], Int)] {
    var found: [(String, [String], Int)] = []
    for (index, line) in file.lines.enumerated() where line.trimmed.hasPrefix("room(") {
      var names: [String] = []
      var depth = 0
      scan: for following in file.lines[index...] {
        for (part, piece) in following.split(separator: "\"", omittingEmptySubsequences: false)
          .enumerated()
        {
          if part % 2 == 1 {
            names.append(String(piece))
            continue
          }
          depth += piece.count { $0 == "(" } - piece.count { $0 == ")" }
          if depth <= 0, piece.contains(")") { break scan }
        }
      }
      if let name = names.first { found.append((name, Array(names.dropFirst()), index + 1)) }
    }
    return found
  }
}
