/// One rule of the house: a pure function over a file, and texts that show that it can fail.
struct Law: Sendable, CustomStringConvertible {
  /// What is found, at a line counted from 1, and what to do instead.
  struct Finding: Sendable {
    let line: Int
    let text: String
  }

  /// A text as it might stand in the repository.
  struct Sample: Sendable {
    let path: String
    let text: String
  }

  /// The rule as a sentence.
  let description: String
  /// Which files the rule speaks of.
  let concerns: @Sendable (SourceFile) -> Bool
  let findings: @Sendable (SourceFile) -> [Finding]
  /// Texts that break the rule; each must be found.
  let breaking: [Sample]
  /// Texts that come close and keep it; none may be found.
  let keeping: [Sample]

  init(
    _ description: String, in concerns: @escaping @Sendable (SourceFile) -> Bool,
    breaking: [Sample], keeping: [Sample],
    findings: @escaping @Sendable (SourceFile) -> [Finding]
  ) {
    self.description = description
    self.concerns = concerns
    self.breaking = breaking
    self.keeping = keeping
    self.findings = findings
  }

  /// What breaks the rule in a file, as `path:line: what`.
  func complaints(about file: SourceFile) -> [String] {
    guard concerns(file) else { return [] }
    return findings(file).map { "\(file.path):\($0.line): \($0.text)" }
  }
}

extension Law.Sample {
  init(_ path: String, _ text: String) { self.init(path: path, text: text) }
}

extension SourceFile {
  /// A finding for every line of code for which `advice` has one.
  func findings(_ advice: (_ code: String, _ index: Int) -> String?) -> [Law.Finding] {
    code.indices.compactMap { index in
      advice(code[index], index).map { Law.Finding(line: index + 1, text: $0) }
    }
  }
}
