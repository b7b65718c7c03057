/// Lines of plain text within 100 columns: headings, prose that is broken at blanks, tables.
struct TextLayout {
  /// No line is longer.
  static let width = 100

  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func heading(_ title: String) {
    let title = Self.cleaned(Markup.shortened(title, most: Self.width))
    lines.append(title)
    lines.append(String(repeating: "=", count: title.count))
  }

  mutating func section(_ title: String) {
    lines.append("")
    lines.append(title)
    lines.append(String(repeating: "-", count: title.count))
  }

  /// Prose, broken where it must be; the lines that follow are indented by `indent` blanks.
  mutating func add(_ text: String, first: String = "", indent: Int = 0) {
    let margin = String(repeating: " ", count: indent)
    var line = first
    var isFresh = true
    for word in Self.cleaned(Markup.shortened(text, most: 2_000)).split(separator: " ") {
      var rest = word[...]
      while !rest.isEmpty {
        let space = Self.width - line.count - (isFresh ? 0 : 1)
        if rest.count <= space {
          line += (isFresh ? "" : " ") + rest
          rest = ""
        } else if isFresh {
          // A word longer than a line is cut.
          line += rest.prefix(space)
          rest = rest.dropFirst(space)
          lines.append(line)
          line = margin
          continue
        } else {
          lines.append(line)
          line = margin
          isFresh = true
          continue
        }
        isFresh = false
      }
    }
    lines.append(line)
  }

  mutating func bullet(_ text: String) { add(text, first: "  - ", indent: 4) }

  /// Columns as wide as their widest cell, those whose names begin with `#` to the right. Where a
  /// line would be too long, the first column gives way.
  mutating func table(_ columns: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    let names = columns.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
    var cells = ([names] + rows).map { $0.map(Self.cleaned) }
    var widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let total = 2 + widths.reduce(0, +) + 2 * (widths.count - 1)
    if total > Self.width {
      widths[0] = max(8, widths[0] - (total - Self.width))
      for row in cells.indices { cells[row][0] = Markup.shortened(cells[row][0], most: widths[0]) }
    }
    for row in cells {
      var line = "  "
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        line += columns[column].hasPrefix("#") ? padding + cell : cell + padding
        if column < row.count - 1 { line += "  " }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(String(line.prefix(Self.width)))
    }
  }

  /// Without control characters: a terminal obeys escape sequences.
  static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl =
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        || (0x200E...0x200F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
      result.append(isControl ? " " : scalar)
    }
    return String(result)
  }
}
