public import Market

extension RecordedVenue {
  /// Lists every market of the recording on an exchange, open from its first quote, with milestones
  /// for the starts that are known.
  ///
  /// - Returns: the tickers that are no game markets and were left out, once each.
  public func list(
    on exchange: inout SimulatedExchange, at now: Timestamp
  ) throws(SimulatorError) -> [String] {
    exchange.recordedNow = quotes.first?.time
    var refused: [String] = []
    var seen: Set<String> = []
    for quote in quotes where seen.insert(quote.ticker).inserted {
      guard let ticker = RecordedTicker(quote.ticker) else {
        refused.append(quote.ticker)
        continue
      }
      try list(ticker, quote, on: &exchange, at: now)
    }
    listMilestones(on: &exchange)
    exchange.applyFeeRegime(at: now)
    return refused
  }

  private func list(
    _ ticker: RecordedTicker, _ quote: RecordedQuote, on exchange: inout SimulatedExchange,
    at now: Timestamp
  ) throws(SimulatorError) {
    if exchange.seriesPlaces[ticker.series] == nil {
      try exchange.list(
        SimulatedSeries(
          ticker: ticker.series, title: ticker.series,
          tags: Self.sport(ticker.league).map { [$0] } ?? []))
    }
    if exchange.eventPlaces[ticker.eventTicker] == nil {
      try exchange.list(
        SimulatedEvent(
          ticker: ticker.eventTicker, seriesTicker: ticker.series,
          title: Self.eventTitle(quote.title, ticker), isMutuallyExclusive: ticker.kind == .game))
    }
    try exchange.list(
      SimulatedMarket(
        ticker: quote.ticker, eventTicker: ticker.eventTicker, title: quote.title,
        subtitle: Self.subtitle(quote.title, ticker),
        strikeType: ticker.kind == .game ? "structured" : "greater", floorStrike: ticker.strike,
        open: quote.time, close: quote.time + 14 * 86_400_000_000_000), at: now)
  }

  private static func eventTitle(_ title: String, _ ticker: RecordedTicker) -> String {
    ticker.kind == .game && title.hasSuffix(" Winner?") ? String(title.dropLast(8)) : title
  }

  /// What YES stands for, as the exchange's sub-title says it.
  private static func subtitle(_ title: String, _ ticker: RecordedTicker) -> String {
    switch ticker.kind {
    case .spread: return title.hasSuffix("?") ? String(title.dropLast()) : title
    case .total: return ticker.strike.map { "Over \($0) points scored" } ?? title
    case .game: break
    }
    let names = eventTitle(title, ticker)
    for separator in [" vs ", " at "] {
      guard let pair = names.splitOnce(separator) else { continue }
      if ticker.teams.hasPrefix(ticker.code), !ticker.teams.hasSuffix(ticker.code) {
        return pair.0
      }
      if ticker.teams.hasSuffix(ticker.code), !ticker.teams.hasPrefix(ticker.code) {
        return pair.1
      }
      // Both fit, as in MIAMIA: the longer rest belongs to the other team; not known here.
    }
    return String(ticker.code)
  }

  /// The sport of a league as the exchange tags it; nil for leagues that are not traded here.
  private static func sport(_ league: String) -> String? {
    switch league {
    case "NFL", "NCAAF": "Football"
    case "NBA", "WNBA", "NCAAMB", "NCAAWB": "Basketball"
    case "MLB": "Baseball"
    case "NHL": "Hockey"
    default: nil
    }
  }

  private func listMilestones(on exchange: inout SimulatedExchange) {
    var events: [String: [String]] = [:]
    var order: [String] = []
    for event in exchange.events {
      guard let key = Self.gameKey(ofTicker: event.ticker + "-X"), starts[key] != nil else {
        continue
      }
      if events[key] == nil { order.append(key) }
      events[key, default: []].append(event.ticker)
    }
    for (place, key) in order.enumerated() {
      guard let start = starts[key], let tickers = events[key] else { continue }
      let league = key.prefix { $0 != "-" }
      exchange.list(
        SimulatedMilestone(
          id: WireText.uuid(seed: exchange.settings.seed, kind: 5, number: UInt64(place)),
          title: key, type: Self.sport(String(league)).map { "\($0.lowercased())_game" } ?? "game",
          competition: String(league), start: start, eventTickers: tickers))
    }
  }
}

extension String {
  fileprivate func splitOnce(_ separator: String) -> (String, String)? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(separator) {
        return (
          String(self[..<start]), String(self[start...].dropFirst(separator.count))
        )
      }
      start = index(after: start)
    }
    return nil
  }
}
