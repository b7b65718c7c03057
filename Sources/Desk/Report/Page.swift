/// Lines of plain text with headings and aligned tables.
struct Page {
  /// Longer lines of prose are broken; tables are as wide as they have to be.
  static let width = 80

  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ line: String) {
    lines += Self.wrap(PlainText.cleaned(line), indent: String(line.prefix { $0 == " " }))
  }
  mutating func bullet(_ line: String) {
    lines += Self.wrap("  - " + PlainText.cleaned(line), indent: "    ")
  }
  /// A line that is not broken: to be copied as it is.
  mutating func verbatim(_ line: String) { lines.append(PlainText.cleaned(line)) }

  mutating func heading(_ title: String) {
    lines.append(title)
    lines.append(String(repeating: "=", count: title.count))
  }

  mutating func section(_ title: String) {
    lines.append("")
    lines.append(title)
    lines.append(String(repeating: "-", count: min(Self.width, title.count)))
  }

  /// Columns as wide as their widest cell; numbers to the right, the rest to the left.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    let rows = rows.map { $0.map(PlainText.cleaned) }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [header] + rows {
      var line = "  "
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isNumber = rows.allSatisfy { Self.isNumber($0[column]) }
        line += isNumber ? padding + cell : cell + padding
        if column < row.count - 1 { line += "  " }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(line)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text == "-" || (!text.isEmpty && text.allSatisfy { $0.isNumber || "+-.".contains($0) })
  }

  /// Breaks a line at spaces so that none is over ``width``; the text's own indentation stays, and
  /// the lines that follow get `indent`.
  private static func wrap(_ line: String, indent: String) -> [String] {
    guard line.count > width else { return [line] }
    var result: [String] = []
    var current = String(line.prefix { $0 == " " })
    var isFresh = true
    for word in line.split(separator: " ") {
      if !isFresh, current.count + 1 + word.count > width {
        result.append(current)
        current = indent
        isFresh = true
      }
      current += isFresh ? word : " " + word
      isFresh = false
    }
    result.append(current)
    return result
  }
}
