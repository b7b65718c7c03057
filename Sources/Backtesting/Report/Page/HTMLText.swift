/// HTML that is XML as well, put together piece by piece; all texts are escaped on their way in.
struct HTMLText {
  private(set) var html = ""

  /// Adds markup that is known to be well-formed.
  mutating func raw(_ markup: String) { html += markup + "\n" }

  mutating func open(_ tag: String, _ attributes: String = "") {
    html += "<\(tag)\(attributes.isEmpty ? "" : " " + attributes)>\n"
  }

  mutating func close(_ tag: String) { html += "</\(tag)>\n" }

  /// An element with a text in it.
  mutating func element(_ tag: String, _ text: String, _ style: String = "") {
    let text = Markup.withMinus(Markup.escaped(text, most: 2_000))
    html += "<\(tag)\(Self.attribute(style))>\(text)</\(tag)>\n"
  }

  /// A section with its heading.
  mutating func section(_ name: String, _ title: String, _ body: (inout HTMLText) -> Void) {
    open("section", "id=\"\(name)\"")
    element("h2", title)
    body(&self)
    close("section")
  }

  /// Paragraphs, one for each text.
  mutating func paragraphs(_ texts: [String], _ style: String = "") {
    for text in texts { element("p", text, style) }
  }

  /// A list; `leftOut` more are said to exist.
  mutating func list(_ items: [String], leftOut: Int = 0, _ style: String = "") {
    guard !items.isEmpty else { return }
    open("ul", style.isEmpty ? "" : "class=\"\(style)\"")
    for item in items { element("li", item) }
    if leftOut > 0 { element("li", "… and \(NumberText.count(leftOut)) more", "muted") }
    close("ul")
  }

  /// A table that scrolls by itself when the page is narrow.
  ///
  /// - Parameters:
  ///   - columns: names; those that begin with `#` hold numbers, which stand to the right.
  ///   - rows: as many cells each; `-` is shown as a quiet dash.
  mutating func table(_ label: String, _ columns: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    html += "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
    html += " aria-label=\"\(Markup.escaped(label))\">\n<table>\n<thead><tr>"
    for column in columns {
      let isNumber = column.hasPrefix("#")
      html += "<th scope=\"col\"\(isNumber ? " class=\"n\"" : "")>"
      html += Markup.escaped(isNumber ? String(column.dropFirst()) : column) + "</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in rows {
      html += "<tr>"
      for (column, cell) in zip(columns, row) {
        let isNumber = column.hasPrefix("#")
        let style = (isNumber ? ["n"] : []) + (cell == "-" ? ["quiet"] : [])
        html += "<td\(Self.attribute(style.joined(separator: " ")))>"
        html += isNumber && cell != "-" ? Markup.number(cell) : Markup.escaped(cell, most: 80)
        html += "</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>\n</div>\n"
  }

  /// A chart in both its sizes, of which the page shows one.
  mutating func figure(
    _ name: String, _ caption: String, _ chart: some Chart, wide: ChartSize, narrow: ChartSize,
    isHalf: Bool = false
  ) {
    html += "<figure data-chart=\"\(name)\"\(isHalf ? " class=\"half\"" : "")>\n"
    html += "<figcaption>\(Markup.withMinus(Markup.escaped(caption, most: 600)))</figcaption>\n"
    html += "<div class=\"wide\">\n\(chart.svg(wide))</div>\n"
    html += "<div class=\"narrow\">\n\(chart.svg(narrow))</div>\n</figure>\n"
  }

  /// In the place of a chart: why there is none.
  mutating func missingFigure(_ name: String, _ caption: String, _ reason: String) {
    html += "<figure data-missing=\"\(name)\" class=\"half\">\n"
    html += "<figcaption>\(Markup.escaped(caption))</figcaption>\n"
    html += "<p class=\"none\">Insufficient data, because \(Markup.escaped(reason)).</p>\n"
    html += "</figure>\n"
  }

  private static func attribute(_ style: String) -> String {
    style.isEmpty ? "" : " class=\"\(style)\""
  }
}
