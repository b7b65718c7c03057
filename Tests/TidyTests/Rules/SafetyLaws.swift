/// Laws against crashes, hidden output, and claims of thread safety that nobody explained.
enum SafetyLaws {
  static let all = [
    noForcedTry, noForcedCast, noForceUnwrap, noWordlessTrap, explainedUnchecked, noPrint, noSleep,
    noSkippedTest,
  ]

  static let noForcedTry = Law(
    "no try!",
    in: { $0.isSwift },
    breaking: [.init("Tests/WireTests/A.swift", "let x = try! read()")],
    keeping: [.init("Sources/Wire/A.swift", "// never try! here\nlet x = try read()")]
  ) { file in
    file.findings { code, _ in code.contains("try!") ? "try!; let the error travel" : nil }
  }

  static let noForcedCast = Law(
    "no as!",
    in: { $0.isSwift },
    breaking: [.init("Sources/Wire/A.swift", "let x = y as! Int")],
    keeping: [.init("Sources/Wire/A.swift", "let x = y as? Int\nlet has = !known")]
  ) { file in
    file.findings { code, _ in code.contains("as!") ? "as!; use as? and answer nil" : nil }
  }

  static let noForceUnwrap = Law(
    "no force unwrap outside tests",
    in: { $0.isSource },
    breaking: [
      .init("Sources/Wire/A.swift", "let x = list.first!"),
      .init("Sources/Wire/A.swift", "let x = table[key]!.name"),
      .init("Sources/Wire/A.swift", "let x = find(key)!"),
      .init("Sources/Wire/A.swift", "var loop: EventLoop!"),
    ],
    keeping: [
      .init("Sources/Wire/A.swift", "if a != b, !isOpen, a !== b { say(\"stop!\") } // no x!"),
      .init("Sources/Wire/A.swift", "prefix func !(x: Flag) -> Flag { x }"),
      .init("Tests/WireTests/A.swift", "let x = list.first!"),
    ]
  ) { file in
    file.findings { code, _ in hasForceUnwrap(code) ? "force unwrap; use guard let" : nil }
  }

  /// A `!` right behind a name, a bracket or a quote, and not the start of `!=`.
  private static func hasForceUnwrap(_ code: String) -> Bool {
    let characters = Array(code)
    for (index, character) in characters.enumerated() where character == "!" && index > 0 {
      let before = characters[index - 1]
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      guard before.isNamePart || ")]}\"".contains(before), after != "=" else { continue }
      let word = String(code.prefix(index)).words.last ?? ""
      if before.isNamePart, ["func", "try", "as"].contains(word) { continue }
      return true
    }
    return false
  }

  static let noWordlessTrap = Law(
    "a trap says what went wrong",
    in: { $0.isSwift },
    breaking: [
      .init("Sources/Wire/A.swift", "fatalError()"),
      .init("Sources/Wire/A.swift", "preconditionFailure()"),
      .init("Sources/Wire/A.swift", "assertionFailure()"),
    ],
    keeping: [.init("Sources/Wire/A.swift", "fatalError(\"the ring is smaller than its mask\")")]
  ) { file in
    file.findings { code, _ in
      ["fatalError()", "preconditionFailure()", "assertionFailure()"].first { code.hasWord($0) }
        .map { "\($0) without a sentence" }
    }
  }

  static let explainedUnchecked = Law(
    "@unchecked Sendable names what protects it",
    in: { $0.isSwift },
    breaking: [
      .init("Sources/Wire/A.swift", "\nfinal class A: @unchecked Sendable {\n  var x = 0"),
      .init(
        "Sources/Wire/A.swift", "/// A loop.\nfinal class A: @unchecked Sendable {\n  var x = 0"),
    ],
    keeping: [
      .init(
        "Sources/Wire/A.swift",
        "/// `@unchecked Sendable`: the loop's thread\nclass A: @unchecked Sendable {"),
      .init(
        "Sources/Wire/A.swift", "class A: @unchecked Sendable {\n  // Unchecked: owner's loop"),
    ]
  ) { file in
    file.findings { code, index in
      guard code.contains("@unchecked Sendable") else { return nil }
      if index + 1 < file.lines.count, isReason(file.lines[index + 1]) { return nil }
      var above = index - 1
      while above >= 0, file.lines[above].trimmed.hasPrefix("/") || isAttribute(file.lines[above]) {
        if isReason(file.lines[above]) { return nil }
        above -= 1
      }
      return "@unchecked Sendable; `// Unchecked: …` must name what protects it"
    }
  }

  private static func isReason(_ line: String) -> Bool {
    line.trimmed.hasPrefix("//") && (line.contains("@unchecked") || line.contains("Unchecked:"))
  }

  private static func isAttribute(_ line: String) -> Bool { line.trimmed.hasPrefix("@") }

  static let noPrint = Law(
    "libraries do not print",
    in: { $0.isSource && $0.room != "dutchbook" },
    breaking: [
      .init("Sources/Wire/A.swift", "print(\"hello\")"),
      .init("Sources/Wire/A.swift", "debugPrint(x)"),
      .init("Sources/Desk/A.swift", "fputs(text, stderr)"),
    ],
    keeping: [
      .init(
        "Sources/Wire/A.swift", "blueprint(x)\n// print(x)\nerror.print(x)\nfunc print(_ a: B)"),
      .init("Sources/dutchbook/A.swift", "print(\"hello\")"),
    ]
  ) { file in
    file.findings { code, _ in
      ["print(", "debugPrint(", "dump(", "NSLog(", "puts(", "fputs("].first { isCall($0, in: code) }
        .map { "\($0)…) in a library; return the text, the command line writes it" }
    }
  }

  /// A free call: neither a member nor the declaration of a function of that name.
  private static func isCall(_ call: String, in code: String) -> Bool {
    code.hasWord(call) && !code.contains(".\(call)") && !code.hasWord("func \(call)")
  }

  static let noSleep = Law(
    "nothing sleeps without saying why",
    in: { $0.isSwift },
    breaking: [
      .init("Sources/Wire/A.swift", "usleep(10)"),
      .init("Tests/WireTests/A.swift", "try await Task.sleep(for: .seconds(1))"),
    ],
    keeping: [
      .init("Tests/WireTests/A.swift", "// sleeps: a real socket must time out\nusleep(10)"),
      .init("Sources/Wire/A.swift", "scheduler.schedule(after: 10)"),
    ]
  ) { file in
    file.findings { code, index in
      let calls = ["Thread.sleep", "Task.sleep", "usleep(", "nanosleep(", "sleep("]
      guard let call = calls.first(where: { code.hasWord($0) }) else { return nil }
      if file.isMarked("sleeps", at: index) { return nil }
      return "\(call); use a Scheduler or a manual clock, or say `// sleeps: why`"
    }
  }

  static let noSkippedTest = Law(
    "no test is switched off",
    in: { $0.isTest },
    breaking: [
      .init("Tests/WireTests/A.swift", "@Test(.disabled(\"flaky\")) func a() {}"),
      .init("Tests/WireTests/A.swift", "withKnownIssue { check() }"),
      .init("Tests/WireTests/A.swift", "@Test(.enabled(if: false)) func a() {}"),
    ],
    keeping: [.init("Tests/WireTests/A.swift", "@Test func `a disabled market is blocked`() {}")]
  ) { file in
    file.findings { code, _ in
      [".disabled(", "withKnownIssue", ".enabled(if: false)", "XCTSkip"].first(where: code.contains)
        .map { "\($0) switches a test off; repair it or delete it" }
    }
  }
}
