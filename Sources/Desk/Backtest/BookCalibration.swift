internal import Market
internal import Probability
public import Sportsbooks

/// How sharp bookmakers were on recorded days: lines of a game's earlier dates beside all books'
/// lines of its last date, by league.
public struct BookCalibration {
  /// A market of one league, whose lines are compared. Keys of games may hold for one date alone.
  private struct Market: Hashable {
    let league: League
    let home: String
    let away: String
    let start: Timestamp
    let subject: LineSubject
  }

  /// Books that must have spoken at the close for it to be one.
  private static let closingBooks = 3

  private var leagues: [League] = []
  private var names: [String] = []
  private var samples: [League: [SharpnessFit.Sample]] = [:]
  private var markets: [League: Int] = [:]
  private var sources = CommonSourceFit(books: 0)

  /// Reads the lines of recorded days.
  public init(days: [RecordedDay], configuration: DeskConfiguration) {
    var lines: [Market: [(date: CivilDate, book: String, logOdds: Double)]] = [:]
    // In the recording's order: sums of numbers depend on theirs.
    var order: [Market] = []
    for game in days.flatMap(\.games) {
      if !leagues.contains(game.league) { leagues.append(game.league) }
      let method = configuration.pricing.method(for: game.league)
      for recorded in game.lines {
        let (first, second) = (recorded.line.first, recorded.line.second)
        guard let fair = devigTwoWay(first: first, second: second, method: method),
          let logOdds = LogOdds.of(fair.first)
        else { continue }
        let market = Market(
          league: game.league, home: game.home, away: game.away, start: game.start,
          subject: recorded.line.subject)
        if lines[market] == nil { order.append(market) }
        lines[market, default: []].append((game.fileDate, recorded.bookmaker, logOdds))
        if !names.contains(recorded.bookmaker) { names.append(recorded.bookmaker) }
      }
    }
    names.sort()
    sources = CommonSourceFit(books: names.count)
    for market in order { compare(market, lines[market] ?? []) }
  }

  private mutating func compare(
    _ market: Market, _ lines: [(date: CivilDate, book: String, logOdds: Double)]
  ) {
    guard let last = lines.map(\.date).max() else { return }
    compareChanges(lines)
    let close = lines.filter { $0.date == last }
    let early = lines.filter { $0.date < last }
    guard close.count >= Self.closingBooks, !early.isEmpty else { return }
    markets[market.league, default: 0] += 1
    let closing = close.map(\.logOdds).reduce(0, +) / Double(close.count)
    for line in early {
      guard let book = names.firstIndex(of: line.book) else { continue }
      samples[market.league, default: []].append(
        SharpnessFit.Sample(book: book, logOdds: line.logOdds, closing: closing))
    }
  }

  /// How every book that has lines of two dates in a row has moved between them.
  private mutating func compareChanges(
    _ lines: [(date: CivilDate, book: String, logOdds: Double)]
  ) {
    let dates = Set(lines.map(\.date)).sorted()
    for (before, after) in zip(dates, dates.dropFirst()) {
      sources.add(
        names.indices.compactMap { book in
          guard
            let old = lines.first(where: { $0.date == before && $0.book == names[book] }),
            let new = lines.first(where: { $0.date == after && $0.book == names[book] })
          else { return nil }
          return (book, new.logOdds - old.logOdds)
        })
    }
  }

  /// Books whose lines move together so closely that they are one source.
  private var sourcesText: String {
    let pairs = sources.pairs
    let enough = pairs.filter { $0.samples >= CommonSourceFit.minimumSamples }
    var lines = ["Changes from one date to the next that two bookmakers both have:"]
    for pair in pairs {
      let told = pair.correlation.map { "correlation \(Self.decimals($0))" } ?? "no movement"
      let isEnough = pair.samples >= CommonSourceFit.minimumSamples
      lines.append(
        "  \(names[pair.first]), \(names[pair.second]): \(pair.samples), \(told)"
          + (isEnough ? "" : ": insufficient data, needs \(CommonSourceFit.minimumSamples)"))
    }
    if pairs.isEmpty { lines.append("  none: insufficient data") }
    let groups = sources.sources.map { "\"" + $0.map { names[$0] }.joined(separator: "+") + "\"" }
    if !groups.isEmpty {
      lines.append("  consensus.one_source = [\(groups.joined(separator: ", "))]")
    } else if !enough.isEmpty {
      lines.append("  No two of them are one source.")
    }
    return lines.joined(separator: "\n")
  }

  /// What was found, in words: a row for the configuration where there is enough.
  public var text: String {
    var parts = [
      """
      How near bookmakers' lines of earlier dates came to the mean of all books' lines of the last
      date, in log odds. Weights go with the inverse of the mean squared error and are drawn
      half-way to equal ones. A recorded date is all that is known of a line's time.
      """
    ]
    for league in leagues {
      let fit = SharpnessFit(samples[league] ?? [], books: names.count)
      parts.append(Self.text(of: fit, league, names, markets: markets[league] ?? 0))
    }
    if leagues.isEmpty { parts.append("No lines of any league: insufficient data.") }
    parts.append(sourcesText)
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func text(
    of fit: SharpnessFit, _ league: League, _ names: [String], markets: Int
  ) -> String {
    var lines = [
      "\(league.rawValue): \(markets) markets with lines of an earlier date and of"
        + " \(closingBooks) books on the last"
    ]
    guard markets > 0 else { return "\(league.rawValue): no lines of two dates: insufficient data" }
    var rows: [String] = []
    for (name, book) in zip(names, fit.books) {
      let error = book.meanSquaredError.map {
        ", root mean square error \(decimals($0.squareRoot()))"
      }
      if let sharpness = book.sharpness {
        rows.append("\"\(name)=\(decimals(sharpness))\"")
        lines.append(
          "  \(name): \(book.samples) lines\(error ?? ""), weight \(decimals(sharpness))")
      } else {
        let why =
          book.samples >= SharpnessFit.minimumSamples
          ? "there is no second book to compare it with"
          : "needs at least \(SharpnessFit.minimumSamples) lines, got \(book.samples)"
        lines.append("  \(name): \(book.samples) lines\(error ?? ""): insufficient data, \(why)")
      }
    }
    if !rows.isEmpty {
      lines.append("  consensus.sharpness = [\(rows.joined(separator: ", "))]")
    }
    return lines.joined(separator: "\n")
  }

  private static func decimals(_ value: Double) -> String {
    let all = Int((value * 100).rounded())
    let hundredths = all.magnitude
    return (all < 0 ? "-" : "") + "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "")
      + "\(hundredths % 100)"
  }
}
