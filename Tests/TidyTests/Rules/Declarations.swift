/// Finds declarations with a body by keyword and matching braces.
enum Declarations {
  struct Block {
    let name: String
    /// First and last line, counted from 0.
    let first: Int
    let last: Int
  }

  /// The declarations that begin on a line with one of the keywords; with `depth`, only those that
  /// stand inside so many braces.
  static func blocks(in file: SourceFile, of keywords: Set<String>, depth wanted: Int? = nil)
    -> [Block]
  {
    var found: [Block] = []
    var depth = 0
    for (index, code) in file.code.enumerated() {
      if wanted == nil || wanted == depth, let name = name(code, keywords),
        let last = end(of: file, from: index)
      {
        found.append(Block(name: name, first: index, last: last))
      }
      depth += code.count { $0 == "{" } - code.count { $0 == "}" }
    }
    return found
  }

  /// The declared name when the line's first word that is no modifier is one of the keywords.
  private static func name(_ code: String, _ keywords: Set<String>) -> String? {
    let words = code.words
    guard let key = words.firstIndex(where: { keywords.contains($0) }),
      words[..<key].allSatisfy({ modifiers.contains($0) })
    else { return nil }
    // `case init` and calls such as `.init(` or `self.init(` declare nothing.
    let start = code.trimmed
    if start.hasPrefix(".") || start.contains(".\(words[key])(") { return nil }
    let isNamed = words[key] != "init" && words[key] != "deinit" && key + 1 < words.count
    return isNamed ? words[key + 1] : words[key]
  }

  static let modifiers: Set<String> = [
    "public", "package", "internal", "fileprivate", "private", "open", "final", "static", "class",
    "mutating", "consuming", "borrowing", "nonisolated", "unsafe", "override", "required",
    "convenience", "indirect", "inlinable", "inline", "__always", "never", "discardableResult",
    "usableFromInline", "frozen", "Test", "Suite", "MainActor", "isolated", "prefix", "infix",
    "postfix", "sending",
  ]

  /// The line of the brace that closes the first one opened at or after `start`; nil when the
  /// declaration has no body.
  private static func end(of file: SourceFile, from start: Int) -> Int? {
    var depth = 0
    var parentheses = 0
    for index in start..<file.code.count {
      for character in file.code[index] {
        switch character {
        case "(": parentheses += 1
        case ")": parentheses -= 1
        case "{": depth += 1
        case "}":
          depth -= 1
          if depth == 0, parentheses <= 0 { return index }
          if depth < 0 { return nil }
        default: break
        }
      }
      // A requirement of a protocol: the head is over and no body began.
      if depth == 0, parentheses <= 0, index + 1 < file.code.count,
        !["{", "->", "where", "throws", "async"].contains(where: {
          file.code[index + 1].trimmed.hasPrefix($0)
        }), !file.code[index].trimmed.hasSuffix("->"), !file.code[index].trimmed.hasSuffix(",")
      {
        return nil
      }
    }
    return nil
  }
}
