/// Lines of plain text with headings and aligned tables.
struct Page {
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ line: String) { lines += Self.wrap(line, indent: "") }
  mutating func bullet(_ line: String) { lines += Self.wrap("  - " + line, indent: "    ") }

  mutating func heading(_ title: String) {
    lines.append(title)
    lines.append(String(repeating: "=", count: title.count))
  }

  mutating func section(_ title: String) {
    lines.append("")
    lines.append(title)
    lines.append(String(repeating: "-", count: title.count))
  }

  /// Columns as wide as their widest cell; numbers to the right, the rest to the left.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
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

  private static func wrap(_ line: String, indent: String) -> [String] {
    guard line.count > 100 else { return [line] }
    var result: [String] = []
    var current = ""
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if current.count + word.count + 1 > 100, !current.isEmpty {
        result.append(current)
        current = indent + word
      } else {
        current +=
          current.isEmpty && result.isEmpty && word.isEmpty
          ? " " : (current.isEmpty ? "" : " ") + word
      }
    }
    result.append(current)
    return result
  }
}
