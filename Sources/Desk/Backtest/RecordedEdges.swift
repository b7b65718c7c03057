internal import Market

/// The edges of recorded days, and what they were found among.
public struct RecordedEdges: Sendable {
  /// Value less ask from which on an edge is in the list, in 1/10 000 $.
  public var least: Int32
  /// Quotes that books have a line on, and those of them taken before their game began.
  public var quotes = 0
  public var quotesBeforeStart = 0
  /// In order of time.
  public var edges: [RecordedEdge] = []

  /// A list with nothing in it.
  ///
  /// - Parameter least: in 1/10 000 $, above 0.
  public init(least: Int32) { self.least = least }

  /// How many there are of each explanation, in the order of the rules.
  public var counts: [(explanation: RecordedEdge.Explanation, quotes: Int, markets: Int)] {
    RecordedEdge.Explanation.allCases.compactMap { explanation in
      let own = edges.filter { $0.explanation == explanation }
      let markets = Set(own.map { "\($0.date) \($0.ticker)" }).count
      return own.isEmpty ? nil : (explanation, own.count, markets)
    }
  }

  /// The list for the terminal, each edge with the quote, the books, the times and its explanation.
  public var text: String {
    var page = Page()
    page.section("Edges of \(cents(Int64(least))) c and more")
    page.add(
      "\(edges.count) of \(quotes) quotes that books have a line on, \(quotesBeforeStart) of them"
        + " before the game. Value by the books less ask; after the fee of a contract among 100.")
    page.add(EdgeSurvey.rules.split(separator: "\n").joined(separator: " "))
    page.add("")
    page.table(
      ["explanation", "quotes", "markets"],
      counts.map { [$0.explanation.rawValue, "\($0.quotes)", "\($0.markets)"] })
    for edge in edges { add(edge, to: &page) }
    return page.text
  }

  private func add(_ edge: RecordedEdge, to page: inout Page) {
    let leg = edge.leg == .yes ? "YES" : "NO"
    page.add("")
    page.verbatim(
      "\(TimeText.utc(edge.time))  \(edge.ticker)  \(leg) at \(cents(edge.ask)) c, bid "
        + (edge.bid.map { "\(cents($0)) c" } ?? "nobody"))
    let books = edge.books.map { "\($0.name) \(percent($0.probability))" }
    page.add(
      "    edge \(cents(Int64(edge.grossEdge))) c, after the fee \(cents(Int64(edge.netEdge))) c;"
        + " \(edge.booksLeft) of \(edge.books.count) books say \(percent(edge.consensus)):")
    page.add("    \(books.joined(separator: ", "))")
    let others = edge.others.map { (($0 * 1_000).rounded() / 10).description }
    page.add(
      "    starts " + (edge.start.map { TimeText.utc($0) } ?? "at no known time")
        + (edge.minutesToStart.map { " (in \($0) min)" } ?? "") + "; others of the game: "
        + (others.isEmpty ? "none" : others.joined(separator: ", ") + " c"))
    if let time = edge.nextTime {
      let next = edge.nextEdge.map { "\(cents(Int64($0))) c" } ?? "nobody offers it"
      page.add("    next quote of it at \(TimeText.clock(time))Z: edge \(next)")
    }
    page.add(
      "    \(edge.explanation.rawValue)"
        + (edge.paid.map { "; paid \(cents($0)) c" } ?? "; no known result"))
  }

  private func cents(_ price: Price) -> String { cents(Int64(price.tenThousandths)) }

  /// Ten-thousandths of a dollar: `3.5`, `48`.
  private func cents(_ tenThousandths: Int64) -> String {
    var text = FixedPoint.text(tenThousandths, decimals: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private func percent(_ probability: Double) -> String {
    cents(Int64((probability * 10_000).rounded()))
  }
}
