/// One text file of the repository, as the laws see it.
struct SourceFile: Sendable {
  /// The path below the repository's root, such as `Sources/Market/Price.swift`.
  let path: String
  let text: String
  /// The lines as written.
  let lines: [String]
  /// The lines of a Swift file with comments and the text of string literals blanked; for other
  /// files the same as `lines`. Code inside an interpolation stays.
  let code: [String]

  init(_ path: String, _ text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = path.hasSuffix(".swift") ? SwiftLexer.codeLines(of: text) : lines
  }

  var isSwift: Bool { path.hasSuffix(".swift") }

  /// True for Swift under `Sources/`.
  var isSource: Bool { isSwift && path.hasPrefix("Sources/") }

  /// True for Swift under `Tests/` and `Benchmarks/`.
  var isTest: Bool { isSwift && !isSource && path != "Package.swift" }

  /// The room a source file belongs to: the folder under `Sources/`.
  var room: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// The file's name without folder and ending.
  var name: String {
    let last = path.split(separator: "/").last ?? ""
    return String(last.split(separator: ".", maxSplits: 1).first ?? last)
  }

  /// True when the line, or the run of comment lines right above it, has the marker and a reason.
  func isMarked(_ marker: String, at index: Int) -> Bool {
    func hasReason(_ line: String) -> Bool {
      guard let found = line.firstRange(of: "// \(marker):") else { return false }
      return line[found.upperBound...].contains { $0.isLetter }
    }
    if hasReason(lines[index]) { return true }
    var above = index - 1
    while above >= 0, lines[above].trimmed.hasPrefix("//") {
      if hasReason(lines[above]) { return true }
      above -= 1
    }
    return false
  }
}

extension StringProtocol {
  /// Without the white space at both ends.
  var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
